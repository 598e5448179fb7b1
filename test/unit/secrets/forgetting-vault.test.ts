import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ForgettingVault } from '../../../src-main/secrets/forgetting-vault.ts';
import { Keychain } from '../../../src-main/secrets/keychain.ts';
import { getLongSecret, longSecretAccounts, setLongSecret } from '../../../src-main/secrets/long-secret.ts';
import { AppVault } from '../../../src-main/secrets/open-vault.ts';
import { SecretsToForgetTable } from '../../../src-main/store/secrets-to-forget.ts';
import { MemoryKeytar } from '../../support/memory-keytar.ts';
import { memoryStatements } from '../../support/memory-store.ts';

const locked = () => Promise.reject(new Error('the keyring is locked'));
const open = () => Promise.resolve();

/** One computer: its keychain and its database stay from one start of the app to the next. */
function computer() {
  const keytar = new MemoryKeytar();
  const note = new SecretsToForgetTable(memoryStatements(), () => 0);
  const clock = { now: 0 };
  const errors: string[] = [];
  /** Starts the app: its vault, and what unlocking and looking again does. */
  const start = async (platform: NodeJS.Platform = 'linux') => {
    const vault = new AppVault(() => Promise.resolve(new Keychain(keytar, 1000, platform)));
    const secrets = new ForgettingVault(
      vault,
      note,
      (message) => errors.push(message),
      () => clock.now,
    );
    const lookAgain = async () => {
      await vault.retry();
      await secrets.sweep();
    };
    await lookAgain();
    return { secrets, lookAgain };
  };
  /** What the keychain holds, by account. */
  const held = () =>
    Object.fromEntries([...keytar.entries].map(([name, secret]) => [name.replace('Dialdesk/', ''), secret]));
  return { keytar, note, clock, errors, start, held };
}

test('an open keychain forgets at once, and nothing stays on the note', async () => {
  const { start, note, held } = computer();
  const { secrets } = await start();
  await secrets.set('a', '1');
  assert.equal(await secrets.forget(['a', 'never there']), true);
  assert.equal(await secrets.get('a'), null);
  assert.deepEqual([held(), note.list()], [{}, []]);
});

test('what is forgotten behind a lock is gone for the app at once, and for the keychain once it opens', async () => {
  const { start, keytar, note, held } = computer();
  await (await start()).secrets.set('a', '1');
  keytar.before = locked;
  const second = await start();
  assert.equal(await second.secrets.forget(['a']), false);
  assert.deepEqual([held(), note.list()], [{ a: '1' }, ['a']]);
  await second.lookAgain();
  assert.deepEqual(note.list(), ['a'], 'it is still locked');
  keytar.before = open;
  assert.equal(await second.secrets.get('a'), null);
  await second.lookAgain();
  assert.deepEqual([held(), note.list()], [{}, []]);
});

test('the note outlives the app: the next start deletes', async () => {
  const { start, keytar, note, held } = computer();
  await (await start()).secrets.set('a', '1');
  keytar.before = locked;
  await (await start()).secrets.forget(['a']);
  keytar.before = open;
  const third = await start();
  assert.equal(await third.secrets.get('a'), null);
  assert.deepEqual([held(), note.list()], [{}, []]);
});

test('a keyring that locks in mid-session and says "no such secret" is not believed', async () => {
  const { start, keytar, note, held } = computer();
  const { secrets, lookAgain } = await start();
  await secrets.set('a', '1');
  // as libsecret does: it finds and deletes nothing, and only refuses to take something
  const getPassword = keytar.getPassword.bind(keytar);
  const setPassword = keytar.setPassword.bind(keytar);
  const deletePassword = keytar.deletePassword.bind(keytar);
  keytar.getPassword = () => Promise.resolve(null);
  keytar.deletePassword = () => Promise.resolve(false);
  keytar.setPassword = () => Promise.reject(new Error('Cannot create an item in a locked collection'));
  assert.equal(await secrets.forget(['a']), false);
  assert.deepEqual(note.list(), ['a']);
  Object.assign(keytar, { getPassword, setPassword, deletePassword });
  assert.equal(await secrets.get('a'), null, 'it is there, and not used');
  await lookAgain();
  assert.deepEqual([held(), note.list()], [{}, []]);
});

test('an account that is used again while it waits keeps its new secret', async () => {
  const { start, keytar, note, held } = computer();
  await (await start()).secrets.set('a', 'old');
  keytar.before = locked;
  const { secrets, lookAgain } = await start();
  await secrets.forget(['a']);
  await secrets.set('a', 'new');
  assert.equal(await secrets.get('a'), 'new');
  keytar.before = open;
  await lookAgain();
  assert.deepEqual([held(), note.list()], [{ a: 'new' }, []]);
  assert.equal(await secrets.get('a'), 'new');
});

test('a round in between does not take a new secret that is not in the keychain yet', async () => {
  const { start, keytar, note, held } = computer();
  const { secrets, lookAgain } = await start();
  await secrets.set('a', 'old');
  const setPassword = keytar.setPassword.bind(keytar);
  keytar.setPassword = () => Promise.reject(new Error('the keyring is locked'));
  await secrets.set('a', 'new');
  await secrets.sweep();
  assert.equal(await secrets.get('a'), 'new');
  assert.deepEqual(note.list(), ['a'], 'what the keychain has is out of date');
  keytar.setPassword = setPassword;
  await lookAgain();
  assert.deepEqual([held(), note.list()], [{ a: 'new' }, []]);
});

test('a new secret that lasted for the session only does not bring the old one back', async () => {
  const { start, keytar, note, held } = computer();
  await (await start()).secrets.set('a', 'old');
  keytar.before = locked;
  await (await start()).secrets.set('a', 'new');
  keytar.before = open;
  const { secrets } = await start();
  assert.equal(await secrets.get('a'), null);
  assert.deepEqual([held(), note.list()], [{}, []]);
});

for (const order of ['set first', 'forget first'] as const) {
  test(`of a secret set and forgotten at the same time, the later one counts: ${order}`, async () => {
    const { start, keytar, note, held } = computer();
    const { secrets, lookAgain } = await start();
    await secrets.set('a', 'old');
    const turns: (() => void)[] = [];
    keytar.before = () => new Promise((resolve) => turns.push(resolve));
    const work =
      order === 'set first'
        ? [secrets.set('a', 'new'), secrets.forget(['a'])]
        : [secrets.forget(['a']), secrets.set('a', 'new')];
    const over = Promise.all(work).then(() => (keytar.before = open));
    while (keytar.before !== open) {
      turns.shift()?.();
      await new Promise(setImmediate);
    }
    await over;
    await lookAgain();
    const wanted = order === 'set first' ? null : 'new';
    assert.equal(await secrets.get('a'), wanted);
    assert.deepEqual([held(), note.list()], [wanted === null ? {} : { a: wanted }, []]);
  });
}

test('a set that the keychain refuses after the secret was forgotten leaves nothing behind', async () => {
  const { start, keytar, note, held } = computer();
  const { secrets, lookAgain } = await start();
  const refused = Promise.withResolvers<undefined>();
  const setPassword = keytar.setPassword.bind(keytar);
  keytar.setPassword = async () => {
    await refused.promise;
    keytar.setPassword = setPassword;
    throw new Error('the keyring is locked');
  };
  const setting = secrets.set('a', 'new');
  const forgetting = secrets.forget(['a']);
  refused.resolve(undefined);
  await Promise.all([setting, forgetting]);
  await lookAgain();
  assert.equal(await secrets.get('a'), null);
  assert.deepEqual([held(), note.list()], [{}, []]);
});

test('a vault that answers again is used for what waits, not more often than once a minute', async () => {
  const { start, keytar, note, clock } = computer();
  const { secrets } = await start();
  await secrets.set('used', '1');
  await secrets.set('a', '1');
  const deletePassword = keytar.deletePassword.bind(keytar);
  let asked = 0;
  keytar.deletePassword = () => {
    asked++;
    return Promise.reject(new Error('the keyring is locked'));
  };
  await secrets.forget(['a']);
  assert.equal(asked, 1);
  const use = async () => {
    for (let times = 0; times < 50; times++) await secrets.get('used');
    await secrets.set('used', '2');
    for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
  };
  clock.now += 60_000;
  await use();
  assert.equal(asked, 2, 'one round for all uses within a minute');
  clock.now += 59_999;
  await use();
  assert.equal(asked, 2);
  keytar.deletePassword = deletePassword;
  clock.now += 1;
  await use();
  assert.deepEqual(note.list(), []);
});

test('a connection’s round stops at the first refusal: a locked keychain prompts once', async () => {
  const { start, keytar, note } = computer();
  const { secrets } = await start();
  let asked = 0;
  keytar.before = () => {
    asked++;
    return locked();
  };
  await secrets.forget(['a', 'b', 'c']);
  assert.equal(asked, 1);
  assert.deepEqual(note.list(), ['a', 'b', 'c']);
});

test('once it is stopped, no call begins', async () => {
  const { start, keytar, note } = computer();
  const { secrets } = await start();
  secrets.stop();
  let asked = 0;
  keytar.before = () => {
    asked++;
    return open();
  };
  assert.equal(await secrets.forget(['a']), false);
  await secrets.sweep();
  assert.equal(asked, 0);
  assert.deepEqual(note.list(), ['a']);
});

test('of a long secret that is replaced by a shorter one, no piece stays', async () => {
  const { start, note, held, keytar } = computer();
  const { secrets, lookAgain } = await start('win32');
  await setLongSecret(secrets, 'key', 'x'.repeat(5_000));
  assert.deepEqual(Object.keys(held()), ['key:3', 'key:2', 'key']);
  await setLongSecret(secrets, 'key', 'y'.repeat(3_000));
  assert.equal(await getLongSecret(secrets, 'key'), 'y'.repeat(3_000));
  assert.deepEqual(Object.keys(held()).sort(), ['key', 'key:2']);
  keytar.before = locked;
  await setLongSecret(secrets, 'key', 'z');
  assert.equal(await getLongSecret(secrets, 'key'), 'z');
  keytar.before = open;
  await lookAgain();
  assert.deepEqual([held(), note.list()], [{ key: '1\nz' }, []]);
  assert.equal(await secrets.forget(longSecretAccounts('key')), true);
  assert.deepEqual([held(), note.list()], [{}, []]);
});

test('the longest private key has room, and no more than that is taken', async () => {
  const { start } = computer();
  const { secrets } = await start();
  await setLongSecret(secrets, 'key', 'x'.repeat(32 * 1024 + 1));
  await assert.rejects(setLongSecret(secrets, 'key', 'x'.repeat(34_001)), { code: 'invalid_request' });
});
