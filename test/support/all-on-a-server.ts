import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DialdeskError } from '../../src-main/contract/errors.ts';
import { fileServerSession } from '../../src-main/features/imports/job/file-server-session.ts';
import { lookAtDestination } from '../../src-main/features/servers/destination.ts';
import { makeFolder, removeFile, removeFolder, renameRemote } from '../../src-main/sftp/changes.ts';
import { whyNotWritable } from '../../src-main/sftp/write-check.ts';
import { listFolder } from '../../src-main/sftp/folder-listing.ts';
import type { SftpSession } from '../../src-main/sftp/session.ts';
import { download } from '../../src-main/sftp/transfer/download.ts';
import { upload } from '../../src-main/sftp/transfer/upload.ts';
import { TestUpload } from './sftp-upload.ts';

const size = 70_000;

let made = 0;
function newFile(root: string): TestUpload {
  made += 1;
  const folder = path.join(root, String(made));
  for (const part of ['local', 'import']) mkdirSync(path.join(folder, part), { recursive: true });
  return new TestUpload(path.join(folder, 'local'), path.join(folder, 'import'), size);
}

/** Whether it worked; if not, the error has to name one of what is refused. */
async function worksOrSays(work: () => Promise<unknown>, refused: readonly string[]): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    assert.ok(error instanceof DialdeskError, String(error));
    assert.ok(refused.includes(String(error.details?.['request'])), `${error.code}: ${error.message}`);
    return false;
  }
}

/**
 * Everything that is done on a server, one after the other. Each thing works, or ends with an error that names one of
 * the requests that are refused, and nothing of it ends the session. Says what worked.
 * @param root a folder for its files, which the server has as well
 */
export async function doAll(
  session: SftpSession,
  root: string,
  refused: readonly string[],
): Promise<Record<string, boolean>> {
  const [first, second] = [newFile(root), newFile(root)];
  writeFileSync(second.remotePath, 'old');
  const worked: Record<string, boolean> = {};
  /** Where deleting is allowed, nothing of ours is left beside the file. */
  const assertTidy = ({ remoteNames }: TestUpload): void => {
    if (!refused.includes('remove'))
      assert.deepEqual(
        remoteNames.filter((name) => name !== 'leads.bin'),
        [],
      );
  };
  worked['upload'] = await worksOrSays(() => upload(session, first.job()), refused);
  if (worked['upload']) assert.ok(readFileSync(first.remotePath).equals(first.content));
  else assert.ok(!readdirSync(first.remoteFolder).includes('leads.bin'), 'half a file has the name');
  assertTidy(first);

  worked['replacement'] = await worksOrSays(() => upload(session, second.job({ replace: true })), refused);
  const there = readFileSync(second.remotePath);
  assert.ok(there.equals(worked['replacement'] ? second.content : Buffer.from('old')), 'neither old nor new');
  assertTidy(second);

  const third = newFile(root);
  const saved = path.join(path.dirname(third.local), 'saved.bin');
  worked['download'] = await worksOrSays(async () => {
    await download(session, { remotePath: second.remotePath, local: saved });
    assert.ok(readFileSync(saved).equals(there), 'what was saved is not what is there');
  }, refused);

  worked['look'] = await worksOrSays(async () => {
    const there = await lookAtDestination(session, second.remoteFolder, '', 'leads.bin');
    assert.ok(there.existing === 'unseen' || there.existing !== null, 'a file that is there counts as none');
    assert.notEqual(there.folderExists, false);
    const none = await lookAtDestination(session, second.remoteFolder, '', 'other.bin');
    assert.ok(none.existing === 'unseen' || none.existing === null);
    const missing = await lookAtDestination(session, second.remoteFolder, 'none', 'leads.bin');
    assert.notEqual(missing.folderExists, true);
  }, refused);

  const imports = fileServerSession(session);
  const file = {
    local: third.local,
    remotePath: path.join(third.remoteFolder, 'new', 'leads.bin'),
    replace: false,
    verify: 'size' as const,
    sha256: '',
    resume: null,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onState: () => undefined,
  };
  const sha256 = createHash('sha256').update(third.content).digest('hex');
  worked['import'] = await worksOrSays(async () => {
    await imports.makeFolders(third.remoteFolder, 'new');
    await imports.upload({ ...file, sha256 });
    const seen = await imports.sizeOf(file.remotePath);
    assert.ok(seen === size || seen === 'unseen', `seen: ${seen}`);
  }, refused);

  worked['listing'] = await worksOrSays(async () => {
    const { entries } = await listFolder(session, path.dirname(third.remoteFolder));
    assert.deepEqual(entries.map(({ shown, kind }) => `${shown} ${kind}`).sort(), [
      'import folder',
      'local folder',
    ]);
  }, refused);

  const { remoteFolder: place } = newFile(root);
  const at = (name: string): string => path.join(place, name);
  for (const name of ['a', 'b']) writeFileSync(at(name), name);
  worked['rename'] = await worksOrSays(() => renameRemote(session, at('a'), at('c')), refused);
  assert.deepEqual(readdirSync(place), worked['rename'] ? ['b', 'c'] : ['a', 'b']);
  worked['delete'] = await worksOrSays(() => removeFile(session, at('b')), refused);
  assert.equal(existsSync(at('b')), !worked['delete']);
  worked['folder'] = await worksOrSays(async () => {
    await makeFolder(session, at('名单'));
    await removeFolder(session, at('名单'));
  }, refused);
  if (worked['folder']) assert.ok(!existsSync(at('名单')));

  const folder = newFile(root).remoteFolder;
  for (let times = 0; times < 2; times += 1) {
    const why = await whyNotWritable(session, folder);
    worked['write check'] = why === null;
    if (why) assert.ok(refused.includes(String(why.details?.['request'])), `${why.code}: ${why.message}`);
  }
  assert.ok(readdirSync(folder).length <= (refused.includes('remove') ? 1 : 0), 'probes pile up');
  assert.equal(session.requests.dispatcher.failure, undefined, 'the session has ended');
  return worked;
}
