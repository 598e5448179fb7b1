import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import type { BackupPlan } from '../../../src-main/contract/backup.ts';
import { chosenFrom, type ConnectionSettings } from '../../../src-main/contract/connections.ts';
import { writeBackup, type BackedConnection } from '../../../src-main/features/backup/backup-format.ts';
import { Keychain } from '../../../src-main/secrets/keychain.ts';
import { AppVault } from '../../../src-main/secrets/open-vault.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { openDialdesk } from '../../support/dialdesk.ts';
import { MemoryKeytar } from '../../support/memory-keytar.ts';
import { sampleConnection } from '../../support/sample-connection.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const pin = (digit: string): string => Array(32).fill(digit.repeat(2)).join(':');
const pem = (text: string): string => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;

/** A workstation with its keychain, one connection with a key, and whatever backup is made for it. */
async function workstation(context: TestContext, settings: ConnectionSettings = sampleConnection()) {
  const folder = tempFolder(context);
  const keytar = new MemoryKeytar();
  const vault = new AppVault(() => Promise.resolve(new Keychain(keytar, 1000, 'linux')));
  await vault.retry();
  const dialdesk = await openDialdesk(context, folder, { vault });
  const { client } = dialdesk;
  const { id } = await client.connections.create({ settings, secretKey: 'SK' });
  let files = 0;
  const look = async (...connections: BackedConnection[]): Promise<BackupPlan> => {
    const path = join(folder, `${files++}.json`);
    const made = new Date(0).toISOString();
    writeFileSync(path, writeBackup({ made, connections, mappings: [], preferences: {} }));
    dialdesk.dialogs.open = [path];
    const plan = await client.backup.open();
    assert.ok(plan?.kind === 'plan');
    return plan;
  };
  const apply = ({ token, items }: BackupPlan) =>
    client.backup.apply({ token, keys: items.map(({ key }) => key) });
  return { dialdesk, client, keytar, id, settings, look, apply };
}

const other = 'c0ffee00-0000-4000-8000-000000000001';
const effects = ({ items }: BackupPlan) => items.map(({ effect }) => effect);

suite('a backup that would send a stored secret elsewhere', () => {
  const cases: readonly (readonly [
    field: string,
    here: Partial<ConnectionSettings>,
    there: Partial<ConnectionSettings>,
    from: object,
    to: object,
  ])[] = [
    [
      'isales',
      { isales: { host: 'a.example', port: 443 } },
      { isales: { host: 'b.example', port: 443 } },
      { kind: 'text', text: 'a.example:443' },
      { kind: 'text', text: 'b.example:443' },
    ],
    [
      'ccfs',
      { ccfs: { host: '2001:db8::1', port: 443 } },
      { ccfs: { host: '2001:db8::1', port: 444 } },
      { kind: 'text', text: '[2001:db8::1]:443' },
      { kind: 'text', text: '[2001:db8::1]:444' },
    ],
    ['vdnId', { vdnId: 1 }, { vdnId: 2 }, { kind: 'text', text: '1' }, { kind: 'text', text: '2' }],
    [
      'accessKey',
      { accessKey: 'AK1' },
      { accessKey: 'AK2' },
      { kind: 'text', text: 'AK1' },
      { kind: 'text', text: 'AK2' },
    ],
    [
      'trust',
      { trust: { kind: 'pinned', isales: pin('A') } },
      { trust: { kind: 'pinned', isales: pin('B') } },
      { kind: 'pinned', isales: pin('A'), ccfs: null },
      { kind: 'pinned', isales: pin('B'), ccfs: null },
    ],
    [
      'trust',
      { trust: { kind: 'system' } },
      { trust: { kind: 'ca', name: 'ca.pem', pem: pem('AAAA') } },
      { kind: 'system' },
      {
        kind: 'ca',
        name: 'ca.pem',
        sha256:
          '7C:C3:58:AA:45:10:0F:42:D5:7B:76:E9:B2:35:25:3B:FC:6F:C8:30:B3:E4:58:58:D2:BC:47:36:57:AA:E3:F7',
      },
    ],
  ];
  for (const [index, [field, here, there, from, to]] of cases.entries()) {
    test(`says which ${field} it is now and would be (${index})`, async (context) => {
      const place = await workstation(context, sampleConnection(here));
      const plan = await place.look({ id: place.id, settings: sampleConnection({ ...here, ...there }) });
      const [item] = plan.items;
      assert.equal(item?.effect, 'repoint');
      assert.deepEqual(item.moves, [{ field, from, to }]);
      assert.deepEqual(item.match, { by: 'id', name: sampleConnection().name });
    });
  }

  test('is a matter of where it leads, and of nothing else', async (context) => {
    const { look, id } = await workstation(context);
    const renamed = sampleConnection({ name: 'Renamed', mode: 'saas', voiceLimitMb: 3 });
    assert.deepEqual(effects(await look({ id, settings: renamed })), ['replace']);
  });

  test('is matched by name as well, and says so', async (context) => {
    const { look, id, apply, client } = await workstation(context);
    const settings = sampleConnection({ vdnId: 77 });
    const plan = await look({ id: other, settings });
    assert.equal(plan.items[0]?.effect, 'repoint');
    assert.deepEqual(plan.items[0].match, { by: 'name', name: settings.name });
    assert.deepEqual(await apply(plan), { added: 0, replaced: 1, secrets: 0 });
    assert.deepEqual(
      (await client.connections.list()).map((each) => [each.id, each.vdnId, each.secretSaved]),
      [[id, 77, true]],
    );
  });

  test('replaces where it brings all secrets itself, and not where a file server’s stays', async (context) => {
    const { look, id, client, dialdesk } = await workstation(context);
    const settings = sampleConnection({ accessKey: 'AK-9' });
    assert.deepEqual(effects(await look({ id, settings, secretKey: 'new-SK' })), ['replace']);
    await client.servers.savePassword({ connectionId: id, serverId: '17', password: 'PW' });
    assert.deepEqual(effects(await look({ id, settings, secretKey: 'new-SK' })), ['repoint']);
    const whole = { id, settings, secretKey: 'new-SK', serverPasswords: { 17: 'new PW' } };
    const plan = await look(whole);
    assert.deepEqual(effects(plan), ['replace']);
    await client.backup.apply({ token: plan.token, keys: ['connection-0'] });
    assert.equal(await dialdesk.vault.get(`connection:${id}:sk`), 'new-SK');
    assert.equal(await dialdesk.vault.get(`server:${id}:17:password`), 'new PW');
  });

  test('asks about no file server’s secret where it leads to another call centre, which has its own', async (context) => {
    const { look, id, client, dialdesk } = await workstation(context);
    const settings = sampleConnection({ vdnId: 77 });
    await client.servers.savePassword({ connectionId: id, serverId: '17', password: 'PW' });
    const plan = await look({ id, settings, secretKey: 'new-SK', serverPasswords: { 17: 'new PW' } });
    assert.deepEqual(effects(plan), ['replace']);
    await client.backup.apply({ token: plan.token, keys: ['connection-0'] });
    const password = (owner: string) => dialdesk.vault.get(`server:${owner}:17:password`);
    assert.equal(await password(dialdesk.store.serverSettings.vaultOwner(id, '17')), 'new PW');
    await client.connections.update({ id, settings: sampleConnection() });
    assert.equal(await password(dialdesk.store.serverSettings.vaultOwner(id, '17')), 'PW');
    // back where its password is kept
    assert.deepEqual(effects(await look({ id, settings, secretKey: 'new-SK' })), ['repoint']);
  });

  test('uses no old secret at the new place, even if Dialdesk is killed before the new ones are kept', async (context) => {
    const { look, id, dialdesk, apply, keytar } = await workstation(context);
    const plan = await look({ id, settings: sampleConnection({ vdnId: 77 }), secretKey: 'new-SK' });
    keytar.setPassword = () => new Promise(() => undefined);
    apply(plan).catch(() => undefined);
    while (dialdesk.store.connections.get(id)?.settings.vdnId !== 77) await new Promise(setImmediate);
    assert.deepEqual(dialdesk.store.secretsToForget.list(), [`connection:${id}:sk`]);
  });

  test('is told while its connection is open in a form, which is not sent to the other call centre', async (context) => {
    const { look, id, client, dialdesk, apply, settings } = await workstation(context);
    const { recentCampaigns } = dialdesk.store;
    recentCampaigns.used(id, { campaignId: '7', campaignName: 'Spring', usedAt: 1 });
    const from = chosenFrom({ id, ...settings });
    const moved = sampleConnection({ vdnId: 77 });
    await apply(await look({ id, settings: moved, secretKey: 'new-SK' }));
    assert.equal(dialdesk.heard.at(-1)?.find((each) => each.id === id)?.vdnId, 77);
    const form = client.reservations.cancel({ ...from, appointId: '1', known: null });
    await assert.rejects(form, dialdeskError('call_centre_changed', { before: from.centre }));
    assert.deepEqual(recentCampaigns.list(id), []);
    // and back, by another backup
    await apply(await look({ id, settings, secretKey: 'SK' }));
    assert.deepEqual(
      recentCampaigns.list(id).map(({ campaignId }) => campaignId),
      ['7'],
    );
  });

  test('adds nothing to what has no secret', async (context) => {
    const { look, id, apply } = await workstation(context);
    await apply(await look({ id: other, settings: sampleConnection({ name: 'No secret' }) }));
    const moved = sampleConnection({ name: 'No secret', accessKey: 'AK-9' });
    assert.deepEqual(effects(await look({ id: other, settings: moved })), ['replace']);
    assert.notEqual(id, other);
  });

  test('is suspected where the keychain cannot say whether it has one', async (context) => {
    const { look, apply, keytar } = await workstation(context);
    await apply(await look({ id: other, settings: sampleConnection({ name: 'No secret' }) }));
    const moved = sampleConnection({ name: 'No secret', accessKey: 'AK-9' });
    // as libsecret does with a keyring that was locked meanwhile
    keytar.getPassword = () => Promise.resolve(null);
    keytar.deletePassword = () => Promise.resolve(false);
    keytar.setPassword = () => Promise.reject(new Error('Cannot create an item in a locked collection'));
    assert.deepEqual(effects(await look({ id: other, settings: moved })), ['repoint']);
  });

  test('finds the secret of a connection that is not here any more', async (context) => {
    const { look, id, settings, dialdesk } = await workstation(context);
    // the database was lost, the keychain was not
    dialdesk.store.connections.remove(id);
    const plan = await look({ id, settings });
    assert.equal(plan.items[0]?.effect, 'repoint');
    assert.equal(plan.items[0].match, null);
    assert.ok(plan.items[0].moves.every(({ from }) => from === null));
    assert.deepEqual(effects(await look({ id: other, settings })), ['add']);
  });
});

suite('what a backup is matched with', () => {
  test('by ID before name, and nothing twice', async (context) => {
    const { look, id, apply, client } = await workstation(context, sampleConnection({ name: 'B' }));
    // the one named as the one here comes first, and must not take its place
    const plan = await look(
      { id: other, settings: sampleConnection({ name: 'B', voiceLimitMb: 2 }) },
      { id, settings: sampleConnection({ name: 'A', voiceLimitMb: 3 }) },
      { id, settings: sampleConnection({ name: 'again', voiceLimitMb: 4 }) },
    );
    assert.deepEqual(
      plan.items.map(({ effect, match }) => [effect, match?.by]),
      [
        ['add', undefined],
        ['replace', 'id'],
        ['add', undefined],
      ],
    );
    await apply(plan);
    assert.deepEqual(
      (await client.connections.list()).map(({ name, voiceLimitMb }) => [name, voiceLimitMb]),
      [
        ['A', 3],
        ['B', 2],
        ['again', 4],
      ],
    );
  });

  test('a name that two have matches neither', async (context) => {
    const { look, client } = await workstation(context);
    const settings = sampleConnection({ vdnId: 77 });
    await client.connections.create({ settings, secretKey: 'SK' });
    assert.deepEqual(effects(await look({ id: other, settings })), ['add']);
  });
});

suite('a plan that is out of date is refused, and can be looked at anew', () => {
  test('after a secret was saved that would go elsewhere', async (context) => {
    const { look, client, apply } = await workstation(context);
    await apply(await look({ id: other, settings: sampleConnection({ name: 'No secret' }) }));
    const moved = sampleConnection({ name: 'No secret', accessKey: 'AK-9' });
    const plan = await look({ id: other, settings: moved });
    assert.deepEqual(effects(plan), ['replace']);
    await client.servers.savePassword({ connectionId: other, serverId: '17', password: 'PW' });
    await assert.rejects(apply(plan), dialdeskError('backup_stale'));
    const { accessKey } = (await client.connections.list()).find(({ id }) => id === other) ?? {};
    assert.equal(accessKey, sampleConnection().accessKey);
    const now = await client.backup.review({ token: plan.token });
    assert.deepEqual(effects(now), ['repoint']);
    assert.deepEqual(await apply(now), { added: 0, replaced: 1, secrets: 0 });
  });

  test('after the connection was changed, or another one took its name', async (context) => {
    const { look, client, apply, id } = await workstation(context);
    const moved = sampleConnection({ vdnId: 77 });
    const plan = await look({ id, settings: moved });
    await client.connections.update({ id, settings: sampleConnection({ vdnId: 78 }) });
    await assert.rejects(apply(plan), dialdeskError('backup_stale'));

    const byName = await look({ id: other, settings: moved });
    await client.connections.create({ settings: sampleConnection(), secretKey: 'SK' });
    await assert.rejects(apply(byName), dialdeskError('backup_stale'));
    assert.deepEqual(
      (await client.connections.list()).map(({ vdnId }) => vdnId),
      [78, 17],
    );
  });

  test('and even when the change comes while the keychain is asked', async (context) => {
    const { look, client, apply, id, keytar, dialdesk } = await workstation(context);
    const plan = await look({ id, settings: sampleConnection({ vdnId: 77 }) });
    const asked = Promise.withResolvers<undefined>();
    const answer = Promise.withResolvers<undefined>();
    keytar.before = () => {
      asked.resolve(undefined);
      return answer.promise;
    };
    const applying = apply(plan);
    await asked.promise;
    dialdesk.store.connections.update(id, sampleConnection({ vdnId: 78 }));
    answer.resolve(undefined);
    await assert.rejects(applying, dialdeskError('backup_stale'));
    assert.equal((await client.connections.list())[0]?.vdnId, 78);
  });

  test('a change elsewhere is none of its business', async (context) => {
    const { look, client, apply, id } = await workstation(context);
    const plan = await look({ id, settings: sampleConnection({ vdnId: 77 }) });
    const another = sampleConnection({ name: 'Another' });
    await client.connections.create({ settings: another, secretKey: 'SK' });
    assert.deepEqual(await apply(plan), { added: 0, replaced: 1, secrets: 0 });
  });
});
