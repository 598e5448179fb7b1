import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';
import type { SftpSession } from '../../../src-main/sftp/session.ts';
import { upload } from '../../../src-main/sftp/transfer/upload.ts';
import { windowFor } from '../../../src-main/sftp/transfer/window-size.ts';
import { startSshd } from '../../support/sshd.ts';
import type { Sshd } from '../../support/sshd.ts';
import { actAfter, rejection, TestUpload, trustingSession } from '../../support/sftp-upload.ts';
import { startTcpProxy } from '../../support/tcp-proxy.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const MB = 1024 * 1024;
const size = 12 * MB + 12345;

/**
 * The most that may have to be sent again after a cut, in bytes: what the session may have under way, which is more
 * the longer its round trip was measured to be, so more on a slow machine; one request; and SSH's own bytes about it.
 */
function mostSentAgain(session: SftpSession): number {
  return 1.02 * windowFor(session.roundTripMs) + 256 * 1024;
}

suite('an upload that is cut', () => {
  let sshd: Sshd;
  const sessions: SftpSession[] = [];

  const session = async (port = sshd.port): Promise<SftpSession> => {
    const { host, username, privateKey } = sshd;
    const target = { host, port, username, auth: { kind: 'privateKey', key: privateKey } as const };
    const opened = await trustingSession(target, sshd.hostKeys);
    sessions.push(opened);
    return opened;
  };

  beforeEach(async () => {
    sshd = await startSshd();
  });
  afterEach(async () => {
    for (const one of sessions.splice(0)) one.close();
    await sshd.stop();
  });

  for (const percent of [0, 10, 50, 60, 99, 100]) {
    test(`goes on after the server is killed at ${percent} %`, async (context) => {
      const file = new TestUpload(tempFolder(context), sshd.files, size);
      const first = await session();
      const pace = actAfter(Math.ceil((size * percent) / 100), () => sshd.kill());
      const error = await rejection(upload(first, file.job({ pace })), 'connection_lost');
      assert.equal((await first.ended)?.code, 'connection_lost', error.message);
      file.assertStateTrue();

      sshd = await startSshd({ like: sshd });
      const { sentBytes, resumedFrom } = await upload(await session(), file.job());
      file.assertDelivered();
      assert.equal(sentBytes + resumedFrom, size);
      const sentBefore = Math.ceil((size * percent) / 100);
      assert.ok(
        sentBefore - resumedFrom <= mostSentAgain(first),
        `${sentBefore - resumedFrom} bytes sent twice`,
      );
    });
  }

  test('notices a server that is frozen, and goes on after', async (context) => {
    const file = new TestUpload(tempFolder(context), sshd.files, size);
    const pids: number[] = [];
    const pace = actAfter(size / 2, async () => {
      pids.push(...(await sshd.sessionPids()));
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
    });
    const error = await rejection(upload(await session(), file.job({ pace })), 'connection_lost');
    assert.deepEqual(error.details, { cause: 'silent' });
    file.assertStateTrue();
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await upload(await session(), file.job());
    file.assertDelivered();
  });

  test('sends little twice when the link goes at 60 %, over a distance of 40 ms', async (context) => {
    const proxy = await startTcpProxy(sshd.port, { delay: 20 });
    context.after(() => proxy.close());
    const file = new TestUpload(tempFolder(context), sshd.files, size);
    const first = await session(proxy.port);
    const before = proxy.sent();
    proxy.afterSent(size * 0.6, () => {
      proxy.cut();
    });
    await rejection(upload(first, file.job()), 'connection_lost');
    file.assertStateTrue();
    await upload(await session(proxy.port), file.job());
    file.assertDelivered();
    const twice = proxy.sent() - before - size;
    assert.ok(twice <= mostSentAgain(first), `${twice} bytes sent twice`);
  });

  test('survives a link that dies without a word', async (context) => {
    const proxy = await startTcpProxy(sshd.port);
    context.after(() => proxy.close());
    const file = new TestUpload(tempFolder(context), sshd.files, size);
    proxy.afterSent(size / 3, () => {
      proxy.freeze();
    });
    await rejection(upload(await session(proxy.port), file.job()), 'connection_lost');
    file.assertStateTrue();
    await upload(await session(), file.job());
    file.assertDelivered();
  });

  test('goes on after a pause and removes everything after a cancellation', async (context) => {
    const { uploadPaused } = await import('../../../src-main/sftp/transfer/abort.ts');
    const file = new TestUpload(tempFolder(context), sshd.files, size);
    const one = await session();
    const pause = new AbortController();
    const paused = file.job({
      signal: pause.signal,
      pace: actAfter(size / 2, () => {
        pause.abort(uploadPaused);
      }),
    });
    const error = await rejection(upload(one, paused), 'cancelled');
    assert.equal(error.details?.['paused'], true);
    // What was under way when it was paused may still arrive.
    await one.requests.realpath('.');
    file.assertStateTrue();
    assert.ok((file.stored?.acknowledgedBytes ?? 0) > 0);

    const cancel = new AbortController();
    const cancelled = file.job({
      signal: cancel.signal,
      pace: actAfter(1, () => {
        cancel.abort(new Error('the user'));
      }),
    });
    await rejection(upload(one, cancelled), 'cancelled');
    assert.deepEqual(file.remoteNames, []);
    assert.equal(file.stored, null);
    await upload(one, file.job());
    file.assertDelivered();
  });

  test('can be cancelled even when the link has stopped', { timeout: 120_000 }, async (context) => {
    const proxy = await startTcpProxy(sshd.port);
    context.after(() => proxy.close());
    const file = new TestUpload(tempFolder(context), sshd.files, size);
    const cancel = new AbortController();
    const pace = actAfter(size / 2, () => {
      proxy.freeze();
      cancel.abort();
      return Promise.resolve();
    });
    const running = upload(await session(proxy.port), file.job({ pace, signal: cancel.signal }));
    await running.then(
      () => assert.fail('finished over a dead link'),
      () => undefined,
    );
    file.assertStateTrue();
    assert.notEqual(file.stored, null, 'what could not be removed must stay on record');
    await upload(await session(), file.job());
    file.assertDelivered();
  });
});
