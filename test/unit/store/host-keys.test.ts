import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HostKeysTable } from '../../../src-main/store/host-keys.ts';
import { memoryStatements } from '../../support/memory-store.ts';

const ed25519 = {
  host: 'Files.example.com',
  port: 22,
  type: 'ssh-ed25519',
  key: 'AAAA1',
  fingerprint: 'SHA256:1',
};
const rsa = { ...ed25519, type: 'rsa-sha2-512', key: 'AAAA2', fingerprint: 'SHA256:2' };

test('a host has a key of each type, found whatever the case of its name', () => {
  const table = new HostKeysTable(memoryStatements(), () => 77);
  table.remember(ed25519);
  table.remember(rsa);
  table.remember({ ...ed25519, port: 2222, key: 'other' });
  assert.deepEqual(
    table.find('FILES.example.com', 22).map(({ type, key, addedAt }) => [type, key, addedAt]),
    [
      ['rsa-sha2-512', 'AAAA2', 77],
      ['ssh-ed25519', 'AAAA1', 77],
    ],
  );
  assert.deepEqual(table.find('another.example.com', 22), []);
});

test('replacing trusts the new key alone; forgetting leaves other ports', () => {
  const table = new HostKeysTable(memoryStatements(), () => 77);
  table.remember(ed25519);
  table.remember(rsa);
  table.replace({ ...ed25519, key: 'new' });
  assert.deepEqual(
    table.find('files.example.com', 22).map(({ key }) => key),
    ['new'],
  );
  table.remember({ ...ed25519, port: 2222 });
  table.forget('files.example.com', 22);
  assert.deepEqual(
    table.list().map(({ port }) => port),
    [2222],
  );
});
