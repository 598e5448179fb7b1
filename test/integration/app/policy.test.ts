import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { noPolicy, type Policy } from '../../../src-main/features/app/policy.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { connectionToDemo, openDialdesk } from '../../support/dialdesk.ts';
import { sampleConnection } from '../../support/sample-connection.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const id = '5b3d7f0e-58a4-4f0c-9d0f-3f3e6a1c2b4d';
const given: Policy = {
  ...noPolicy,
  file: '/etc/dialdesk/policy.json',
  connections: [{ id, demo: false, settings: sampleConnection() }],
  ownConnections: false,
  demo: false,
  restrictsHosts: true,
  allows: (host) => host.endsWith('.example.com'),
};
const forbidden = (work: Promise<unknown>, details = {}): Promise<void> =>
  assert.rejects(work, dialdeskError('not_allowed', details));

const dialdesk = (context: TestContext, policy: Policy) =>
  openDialdesk(context, tempFolder(context), { policy });

test('a given connection is there, takes a secret key, and nothing else', async (context) => {
  const { client } = await dialdesk(context, given);
  const [connection, ...others] = await client.connections.list();
  assert.equal(others.length, 0);
  assert.deepEqual([connection?.id, connection?.fixed, connection?.secretSaved], [id, true, false]);

  const saved = await client.connections.update({ id, settings: sampleConnection(), secretKey: 'mine' });
  assert.equal(saved.secretSaved, true);
  await forbidden(client.connections.update({ id, settings: sampleConnection({ vdnId: 18 }) }));
  await forbidden(client.connections.remove({ id }));
  await forbidden(client.connections.duplicate({ id, name: 'Copy' }));
});

test('no connection of one’s own, no demo system', async (context) => {
  const { client } = await dialdesk(context, given);
  await forbidden(client.connections.create({ settings: sampleConnection(), secretKey: 'x' }));
  await forbidden(client.connections.startDemo());
});

test('hosts outside of the policy are neither saved, tried nor reached', async (context) => {
  const { client } = await dialdesk(context, { ...given, ownConnections: true });
  const settings = sampleConnection({ ccfs: { host: 'ccfs.example.org', port: 28443 } });
  const details = { host: 'ccfs.example.org' };
  await forbidden(client.connections.create({ settings, secretKey: 'x' }), details);
  await forbidden(client.connections.test({ settings, secretKey: 'x' }), details);
});

test('a file server outside of the policy is not reached', async (context) => {
  const demo = await demoSystem(context);
  const { client } = await dialdesk(context, {
    ...noPolicy,
    restrictsHosts: true,
    // the services of the demo system are called by name, its file server by address
    allows: (host) => host === 'localhost',
  });
  const at = connectionToDemo(demo);
  const { id: own } = await client.connections.create({
    settings: {
      ...at,
      isales: { ...at.isales, host: 'localhost' },
      ccfs: { ...at.ccfs, host: 'localhost' },
    },
    secretKey: demo.secretKey,
  });
  const query = { connectionId: own, search: '', offset: 0, limit: 10, refresh: true };
  const { servers } = await client.servers.list(query);
  const serverId = servers.find(({ port }) => port === String(demo.sftp.port))?.serverId ?? '';
  const look = { connectionId: own, serverId, folder: '', fileName: 'a.xlsx' };
  await forbidden(client.servers.lookAt(look), { host: '127.0.0.1' });
});

test('a connection that is older than the policy is not used any more', async (context) => {
  const demo = await demoSystem(context);
  const folder = tempFolder(context);
  const before = await openDialdesk(context, folder);
  const { id: own } = await before.client.connections.create({
    settings: connectionToDemo(demo),
    secretKey: demo.secretKey,
  });
  const query = { connectionId: own, search: '', offset: 0, limit: 10, refresh: true };
  assert.ok((await before.client.servers.list(query)).total > 0);
  await before.close();

  const after = await openDialdesk(context, folder, { vault: before.vault, policy: given });
  await forbidden(after.client.servers.list(query), { host: '127.0.0.1' });
});
