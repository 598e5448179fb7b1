import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { Encrypter } from 'age-encryption';
import type { BackupPlan } from '../../../src-main/contract/backup.ts';
import type { CallingHours } from '../../../src-main/contract/calling-hours.ts';
import { usualPlan } from '../../../src-main/contract/number-plan.ts';
import { writeBackup } from '../../../src-main/features/backup/backup-format.ts';
import { noPolicy } from '../../../src-main/features/app/policy.ts';
import { dialdeskError, failure } from '../../support/dialdesk-error.ts';
import { openDialdesk, type Dialdesk } from '../../support/dialdesk.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { sampleConnection } from '../../support/sample-connection.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const passphrase = 'correct horse battery staple';

const callingHours: CallingHours = {
  zone: 'Asia/Shanghai',
  week: Array.from({ length: 7 }, () => [{ from: 540, to: 1080 }]),
  special: [{ date: '2027-01-01', windows: [] }],
};

/** A workstation with two connections, their keys, a file server's password and a mapping. */
async function filledDialdesk(context: TestContext) {
  const folder = tempFolder(context);
  const dialdesk = await openDialdesk(context, folder);
  const { connections, servers } = dialdesk.client;
  const one = await connections.create({
    settings: sampleConnection({ name: 'Shenzhen', numberPlan: usualPlan('CN'), callingHours }),
    secretKey: 'SK-shenzhen',
  });
  const two = await connections.create({
    settings: sampleConnection({ name: 'Xi’an' }),
    secretKey: 'SK-xian',
  });
  await servers.savePassword({ connectionId: one.id, serverId: '17', password: 'PW-of-17' });
  const mapping = { called: [{ column: 'Phone' }] };
  const id = 'c0ffee00-0000-4000-8000-000000000009';
  dialdesk.store.mappings.save({ id, name: 'CRM', fingerprint: 'abc', mapping, usedAt: 1 });
  const file = async (withPassphrase?: string): Promise<string> => {
    dialdesk.dialogs.save = join(folder, withPassphrase === undefined ? 'backup.json' : 'backup.age');
    await dialdesk.client.backup.save(withPassphrase === undefined ? {} : { passphrase: withPassphrase });
    return dialdesk.dialogs.save;
  };
  return { dialdesk, folder, one, two, file };
}

/** A workstation with nothing on it, and what it says of a backup. */
async function emptyDialdesk(context: TestContext) {
  const dialdesk = await openDialdesk(context, tempFolder(context));
  return { dialdesk, look: (path: string) => look(dialdesk, path) };
}
async function look(dialdesk: Dialdesk, path: string) {
  dialdesk.dialogs.open = [path];
  const opened = await dialdesk.client.backup.open();
  assert.ok(opened);
  return opened;
}
const told = ({ items }: BackupPlan) =>
  items.map(({ what, name, effect, secrets }) => [what, name, effect, secrets]);
const all = ({ token, items }: BackupPlan) => ({ token, keys: items.map(({ key }) => key) });
const throws = (work: Promise<unknown>, code: 'backup_unreadable' | 'wrong_passphrase', reason?: string) =>
  assert.rejects(work, (error: unknown) => {
    dialdeskError(code)(error);
    if (reason !== undefined) assert.equal((error as { details: { reason: string } }).details.reason, reason);
    return true;
  });

suite('a backup without secrets', () => {
  test('is JSON in which no secret is, and makes another workstation the same', async (context) => {
    const { file } = await filledDialdesk(context);
    const path = await file();
    const text = readFileSync(path, 'utf8');
    assert.doesNotMatch(text, /SK-|PW-/);
    assert.match(text, /"format": "dialdesk-settings"/);

    const { dialdesk, look: lookAt } = await emptyDialdesk(context);
    const plan = await lookAt(path);
    assert.ok(plan.kind === 'plan');
    assert.deepEqual(told(plan), [
      ['connection', 'Shenzhen', 'add', 0],
      ['connection', 'Xi’an', 'add', 0],
      ['mapping', 'CRM', 'add', 0],
      ['preferences', '', 'same', 0],
    ]);
    assert.deepEqual(await dialdesk.client.connections.list(), [], 'nothing was done yet');
    assert.deepEqual(await dialdesk.client.backup.apply(all(plan)), { added: 3, replaced: 0, secrets: 0 });
    const restored = await dialdesk.client.connections.list();
    assert.deepEqual(restored[0]?.numberPlan, usualPlan('CN'));
    assert.deepEqual(restored[0].callingHours, callingHours);
    const names = restored.map(({ name, secretSaved }) => [name, secretSaved]);
    assert.deepEqual(names, [
      ['Shenzhen', false],
      ['Xi’an', false],
    ]);
    assert.deepEqual(
      dialdesk.store.mappings.forHeader('abc').map(({ name }) => name),
      ['CRM'],
    );
    await assert.rejects(dialdesk.client.backup.apply(all(plan)), dialdeskError('not_found'));
  });

  test('replaces what has the same ID or name only where it is chosen, and keeps its key', async (context) => {
    const { dialdesk, one, two, file } = await filledDialdesk(context);
    const path = await file();
    const moved = sampleConnection({ name: 'Shenzhen', isales: { host: '10.9.9.9', port: 1 } });
    await dialdesk.client.connections.update({ id: one.id, settings: moved });
    await dialdesk.client.connections.update({ id: two.id, settings: sampleConnection({ name: 'Renamed' }) });
    const plan = await look(dialdesk, path);
    assert.ok(plan.kind === 'plan');
    assert.deepEqual(told(plan).slice(0, 3), [
      ['connection', 'Shenzhen', 'repoint', 0],
      ['connection', 'Xi’an', 'replace', 0],
      ['mapping', 'CRM', 'same', 0],
    ]);
    assert.deepEqual(plan.items.map(({ changes }) => changes).slice(0, 2), [
      ['isales', 'numberPlan', 'callingHours'],
      ['name'],
    ]);
    const [first] = plan.items;
    const done = await dialdesk.client.backup.apply({ token: plan.token, keys: [first?.key ?? ''] });
    assert.deepEqual(done, { added: 0, replaced: 1, secrets: 0 });
    const list = await dialdesk.client.connections.list();
    assert.deepEqual(
      list.map(({ id, name, isales, secretSaved }) => [id, name, isales.host, secretSaved]),
      [
        [one.id, 'Shenzhen', sampleConnection().isales.host, true],
        [two.id, 'Renamed', sampleConnection().isales.host, true],
      ],
    );
  });
});

test('a backup says how files are named while they are sent, and one that does not leaves that alone', async (context) => {
  const { dialdesk, one, file } = await filledDialdesk(context);
  const { serverSettings } = dialdesk.store;
  serverSettings.set(one.id, '17', { names: 'direct' });
  serverSettings.set(one.id, '18', { names: 'tmp' });
  const path = await file();
  const { dialdesk: other, look: lookAt } = await emptyDialdesk(context);
  const plan = await lookAt(path);
  assert.ok(plan.kind === 'plan');
  await other.client.backup.apply(all(plan));
  const names = (where: Dialdesk): string[] =>
    ['17', '18', '19'].map((serverId) => where.store.serverSettings.get(one.id, serverId).names);
  assert.deepEqual(names(other), ['direct', 'tmp', 'hidden']);

  // Changed here meanwhile: that is what taking the backup would change.
  serverSettings.set(one.id, '17', { names: 'hidden', host: 'own.example' });
  const again = await look(dialdesk, path);
  assert.ok(again.kind === 'plan');
  assert.deepEqual([again.items[0]?.effect, again.items[0]?.changes], ['replace', ['serverNames']]);
  await dialdesk.client.backup.apply(all(again));
  assert.deepEqual(names(dialdesk), ['direct', 'tmp', 'hidden']);
  assert.equal(serverSettings.get(one.id, '17').host, 'own.example');

  // One of an earlier version does not speak of it, which is not the same as "hidden".
  const earlier = JSON.parse(readFileSync(path, 'utf8')) as { connections: { serverNames?: unknown }[] };
  for (const connection of earlier.connections) delete connection.serverNames;
  writeFileSync(path, JSON.stringify(earlier));
  const before = await look(dialdesk, path);
  assert.ok(before.kind === 'plan');
  assert.deepEqual([before.items[0]?.effect, before.items[0]?.changes], ['same', []]);

  // A way that this version does not know is not taken for another.
  earlier.connections[0] = { ...earlier.connections[0], serverNames: { 17: 'sideways' } };
  writeFileSync(path, JSON.stringify(earlier));
  const later = await look(dialdesk, path);
  assert.ok(later.kind === 'plan');
  assert.equal(later.items[0]?.effect, 'unfit');
});

test('a backup says what file servers are called here', async (context) => {
  const { dialdesk, one, file } = await filledDialdesk(context);
  const { serverSettings } = dialdesk.store;
  serverSettings.set(one.id, '17', { label: 'Night shift' });
  const path = await file();
  const { dialdesk: other, look: lookAt } = await emptyDialdesk(context);
  const plan = await lookAt(path);
  assert.ok(plan.kind === 'plan');
  await other.client.backup.apply(all(plan));
  assert.equal(other.store.serverSettings.get(one.id, '17').label, 'Night shift');

  serverSettings.set(one.id, '17', { label: 'Day shift' });
  const again = await look(dialdesk, path);
  assert.ok(again.kind === 'plan');
  assert.deepEqual([again.items[0]?.effect, again.items[0]?.changes], ['replace', ['serverLabels']]);
  await dialdesk.client.backup.apply(all(again));
  assert.equal(serverSettings.get(one.id, '17').label, 'Night shift');
});

suite('a backup with secrets', () => {
  test('opens with its passphrase only, and brings keys and passwords along', async (context) => {
    const { file, one } = await filledDialdesk(context);
    const path = await file(passphrase);
    const bytes = readFileSync(path);
    assert.doesNotMatch(bytes.toString('latin1'), /SK-|PW-|Shenzhen/);

    const { dialdesk, look: lookAt } = await emptyDialdesk(context);
    const locked = await lookAt(path);
    assert.ok(locked.kind === 'locked');
    const { token } = locked;
    await throws(dialdesk.client.backup.unlock({ token, passphrase: 'something else' }), 'wrong_passphrase');
    const plan = await dialdesk.client.backup.unlock({ token, passphrase });
    assert.deepEqual(told(plan).slice(0, 2), [
      ['connection', 'Shenzhen', 'add', 2],
      ['connection', 'Xi’an', 'add', 1],
    ]);
    assert.doesNotMatch(JSON.stringify(plan), /SK-|PW-/);
    const done = await dialdesk.client.backup.apply(all(plan));
    assert.deepEqual(done, { added: 3, replaced: 0, secrets: 3 });
    assert.equal(await dialdesk.vault.get(`connection:${one.id}:sk`), 'SK-shenzhen');
    assert.equal(await dialdesk.vault.get(`server:${one.id}:17:password`), 'PW-of-17');
  });

  test('that was changed, cut, or made to exhaust the memory is refused in clear words', async (context) => {
    const { file, folder } = await filledDialdesk(context);
    const bytes = readFileSync(await file(passphrase));
    const { dialdesk, look: lookAt } = await emptyDialdesk(context);
    const flipped = Buffer.from(bytes);
    flipped[bytes.length - 20] = (flipped[bytes.length - 20] ?? 0) ^ 1;
    const hostile = [
      ['flipped', flipped],
      ['cut', bytes.subarray(0, bytes.length - 40)],
      ['head only', bytes.subarray(0, 60)],
      ['greedy', Buffer.from(bytes.toString('latin1').replace(/( )18(\n)/, '$130$2'), 'latin1')],
      ['another recipient', Buffer.from('age-encryption.org/v1\n-> X25519 abc\n')],
    ] as const;
    for (const [name, content] of hostile) {
      const path = join(folder, `${name}.age`);
      writeFileSync(path, content);
      const { token } = await lookAt(path);
      await throws(dialdesk.client.backup.unlock({ token, passphrase }), 'backup_unreadable', 'damaged');
    }
  });

  test('is in the age format, so that other programs read and write it', async (context) => {
    const encrypter = new Encrypter();
    encrypter.setPassphrase(passphrase);
    const made = '2026-11-21T00:00:00.000Z';
    const text = writeBackup({ made, connections: [], mappings: [], preferences: { theme: 'dark' } });
    const path = join(tempFolder(context), 'elsewhere.age');
    writeFileSync(path, await encrypter.encrypt(text));
    const { dialdesk, look: lookAt } = await emptyDialdesk(context);
    const { token } = await lookAt(path);
    const plan = await dialdesk.client.backup.unlock({ token, passphrase });
    assert.deepEqual(
      plan.items.map(({ what, effect, changes }) => [what, effect, changes]),
      [['preferences', 'replace', ['theme']]],
    );
  });
});

test('a backup brings nothing that the administrator does not allow', async (context) => {
  const { file } = await filledDialdesk(context);
  const path = await file();
  const policy = { ...noPolicy, ownConnections: false };
  const dialdesk = await openDialdesk(context, tempFolder(context), { policy });
  const plan = await look(dialdesk, path);
  assert.ok(plan.kind === 'plan');
  assert.deepEqual(
    plan.items.map(({ effect }) => effect),
    ['barred', 'barred', 'add', 'same'],
  );
  assert.deepEqual(await dialdesk.client.backup.apply(all(plan)), { added: 1, replaced: 0, secrets: 0 });
  assert.deepEqual(await dialdesk.client.connections.list(), []);

  const elsewhere = await openDialdesk(context, tempFolder(context), {
    policy: { ...noPolicy, restrictsHosts: true, allows: (host) => host === '10.255.0.1' },
  });
  const other = await look(elsewhere, path);
  assert.ok(other.kind === 'plan');
  assert.deepEqual(other.items[0]?.effect, 'barred');
});

suite('files that are no backup', () => {
  const envelope = { format: 'dialdesk-settings', version: 1, made: '2026-11-21T00:00:00.000Z' };
  const files = [
    ['a picture', Buffer.from([0x89, 0x50, 0xff, 0xfe]), 'foreign'],
    ['other JSON', '{"a":1}', 'foreign'],
    ['cut JSON', '{"format": "dialdesk-settings", "connec', 'damaged'],
    ['wrong lists', JSON.stringify({ ...envelope, connections: {}, mappings: [] }), 'damaged'],
    ['too many', JSON.stringify({ ...envelope, connections: Array(2_001).fill(1), mappings: [] }), 'damaged'],
    ['a later version', JSON.stringify({ ...envelope, version: 2, sections: [] }), 'newer'],
    ['far too large', Buffer.alloc(17 * 1024 * 1024, 0x20), 'too-large'],
  ] as const;
  for (const [name, content, reason] of files) {
    test(`${name} is ${reason}`, async (context) => {
      const path = join(tempFolder(context), 'file.json');
      writeFileSync(path, content);
      const { look: lookAt } = await emptyDialdesk(context);
      await throws(lookAt(path), 'backup_unreadable', reason);
    });
  }

  test('what does not fit is named and skipped, the rest is taken', async (context) => {
    const path = join(tempFolder(context), 'file.json');
    const good = { id: 'c0ffee00-0000-4000-8000-000000000001', settings: sampleConnection({ name: 'Good' }) };
    const bad = { ...good, settings: { ...good.settings, name: 'Bad', isales: { host: 'a/b c', port: 1 } } };
    writeFileSync(path, JSON.stringify({ ...envelope, connections: [bad, good, null], mappings: [{}] }));
    const { dialdesk, look: lookAt } = await emptyDialdesk(context);
    const plan = await lookAt(path);
    assert.ok(plan.kind === 'plan');
    assert.deepEqual(told(plan), [
      ['connection', 'Bad', 'unfit', 0],
      ['connection', 'Good', 'add', 0],
      ['connection', '', 'unfit', 0],
      ['mapping', '', 'unfit', 0],
    ]);
    assert.deepEqual(await dialdesk.client.backup.apply(all(plan)), { added: 1, replaced: 0, secrets: 0 });
  });
});

test('a backup that is to have secrets says when the keychain could not be read', async (context) => {
  class Locking extends MemoryVault {
    locked = false;
    override get(account: string): Promise<string | null> {
      return this.locked ? Promise.resolve(null) : super.get(account);
    }
    override delete(account: string): Promise<boolean> {
      return this.locked ? Promise.reject(failure('keychain_locked')) : super.delete(account);
    }
  }
  const vault = new Locking();
  const folder = tempFolder(context);
  const dialdesk = await openDialdesk(context, folder, { vault });
  await dialdesk.client.connections.create({ settings: sampleConnection(), secretKey: 'SK' });
  dialdesk.dialogs.save = join(folder, 'backup.age');
  const save = async (under?: string) => {
    const saved = await dialdesk.client.backup.save(under === undefined ? {} : { passphrase: under });
    return [saved?.secrets, saved?.mayLackSecrets];
  };
  assert.deepEqual(await save(passphrase), [1, false]);
  vault.locked = true;
  assert.deepEqual(await save(passphrase), [0, true]);
  assert.deepEqual(await save(), [0, false], 'none was to have any');
});
