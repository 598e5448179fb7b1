import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { makeHostKey } from '../../../src-main/demo/sftp-server.ts';
import { lookAtDestination } from '../../../src-main/features/servers/destination.ts';
import { fileServerSession } from '../../../src-main/features/imports/job/file-server-session.ts';
import { whyNotWritable } from '../../../src-main/sftp/files.ts';
import { listFolder } from '../../../src-main/sftp/folder-listing.ts';
import type { SftpSession } from '../../../src-main/sftp/session.ts';
import { download } from '../../../src-main/sftp/transfer/download.ts';
import { upload } from '../../../src-main/sftp/transfer/upload.ts';
import { refusals, refuse } from '../../support/refusals.ts';
import type { Refusal } from '../../support/refusals.ts';
import { startScriptedServer } from '../../support/scripted-sftp.ts';
import type { Script, ScriptedServer } from '../../support/scripted-sftp.ts';
import { TestUpload, trustingSession } from '../../support/sftp-upload.ts';
import { tmpdir } from 'node:os';

// What a server refuses, alone and in pairs, with all that is done on it. Each thing works, or ends with an error
// that names one of the requests the server refused; and nothing of it ends the session.

const size = 70_000;

let root: string;
let hostKey: string;
before(() => {
  root = mkdtempSync(path.join(tmpdir(), 'dialdesk-refusals-'));
  hostKey = makeHostKey();
});
after(() => rmSync(root, { recursive: true, force: true }));

let made = 0;
function newFile(): TestUpload {
  made += 1;
  const folder = path.join(root, String(made));
  for (const part of ['local', 'import']) mkdirSync(path.join(folder, part), { recursive: true });
  return new TestUpload(path.join(folder, 'local'), path.join(folder, 'import'), size);
}

async function connect(server: ScriptedServer): Promise<SftpSession> {
  const auth = { kind: 'password', password: 'right' } as const;
  const target = { host: '127.0.0.1', port: server.port, username: 'importer', auth };
  return trustingSession(target, [server.hostKey], { replyTimeoutMs: 60_000 });
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

/** Everything that is done on a server, one after the other. Says what worked. */
async function doAll(session: SftpSession, refused: readonly string[]): Promise<Record<string, boolean>> {
  const [first, second] = [newFile(), newFile()];
  writeFileSync(second.remotePath, 'old');
  const worked: Record<string, boolean> = {};
  worked['upload'] = await worksOrSays(() => upload(session, first.job()), refused);
  if (worked['upload']) assert.ok(readFileSync(first.remotePath).equals(first.content));
  else assert.ok(!readdirSync(first.remoteFolder).includes('leads.bin'), 'half a file has the name');

  worked['replacement'] = await worksOrSays(() => upload(session, second.job({ replace: true })), refused);
  const there = readFileSync(second.remotePath);
  assert.ok(there.equals(worked['replacement'] ? second.content : Buffer.from('old')), 'neither old nor new');

  const third = newFile();
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
  const { createHash } = await import('node:crypto');
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

  const folder = newFile().remoteFolder;
  for (let times = 0; times < 2; times += 1) {
    const why = await whyNotWritable(session, folder);
    worked['write check'] = why === null;
    if (why) assert.ok(refused.includes(String(why.details?.['request'])), `${why.code}: ${why.message}`);
  }
  assert.ok(readdirSync(folder).length <= (refused.includes('remove') ? 1 : 0), 'probes pile up');
  assert.equal(session.requests.dispatcher.failure, undefined, 'the session has ended');
  return worked;
}

/** What must work although these are refused: what can be done without them. */
function expected(those: readonly Refusal[]): Record<string, boolean> {
  const refused = those.flatMap(({ refuses }) => refuses ?? []);
  const has = (...requests: string[]): boolean => requests.some((request) => refused.includes(request));
  return {
    upload: !has('rename'),
    // OpenSSH links and unlinks behind RENAME, so one of the two renames is enough.
    replacement: !(has('rename') && has('posix-rename')),
    // what cannot be seen is said, and found out by the upload
    look: true,
    download: true,
    import: !has('rename'),
    listing: !has('opendir'),
    'write check': !has('remove'),
  };
}

suite('a server that refuses', () => {
  const script: Script = {};
  let server: ScriptedServer;
  before(async () => {
    server = await startScriptedServer(script, { hostKey });
  });
  after(() => server.close());

  const pairs = refusals.flatMap((one, at) => refusals.slice(at + 1).map((other) => [one, other]));
  for (const those of [[], ...refusals.map((one) => [one]), ...pairs]) {
    test(those.map(({ name }) => name).join(' and ') || 'nothing', async () => {
      refuse(script, those);
      const session = await connect(server);
      try {
        assert.deepEqual(
          await doAll(
            session,
            those.flatMap(({ refuses }) => refuses ?? []),
          ),
          expected(those),
        );
      } finally {
        session.close();
      }
    });
  }
});

suite("OpenSSH's sftp-server that denies", () => {
  const needed = new Map([
    ['open', ['upload', 'replacement', 'download', 'import', 'write check']],
    ['read', ['download']],
    ['close', ['upload', 'replacement', 'import', 'listing']],
    ['write', ['upload', 'replacement', 'import']],
    ['opendir', ['listing']],
    ['readdir', ['listing']],
    ['remove', ['write check']],
    ['rename', ['upload', 'import']],
    ['mkdir', ['import']],
  ]);
  for (const request of (
    'open close read write lstat fstat setstat fsetstat opendir readdir remove mkdir rmdir realpath stat rename ' +
    'posix-rename statvfs fstatvfs hardlink fsync lsetstat limits expand-path copy-data'
  ).split(' ')) {
    test(request, async (context) => {
      const server = await startScriptedServer({}, { hostKey, args: ['-P', request] });
      context.after(() => server.close());
      const session = await connect(server);
      context.after(() => session.close());
      const worked = await doAll(session, [request]);
      const failed = Object.keys(worked).filter((what) => !worked[what]);
      assert.deepEqual(
        failed,
        needed.get(request)?.filter((what) => what !== 'listing' || request !== 'close') ?? [],
      );
    });
  }
});
