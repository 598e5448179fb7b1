import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { offeredAlgorithms, weaknesses } from '../../../src-main/sftp/algorithms.ts';
import { hostKeyInfo, judgeHostKey } from '../../../src-main/sftp/host-key.ts';
import type { HostKeyInfo } from '../../../src-main/sftp/host-key.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const info = (type: string, keyBase64: string): HostKeyInfo => ({
  host: 'files.example',
  port: 22,
  type,
  fingerprint: `SHA256:${keyBase64}`,
  keyBase64,
});
const shown = info('ssh-ed25519', 'A');

suite('host keys', () => {
  test('are described as ssh-keygen describes them', (context) => {
    const folder = tempFolder(context);
    for (const [type, bits] of [
      ['ed25519', 256],
      ['ecdsa', 384],
      ['rsa', 1024],
      ['rsa', 3072],
    ] as const) {
      const file = path.join(folder, `${type}${bits}`);
      execFileSync('ssh-keygen', ['-q', '-t', type, '-b', String(bits), '-N', '', '-f', file]);
      const [name, blob = ''] = readFileSync(`${file}.pub`, 'utf8').split(' ');
      const found = hostKeyInfo('files.example', 22, Buffer.from(blob, 'base64'));
      const words = execFileSync('ssh-keygen', ['-l', '-f', file], { encoding: 'utf8' });
      assert.equal(`${found.bits ?? '?'} ${found.fingerprint}`, words.split(' ', 2).join(' '));
      assert.equal(found.type, name);
    }
  });

  test('are unknown at first use', () => {
    const error = judgeHostKey(shown, []);
    assert.equal(error?.code, 'host_key_unknown');
    assert.deepEqual(error.details, { ...shown });
  });

  test('are trusted when on record, beside others', () => {
    assert.equal(judgeHostKey(shown, [info('ssh-rsa', 'B'), shown]), undefined);
  });

  test('are changed when another of the type is on record, or only of other types', () => {
    const rsa = info('ssh-rsa', 'B');
    const other = info('ssh-ed25519', 'C');
    for (const [onRecord, known] of [
      [[rsa, other], other],
      [[rsa], rsa],
    ] as const) {
      const error = judgeHostKey(shown, onRecord);
      assert.equal(error?.code, 'host_key_changed');
      assert.deepEqual(error.details, { ...shown, known });
    }
  });

  test('are refused when revoked, even if trusted as well; others revoked do not matter', () => {
    const error = judgeHostKey(shown, [shown, { ...shown, revoked: true }]);
    assert.equal(error?.details?.['revoked'], true);
    const unknown = judgeHostKey(shown, [{ ...info('ssh-ed25519', 'C'), revoked: true }]);
    assert.equal(unknown?.code, 'host_key_unknown');
  });
});

suite('algorithms', () => {
  const orderOf = (known: string[]): unknown => offeredAlgorithms(known).serverHostKey;

  test('of known key types go first', () => {
    assert.deepEqual((orderOf([]) as string[])[0], 'ssh-ed25519');
    assert.deepEqual((orderOf(['ssh-rsa']) as string[]).slice(0, 4), [
      'rsa-sha2-512',
      'rsa-sha2-256',
      'ssh-rsa',
      'ssh-ed25519',
    ]);
    assert.equal((orderOf(['ssh-rsa']) as string[]).length, (orderOf([]) as string[]).length);
  });

  test('that are weak are named', () => {
    const modern = {
      keyExchange: 'curve25519-sha256',
      hostKey: 'ssh-ed25519',
      cipher: 'aes128-gcm@openssh.com',
      mac: '',
    };
    assert.deepEqual(weaknesses(modern, 256), []);
    const old = {
      keyExchange: 'diffie-hellman-group14-sha1',
      hostKey: 'ssh-rsa',
      cipher: '3des-cbc',
      mac: 'hmac-sha1',
    };
    assert.deepEqual(weaknesses(old, 1024), [
      'diffie-hellman-group14-sha1',
      'ssh-rsa',
      'ssh-rsa 1024',
      '3des-cbc',
      'hmac-sha1',
    ]);
    assert.deepEqual(weaknesses({ ...modern, hostKey: 'rsa-sha2-512' }, 2048), []);
  });
});
