import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { hostKeyInfo, judgeHostKey } from '../../../src-main/sftp/host-key.ts';
import {
  exportKnownHosts,
  importKnownHosts,
  isForServer,
  parseKnownHosts,
} from '../../../src-main/sftp/known-hosts.ts';
import { MemoryHostKeys } from '../../../src-main/sftp/memory-host-keys.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const ed25519 = 'AAAAC3NzaC1lZDI1NTE5AAAAILHlQ72iyw9oRx7pHUc5QwdIOF64RMM9Wk8RXOm2EfHL';
const key = `ssh-ed25519 ${ed25519}`;

suite('known_hosts', () => {
  test('plain names are taken, with their port', async () => {
    const book = new MemoryHostKeys();
    const text = `# a comment\n\nFiles.Example,10.0.0.7 ${key} somebody@somewhere\n[files.example]:2222 ${key}\r\n`;
    const { remembered, skipped } = await importKnownHosts(text, book, []);
    assert.deepEqual(
      remembered.map(({ host, port, fingerprint }) => [host, port, fingerprint]),
      [
        ['files.example', 22, 'SHA256:eKzjdlB9Od+2rY+Azce6y2YySbjcDMAo1I4+JRUCRmM'],
        ['10.0.0.7', 22, 'SHA256:eKzjdlB9Od+2rY+Azce6y2YySbjcDMAo1I4+JRUCRmM'],
        ['files.example', 2222, 'SHA256:eKzjdlB9Od+2rY+Azce6y2YySbjcDMAo1I4+JRUCRmM'],
      ],
    );
    assert.deepEqual(skipped, []);
    assert.equal(book.find('files.example', 2222).length, 1);
  });

  test('hashed names, as ssh-keygen makes them, fit the servers we know and no others', async (context) => {
    const file = path.join(tempFolder(context), 'known_hosts');
    writeFileSync(file, `files.example ${key}\n[10.0.0.7]:2222 ${key}\n`);
    execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' });
    const text = readFileSync(file, 'utf8');
    assert.doesNotMatch(text, /files\.example/);
    const book = new MemoryHostKeys();
    const { remembered, skipped } = await importKnownHosts(text, book, [
      { host: '10.0.0.7', port: 2222 },
      { host: '10.0.0.7', port: 22 },
    ]);
    assert.deepEqual(
      remembered.map(({ host, port }) => `${host} ${port}`),
      ['10.0.0.7 2222'],
    );
    assert.deepEqual(skipped, [{ line: 1, reason: 'no_match' }]);
  });

  test('patterns fit as sshd(8) says', async () => {
    const servers = ['a.example', 'b.example', 'example', 'c.test'].map((host) => ({ host, port: 22 }));
    const hosts = async (names: string): Promise<string[]> => {
      const { remembered } = await importKnownHosts(`${names} ${key}`, new MemoryHostKeys(), servers);
      return remembered.map(({ host }) => host);
    };
    assert.deepEqual(await hosts('*.example'), ['a.example', 'b.example']);
    assert.deepEqual(await hosts('?.example,!b.*'), ['a.example']);
    assert.deepEqual(await hosts('[*.example]:2222'), []);
    assert.deepEqual(await hosts(`${'*a'.repeat(60)}*`), []);
  });

  test('certificate authorities are not taken for host keys, and revoked keys not for trusted ones', async () => {
    const book = new MemoryHostKeys();
    const text = `@cert-authority *.example ${key}\n@revoked files.example ${key}\n`;
    const { remembered, revoked, skipped } = await importKnownHosts(text, book, [
      { host: 'files.example', port: 22 },
    ]);
    assert.deepEqual(remembered, []);
    assert.deepEqual(
      revoked.map(({ host }) => host),
      ['files.example'],
    );
    assert.deepEqual(skipped, [{ line: 1, reason: 'cert_authority' }]);
    assert.equal(book.find('files.example', 22)[0]?.revoked, true);

    const plain = { find: () => [], remember: () => assert.fail('trusted'), replace: () => undefined };
    const without = await importKnownHosts(`@revoked files.example ${key}`, plain, []);
    assert.deepEqual(without.skipped, [{ line: 1, reason: 'revoked' }]);
  });

  test('what cannot be read is named by its line', () => {
    const text = `files.example\nfiles.example ssh-rsa ${ed25519}\n@odd files.example ${key}\nfiles.example ssh-ed25519 !!!\nfiles.example ssh-ed25519 AAAA\n`;
    const { lines, skipped } = parseKnownHosts(text);
    assert.deepEqual(lines, []);
    assert.deepEqual(
      skipped.map(({ line }) => line),
      [1, 2, 3, 4, 5],
    );
  });

  test('what is exported, ssh-keygen finds', async (context) => {
    const book = new MemoryHostKeys();
    await importKnownHosts(
      `files.example,[files.example]:2222 ${key}\n@revoked old.example ${key}`,
      book,
      [],
    );
    const keys = [
      ...book.find('files.example', 22),
      ...book.find('files.example', 2222),
      ...book.find('old.example', 22),
    ];
    const text = exportKnownHosts(keys);
    const file = path.join(tempFolder(context), 'known_hosts');
    writeFileSync(file, text);
    for (const name of ['files.example', '[files.example]:2222']) {
      assert.match(execFileSync('ssh-keygen', ['-F', name, '-f', file], { encoding: 'utf8' }), /ssh-ed25519/);
    }
    assert.match(text, /^@revoked old\.example /m);
    const again = new MemoryHostKeys();
    await importKnownHosts(text, again, []);
    assert.deepEqual(again.find('files.example', 2222), book.find('files.example', 2222));
  });
});

const blobOf = (fill: number, cut = 0): string => {
  const part = (bytes: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const blob = Buffer.concat([part(Buffer.from('ssh-ed25519')), part(Buffer.alloc(32, fill))]);
  return blob.subarray(0, blob.length - cut).toString('base64');
};

for (const [name, line] of [
  ['port 0', `[files.example]:0 ssh-ed25519 ${blobOf(1)}`],
  ['a port beyond 65535', `[files.example]:70000 ssh-ed25519 ${blobOf(1)}`],
  ['a host of 254 characters', `${'h'.repeat(254)} ssh-ed25519 ${blobOf(1)}`],
  ['a key cut by one byte', `files.example ssh-ed25519 ${blobOf(1, 1)}`],
  ['a key cut after its type', `files.example ssh-ed25519 ${blobOf(1, 36)}`],
  ['a bracket without its end', `[files.example:22 ssh-ed25519 ${blobOf(1)}`],
] as const) {
  test(`a line with ${name} is left out and said so`, () => {
    const { lines, skipped } = parseKnownHosts(`${line}\nother ssh-ed25519 ${blobOf(2)}\n`);
    assert.deepEqual(
      lines.map(({ line: number }) => number),
      [2],
    );
    assert.deepEqual(skipped, [{ line: 1, reason: 'malformed' }]);
  });
}

test('two hosts in one pair of brackets are two hosts', async () => {
  const book = new MemoryHostKeys();
  await importKnownHosts(`[h1,h2]:1122 ssh-ed25519 ${blobOf(1)}\n`, book, []);
  assert.deepEqual([book.find('h1', 1122).length, book.find('h2', 1122).length], [1, 1]);
});

test('a revoked key is trusted by nothing that is said later', async () => {
  const book = new MemoryHostKeys();
  await importKnownHosts(`@revoked files.example ssh-ed25519 ${blobOf(1)}\n`, book, []);
  const [revoked] = book.find('files.example', 22);
  assert.ok(revoked);
  for (const act of [() => book.remember(revoked), () => book.replace(revoked)]) {
    act();
    assert.equal(judgeHostKey(revoked, book.find('files.example', 22))?.code, 'host_key_changed');
  }
});

test('a host known only by a type that is not asked for is an unknown host', () => {
  const shown = hostKeyInfo('files.example', 22, Buffer.from(blobOf(1), 'base64'));
  const dss = { ...shown, type: 'ssh-dss', keyBase64: 'AAAAB3NzaC1kc3M=' };
  assert.equal(judgeHostKey(shown, [dss])?.code, 'host_key_unknown');
  assert.equal(judgeHostKey(shown, [{ ...shown, keyBase64: blobOf(2) }])?.code, 'host_key_changed');
});

suite('a key revoked under names that are no single server', () => {
  const bad = `ssh-ed25519 ${blobOf(7)}`;
  const shownBy = (host: string, port = 22) => hostKeyInfo(host, port, Buffer.from(blobOf(7), 'base64'));
  const verdict = (book: MemoryHostKeys, host: string, port = 22): unknown => {
    const shown = shownBy(host, port);
    const onRecord = book.find(host, port).filter((one) => isForServer(one, { host, port }));
    return judgeHostKey(shown, onRecord)?.details?.['revoked'] ?? false;
  };

  for (const [names, refused, other] of [
    ['*', ['later.example', '10.0.0.9'], []],
    ['*.example', ['later.example'], ['later.test']],
    ['*.example,!good.example', ['later.example'], ['good.example']],
    ['10.0.0.?,files.*,!10.0.0.7', ['10.0.0.9', 'files.test'], ['10.0.0.7', '10.0.0.12']],
    ['plain.example,*.test', ['plain.example', 'a.test'], ['other.example']],
  ] as const) {
    test(`is revoked for servers that are met only later (${names})`, async () => {
      const book = new MemoryHostKeys();
      const { revoked, skipped } = await importKnownHosts(`@revoked ${names} ${bad}\n`, book, []);
      assert.ok(revoked.length > 0);
      assert.deepEqual(skipped, []);
      for (const host of refused) assert.equal(verdict(book, host), true, host);
      for (const host of other) assert.equal(verdict(book, host), false, host);
      // Trusted by a later line of the same file, it is revoked all the same.
      const [first] = refused;
      const { remembered } = await importKnownHosts(`${first} ${bad}\n`, book, []);
      assert.deepEqual(remembered, []);
      book.remember(shownBy(first));
      assert.equal(verdict(book, first), true);
    });
  }

  test('hashed, is revoked for the server it means, with and without a port', async (context) => {
    const file = path.join(tempFolder(context), 'known_hosts');
    writeFileSync(file, `files.example ${bad}\n[files.example]:2222 ${bad}\n`);
    execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' });
    // which ssh-keygen does only where nothing stands before the names
    const text = readFileSync(file, 'utf8')
      .replaceAll(/^/gm, '@revoked ')
      .replace(/@revoked $/, '');
    assert.match(text, /^@revoked \|1\|/);
    const book = new MemoryHostKeys();
    assert.equal((await importKnownHosts(text, book, [])).revoked.length, 2);
    assert.equal(verdict(book, 'files.example'), true);
    assert.equal(verdict(book, 'files.example', 2222), true);
    assert.equal(verdict(book, 'files.example', 2223), false);
    assert.equal(verdict(book, 'other.example'), false);
    // What is exported says the same.
    const again = new MemoryHostKeys();
    await importKnownHosts(exportKnownHosts(book.find('', 0)), again, []);
    assert.equal(verdict(again, 'files.example', 2222), true);
  });

  test('with more exceptions than there is room for, is said to be left out', async () => {
    const exceptions = Array.from({ length: 40 }, (_, at) => `!server-${at}.example`).join(',');
    const { skipped } = await importKnownHosts(`@revoked *,${exceptions} ${bad}\n`, new MemoryHostKeys(), []);
    assert.deepEqual(skipped, [{ line: 1, reason: 'revoked' }]);
  });
});

test('a name that its own line rules out is not trusted by it', async () => {
  const book = new MemoryHostKeys();
  const text = `files.example,!files.* ${key}\n[good.example]:22,!good.example ${key}\n`;
  const { remembered } = await importKnownHosts(text, book, []);
  assert.deepEqual(remembered, []);
});
