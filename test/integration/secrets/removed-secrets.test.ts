import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { Keychain } from '../../../src-main/secrets/keychain.ts';
import { AppVault } from '../../../src-main/secrets/open-vault.ts';
import { writeBackup } from '../../../src-main/features/backup/backup-format.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { connectionToDemo, openDialdesk } from '../../support/dialdesk.ts';
import { MemoryKeytar } from '../../support/memory-keytar.ts';
import { sampleConnection } from '../../support/sample-connection.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSshd } from '../../support/sshd.ts';

/** A computer with a keychain, over whose folder Dialdesk starts again and again. */
function computer(context: TestContext) {
  const keytar = new MemoryKeytar();
  const folder = tempFolder(context);
  const lock = () => (keytar.before = () => Promise.reject(new Error('the keyring is locked')));
  const unlock = () => (keytar.before = () => Promise.resolve());
  const start = async () => {
    const vault = new AppVault(() => Promise.resolve(new Keychain(keytar, 1000, 'linux')));
    await vault.retry();
    const dialdesk = await openDialdesk(context, folder, { vault });
    return {
      dialdesk,
      /** As the button does that looks for the keychain again. */
      lookAgain: async () => {
        await vault.retry();
        await dialdesk.forgetSecrets();
      },
    };
  };
  const held = () => [...keytar.entries.keys()].map((name) => name.replace('Dialdesk/', '')).sort();
  return { keytar, folder, lock, unlock, start, held };
}

test('a connection removed behind a lock takes all its secrets with it, at the latest at the next start', async (context) => {
  const { start, lock, unlock, held } = computer(context);
  const first = await start();
  const { connections, servers } = first.dialdesk.client;
  const { id: connectionId } = await connections.create({
    settings: sampleConnection(),
    secretKey: 'SK',
  });
  const other = await connections.create({ settings: sampleConnection({ name: 'Other' }), secretKey: 'SK' });
  const sshd = await startSshd();
  context.after(() => sshd.stop());
  const token = await first.dialdesk.drop(sshd.identityFile);
  await servers.savePassword({ connectionId, serverId: '17', password: 'PW' });
  await servers.saveKey({ connectionId, serverId: '18', token });
  assert.equal(held().length, 4);

  lock();
  assert.deepEqual(await connections.remove({ id: connectionId }), { secretsGone: false });
  assert.equal(held().length, 4);
  await first.dialdesk.close();

  unlock();
  const second = await start();
  await second.lookAgain();
  assert.deepEqual(held(), [`connection:${other.id}:sk`]);
  assert.deepEqual(second.dialdesk.store.secretsToForget.list(), []);
  assert.deepEqual(await second.dialdesk.client.connections.remove({ id: other.id }), { secretsGone: true });
  assert.deepEqual(held(), []);
});

test('a file server deleted behind a lock, and what is forgotten of one, goes once the keychain opens', async (context) => {
  const demo = await demoSystem(context);
  const { start, lock, unlock, held } = computer(context);
  const { dialdesk, lookAgain } = await start();
  const { connections, servers } = dialdesk.client;
  const { id: connectionId } = await connections.create({
    settings: connectionToDemo(demo),
    secretKey: demo.secretKey,
  });
  const query = { connectionId, search: '', offset: 0, limit: 2, refresh: false };
  const [one, two] = (await servers.list(query)).servers.map(({ serverId }) => ({ connectionId, serverId }));
  assert.ok(one && two);
  await servers.savePassword({ ...one, password: 'PW-1' });
  await servers.savePassword({ ...two, password: 'PW-2' });
  lock();
  assert.deepEqual(await servers.remove(one), { secretsGone: false });
  assert.deepEqual(await servers.forgetPassword(two), { secretsGone: false });
  assert.equal((await servers.get(two)).passwordSaved, false, 'it is not used any more');
  assert.equal(held().length, 3);
  unlock();
  await lookAgain();
  assert.deepEqual(held(), [`connection:${connectionId}:sk`]);
});

test('a connection that comes back from a backup behind a lock does not get the old secret', async (context) => {
  const { start, lock, unlock, held, folder } = computer(context);
  const { dialdesk, lookAgain } = await start();
  const { connections, backup } = dialdesk.client;
  const settings = sampleConnection();
  const { id } = await connections.create({ settings, secretKey: 'old-SK' });
  lock();
  await connections.remove({ id });
  const path = join(folder, 'backup.json');
  const elsewhere = { ...settings, isales: { host: 'elsewhere.example', port: 443 } };
  const made = new Date(0).toISOString();
  writeFileSync(
    path,
    writeBackup({ made, connections: [{ id, settings: elsewhere }], mappings: [], preferences: {} }),
  );
  dialdesk.dialogs.open = [path];
  const plan = await backup.open();
  assert.ok(plan?.kind === 'plan');
  await backup.apply({ token: plan.token, keys: plan.items.map(({ key }) => key) });
  unlock();
  assert.deepEqual(
    (await connections.list()).map((each) => [each.id, each.secretSaved]),
    [[id, false]],
  );
  await lookAgain();
  assert.deepEqual(held(), []);
  await connections.update({ id, settings: elsewhere, secretKey: 'new-SK' });
  await lookAgain();
  assert.deepEqual(held(), [`connection:${id}:sk`], 'the new one stays');
});

test('a connection removed while its new key is on its way to a slow keychain leaves none', async (context) => {
  const { keytar, start, held } = computer(context);
  const { dialdesk } = await start();
  const { connections } = dialdesk.client;
  const settings = sampleConnection();
  const { id } = await connections.create({ settings, secretKey: 'SK' });
  const slow = Promise.withResolvers<undefined>();
  const setPassword = keytar.setPassword.bind(keytar);
  const asked = Promise.withResolvers<undefined>();
  keytar.setPassword = async (...entry) => {
    keytar.setPassword = setPassword;
    asked.resolve(undefined);
    await slow.promise;
    return setPassword(...entry);
  };
  const updating = connections.update({ id, settings, secretKey: 'another-SK' });
  await asked.promise;
  const removing = connections.remove({ id });
  slow.resolve(undefined);
  await removing;
  await assert.rejects(updating, { code: 'not_found' });
  assert.deepEqual(held(), []);
});

test('what is to be forgotten is noted in the commit that removes, or not at all', async (context) => {
  const demo = await demoSystem(context);
  const { start, held } = computer(context);
  const { dialdesk } = await start();
  const { store } = dialdesk;
  const { connections, servers } = dialdesk.client;
  const { id: connectionId } = await connections.create({
    settings: connectionToDemo(demo),
    secretKey: demo.secretKey,
  });
  const query = { connectionId, search: '', offset: 0, limit: 1, refresh: false };
  const serverId = (await servers.list(query)).servers[0]?.serverId ?? '';
  await servers.savePassword({ connectionId, serverId, password: 'PW' });
  const before = held();

  let noted: readonly string[] = [];
  const killed = (): never => {
    noted = store.secretsToForget.list();
    throw new Error('the app is killed here');
  };
  for (const [table, remove] of [
    [store.serverSettings, () => servers.remove({ connectionId, serverId })],
    [store.connections, () => connections.remove({ id: connectionId })],
  ] as const) {
    table.remove = killed;
    await assert.rejects(remove(), /killed here/);
    // the class's own is back
    Reflect.deleteProperty(table, 'remove');
    assert.ok(noted.includes(`server:${connectionId}:${serverId}:password`));
    assert.deepEqual([store.secretsToForget.list(), held()], [[], before]);
  }
});

test('a connection that could not be saved leaves no key in the keychain', async (context) => {
  const { start, held } = computer(context);
  const { dialdesk } = await start();
  dialdesk.store.connections.add = () => {
    throw new Error('the disk is full');
  };
  const making = dialdesk.client.connections.create({ settings: sampleConnection(), secretKey: 'SK' });
  await assert.rejects(making, /disk is full/);
  assert.deepEqual(held(), []);
});
