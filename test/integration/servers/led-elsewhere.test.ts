import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { connectionToDemo } from '../../support/dialdesk.ts';
import { checkedList, placeWithDemo, readyServer } from '../../support/demo-import.ts';

const elsewhere = 'localhost';

/** A demo system that is known by two names, which stand for two call centres with the same IDs. */
async function ready(context: TestContext) {
  const place = await placeWithDemo(context);
  const { client } = place.dialdesk;
  const serverId = await readyServer(place);
  const [campaignId = ''] = place.demo.state.campaigns.keys();
  const home = connectionToDemo(place.demo);
  const lead = (host: string, vdnId = home.vdnId) =>
    client.connections.update({
      id: place.id,
      settings: { ...home, vdnId, isales: { ...home.isales, host }, ccfs: { ...home.ccfs, host } },
    });
  const server = { connectionId: place.id, serverId };
  const back = () => lead(home.isales.host);
  return { ...place, campaignId, lead, back, server };
}

suite('what is kept by the IDs of a call centre is that call centre’s', () => {
  test('a server’s name, its way, its last use and its state', async (context) => {
    const { dialdesk, lead, back, server } = await ready(context);
    const { client, store } = dialdesk;
    await client.servers.setLabel({ ...server, label: 'Night shift' });
    const { connectionId, serverId } = server;
    store.serverSettings.set(connectionId, serverId, { usedAt: 7, userName: 'own' });
    const untold = { tried: null, reachable: null, writable: null, free: null, weak: [], error: null };
    store.serverStates.set(connectionId, serverId, { ...untold, at: 1, login: true });
    const before = await client.servers.get(server);
    assert.deepEqual([before.label, before.usedAt, before.reach.userName], ['Night shift', 7, 'own']);

    await lead(elsewhere);
    const there = await client.servers.get(server);
    assert.deepEqual([there.label, there.usedAt, there.reach.userName], [null, null, null]);
    assert.equal(store.serverStates.get(connectionId, serverId), null);
    await client.servers.setLabel({ ...server, label: 'Other' });

    await back();
    const again = await client.servers.get(server);
    assert.deepEqual([again.label, again.usedAt, again.reach.userName], ['Night shift', 7, 'own']);
    await lead(elsewhere);
    assert.equal((await client.servers.get(server)).label, 'Other');
  });

  test('a server’s password, which another one of that ID never gets', async (context) => {
    const { dialdesk, lead, back, server } = await ready(context);
    const { client, store } = dialdesk;
    const owners = () => store.serverSettings.vaultOwners(server.connectionId).map(({ owner }) => owner);
    const saved = async () => (await client.servers.get(server)).passwordSaved;
    assert.equal(await saved(), true);
    await lead(elsewhere);
    assert.equal(await saved(), false);
    await client.servers.savePassword({ ...server, password: 'of the other' });
    assert.equal(await saved(), true);
    await back();
    // the first one's again, which logs in
    const seen = await client.servers.lookAt({ ...server, folder: '', fileName: 'a.xlsx' });
    assert.equal(seen.direct, false);
    await lead(elsewhere);
    await client.servers.forgetPassword(server);
    assert.equal(await saved(), false);
    await back();
    assert.equal(await saved(), true);
    await lead(elsewhere);
    await client.servers.savePassword({ ...server, password: 'of the other' });

    // with the connection, what is kept for both goes
    assert.equal(new Set(owners()).size, 2);
    const gone: string[] = [];
    const add = store.secretsToForget.add.bind(store.secretsToForget);
    store.secretsToForget.add = (accounts) => {
      gone.push(...accounts);
      add(accounts);
    };
    await client.connections.remove({ id: server.connectionId });
    const passwords = gone.filter((account) => account.endsWith(`:${server.serverId}:password`));
    assert.equal(new Set(passwords).size, 2);
    assert.deepEqual(owners(), []);
  });

  test('names of campaigns, and those used last', async (context) => {
    const { dialdesk, lead, back, server, campaignId } = await ready(context);
    const { store, client } = dialdesk;
    const { connectionId } = server;
    store.recentCampaigns.used(connectionId, { campaignId, campaignName: 'Of the first', usedAt: 1 });
    const recent = async () => {
      const found = await client.campaigns.find({ connectionId, search: '', page: 1 });
      return found.recent.map(({ id }) => id);
    };
    assert.deepEqual(await recent(), [campaignId]);
    await lead(elsewhere);
    assert.deepEqual(await recent(), []);
    await back();
    assert.deepEqual(await recent(), [campaignId]);
  });

  test('the book of reservations; one that is under way is recorded with the call centre it was sent to', async (context) => {
    const { dialdesk, lead, back, server, campaignId, demo } = await ready(context);
    const { client } = dialdesk;
    const { connectionId } = server;
    const led: Promise<unknown>[] = [];
    const takeHttp = demo.faults.takeHttp.bind(demo.faults);
    demo.faults.takeHttp = (name) => {
      if (name === 'appoint/create') led.push(lead(elsewhere));
      return takeHttp(name);
    };
    const made = client.reservations.create({
      connectionId,
      reservation: {
        callType: 'automatic',
        agent: null,
        taskId: campaignId,
        calledNo: '13800000001',
        appointTime: Date.now() + 7_200_000,
      },
    });
    await made.catch(() => null);
    await Promise.all(led);
    const book = () => client.reservations.book({ connectionId, search: '', offset: 0, limit: 10 });
    assert.equal((await book()).total, 0);
    await back();
    assert.equal((await book()).total, 1);
  });

  test('an import that is cancelled once its connection leads elsewhere leaves nothing on its own server', async (context) => {
    const place = await ready(context);
    const { dialdesk, demo, lead, server, campaignId } = place;
    const { client, until } = dialdesk;
    demo.faults.takeHttp = (name) =>
      name === 'uploadFileServer' ? { kind: 'code', resultCode: '0200001' } : undefined;
    const [job] = await client.imports.add({
      ...{ list: await checkedList(place), name: 'a', campaignId, replace: false, startsAt: null },
      connectionId: server.connectionId,
      destination: { ...server, folder: '', fileName: 'a.xlsx' },
    });
    const { id } = job ?? assert.fail();
    await until(id, 'failed');
    const file = join(demo.sftp.rootPath, demo.sftp.defaultPath, 'a.xlsx');
    assert.ok(existsSync(file));
    await lead(elsewhere);
    await client.outbox.cancel({ id });
    await until(id, 'cancelled');
    assert.ok(!existsSync(file));
  });
});
