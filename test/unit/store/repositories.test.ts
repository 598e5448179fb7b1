import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import * as v from 'valibot';
import { ConnectionsTable } from '../../../src-main/store/connections.ts';
import { MappingsTable } from '../../../src-main/store/mappings.ts';
import { RecentCampaignsTable } from '../../../src-main/store/recent-campaigns.ts';
import { defaultServerSettings, ServerSettingsTable } from '../../../src-main/store/server-settings.ts';
import { setting, SettingsTable } from '../../../src-main/store/settings.ts';
import { memoryStatements } from '../../support/memory-store.ts';
import { sampleConnection } from '../../support/sample-connection.ts';

test('connections keep their order, their settings and their demo mark', () => {
  const table = new ConnectionsTable(memoryStatements());
  const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
  table.add({ id: first, demo: false, settings: sampleConnection({ name: 'First' }) });
  table.add({ id: second, demo: true, settings: sampleConnection({ name: 'Second' }) });
  table.add({ id: third, demo: false, settings: sampleConnection({ name: 'Third' }) });
  assert.deepEqual(
    table.list().map(({ settings, demo }) => [settings.name, demo]),
    [
      ['First', false],
      ['Second', true],
      ['Third', false],
    ],
  );
  table.reorder([third]);
  table.update(first, sampleConnection({ name: 'Renamed', vdnId: 9999 }));
  assert.deepEqual(
    table.list().map(({ settings }) => settings.name),
    ['Third', 'Renamed', 'Second'],
  );
  assert.equal(table.get(first)?.settings.vdnId, 9999);
  assert.throws(() => table.update(randomUUID(), sampleConnection()), { code: 'not_found' });
  assert.throws(() => table.add({ id: first, demo: false, settings: sampleConnection() }), {
    code: 'conflict',
  });
});

test('a connection that cannot be read is left out of the list and left in the file', () => {
  const sql = memoryStatements();
  const table = new ConnectionsTable(sql);
  const [good, bad] = [randomUUID(), randomUUID()];
  table.add({ id: good, demo: false, settings: sampleConnection() });
  table.add({ id: bad, demo: false, settings: sampleConnection() });
  sql.run(`UPDATE connections SET settings = '{"v":1,"value":{}}' WHERE id = ?`, bad);
  assert.deepEqual(
    table.list().map(({ id }) => id),
    [good],
  );
  assert.equal(table.get(bad), null);
  assert.equal(sql.all('SELECT 1 FROM connections').length, 2);
});

test('a connection takes its servers and campaigns with it, and no other', () => {
  const sql = memoryStatements();
  const connections = new ConnectionsTable(sql);
  const servers = new ServerSettingsTable(sql, () => 5);
  const campaigns = new RecentCampaignsTable(sql);
  const [gone, stays] = [randomUUID(), randomUUID()];
  for (const id of [gone, stays]) {
    connections.add({ id, demo: false, settings: sampleConnection() });
    servers.set(id, '42', { host: 'here.example.com', port: 2222 });
    campaigns.used(id, { campaignId: 'c1', campaignName: null, usedAt: 1 });
  }
  assert.equal(connections.remove(gone), true);
  assert.equal(connections.remove(gone), false);
  assert.deepEqual(servers.get(gone, '42'), defaultServerSettings);
  assert.deepEqual(campaigns.list(gone), []);
  assert.deepEqual(servers.get(stays, '42'), {
    ...defaultServerSettings,
    host: 'here.example.com',
    port: 2222,
  });
  assert.equal(campaigns.list(stays).length, 1);
});

test('server settings change one by one', () => {
  const sql = memoryStatements();
  const id = randomUUID();
  new ConnectionsTable(sql).add({ id, demo: false, settings: sampleConnection() });
  const servers = new ServerSettingsTable(sql, () => 5);
  servers.set(id, '42', { userName: 'import' });
  servers.set(id, '42', { lastFolder: '/isales' });
  assert.deepEqual(servers.get(id, '42'), {
    ...defaultServerSettings,
    userName: 'import',
    lastFolder: '/isales',
  });
  servers.remove(id, '42');
  assert.deepEqual(servers.get(id, '42'), defaultServerSettings);
});

test('recent campaigns: the newest first, twenty, and a name once known stays', () => {
  const sql = memoryStatements();
  const id = randomUUID();
  new ConnectionsTable(sql).add({ id, demo: false, settings: sampleConnection() });
  const table = new RecentCampaignsTable(sql);
  for (let at = 1; at <= 25; at++) {
    table.used(id, { campaignId: `c${at}`, campaignName: `Campaign ${at}`, usedAt: at });
  }
  table.used(id, { campaignId: 'c10', campaignName: null, usedAt: 100 });
  const recent = table.list(id);
  assert.equal(recent.length, 20);
  assert.deepEqual(recent[0], { campaignId: 'c10', campaignName: 'Campaign 10', usedAt: 100 });
  assert.equal(recent.at(-1)?.campaignId, 'c6');
});

test('settings give their initial value until set, and when what is kept cannot be read', () => {
  const sql = memoryStatements();
  const table = new SettingsTable(sql);
  const theme = setting('theme', v.picklist(['light', 'dark']), 'light');
  assert.equal(table.get(theme), 'light');
  table.set(theme, 'dark');
  table.set(theme, 'dark');
  assert.equal(table.get(theme), 'dark');
  sql.run(`UPDATE settings SET value = 'nonsense'`);
  assert.equal(table.get(theme), 'light');
});

test('mappings are found by header, newest use first, and a name is taken once', () => {
  const table = new MappingsTable(memoryStatements());
  const mapping = { phone: 2 };
  table.save({ id: 'a', name: 'CRM', fingerprint: 'h1', mapping, usedAt: 1 });
  table.save({ id: 'b', name: 'Shop', fingerprint: 'h1', mapping, usedAt: 2 });
  table.save({ id: 'c', name: 'Other', fingerprint: 'h2', mapping, usedAt: 3 });
  table.used('a', 9);
  assert.deepEqual(
    table.forHeader('h1').map(({ id }) => id),
    ['a', 'b'],
  );
  table.save({ id: 'd', name: 'crm', fingerprint: 'h3', mapping: { phone: 7 }, usedAt: 4 });
  assert.deepEqual(
    table.list().map(({ name, mapping }) => [name, mapping['phone']]),
    [
      ['crm', 7],
      ['Other', 2],
      ['Shop', 2],
    ],
  );
  table.remove('d');
  assert.deepEqual(table.forHeader('h3'), []);
});
