import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { Keychain } from '../../../src-main/secrets/keychain.ts';
import { AppVault, openVault } from '../../../src-main/secrets/open-vault.ts';
import { MemoryKeytar } from '../../support/memory-keytar.ts';

const locked = () => Promise.reject(new Error('the keyring is locked'));
const fine = () => Promise.resolve();

function keychainOver(keytar: MemoryKeytar) {
  return () => Promise.resolve(new Keychain(keytar, 1000, 'linux'));
}

test('a working keychain is used, and the probe leaves nothing behind', async () => {
  const keytar = new MemoryKeytar();
  const vault = await openVault(keychainOver(keytar));
  assert.deepEqual(vault.status(), { kind: 'keychain' });
  assert.equal(keytar.entries.size, 0);
  await vault.set('a', 'secret');
  assert.equal(keytar.entries.get('Dialdesk/a'), 'secret');
});

test('without keytar, this session keeps the secret', async () => {
  const vault = await openVault(() =>
    Promise.reject(new DialdeskError('keychain_unavailable', 'keytar does not load')),
  );
  assert.deepEqual(vault.status(), { kind: 'session', reason: 'keychain_unavailable' });
  await vault.set('a', 'secret');
  assert.equal(await vault.get('a'), 'secret');
  await assert.rejects(vault.delete('a'), { code: 'keychain_unavailable' }, 'that is not "there was none"');
  assert.equal(await vault.get('a'), null);
});

test('a keychain that takes secrets and gives none is not used', async () => {
  const keytar = new MemoryKeytar();
  keytar.getPassword = () => Promise.resolve(null);
  const vault = await openVault(keychainOver(keytar));
  assert.deepEqual(vault.status(), { kind: 'session', reason: 'keychain_unavailable' });
});

test('once the keyring is unlocked, what the session kept moves into it', async () => {
  const keytar = new MemoryKeytar();
  keytar.before = locked;
  const vault = await openVault(keychainOver(keytar));
  assert.deepEqual(vault.status(), { kind: 'session', reason: 'keychain_locked' });
  await vault.set('a', 'secret');
  assert.equal(keytar.entries.size, 0);
  keytar.before = fine;
  assert.deepEqual(await vault.retry(), { kind: 'keychain' });
  assert.deepEqual([...keytar.entries], [['Dialdesk/a', 'secret']]);
  assert.equal(await vault.get('a'), 'secret');
});

test('a keyring that is locked in mid-session loses nothing that is set meanwhile', async () => {
  const keytar = new MemoryKeytar();
  const vault = await openVault(keychainOver(keytar));
  await vault.set('old', '1');
  keytar.before = locked;
  await vault.set('new', '2');
  assert.deepEqual(vault.status(), { kind: 'session', reason: 'keychain_locked' });
  await vault.set('newer', '3');
  assert.equal(await vault.get('new'), '2');
  await assert.rejects(vault.get('old'), { code: 'keychain_locked' });
  keytar.before = fine;
  await vault.retry();
  assert.deepEqual(
    [...keytar.entries].map(([account, secret]) => [account, secret]),
    [
      ['Dialdesk/old', '1'],
      ['Dialdesk/new', '2'],
      ['Dialdesk/newer', '3'],
    ],
  );
});

test('a secret that is set while others move into the keychain moves as well', async () => {
  const keytar = new MemoryKeytar();
  keytar.before = locked;
  const vault = await openVault(keychainOver(keytar));
  await vault.set('a', '1');
  keytar.before = fine;
  const setPassword = keytar.setPassword.bind(keytar);
  keytar.setPassword = async (service, account, password) => {
    if (account === 'a' && password === '1') {
      await vault.set('a', '2');
      await vault.set('b', '3');
    }
    return setPassword(service, account, password);
  };
  assert.deepEqual(await vault.retry(), { kind: 'keychain' });
  assert.deepEqual(Object.fromEntries(keytar.entries), { 'Dialdesk/a': '2', 'Dialdesk/b': '3' });
});

test('two looks at once come one after the other, and the later one counts', async () => {
  const keytar = new MemoryKeytar();
  const refusal = Promise.withResolvers<undefined>();
  let looks = 0;
  const vault = new AppVault(async () => {
    if (++looks === 1) {
      await refusal.promise;
      throw new DialdeskError('keychain_unavailable', 'no session bus yet');
    }
    return keychainOver(keytar)();
  });
  const both = Promise.all([vault.retry(), vault.retry()]);
  for (let turns = 0; turns < 50; turns++) await new Promise(setImmediate);
  refusal.resolve(undefined);
  await both;
  assert.deepEqual(vault.status(), { kind: 'keychain' });
});

test('it is idle once the keychain has answered, in the middle of a look for it too', async () => {
  const keytar = new MemoryKeytar();
  const answered = Promise.withResolvers<undefined>();
  const deletePassword = keytar.deletePassword.bind(keytar);
  keytar.deletePassword = async (service, account) => {
    await answered.promise;
    return deletePassword(service, account);
  };
  const vault = new AppVault(keychainOver(keytar));
  const found = vault.retry();
  let idle = false;
  const waiting = vault.idle().then(() => (idle = true));
  // every turn of the loop in which the probe is written and read
  for (let turns = 0; turns < 50; turns++) await new Promise(setImmediate);
  assert.equal(idle, false);
  answered.resolve(undefined);
  await waiting;
  assert.deepEqual(await found, { kind: 'keychain' });
});
