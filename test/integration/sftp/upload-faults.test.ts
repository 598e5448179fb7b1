import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { SftpSession } from '../../../src-main/sftp/session.ts';
import { upload } from '../../../src-main/sftp/transfer/upload.ts';
import { AttributeFlag, Packet, Status } from '../../../src-main/sftp/wire/codes.ts';
import { startScriptedServer } from '../../support/scripted-sftp.ts';
import type { Script, ScriptedServer } from '../../support/scripted-sftp.ts';
import { actAfter, rejection, TestUpload, trustingSession } from '../../support/sftp-upload.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const size = 2 * 1024 * 1024 + 77;

interface Scene {
  readonly server: ScriptedServer;
  readonly script: Script;
  readonly file: TestUpload;
  readonly folder: string;
  readonly connect: () => Promise<SftpSession>;
}

async function setScene(
  context: TestContext,
  options: { args?: readonly string[]; replyTimeoutMs?: number } = {},
): Promise<Scene> {
  const script: Script = {};
  const server = await startScriptedServer(script, options);
  const sessions: SftpSession[] = [];
  context.after(async () => {
    for (const session of sessions) session.close();
    await server.close();
  });
  const local = tempFolder(context);
  const folder = path.join(tempFolder(context), 'import');
  mkdirSync(folder);
  return {
    server,
    script,
    folder,
    file: new TestUpload(local, folder, size),
    connect: async () => {
      const auth = { kind: 'password', password: 'right' } as const;
      const target = { host: '127.0.0.1', port: server.port, username: 'importer', auth };
      const session = await trustingSession(target, [server.hostKey], {
        replyTimeoutMs: options.replyTimeoutMs ?? 60_000,
      });
      sessions.push(session);
      return session;
    },
  };
}

/** Requests that carry on as if nothing had been scripted. */
const behave = (script: Script): void => {
  delete script.request;
  delete script.reply;
};

const isRename = (type: number, subject: string): boolean =>
  type === Packet.rename || subject === 'posix-rename@openssh.com';

suite('an upload to a server with faults', () => {
  for (const [name, status, text, code] of [
    ['a refusal without a reason', Status.failure, 'Failure', 'sftp_failed'],
    ['a disk that is full, in words', Status.failure, 'write: No space left on device', 'disk_full'],
    ['a disk that is full, by its code', Status.noSpace, '', 'disk_full'],
    ['a quota, in words', Status.failure, 'Disk quota exceeded', 'disk_full'],
    ['a quota, by its code', Status.quotaExceeded, '', 'disk_full'],
    ['a permission lost', Status.permissionDenied, 'Permission denied', 'permission_denied'],
  ] as const) {
    test(`meets ${name} in the middle of writing`, async (context) => {
      const { script, file, connect } = await setScene(context);
      script.request = ({ type, nth }) => (type === Packet.write && nth >= 6 ? { status, text } : undefined);
      const { details = {} } = await rejection(upload(await connect(), file.job()), code);
      assert.equal(details['request'], 'write');
      if (code === 'disk_full') assert.equal(details['quota'], name.includes('quota'));
      file.assertStateTrue();
      assert.deepEqual(file.remoteNames, [], 'the part file takes up the room');
      behave(script);
      await upload(await connect(), file.job());
      file.assertDelivered();
    });
  }

  test('recognises a full disk behind a refusal without a reason', async (context) => {
    const { script, file, connect } = await setScene(context);
    let full = false;
    script.request = ({ type, nth }) => {
      if (type !== Packet.write || nth < 6) return undefined;
      full = true;
      return { status: Status.failure };
    };
    script.reply = (reply, { subject }) => {
      if (!full || subject !== 'statvfs@openssh.com') return undefined;
      const changed = Buffer.from(reply);
      changed.writeBigUInt64BE(0n, 5 + 3 * 8); // f_bfree
      changed.writeBigUInt64BE(0n, 5 + 4 * 8); // f_bavail
      return changed;
    };
    const error = await rejection(upload(await connect(), file.job()), 'disk_full');
    assert.equal(error.details?.['available'], 0);
    file.assertStateTrue();
  });

  test('refuses before the first byte when there is no room', async (context) => {
    const { script, file, connect } = await setScene(context);
    script.reply = (reply, { subject }) => {
      if (subject !== 'statvfs@openssh.com') return undefined;
      const changed = Buffer.from(reply);
      for (const field of [3, 4]) changed.writeBigUInt64BE(1n, 5 + field * 8);
      return changed;
    };
    let writes = 0;
    script.request = ({ type }) => {
      if (type === Packet.write) writes++;
      return undefined;
    };
    const error = await rejection(upload(await connect(), file.job()), 'disk_full');
    assert.equal(error.details?.['needed'], size);
    assert.equal(writes, 0);
    assert.deepEqual(file.remoteNames, []);
  });

  test('fills a real disk', async (context) => {
    const { file, folder, connect } = await setScene(context);
    // Mounting needs root; for others the tests above stand in, with the same answers from a script.
    if (userInfo().uid !== 0) return;
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder]);
    try {
      const ballast = path.join(folder, 'ballast');
      const pace = actAfter(size / 2, () => {
        writeFileSync(ballast, Buffer.alloc(2.5 * 1024 * 1024));
      });
      await rejection(upload(await connect(), file.job({ pace })), 'disk_full');
      rmSync(ballast);
      file.assertStateTrue();
      await upload(await connect(), file.job());
      file.assertDelivered();
    } finally {
      execFileSync('umount', ['--lazy', folder]);
    }
  });

  test('meets a folder that vanishes, and one that was never there', async (context) => {
    const { file, folder, connect } = await setScene(context);
    const session = await connect();
    const pace = actAfter(size / 2, () => {
      rmSync(folder, { recursive: true });
    });
    await rejection(upload(session, file.job({ pace })), 'no_such_path');
    assert.equal(file.stored, null);
    await rejection(upload(session, file.job()), 'no_such_path');
    mkdirSync(folder);
    await upload(session, file.job());
    file.assertDelivered();
  });

  test('may not write into the folder', async (context) => {
    const { script, file, folder, connect } = await setScene(context);
    // Root may write anywhere, so the answer a plain user gets is scripted.
    script.request = ({ type, nth }) =>
      type === Packet.open && nth === 0 ? { status: Status.permissionDenied } : undefined;
    const session = await connect();
    const error = await rejection(upload(session, file.job()), 'permission_denied');
    assert.equal(path.dirname(String(error.details?.['path'])), folder);
    chmodSync(folder, 0o755);
    await upload(session, file.job());
    file.assertDelivered();
  });

  for (const replace of [false, true]) {
    test(`has its rename refused, ${replace ? 'replacing' : 'not replacing'}`, async (context) => {
      const { script, file, connect } = await setScene(context);
      if (replace) writeFileSync(file.remotePath, 'old');
      script.request = ({ type, subject }) =>
        isRename(type, subject) ? { status: Status.permissionDenied } : undefined;
      await rejection(upload(await connect(), file.job({ replace })), 'permission_denied');
      assert.equal(file.stored, null);
      assert.deepEqual(file.remoteNames, replace ? ['leads.bin'] : []);
      if (replace) assert.equal(readFileSync(file.remotePath, 'utf8'), 'old');
      behave(script);
      const result = await upload(await connect(), file.job({ replace }));
      assert.equal(result.replaced, replace ? 'atomically' : 'nothing');
      file.assertDelivered();
    });

    for (const deed of ['mute', 'ignore', 'hang up'] as const) {
      test(`loses the answer to its rename (${deed}, ${replace ? 'replacing' : 'not replacing'})`, async (context) => {
        // A short limit only where it is what is waited for.
        const limit = deed === 'hang up' ? {} : { replyTimeoutMs: 1_000 };
        const { script, file, connect } = await setScene(context, limit);
        let renames = 0;
        script.request = ({ type, subject }) => {
          if (!isRename(type, subject)) return undefined;
          renames++;
          return renames === 1 ? deed : undefined;
        };
        const first = await connect();
        await rejection(
          upload(first, file.job({ replace })),
          deed === 'hang up' ? 'connection_lost' : 'timed_out',
        );
        assert.equal(file.stored?.phase, 'publishing');
        const result = await upload(await connect(), file.job({ replace }));
        file.assertDelivered();
        // What was carried out is not done again, and nothing is sent again in any case.
        assert.equal(renames, deed === 'mute' ? 1 : 2);
        assert.equal(result.sentBytes, 0);
      });
    }
  }

  test('finds both names where the server had linked and not yet unlinked', async (context) => {
    const { script, file, connect } = await setScene(context);
    script.request = ({ type, subject }) => (isRename(type, subject) ? 'hang up' : undefined);
    await rejection(upload(await connect(), file.job()), 'connection_lost');
    execFileSync('ln', [file.stored?.partPath ?? '', file.remotePath]);
    behave(script);
    const { sentBytes } = await upload(await connect(), file.job());
    assert.equal(sentBytes, 0);
    file.assertDelivered();
  });

  test("does not take somebody else's file for its own", async (context) => {
    const { script, file, connect } = await setScene(context);
    script.request = ({ type, subject }) => (isRename(type, subject) ? 'hang up' : undefined);
    await rejection(upload(await connect(), file.job()), 'connection_lost');
    // The same size, and other content.
    writeFileSync(file.remotePath, Buffer.alloc(size));
    behave(script);
    await rejection(upload(await connect(), file.job()), 'file_exists');
    assert.deepEqual(file.remoteNames, ['leads.bin']);
    assert.ok(readFileSync(file.remotePath).equals(Buffer.alloc(size)));
    assert.equal(file.stored, null);
  });

  test('does not believe a wrong size', async (context) => {
    const { script, file, connect } = await setScene(context);
    script.reply = (reply, { type }) => {
      if (type !== Packet.fstat || (reply.readUInt32BE(5) & AttributeFlag.size) === 0) return undefined;
      const changed = Buffer.from(reply);
      changed.writeBigUInt64BE(BigInt(size - 1), 9);
      return changed;
    };
    const error = await rejection(upload(await connect(), file.job()), 'verify_failed');
    assert.deepEqual([error.details?.['expected'], error.details?.['found']], [size, size - 1]);
    file.assertStateTrue();
    behave(script);
    await upload(await connect(), file.job());
    file.assertDelivered();
  });

  test('finds a damaged byte when it verifies by SHA-256', async (context) => {
    const { script, file, connect } = await setScene(context);
    script.reply = (reply, { type, nth }) => {
      if (type !== Packet.read || nth !== 1) return undefined;
      const changed = Buffer.from(reply);
      changed[200] = (changed[200] as number) ^ 1;
      return changed;
    };
    await rejection(upload(await connect(), file.job({ verify: 'sha256' })), 'verify_failed');
    file.assertStateTrue();
    behave(script);
    const { sha256 } = await upload(await connect(), file.job({ verify: 'sha256' }));
    assert.equal(sha256, execFileSync('sha256sum', [file.local], { encoding: 'utf8' }).slice(0, 64));
    file.assertDelivered();
  });

  test('does not go on from a part that the server lost in a crash', async (context) => {
    const { script, file, connect } = await setScene(context);
    script.request = ({ type, nth }) => (type === Packet.write && nth >= 10 ? 'hang up' : undefined);
    await rejection(upload(await connect(), file.job()), 'connection_lost');
    const { stored } = file;
    assert.ok(stored && stored.acknowledgedBytes > 0);
    behave(script);
    // Journals keep the size and may lose the data.
    writeFileSync(stored.partPath, Buffer.alloc(statSync(stored.partPath).size));
    const { resumedFrom } = await upload(await connect(), file.job());
    assert.equal(resumedFrom, 0);
    file.assertDelivered();
  });

  test('takes two steps on a server that cannot replace in one, and says so', async (context) => {
    const { file, connect } = await setScene(context, { args: ['-P', 'posix-rename'] });
    const session = await connect();
    assert.equal(session.replacesAtomically, false);
    await upload(session, file.job({ replace: true }));
    file.assertDelivered();
    await rejection(upload(session, file.job()), 'file_exists');
    writeFileSync(file.remotePath, 'old');
    const { replaced } = await upload(session, file.job({ replace: true }));
    assert.equal(replaced, 'in_two_steps');
    file.assertDelivered();
  });

  test('brings the old file back when the second of two steps fails', async (context) => {
    const { script, file, connect } = await setScene(context, { args: ['-P', 'posix-rename'] });
    writeFileSync(file.remotePath, 'old');
    script.request = ({ type, nth }) =>
      type === Packet.rename && nth === 1 ? { status: Status.permissionDenied } : undefined;
    const session = await connect();
    await rejection(upload(session, file.job({ replace: true })), 'permission_denied');
    assert.deepEqual(file.remoteNames, ['leads.bin']);
    assert.equal(readFileSync(file.remotePath, 'utf8'), 'old');
    await upload(session, file.job({ replace: true }));
    file.assertDelivered();
  });

  test('finishes a replacement that was cut between its two steps', async (context) => {
    const { script, file, connect } = await setScene(context, { args: ['-P', 'posix-rename'] });
    writeFileSync(file.remotePath, 'old');
    script.request = ({ type, nth }) => (type === Packet.rename && nth === 1 ? 'hang up' : undefined);
    await rejection(upload(await connect(), file.job({ replace: true })), 'connection_lost');
    assert.ok(!file.remoteNames.includes('leads.bin'));
    behave(script);
    const { sentBytes } = await upload(await connect(), file.job({ replace: true }));
    assert.equal(sentBytes, 0);
    file.assertDelivered();
  });

  test('notices that the local file changed, before and during', async (context) => {
    const { file, connect } = await setScene(context);
    const session = await connect();
    const pace = actAfter(size / 2, () => {
      writeFileSync(file.local, Buffer.concat([file.content, Buffer.from('more')]));
    });
    await rejection(upload(session, file.job({ pace })), 'file_changed');
    file.assertStateTrue();
    assert.equal(file.stored, null);
    await rejection(upload(session, file.job({ expectedSha256: '0'.repeat(64) })), 'file_changed');
    assert.deepEqual(file.remoteNames, []);
  });

  test('drops what it has when the local file is another by now', async (context) => {
    const { script, file, connect } = await setScene(context);
    script.request = ({ type, nth }) => (type === Packet.write && nth >= 10 ? 'hang up' : undefined);
    await rejection(upload(await connect(), file.job()), 'connection_lost');
    behave(script);
    writeFileSync(file.local, 'another file');
    const { resumedFrom, size: sent } = await upload(await connect(), file.job());
    assert.deepEqual([resumedFrom, sent], [0, 12]);
    assert.deepEqual(file.remoteNames, ['leads.bin']);
    assert.equal(readFileSync(file.remotePath, 'utf8'), 'another file');
  });

  test('ends at once when the server stops answering requests', async (context) => {
    const { script, file, connect } = await setScene(context, { replyTimeoutMs: 1_500 });
    script.request = ({ type, nth }) => (type === Packet.write && nth >= 4 ? 'ignore' : undefined);
    await rejection(upload(await connect(), file.job()), 'timed_out');
    file.assertStateTrue();
    behave(script);
    await upload(await connect(), file.job());
    file.assertDelivered();
  });

  test('delivers an empty file', async (context) => {
    const { file, connect } = await setScene(context);
    writeFileSync(file.local, '');
    const { size: sent } = await upload(await connect(), file.job({ verify: 'sha256' }));
    assert.equal(sent, 0);
    assert.equal(statSync(file.remotePath).size, 0);
  });
});
