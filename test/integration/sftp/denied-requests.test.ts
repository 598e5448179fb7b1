import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import { doAll } from '../../support/all-on-a-server.ts';
import { startSshd, type Sshd } from '../../support/sshd.ts';
import { trustingSession } from '../../support/sftp-upload.ts';

// OpenSSH itself, with each request denied that it knows, and pairs of those that all depends on: by its SFTP server
// within sshd, as `ForceCommand internal-sftp -P` has it, and by the program beside it.

/** As `sftp-server -Q requests` lists them. */
const requests = (
  'open close read write lstat fstat setstat fsetstat opendir readdir remove mkdir rmdir realpath stat rename ' +
  'readlink symlink posix-rename statvfs fstatvfs hardlink fsync lsetstat limits expand-path copy-data ' +
  'home-directory users-groups-by-id'
).split(' ');

/** What cannot be done without a request. */
const needed = new Map([
  ['open', ['upload', 'replacement', 'download', 'import', 'write check']],
  ['read', ['download']],
  ['close', ['upload', 'replacement', 'import']],
  ['write', ['upload', 'replacement', 'import']],
  ['opendir', ['listing']],
  ['readdir', ['listing']],
  ['remove', ['delete', 'write check']],
  ['rename', ['upload', 'import', 'rename']],
  ['mkdir', ['import', 'folder']],
  ['rmdir', ['folder']],
  // either of the two is enough
  ['posix-rename,rename', ['replacement']],
]);

function mustFail(denied: readonly string[]): string[] {
  const alone = denied.flatMap((request) => needed.get(request) ?? []);
  return [...new Set([...alone, ...(needed.get(denied.toSorted().join()) ?? [])])].sort();
}

/** Those that look, name and tidy up, which replace each other; and those without which the rest has to be left tidy. */
const inPairs =
  'lstat stat fstat opendir readdir realpath rename posix-rename remove close fsync limits write'.split(' ');
const pairs = inPairs.flatMap((one, at) => inPairs.slice(at + 1).map((other) => [one, other]));

for (const [server, cases] of [
  ['internal-sftp', [...requests.map((one) => [one]), ...pairs]],
  ['/usr/lib/openssh/sftp-server', requests.map((one) => [one])],
] as const) {
  suite(`OpenSSH's ${server} that denies`, () => {
    let sshd: Sshd;
    before(async () => {
      sshd = await startSshd();
    });
    after(() => sshd.stop());

    for (const denied of cases) {
      test(denied.join(' and '), async (context) => {
        const keys = path.join(sshd.folder, 'authorized_keys');
        const key = readFileSync(`${sshd.identityFile}.pub`, 'utf8');
        writeFileSync(keys, `command="${server} -P ${denied.join()}" ${key}`);
        const { host, port, username, privateKey } = sshd;
        const target = { host, port, username, auth: { kind: 'privateKey', key: privateKey } as const };
        const session = await trustingSession(target, sshd.hostKeys, { keepaliveMs: 3_000 });
        context.after(() => session.close());
        const worked = await doAll(session, sshd.files, denied);
        assert.deepEqual(
          Object.keys(worked)
            .filter((what) => !worked[what])
            .sort(),
          mustFail(denied),
        );
      });
    }
  });
}
