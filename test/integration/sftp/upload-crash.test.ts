import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readUploadState } from '../../../src-main/sftp/transfer/upload-state.ts';
import { upload } from '../../../src-main/sftp/transfer/upload.ts';
import { mostUnderWay } from '../../../src-main/sftp/transfer/window-size.ts';
import { startSshd } from '../../support/sshd.ts';
import { TestUpload, trustingSession } from '../../support/sftp-upload.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import type { ChildJob } from '../../support/upload-child.ts';

const childFile = fileURLToPath(new URL('../../support/upload-child.ts', import.meta.url));

test('an upload goes on after its process was killed', async (context) => {
  const sshd = await startSshd();
  context.after(() => sshd.stop());
  const here = tempFolder(context);
  const size = 12 * 1024 * 1024;
  const file = new TestUpload(here, sshd.files, size);
  const { port, username, privateKey, hostKeys } = sshd;
  const stateFile = path.join(here, 'state.json');
  const job: ChildJob = {
    ...{ port, username, privateKey, hostKeys, stateFile },
    local: file.local,
    remotePath: file.remotePath,
    bytesPerSecond: 16 * 1024 * 1024,
  };
  const child = fork(childFile, [JSON.stringify(job)]);
  let reached = 0;
  child.on('message', (bytes) => {
    reached = Number(bytes);
    if (reached > size / 2) child.kill('SIGKILL');
  });
  const [, signal] = (await once(child, 'exit')) as [unknown, string];
  assert.equal(signal, 'SIGKILL', 'it should not have finished');

  const stored = readUploadState(JSON.parse(readFileSync(stateFile, 'utf8')));
  assert.ok(stored);
  file.states.push(stored);
  file.assertStateTrue();
  const target = {
    host: '127.0.0.1',
    port,
    username,
    auth: { kind: 'privateKey', key: privateKey } as const,
  };
  const session = await trustingSession(target, hostKeys);
  const { resumedFrom } = await upload(session, file.job());
  session.close();
  file.assertDelivered();
  // The state is stored once a second; what came after it is found on the server.
  assert.ok(resumedFrom >= reached - mostUnderWay, `${reached - resumedFrom} bytes sent twice`);
});
