import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import { makeHostKey } from '../../../src-main/demo/sftp-server.ts';
import type { SftpSession } from '../../../src-main/sftp/session.ts';
import { doAll } from '../../support/all-on-a-server.ts';
import { refusals, refuse } from '../../support/refusals.ts';
import type { Refusal } from '../../support/refusals.ts';
import { startScriptedServer } from '../../support/scripted-sftp.ts';
import type { Script, ScriptedServer } from '../../support/scripted-sftp.ts';
import { trustingSession } from '../../support/sftp-upload.ts';
import { tmpdir } from 'node:os';

// What a server refuses, alone and in pairs, with all that is done on it. Each thing works, or ends with an error
// that names one of the requests the server refused; and nothing of it ends the session.

let root: string;
let hostKey: string;
before(() => {
  root = mkdtempSync(path.join(tmpdir(), 'dialdesk-refusals-'));
  hostKey = makeHostKey();
});
after(() => rmSync(root, { recursive: true, force: true }));

async function connect(server: ScriptedServer): Promise<SftpSession> {
  const auth = { kind: 'password', password: 'right' } as const;
  const target = { host: '127.0.0.1', port: server.port, username: 'importer', auth };
  return trustingSession(target, [server.hostKey], { replyTimeoutMs: 60_000 });
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
    rename: !has('rename'),
    delete: !has('remove'),
    folder: true,
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
            root,
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
    ['remove', ['delete', 'write check']],
    ['rename', ['upload', 'import', 'rename']],
    ['mkdir', ['import', 'folder']],
    ['rmdir', ['folder']],
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
      const worked = await doAll(session, root, [request]);
      const failed = Object.keys(worked).filter((what) => !worked[what]);
      assert.deepEqual(
        failed,
        needed.get(request)?.filter((what) => what !== 'listing' || request !== 'close') ?? [],
      );
    });
  }
});
