import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { TemporaryNames } from '../../../src-main/contract/server-reach.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { makeHostKey } from '../../../src-main/demo/sftp-server.ts';
import { whyNotWritable } from '../../../src-main/sftp/write-check.ts';
import type { SftpSession } from '../../../src-main/sftp/session.ts';
import { removeLeftovers } from '../../../src-main/sftp/transfer/leftovers.ts';
import { upload } from '../../../src-main/sftp/transfer/upload.ts';
import { uploadPaused } from '../../../src-main/sftp/transfer/abort.ts';
import { Open, Packet, Status } from '../../../src-main/sftp/wire/codes.ts';
import { startScriptedServer } from '../../support/scripted-sftp.ts';
import type { Deed, Script, ScriptedRequest } from '../../support/scripted-sftp.ts';
import { actAfter, rejection, TestUpload, trustingSession } from '../../support/sftp-upload.ts';
import { tempFolder } from '../../support/temp-folder.ts';

// How an upload's file is named until it is complete: on servers that refuse dot names, that refuse to rename, and
// that refuse every name but the final one.

const size = 2 * 1024 * 1024 + 77;
const denied: Deed = { status: Status.permissionDenied, text: 'not that name' };
const named: readonly number[] = [Packet.open, Packet.rename, Packet.remove, Packet.lstat, Packet.stat];
const isRename = ({ type, subject }: ScriptedRequest): boolean =>
  type === Packet.rename || subject === 'posix-rename@openssh.com';

/** No name with a dot in front, whatever is asked of it. */
const refuseDots = (request: ScriptedRequest): Deed | undefined =>
  named.includes(request.type) && path.basename(request.subject).startsWith('.') ? denied : undefined;
/** Nothing but the final name, and no other name for it. */
const refuseOthers = (request: ScriptedRequest): Deed | undefined =>
  isRename(request) || (request.type === Packet.open && !request.subject.endsWith('leads.bin'))
    ? denied
    : undefined;

const hostKey = makeHostKey();

async function setScene(context: TestContext, script: Script = {}, args: readonly string[] = []) {
  const server = await startScriptedServer(script, { hostKey, args });
  const sessions: SftpSession[] = [];
  context.after(async () => {
    for (const session of sessions) session.close();
    await server.close();
  });
  const folder = path.join(tempFolder(context), 'import');
  mkdirSync(folder);
  const connect = async (names: TemporaryNames): Promise<SftpSession> => {
    const auth = { kind: 'password', password: 'right' } as const;
    const target = { host: '127.0.0.1', port: server.port, username: 'importer', auth, names };
    const session = await trustingSession(target, [server.hostKey], { replyTimeoutMs: 60_000 });
    sessions.push(session);
    return session;
  };
  return { script, folder, connect, file: new TestUpload(tempFolder(context), folder, size) };
}

/** The n-th request of a kind is where the link is cut. */
const cutAt =
  (type: number, nth: number, otherwise?: Script['request']) =>
  (request: ScriptedRequest): Deed | undefined =>
    request.type === type && request.nth === nth ? 'hang up' : otherwise?.(request);

suite('a server that refuses names with a dot in front', () => {
  test('is told from others by what it refuses', async (context) => {
    const { connect, file, folder } = await setScene(context, { request: refuseDots });
    const session = await connect('hidden');
    const error = await rejection(upload(session, file.job()), 'permission_denied');
    assert.deepEqual([error.details?.['request'], error.details?.['text']], ['open', 'not that name']);
    assert.equal((await whyNotWritable(session, folder))?.code, 'permission_denied');
  });

  for (const names of ['part', 'filepart', 'tmp'] as const) {
    test(`takes .${names} until a file is complete, after a cut and in place of another`, async (context) => {
      const { connect, script, file, folder } = await setScene(context);
      const opened: string[] = [];
      const watch = (request: ScriptedRequest): Deed | undefined => {
        if (request.type === Packet.open) opened.push(path.basename(request.subject));
        return refuseDots(request);
      };
      script.request = cutAt(Packet.write, 10, watch);
      await rejection(upload(await connect(names), file.job()), 'connection_lost');
      file.assertStateTrue();
      script.request = watch;
      const { resumedFrom } = await upload(await connect(names), file.job());
      assert.ok(resumedFrom > 0);
      file.assertDelivered();
      writeFileSync(file.remotePath, 'old');
      const { replaced } = await upload(await connect(names), file.job({ replace: true }));
      assert.equal(replaced, 'atomically');
      file.assertDelivered();
      assert.equal(await whyNotWritable(await connect(names), folder), null);
      assert.deepEqual(file.remoteNames, ['leads.bin']);
      for (const name of opened)
        assert.match(
          name,
          new RegExp(`^(leads\\.bin(\\.dialdesk-.*\\.${names})?|dialdesk-probe\\.${names})$`),
        );
    });
  }

  test('replaces in two steps where it must, and under names it takes', async (context) => {
    const { connect, file } = await setScene(context, { request: refuseDots }, ['-P', 'posix-rename']);
    writeFileSync(file.remotePath, 'old');
    const { replaced } = await upload(await connect('tmp'), file.job({ replace: true }));
    assert.equal(replaced, 'in_two_steps');
    file.assertDelivered();
  });
});

suite('straight to the final name', () => {
  test('an upload needs neither another name nor renaming', async (context) => {
    const { connect, script, file } = await setScene(context);
    const requests: string[] = [];
    script.request = (request) => {
      if (named.includes(request.type)) requests.push(`${request.type} ${path.basename(request.subject)}`);
      return refuseOthers(request);
    };
    const session = await connect('direct');
    assert.equal((await upload(session, file.job({ verify: 'sha256' }))).replaced, 'nothing');
    file.assertDelivered();
    assert.ok(
      requests.every((request) => request.endsWith(' leads.bin')),
      requests.join(),
    );
    const error = await rejection(upload(session, file.job()), 'file_exists');
    assert.equal(error.details?.['size'], size);
    assert.equal(error.details['underName'], undefined);
    file.assertDelivered();
    writeFileSync(file.remotePath, Buffer.alloc(size * 2, 1));
    assert.equal((await upload(session, file.job({ replace: true }))).replaced, 'in_place');
    file.assertDelivered();
  });

  for (const replace of [false, true]) {
    for (const [what, type, counts] of [
      ['open', Packet.open, [0]],
      ['write', Packet.write, [0, 1, 10]],
      ['fstat', Packet.fstat, [0]],
      ['close', Packet.close, [0]],
    ] as const) {
      for (const nth of counts) {
        const how = replace ? 'replacing' : 'not replacing';
        test(`goes on after a cut at ${what} ${nth}, ${how}, and says what is there`, async (context) => {
          const { connect, script, file } = await setScene(context);
          if (replace) writeFileSync(file.remotePath, 'old');
          script.request = cutAt(type, nth, refuseOthers);
          const error = await rejection(
            upload(await connect('direct'), file.job({ replace })),
            'connection_lost',
          );
          assert.equal(error.details?.['underName'], 'half');
          assert.equal(error.details['oldLost'], replace);
          script.request = refuseOthers;
          const result = await upload(await connect('direct'), file.job({ replace }));
          file.assertDelivered();
          assert.equal(result.replaced, replace ? 'in_place' : 'nothing');
          if (what === 'fstat' || what === 'close') assert.equal(result.sentBytes, 0);
        });
      }
    }
  }

  test('goes on where the server lets nobody read, from the start', async (context) => {
    const { connect, script, file } = await setScene(context);
    const unreadable = (request: ScriptedRequest): Deed | undefined =>
      request.type === Packet.read ? denied : refuseOthers(request);
    script.request = cutAt(Packet.write, 12, unreadable);
    await rejection(upload(await connect('direct'), file.job()), 'connection_lost');
    script.request = unreadable;
    const { resumedFrom } = await upload(await connect('direct'), file.job());
    assert.equal(resumedFrom, 0);
    file.assertDelivered();
  });

  test('starts anew where the server lets nothing be written to what is there', async (context) => {
    const { connect, script, file } = await setScene(context);
    // as with AllowOverwrite off
    const exclusive = (request: ScriptedRequest): Deed | undefined =>
      (request.flags & Open.write) !== 0 && existsSync(request.subject) ? denied : refuseOthers(request);
    script.request = cutAt(Packet.write, 12, exclusive);
    await rejection(upload(await connect('direct'), file.job()), 'connection_lost');
    script.request = exclusive;
    const { resumedFrom } = await upload(await connect('direct'), file.job());
    assert.equal(resumedFrom, 0);
    file.assertDelivered();
  });

  test("never goes on in somebody else's file, nor removes it", async (context) => {
    for (const content of [Buffer.alloc(size, 7), Buffer.alloc(0), Buffer.from('short')]) {
      const { connect, script, file } = await setScene(context);
      script.request = cutAt(Packet.write, 12, refuseOthers);
      await rejection(upload(await connect('direct'), file.job()), 'connection_lost');
      // another file, not ours with other bytes: the server may still be writing what it had received
      rmSync(file.remotePath);
      writeFileSync(file.remotePath, content);
      script.request = refuseOthers;
      const session = await connect('direct');
      const error = await rejection(upload(session, file.job()), 'file_exists');
      assert.equal(error.details?.['underName'], undefined);
      assert.ok(readFileSync(file.remotePath).equals(content));
      assert.equal(file.stored, null);
      await upload(session, file.job({ replace: true }));
      file.assertDelivered();
    }
  });

  test('does not take a file for its own that has only the same beginning', async (context) => {
    const { connect, script, file } = await setScene(context);
    script.request = cutAt(Packet.open, 0, refuseOthers);
    await rejection(upload(await connect('direct'), file.job()), 'connection_lost');
    writeFileSync(file.remotePath, file.content.subarray(0, 1000));
    script.request = refuseOthers;
    await rejection(upload(await connect('direct'), file.job()), 'file_exists');
    assert.equal(readFileSync(file.remotePath).length, 1000);
  });

  for (const replace of [false, true]) {
    const oldLost = replace;
    test(`cancelled, removes what it made and says what is lost (replace: ${replace})`, async (context) => {
      const { connect, file } = await setScene(context, { request: refuseOthers });
      if (replace) writeFileSync(file.remotePath, 'old');
      const cancel = new AbortController();
      const pace = actAfter(size / 2, () => cancel.abort(new Error('the user')));
      const job = file.job({ replace, pace, signal: cancel.signal });
      const error = await rejection(upload(await connect('direct'), job), 'cancelled');
      assert.deepEqual(file.remoteNames, []);
      assert.equal(file.stored, null);
      assert.deepEqual(
        [error.details?.['underName'], error.details?.['oldLost']],
        replace ? ['removed', oldLost] : [undefined, undefined],
      );
    });

    test(`cancelled where nothing can be removed, says that half is there (replace: ${replace})`, async (context) => {
      const { connect, file } = await setScene(context, {
        request: (request) => (request.type === Packet.remove ? denied : refuseOthers(request)),
      });
      if (replace) writeFileSync(file.remotePath, 'old');
      const cancel = new AbortController();
      const pace = actAfter(size / 2, () => cancel.abort(new Error('the user')));
      const job = file.job({ replace, pace, signal: cancel.signal });
      const { details = {} } = await rejection(upload(await connect('direct'), job), 'cancelled');
      assert.deepEqual([details['underName'], details['oldLost']], ['half', oldLost]);
      assert.notEqual(file.stored, null, 'what could not be removed must stay on record');
      await upload(await connect('direct'), file.job({ replace }));
      file.assertDelivered();
    });
  }

  test('an old file that the server does not let us open is left and not called lost', async (context) => {
    const { connect, file } = await setScene(context, {
      request: (request) => (request.type === Packet.open ? denied : undefined),
    });
    writeFileSync(file.remotePath, 'old');
    const session = await connect('direct');
    const error = await rejection(upload(session, file.job({ replace: true })), 'permission_denied');
    assert.equal(error.details?.['underName'], undefined);
    assert.equal(readFileSync(file.remotePath, 'utf8'), 'old');
    assert.equal(file.stored, null);
  });

  test('paused and given up, half a file is removed; a later one of another length is not', async (context) => {
    for (const theirs of [false, true]) {
      const { connect, file } = await setScene(context, { request: refuseOthers });
      const pause = new AbortController();
      const pace = actAfter(size / 2, () => pause.abort(uploadPaused));
      const session = await connect('direct');
      const { details } = await rejection(
        upload(session, file.job({ pace, signal: pause.signal })),
        'cancelled',
      );
      assert.equal(details?.['paused'], true);
      await session.requests.realpath('.');
      assert.ok(file.stored);
      if (theirs) writeFileSync(file.remotePath, Buffer.alloc(size + 1));
      assert.equal(await removeLeftovers(session, file.stored), undefined);
      assert.deepEqual(file.remoteNames, theirs ? ['leads.bin'] : []);
    }
  });

  test('a file that fails its check does not keep the name', async (context) => {
    const { connect, file, script } = await setScene(context, { request: refuseOthers });
    script.reply = (reply, { type }) => {
      if (type !== Packet.read) return undefined;
      const changed = Buffer.from(reply);
      changed[100] = (changed[100] as number) ^ 1;
      return changed;
    };
    await rejection(upload(await connect('direct'), file.job({ verify: 'sha256' })), 'verify_failed');
    assert.deepEqual(file.remoteNames, []);
    assert.equal(file.stored, null);
  });
});

suite('a setting that is changed while an upload is on its way', () => {
  const other: Readonly<Record<string, TemporaryNames>> = {
    hidden: 'part',
    part: 'direct',
    direct: 'hidden',
  };
  for (const [before, after] of Object.entries(other)) {
    test(`does not change the name it has (${before}, then ${after})`, async (context) => {
      const { connect, script, file } = await setScene(context);
      script.request = cutAt(Packet.write, 12);
      await rejection(upload(await connect(before as TemporaryNames), file.job()), 'connection_lost');
      const begun = file.stored?.partPath;
      delete script.request;
      const { resumedFrom } = await upload(await connect(after), file.job());
      assert.ok(resumedFrom > 0);
      assert.deepEqual(new Set(file.states.flatMap((state) => state?.partPath ?? [])), new Set([begun]));
      file.assertDelivered();
    });
  }

  test('helps where the server refuses the names it began with', async (context) => {
    for (const [before, after, refuse] of [
      ['hidden', 'tmp', refuseDots],
      ['hidden', 'direct', refuseOthers],
      ['part', 'direct', refuseOthers],
    ] as const) {
      const { connect, script, file } = await setScene(context);
      script.request = cutAt(Packet.write, 12);
      await rejection(upload(await connect(before), file.job()), 'connection_lost');
      script.request = refuse;
      try {
        await upload(await connect(after), file.job());
      } catch (error) {
        assert.fail(
          `${before}, then ${after}: ${error instanceof DialdeskError ? error.message : String(error)}`,
        );
      }
      assert.equal(file.stored, null);
      assert.ok(readFileSync(file.remotePath).equals(file.content));
    }
  });
});
