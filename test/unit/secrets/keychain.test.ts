import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keychain, openKeychain } from '../../../src-main/secrets/keychain.ts';
import { secretKeyAccount, serverPasswordAccount } from '../../../src-main/secrets/vault.ts';
import { MemoryKeytar } from '../../support/memory-keytar.ts';

test('accounts say whose secret it is', () => {
  assert.equal(secretKeyAccount('c1'), 'connection:c1:sk');
  assert.equal(serverPasswordAccount('c1', 's2'), 'server:c1:s2:password');
});

test('entries stand under the name Dialdesk', async () => {
  const keytar = new MemoryKeytar();
  await new Keychain(keytar, 1000, 'linux').set('a', 'secret');
  assert.deepEqual([...keytar.entries], [['Dialdesk/a', 'secret']]);
});

test('a missing module is an unavailable keychain', async () => {
  const load = () => Promise.reject(new Error("Cannot find package 'keytar'"));
  await assert.rejects(openKeychain({ load }), { code: 'keychain_unavailable' });
});

const failures = [
  ['Cannot create an item in a locked collection', 'keychain_locked'],
  ['Prompt dismissed', 'keychain_locked'],
  ['User canceled the operation.', 'keychain_locked'],
  ['User interaction is not allowed.', 'keychain_locked'],
  ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'keychain_unavailable'],
  ['Object does not exist at path “/org/freedesktop/secrets/collection/login”', 'keychain_unavailable'],
] as const;
for (const [words, code] of failures) {
  test(`"${words}" is ${code}`, async () => {
    const keytar = new MemoryKeytar();
    keytar.before = () => Promise.reject(new Error(words));
    await assert.rejects(new Keychain(keytar, 1000, 'linux').get('a'), { code });
  });
}

test('a call that hangs is given up, and no other is started until it comes back', async () => {
  const keytar = new MemoryKeytar();
  const prompt = Promise.withResolvers<undefined>();
  let calls = 0;
  keytar.before = () => {
    calls++;
    return prompt.promise;
  };
  const keychain = new Keychain(keytar, 20, 'linux');
  await assert.rejects(keychain.get('a'), { code: 'keychain_locked' });
  await assert.rejects(keychain.set('a', 'b'), { code: 'keychain_locked' });
  assert.equal(calls, 1);
  prompt.resolve(undefined);
  await new Promise(setImmediate);
  await keychain.set('a', 'b');
  assert.equal(await keychain.get('a'), 'b');
});

test('a locked keyring that says "no such secret" is not believed, and is not asked to open again and again', async () => {
  const keytar = new MemoryKeytar();
  let at = 0;
  const keychain = new Keychain(keytar, 1000, 'linux', () => at);
  await keychain.set('a', 'secret');
  let asked = 0;
  keytar.lock(() => asked++);
  for (let time = 0; time < 150; time++) await assert.rejects(keychain.get('a'), { code: 'keychain_locked' });
  assert.equal(asked, 1);
  at = 10_000;
  await assert.rejects(keychain.get('a'), { code: 'keychain_locked' });
  assert.equal(asked, 2);
  keytar.unlock();
  assert.equal(await keychain.get('a'), 'secret');
  // until it has shown that it is open, nothing it lacks is believed
  await assert.rejects(keychain.get('b'), { code: 'keychain_locked' });
  await keychain.set('c', 'secret');
  assert.equal(await keychain.get('b'), null);
  assert.deepEqual([...keytar.entries.keys()].sort(), ['Dialdesk/a', 'Dialdesk/c']);
});

for (const platform of ['darwin', 'win32'] as const) {
  test(`nothing is written to learn that there is none on ${platform}`, async () => {
    const keytar = new MemoryKeytar();
    let written = 0;
    const set = keytar.setPassword.bind(keytar);
    keytar.setPassword = (...entry) => (written++, set(...entry));
    assert.equal(await new Keychain(keytar, 1000, platform).get('a'), null);
    assert.equal(written, 0);
  });
}

test('calls take turns', async () => {
  const keytar = new MemoryKeytar();
  let inside = 0;
  let most = 0;
  keytar.before = async () => {
    most = Math.max(most, ++inside);
    await new Promise(setImmediate);
    inside--;
  };
  const keychain = new Keychain(keytar, 1000, 'linux');
  await Promise.all(['a', 'b', 'c', 'd'].map((account) => keychain.set(account, account)));
  assert.equal(most, 1);
  assert.equal(keytar.entries.size, 4);
});

test('Windows takes 2,560 bytes of UTF-8 and not one more', async () => {
  const windows = new Keychain(new MemoryKeytar(), 1000, 'win32');
  await windows.set('a', '密'.repeat(853) + 'x');
  await assert.rejects(windows.set('a', '密'.repeat(853) + 'xy'), {
    code: 'invalid_request',
    details: { bytes: 2561, limit: 2560 },
  });
  await new Keychain(new MemoryKeytar(), 1000, 'linux').set('a', 'x'.repeat(5000));
});

test('"there is none" is what an open keychain says: a locked keyring on Linux finds none either', async () => {
  const keytar = new MemoryKeytar();
  keytar.entries.set('Dialdesk/a', 'secret');
  const linux = new Keychain(keytar, 1000, 'linux');
  assert.equal(await linux.delete('b'), false);
  assert.deepEqual([...keytar.entries.keys()], ['Dialdesk/a'], 'the proof leaves nothing behind');

  const deletePassword = keytar.deletePassword.bind(keytar);
  const setPassword = keytar.setPassword.bind(keytar);
  keytar.deletePassword = () => Promise.resolve(false);
  keytar.setPassword = () => Promise.reject(new Error('Cannot create an item in a locked collection'));
  await assert.rejects(linux.delete('a'), { code: 'keychain_locked' });
  // the other systems say so by themselves, and are not asked twice
  assert.equal(await new Keychain(keytar, 1000, 'darwin').delete('a'), false);

  // opened between the two
  keytar.setPassword = (...entry) => {
    keytar.deletePassword = deletePassword;
    return setPassword(...entry);
  };
  assert.equal(await linux.delete('a'), true);
  assert.equal(keytar.entries.size, 0);
});

test('a hundred secrets that there are not, asked for at once, cost one look whether the keyring is open', async () => {
  const keytar = new MemoryKeytar();
  const keychain = new Keychain(keytar, 1000, 'linux');
  let looks = 0;
  const setPassword = keytar.setPassword.bind(keytar);
  keytar.setPassword = (...entry) => {
    looks += 1;
    return setPassword(...entry);
  };
  const found = await Promise.all(Array.from({ length: 100 }, (_, each) => keychain.get(`server-${each}`)));
  assert.deepEqual([new Set(found), looks], [new Set([null]), 1]);
  // one that is asked for afterwards has its own
  keytar.lock();
  await assert.rejects(keychain.get('a'), { code: 'keychain_locked' });
  assert.equal(looks, 2);
});
