import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { noPolicy } from '../../../src-main/features/app/policy.ts';
import { checkedList, placeWithDemo, readyServer } from '../../support/demo-import.ts';
import { connectionToDemo, openDialdesk } from '../../support/dialdesk.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';

test('under a policy that allows none of its hosts, no door of a connection leads anywhere', async (context) => {
  const place = await placeWithDemo(context);
  const serverId = await readyServer(place);
  const { id: connectionId, folder, demo } = place;
  const [campaignId = ''] = demo.state.campaigns.keys();
  const before = place.dialdesk.client;
  const plan = { connectionId, campaignId, serverId, serverName: null, folder: '', fileName: 'a.xlsx' };
  const [job] = await before.imports.prepare({
    list: await checkedList(place),
    name: 'a',
    plan: { ...plan, startsAt: null },
  });
  const importId = job?.id ?? assert.fail();
  await place.dialdesk.until(importId, 'prepared');
  const { vault } = place.dialdesk;
  await place.dialdesk.close();

  const { client, until, dialogs, drop } = await openDialdesk(context, folder, {
    vault,
    policy: { ...noPolicy, restrictsHosts: true, allows: (host) => host === 'allowed.example' },
  });
  const reached: unknown[] = [];
  const connect = Object.getOwnPropertyDescriptor(net.Socket.prototype, 'connect')?.value as (
    ...args: unknown[]
  ) => net.Socket;
  context.mock.method(net.Socket.prototype, 'connect', function (this: net.Socket, ...args: unknown[]) {
    reached.push(args[0]);
    return connect.apply(this, args);
  });

  const server = { connectionId, serverId };
  const serverInfo = { ip: '127.0.0.1', port: String(demo.sftp.port), filePath: demo.sftp.defaultPath };
  const settings = connectionToDemo(demo);
  const list = await checkedList({ ...place, dialdesk: { ...place.dialdesk, client, drop } });
  const folderThere = { ...server, path: [] };
  const reservation = {
    callType: 'automatic' as const,
    agent: null,
    taskId: campaignId,
    calledNo: '13800000001',
    appointTime: Date.now() + 7_200_000,
  };
  const login = { userName: demo.sftp.username, serverPwd: demo.sftp.password };
  const doors: Record<string, () => Promise<unknown>> = {
    'campaigns to choose from': () => client.campaigns.find({ connectionId, search: '', page: 1 }),
    'a campaign’s state': () => client.campaigns.status({ connectionId, campaignId, name: null }),
    'pausing a campaign': () =>
      client.campaigns.control({ connectionId, campaignId, name: null, action: 'pause' }),
    'the list of servers': () =>
      client.servers.list({ connectionId, search: '', offset: 0, limit: 10, refresh: true }),
    'a look at a server': () => client.servers.lookAt({ ...server, folder: '', fileName: 'a.xlsx' }),
    'a check of a server': () => client.servers.check({ connectionId, which: { kind: 'one', serverId } }),
    'adding a server': () => client.servers.add({ connectionId, serverInfo, ...login }),
    'modifying a server': () => client.servers.modify({ ...server, serverInfo, ...login }),
    'deleting a server': () => client.servers.remove(server),
    'files on a server': () => client.remoteFiles.list(folderThere),
    'an upload by hand': async () =>
      client.transfers.upload({ place: folderThere, files: [{ token: await drop(), replace: false }] }),
    'a download by hand': () => client.transfers.download({ place: folderThere, names: ['a.xlsx'] }),
    'the list of reservations': () =>
      client.reservations.list({ connectionId, query: { offset: 0, limit: 10 } }),
    'a new reservation': () => client.reservations.create({ connectionId, reservation }),
    'cancelling one': () => client.reservations.cancel({ connectionId, appointId: '1', known: null }),
    'changing one': () =>
      client.reservations.modify({ connectionId, change: { appointId: '1', agent: 'anna' }, known: null }),
    'a new import': () =>
      client.imports.add({
        ...{ list, name: 'b', connectionId, campaignId, replace: false, startsAt: null },
        destination: { ...server, folder: '', fileName: 'b.xlsx' },
      }),
    'a test of the connection': () => client.connections.test({ id: connectionId, settings }),
    'a connection of one’s own': () => client.connections.create({ settings, secretKey: 'x' }),
    'a connection that is changed': () =>
      client.connections.update({ id: connectionId, settings: { ...settings, vdnId: 3 } }),
  };
  // tells what could not be asked in another way
  const quiet = new Set(['a campaign’s state']);
  for (const [door, open] of Object.entries(doors)) {
    if (quiet.has(door)) await open();
    else await assert.rejects(open(), dialdeskError('not_allowed'), door);
    assert.deepEqual(reached, [], door);
  }

  // what answers with a state instead of an error
  const about = await client.campaigns.about({ connectionId, campaignId, name: null });
  assert.deepEqual([about.detail.kind, about.dates.kind], ['failed', 'failed']);
  const tried = await client.servers.tryOut({ connectionId, serverId: null, serverInfo, ...login });
  assert.equal(tried.error?.code, 'not_allowed');
  const { error: asked } = await client.campaigns.statistics({ connectionId, ask: true });
  assert.equal(asked?.code, 'not_allowed');
  await client.imports.send({ ids: [importId], again: [] });
  assert.equal((await until(importId, 'failed')).error?.code, 'not_allowed');

  // a backup, and a file of host keys, bring hosts along
  const backup = join(folder, 'backup.json');
  dialogs.save = backup;
  await client.backup.save({});
  dialogs.open = [backup];
  const opened = await client.backup.open();
  assert.ok(opened?.kind === 'plan');
  const barred = opened.items.filter(({ what }) => what === 'connection');
  assert.deepEqual(
    barred.map(({ effect }) => effect),
    ['barred'],
  );
  const knownHosts = join(folder, 'known_hosts');
  writeFileSync(knownHosts, 'evil.example ssh-ed25519 AAAA\n');
  dialogs.open = [knownHosts];
  await client.hostKeys
    .importKnownHosts()
    .catch((error: unknown) => assert.ok(error instanceof DialdeskError));

  assert.deepEqual(reached, []);
});
