import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { TemporaryNames } from '../../../src-main/contract/server-reach.ts';
import { makeFolder, removeFolder, renameRemote } from '../../../src-main/sftp/changes.ts';
import { whyNotWritable } from '../../../src-main/sftp/write-check.ts';
import { listFolder } from '../../../src-main/sftp/folder-listing.ts';
import type { SftpSession } from '../../../src-main/sftp/session.ts';
import { download } from '../../../src-main/sftp/transfer/download.ts';
import { upload } from '../../../src-main/sftp/transfer/upload.ts';
import { startParamiko, type ParamikoServer } from '../../support/paramiko-server.ts';
import { actAfter, rejection, TestUpload, trustingSession } from '../../support/sftp-upload.ts';
import { tempFolder } from '../../support/temp-folder.ts';

// A server that neither we nor OpenSSH's people wrote: no limits, no fsync, no statvfs, no announcement of anything.

const size = 700_123;

async function setScene(context: TestContext) {
  const sessions: SftpSession[] = [];
  context.after(() => {
    for (const session of sessions) session.close();
  });
  const connect = async (server: ParamikoServer, names: TemporaryNames = 'hidden') => {
    const auth = { kind: 'password', password: server.password } as const;
    const target = { host: '127.0.0.1', port: server.port, username: 'importer', auth, names };
    const session = await trustingSession(target, [server.hostKey], { keepaliveMs: 3_000 });
    sessions.push(session);
    return session;
  };
  const server = await startParamiko(context);
  const folder = path.join(server.files, 'import');
  mkdirSync(folder);
  const file = new TestUpload(tempFolder(context), folder, size);
  return { server, connect, file, remotePath: '/import/leads.bin' };
}

suite("paramiko's server", () => {
  for (const names of ['hidden', 'tmp', 'direct'] as const) {
    test(`takes an upload, a replacement and a check of its content (${names})`, async (context) => {
      const { server, connect, file, remotePath } = await setScene(context);
      const session = await connect(server, names);
      await upload(session, file.job({ remotePath, verify: 'sha256' }));
      file.assertDelivered();
      const error = await rejection(upload(session, file.job({ remotePath })), 'file_exists');
      assert.equal(error.details?.['size'], size);
      writeFileSync(file.remotePath, 'old');
      const { replaced } = await upload(session, file.job({ remotePath, replace: true }));
      assert.equal(replaced, names === 'direct' ? 'in_place' : 'in_two_steps');
      file.assertDelivered();
    });

    test(`goes on with an upload after it was killed (${names})`, async (context) => {
      const { server, connect, file, remotePath } = await setScene(context);
      const pace = actAfter(size / 2, () => server.kill());
      await rejection(
        upload(await connect(server, names), file.job({ remotePath, pace })),
        'connection_lost',
      );
      const again = await startParamiko(context, server);
      const { sentBytes, resumedFrom } = await upload(await connect(again, names), file.job({ remotePath }));
      file.assertDelivered();
      assert.equal(sentBytes + resumedFrom, size);
    });
  }

  test('lists, makes, renames and removes folders, and is tried for writing', async (context) => {
    const { server, connect } = await setScene(context);
    const session = await connect(server);
    assert.equal(await whyNotWritable(session, '/import'), null);
    assert.deepEqual(readdirSync(path.join(server.files, 'import')), []);
    await makeFolder(session, '/import/名单');
    await rejection(makeFolder(session, '/import/名单'), 'file_exists');
    await renameRemote(session, '/import/名单', '/import/old');
    writeFileSync(path.join(server.files, 'import', 'a.xlsx'), 'abc');
    await rejection(renameRemote(session, '/import/old', '/import/a.xlsx'), 'file_exists');
    const { entries } = await listFolder(session, '/import');
    assert.deepEqual(
      entries.map(({ shown, kind, size }) => [shown, kind, kind === 'file' ? size : 0]).sort(),
      [
        ['a.xlsx', 'file', 3],
        ['old', 'folder', 0],
      ],
    );
    writeFileSync(path.join(server.files, 'import', 'old', 'in it'), '');
    const full = await rejection(removeFolder(session, '/import/old'), 'conflict');
    assert.equal(full.details?.['reason'], 'not_empty');
    rmSync(path.join(server.files, 'import', 'old', 'in it'));
    await removeFolder(session, '/import/old');
    await rejection(listFolder(session, '/import/old'), 'no_such_path');
    assert.deepEqual(readdirSync(path.join(server.files, 'import')), ['a.xlsx']);
  });

  test('gives a file out, and refuses a wrong password', async (context) => {
    const { server, connect, file } = await setScene(context);
    writeFileSync(file.remotePath, file.content);
    const local = path.join(tempFolder(context), 'fetched');
    await download(await connect(server), { remotePath: '/import/leads.bin', local, verify: 'sha256' });
    assert.ok(readFileSync(local).equals(file.content));
    const error = await rejection(connect({ ...server, password: 'wrong' }), 'login_refused');
    assert.equal(error.details?.['reason'], 'password');
  });
});
