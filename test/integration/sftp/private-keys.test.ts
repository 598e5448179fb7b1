import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { readPrivateKey } from '../../../src-main/sftp/private-key.ts';
import { tempFolder } from '../../support/temp-folder.ts';

// Private keys as programs write them: each is read, or what is wrong with it is what is said.

/** What becomes of a key with this passphrase: its type, or why it cannot be used. */
function read(text: string, passphrase?: string): string {
  try {
    return readPrivateKey(text, passphrase).type;
  } catch (error) {
    assert.ok(error instanceof DialdeskError, String(error));
    return String(error.details?.['reason']);
  }
}

/** The same without a passphrase, with the right one and with a wrong one. */
const readThrice = (text: string): string[] => [read(text), read(text, 'secret'), read(text, 'wrong')];

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
const field = (content: string | Buffer): Buffer =>
  Buffer.concat([u32(Buffer.byteLength(content)), Buffer.from(content)]);

/** A key of any type in OpenSSH's form, with nothing true in its private half. */
function openSshKey(type: string, cipher: string, rounds?: number): string {
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    field(cipher),
    field(rounds === undefined ? 'none' : 'bcrypt'),
    field(rounds === undefined ? '' : Buffer.concat([field(Buffer.alloc(16)), u32(rounds)])),
    u32(1),
    field(Buffer.concat([field(type), field(Buffer.alloc(32, 1)), field('ssh:')])),
    field(Buffer.alloc(160)),
  ]);
  const lines = body.toString('base64').replace(/.{70}/g, '$&\n');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

suite("a key in OpenSSH's form", () => {
  for (const [cipher, right, wrong] of [
    ['aes256-ctr', 'ssh-ed25519', 'wrong_passphrase'],
    ['aes128-cbc', 'ssh-ed25519', 'wrong_passphrase'],
    ['3des-cbc', 'ssh-ed25519', 'wrong_passphrase'],
    ['aes128-gcm@openssh.com', 'ssh-ed25519', 'wrong_passphrase'],
    ['aes256-gcm@openssh.com', 'ssh-ed25519', 'wrong_passphrase'],
    ['chacha20-poly1305@openssh.com', 'unsupported', 'unsupported'],
  ] as const) {
    test(`encrypted with ${cipher}`, (context) => {
      const file = path.join(tempFolder(context), 'id');
      const made = ['-q', '-t', 'ed25519', '-a', '2', '-Z', cipher, '-N', 'secret', '-f', file];
      execFileSync('ssh-keygen', made);
      assert.deepEqual(readThrice(readFileSync(file, 'utf8')), ['passphrase_needed', right, wrong]);
    });
  }

  for (const type of ['sk-ssh-ed25519@openssh.com', 'sk-ecdsa-sha2-nistp256@openssh.com']) {
    test(`of a security key (${type}) is called that, encrypted or not`, () => {
      for (const text of [openSshKey(type, 'none'), openSshKey(type, 'aes256-ctr', 16)]) {
        assert.deepEqual(new Set(readThrice(text)), new Set(['security_key']));
      }
    });
  }

  test('whose passphrase takes minutes to try is not tried', () => {
    assert.equal(read(openSshKey('ssh-ed25519', 'aes256-ctr', 2 ** 31), 'secret'), 'unsupported');
  });

  test('cut short anywhere is never taken for one', (context) => {
    const file = path.join(tempFolder(context), 'id');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
    const text = readFileSync(file, 'utf8');
    assert.equal(read(text), 'ssh-ed25519');
    assert.equal(read(text.replaceAll('\n', '\r\n')), 'ssh-ed25519');
    const [head = '', ...lines] = text.trim().split('\n');
    for (let kept = 1; kept < lines.length - 1; kept += 1) {
      const cut = [head, ...lines.slice(0, kept), lines.at(-1)].join('\n');
      assert.equal(read(cut), 'unsupported', `${kept} lines`);
    }
  });
});

test('DSA is said to be out of date, whatever form it has', () => {
  const { privateKey } = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 });
  const pkcs8 = { type: 'pkcs8', format: 'pem' } as const;
  const encrypted = { ...pkcs8, cipher: 'aes-256-cbc', passphrase: 'secret' };
  for (const text of [
    openSshKey('ssh-dss', 'none'),
    openSshKey('ssh-dss', 'aes256-ctr', 16),
    privateKey.export(pkcs8).toString(),
    privateKey.export(encrypted).toString(),
    '-----BEGIN DSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END DSA PRIVATE KEY-----\n',
  ]) {
    assert.equal(read(text, 'secret'), 'outdated');
  }
});

suite('a key in PKCS#8', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const encrypt = (...how: string[]): string =>
    execFileSync('openssl', ['pkcs8', '-topk8', '-passout', 'pass:secret', ...how], {
      input: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      stdio: ['pipe', 'pipe', 'ignore'],
    }).toString();
  const legacy = ['-provider', 'default', '-provider', 'legacy'];

  for (const how of [
    ['-v2', 'aes-128-cbc'],
    ['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA512'],
    ['-v2', 'des3'],
    ['-v1', 'PBE-SHA1-3DES'],
    ['-scrypt'],
  ]) {
    test(`encrypted by ${how.join(' ')} is read`, () => {
      const text = encrypt(...how);
      assert.deepEqual(readThrice(text), ['passphrase_needed', 'ssh-rsa', 'wrong_passphrase']);
      // Of some wrong ones what comes out looks whole at its end.
      for (let guess = 0; guess < 300; guess += 1) {
        if (how[0] === '-v1') assert.equal(read(text, `guess ${guess}`), 'wrong_passphrase');
      }
    });
  }

  for (const how of [
    ['-v2', 'bf-cbc', ...legacy],
    ['-v2', 'rc2', ...legacy],
    ['-v1', 'PBE-MD5-DES', ...legacy],
    ['-v1', 'PBE-SHA1-RC4-128', ...legacy],
  ]) {
    test(`encrypted by ${how[1]}, which the library lacks, is not said to have a wrong passphrase`, () => {
      assert.deepEqual(readThrice(encrypt(...how)), ['passphrase_needed', 'unsupported', 'unsupported']);
    });
  }

  test('is read with Windows line ends, and as what it is', () => {
    const text = encrypt('-v2', 'aes-256-cbc').replaceAll('\n', '\r\n');
    assert.equal(read(text, 'secret'), 'ssh-rsa');
    assert.ok(createPrivateKey({ key: text, passphrase: 'secret' }));
  });
});

for (const [version, kind] of [
  ['2', 'ssh-rsa'],
  ['3', 'ssh-ed25519'],
]) {
  test(`PuTTY's own form, version ${version}, is named with the way out of it`, () => {
    const text = `PuTTY-User-Key-File-${version}: ${kind}\r\nEncryption: aes256-cbc\r\nComment: x\r\nPublic-Lines: 1\r\nAAAA\r\n`;
    for (const one of [text, `\uFEFF${text}`]) assert.deepEqual(new Set(readThrice(one)), new Set(['putty']));
  });
}

test("ssh.com's own form is not said to hold no key", () => {
  assert.equal(read('---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/56wAAA\n'), 'unsupported');
});
