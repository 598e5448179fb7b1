import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostKeyInfo } from '../../../src-main/contract/host-keys.ts';
import type { HostKeyBook } from '../../../src-main/sftp/host-key.ts';
import { HostKeysTable } from '../../../src-main/store/host-keys.ts';
import { memoryStatements } from '../../support/memory-store.ts';

const ed25519: HostKeyInfo = {
  host: 'Files.example.com',
  port: 22,
  type: 'ssh-ed25519',
  fingerprint: `SHA256:${'a'.repeat(43)}`,
  bits: 256,
  keyBase64: 'AAAA1',
};
const rsa: HostKeyInfo = { ...ed25519, type: 'ssh-rsa', bits: 3072, keyBase64: 'AAAA2' };

function newTable() {
  const table = new HostKeysTable(memoryStatements(), () => 77);
  // What sessions ask for; a mismatch does not compile.
  table satisfies HostKeyBook;
  return table;
}

test('a host has several keys, found whatever the case of its name', () => {
  const table = newTable();
  table.remember(ed25519);
  table.remember(rsa);
  table.remember(ed25519);
  table.remember({ ...ed25519, port: 2222 });
  assert.deepEqual(table.find('FILES.example.com', 22), [
    { ...ed25519, host: 'files.example.com', revoked: false, since: 77 },
    { ...rsa, host: 'files.example.com', revoked: false, since: 77 },
  ]);
  assert.deepEqual(table.find('another.example.com', 22), []);
  assert.equal(table.list().length, 3);
});

test('a key of a type whose length is not known has no bits', () => {
  const table = newTable();
  const { host, port, type, fingerprint, keyBase64 } = ed25519;
  table.remember({ host, port, type, fingerprint, keyBase64 });
  assert.ok(!('bits' in (table.find(host, port)[0] ?? {})));
});

test('one key is taken off the record, revoked or not', () => {
  const table = newTable();
  table.remember(ed25519);
  table.revoke(rsa);
  table.remove(ed25519);
  assert.deepEqual(
    table.list().map(({ type }) => type),
    [rsa.type],
  );
  table.remove(rsa);
  assert.deepEqual(table.list(), []);
});

test('replacing trusts the new key alone, leaves other ports, and no revoked key comes back', () => {
  const table = newTable();
  table.remember(ed25519);
  table.remember({ ...ed25519, port: 2222 });
  table.revoke(rsa);
  table.replace({ ...ed25519, keyBase64: 'AAAA3' });
  assert.deepEqual(
    table
      .find('files.example.com', 22)
      .map(({ keyBase64, revoked }) => [keyBase64, revoked])
      .sort(),
    [
      ['AAAA2', true],
      ['AAAA3', false],
    ],
  );
  table.forget('files.example.com', 22);
  assert.deepEqual(
    table.list().map(({ port, revoked }) => [port, revoked]),
    [
      [22, true],
      [2222, false],
    ],
  );
});

test('a revoked key under patterns or a hash is found for every server, as it was written', () => {
  const table = newTable();
  const hash = '|1|AbCdEfGhIjKlMnOpQrStUvWxYz0=|ZyXwVuTsRqPoNmLkJiHgFeDcBa0=';
  for (const host of ['*.Example.com,!good.example.com', hash]) table.revoke({ ...rsa, host });
  table.remember({ ...ed25519, host: '*.example.com' });
  assert.deepEqual(
    table
      .find('any.example.com', 22)
      .map(({ host }) => host)
      .sort(),
    ['*.example.com,!good.example.com', hash],
  );
  table.remove({ ...rsa, host: hash });
  assert.equal(table.find('any.example.com', 22).length, 1);
});
