import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { callCentreOf, type ChosenFrom } from '../../../src-main/contract/connections.ts';
import { serverPasswordAccount } from '../../../src-main/secrets/vault.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { connectionToDemo, openDialdesk } from '../../support/dialdesk.ts';
import { checkedList, readyServer } from '../../support/demo-import.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { wavFile } from '../../support/wav.ts';

const elsewhere = 'localhost';

/** A keychain that may take its time. */
class SlowVault extends MemoryVault {
  /** What the next reading waits for. */
  next: Promise<void> | null = null;

  override async get(account: string): Promise<string | null> {
    const waits = this.next;
    this.next = null;
    await waits;
    return super.get(account);
  }
}

/** A demo system that is known by two names, which stand for two call centres with the same IDs. */
async function ready(context: TestContext) {
  const demo = await demoSystem(context, {});
  const folder = tempFolder(context);
  const vault = new SlowVault();
  const dialdesk = await openDialdesk(context, folder, { vault });
  const { client } = dialdesk;
  const home = connectionToDemo(demo);
  const { id } = await client.connections.create({ settings: home, secretKey: demo.secretKey });
  const place = { demo, folder, dialdesk, id, reopen: () => Promise.reject(new Error('not here')) };
  const serverId = await readyServer(place);
  const [campaignId = ''] = demo.state.campaigns.keys();
  const lead = (host: string) =>
    client.connections.update({
      id,
      settings: { ...home, isales: { ...home.isales, host }, ccfs: { ...home.ccfs, host } },
    });
  const asked: string[] = [];
  let before: (name: string) => void = () => undefined;
  const takeHttp = demo.faults.takeHttp.bind(demo.faults);
  demo.faults.takeHttp = (name) => {
    asked.push(name);
    before(name);
    return takeHttp(name);
  };
  /** Leads the connection elsewhere as soon as this is asked. */
  const leadAt = (interfaceName: string): Promise<unknown>[] => {
    const led: Promise<unknown>[] = [];
    before = (name) => {
      if (name === interfaceName && led.length === 0) led.push(lead(elsewhere));
    };
    return led;
  };
  const from: ChosenFrom = { connectionId: id, centre: callCentreOf(home) };
  const server = { ...from, serverId };
  const { sftp } = demo;
  const settings = {
    serverInfo: { ip: '127.0.0.1', port: String(sftp.port), filePath: sftp.defaultPath },
    userName: sftp.username,
    serverPwd: 'a new one',
  };
  return { ...place, vault, home, campaignId, lead, leadAt, asked, from, server, settings };
}

/** A change that was chosen at home, while its connection leads elsewhere. */
const led = (place: Awaited<ReturnType<typeof ready>>) =>
  dialdeskError('call_centre_changed', {
    before: callCentreOf(place.home),
    after: `${elsewhere}, VDN ${place.home.vdnId}`,
  });

suite('what was chosen from one call centre does nothing in another', () => {
  test('every call that changes something, and every secret', async (context) => {
    const place = await ready(context);
    const { dialdesk, from, server, settings, campaignId, demo } = place;
    const { client, store } = dialdesk;
    const { connectionId, serverId } = server;
    const list = await checkedList(place);
    const prepared = { connectionId, campaignId, serverId, serverName: null, folder: '', fileName: 'a.xlsx' };
    const plan = { ...prepared, startsAt: null };
    const reservation = {
      callType: 'automatic' as const,
      agent: null,
      taskId: campaignId,
      calledNo: '13800000001',
      appointTime: Date.now() + 7_200_000,
    };
    const change = { appointId: '1', agent: 'anna' };
    const [job] = await client.imports.prepare({ list: await checkedList(place), name: 'kept', plan });
    const kept = job?.id ?? assert.fail();
    await dialdesk.until(kept, 'prepared');
    const prompt = join(place.folder, 'prompt.wav');
    writeFileSync(prompt, wavFile());
    const { files } = await client.voice.open({ tokens: [await dialdesk.drop(prompt)], connectionId });
    const file = files[0]?.id ?? assert.fail();
    const calls: Record<string, () => Promise<unknown>> = {
      'imports.prepare': () => client.imports.prepare({ list, name: 'a', plan, centre: from.centre }),
      'imports.editPlan': () => client.imports.editPlan({ id: kept, name: 'b', plan, centre: from.centre }),
      'imports.add': () =>
        client.imports.add({
          ...{ ...from, list, name: 'a', campaignId, replace: false, startsAt: null },
          destination: { ...server, folder: '', fileName: 'a.xlsx' },
        }),
      'reservations.create': () => client.reservations.create({ ...from, reservation }),
      'reservations.modify': () => client.reservations.modify({ ...from, change, known: null }),
      'reservations.cancel': () => client.reservations.cancel({ ...from, appointId: '1', known: null }),
      'reservationChanges.add': () =>
        client.reservationChanges.add({
          ...{ ...from, name: 'a', perMinute: 60 },
          rows: [{ sheetRow: null, change, known: null }],
        }),
      'reservationChanges.open': () =>
        client.reservationChanges.open({ ...from, source: { kind: 'list', reservations: [] }, zone: 'UTC' }),
      'campaigns.control': () =>
        client.campaigns.control({ ...from, campaignId, name: null, action: 'pause' }),
      'servers.modify': () => client.servers.modify({ ...server, ...settings }),
      'servers.add': () => client.servers.add({ ...from, ...settings }),
      'servers.remove': () => client.servers.remove(server),
      'servers.tryOut': () => client.servers.tryOut({ ...server, ...settings, serverPwd: undefined }),
      'servers.savePassword': () => client.servers.savePassword({ ...server, password: 'of home' }),
      'servers.forgetPassword': () => client.servers.forgetPassword(server),
      'servers.forgetKey': () => client.servers.forgetKey(server),
      'servers.setLabel': () => client.servers.setLabel({ ...server, label: 'of home' }),
      'servers.setReach': () =>
        client.servers.setReach({
          ...server,
          reach: { host: null, port: null, userName: 'of home', login: 'password', names: 'hidden' },
        }),
      'remoteFiles.delete': () =>
        client.remoteFiles.delete({
          place: { ...server, path: [] },
          items: [{ name: 'a.xlsx', kind: 'file' }],
        }),
      'transfers.upload': async () =>
        client.transfers.upload({
          place: { ...server, path: [] },
          files: [{ token: await dialdesk.drop(), replace: false }],
        }),
      'voice.upload': () => client.voice.upload({ ...from, file, version: 'original' }),
    };
    await place.lead(elsewhere);
    await client.servers.savePassword({ connectionId, serverId, password: demo.sftp.password });
    const before = JSON.stringify(store.serverSettings.get(connectionId, serverId));
    place.asked.length = 0;
    for (const [name, call] of Object.entries(calls)) await assert.rejects(call(), led(place), name);
    const status = await client.campaigns.status({ ...from, campaignId, name: null });
    assert.equal(status.error?.code, 'call_centre_changed');
    // a state, and where a server is, are read before they are known to be another's
    assert.deepEqual(
      place.asked.filter((name) => name !== 'campaign' && name !== 'queryServer'),
      [],
    );
    assert.equal(JSON.stringify(store.serverSettings.get(connectionId, serverId)), before);
    assert.deepEqual(
      store.jobs
        .list({ states: [], search: '', sort: 'order', offset: 0, limit: 10 })
        .jobs.map(({ id }) => id),
      [kept],
    );
    const owner = store.serverSettings.vaultOwner(connectionId, serverId);
    assert.equal(await place.vault.get(serverPasswordAccount(owner, serverId)), demo.sftp.password);
  });

  test('a connection that is led elsewhere while the keychain is asked', async (context) => {
    const place = await ready(context);
    const { client } = place.dialdesk;
    const { from, campaignId, vault } = place;
    const acts: Record<string, () => Promise<unknown>> = {
      'campaigns.control': () =>
        client.campaigns.control({ ...from, campaignId, name: null, action: 'pause' }),
      'reservations.cancel': () => client.reservations.cancel({ ...from, appointId: '1', known: null }),
      'servers.remove': () => client.servers.remove(place.server),
    };
    for (const [name, act] of Object.entries(acts)) {
      // its client is made anew
      await place.lead(place.home.isales.host);
      const { promise, resolve } = Promise.withResolvers<undefined>();
      vault.next = promise.then(() => undefined);
      place.asked.length = 0;
      const acted = assert.rejects(act(), led(place), name);
      await place.lead(elsewhere);
      resolve(undefined);
      await acted;
      assert.deepEqual(place.asked, [], name);
    }
  });

  test('a connection that is led elsewhere while its list of servers is read', async (context) => {
    const place = await ready(context);
    const { client } = place.dialdesk;
    const moved = place.leadAt('queryServer');
    await assert.rejects(client.servers.modify({ ...place.server, ...place.settings }), led(place));
    await Promise.all(moved);
    assert.ok(!place.asked.includes('updateServer'));
  });

  test('no campaign of it is offered where the connection leads once its answer comes', async (context) => {
    const place = await ready(context);
    const { client, store } = place.dialdesk;
    const { campaignId, from, id } = place;
    const calledNo = '13800000001';
    const appointTime = Date.now() + 3 * 86_400_000;
    const acts: Record<string, () => Promise<unknown>> = {
      'appoint/create': () =>
        client.reservations.create({
          ...from,
          reservation: { callType: 'manual', calledNo, taskId: campaignId, agent: 'liwei', appointTime },
        }),
      queryServer: async () => {
        const add = client.imports.add({
          ...{ ...from, list: await checkedList(place), name: 'a', campaignId, split: false },
          destination: { connectionId: id, serverId: place.server.serverId, folder: '', fileName: 'a.xlsx' },
          ...{ replace: false, startsAt: null },
        });
        await assert.rejects(add, led(place));
      },
    };
    for (const [on, act] of Object.entries(acts)) {
      await place.lead(place.home.isales.host);
      const moved = place.leadAt(on);
      await act();
      assert.equal(moved.length, 1, on);
      await Promise.all(moved);
      assert.deepEqual(store.recentCampaigns.list(id), [], on);
    }
  });

  test('no name of it is given to a campaign of that ID where the connection leads once its answer comes', async (context) => {
    const place = await ready(context);
    const { campaigns, reservations } = place.dialdesk.client;
    const { campaignId, id: connectionId } = place;
    const range = { connectionId, name: '', filter: 'all', offset: 0, limit: 10 } as const;
    const acts = {
      campaigns: () => campaigns.list(range),
      campaign: () => campaigns.find({ connectionId, search: campaignId, page: 1 }),
    };
    for (const [on, act] of Object.entries(acts)) {
      await place.lead(place.home.isales.host);
      const moved = place.leadAt(on);
      await act();
      assert.equal(moved.length, 1, on);
      await Promise.all(moved);
      const { taskName } = await reservations.create({
        connectionId,
        reservation: {
          ...{ callType: 'manual', calledNo: '13800000001', taskId: campaignId, agent: 'liwei' },
          appointTime: Date.now() + 3 * 86_400_000,
        },
      });
      assert.equal(taskName, null, on);
    }
  });

  test('no figures of it are shown for a campaign of that ID where the connection leads once its answer comes', async (context) => {
    const place = await ready(context);
    const { campaigns } = place.dialdesk.client;
    const { campaignId, id: connectionId } = place;
    const moved = place.leadAt('statistics');
    const { askedAt, outcome } = await campaigns.statistics({ connectionId, ask: true });
    await Promise.all(moved);
    assert.deepEqual([askedAt === null, outcome], [false, null]);
    assert.deepEqual((await campaigns.progress({ connectionId, campaignId })).seen, []);
  });

  test('how a server stands is not kept for another one of that ID, though it be at the same address', async (context) => {
    const place = await ready(context);
    const { client, store } = place.dialdesk;
    const { serverId, id: connectionId } = { ...place.server, ...place };
    await place.lead(place.home.isales.host);
    const moved = place.leadAt('queryServer');
    await client.servers.check({ connectionId, which: { kind: 'one', serverId } });
    assert.equal(moved.length, 1);
    await Promise.all(moved);
    assert.equal(store.serverStates.get(connectionId, serverId), null);
  });

  test('a lost answer about a reservation is not settled by what another call centre may have listed', async (context) => {
    const place = await ready(context);
    const { client, store } = place.dialdesk;
    const [one] = place.demo.state.reservations.values().filter(({ callType }) => callType === '1');
    const { appointId } = one ?? assert.fail();
    place.demo.faults.add({ http: [{ on: 'appoint/update', fault: { kind: 'lost' } }] });
    const change = { appointId, agent: 'liwei' };
    await assert.rejects(
      client.reservations.modify({ ...place.from, change, known: null }),
      dialdeskError('outcome_unknown'),
    );
    const { id: entry } = store.reservationBook.find(place.id, appointId) ?? assert.fail();
    const moved = place.leadAt('appoint/list');
    await assert.rejects(client.reservations.lookUp({ id: entry }), led(place));
    await Promise.all(moved);
    await place.lead(place.home.isales.host);
    assert.equal(store.reservationBook.get(entry)?.outcome, 'unknown');
    assert.equal((await client.reservations.lookUp({ id: entry })).verdict, 'done');
  });

  test('what was asked of a reservation stands in the book of the call centre that it reached, whichever moment the connection is led elsewhere', async (context) => {
    const place = await ready(context);
    const { client, store } = place.dialdesk;
    const [one] = place.demo.state.reservations.values().filter(({ callType }) => callType === '1');
    const { appointId } = one ?? assert.fail();
    const remarkOf = (): string | null | undefined => store.reservationBook.find(place.id, appointId)?.remark;
    for (let turns = 0; turns < 40; turns += 1) {
      // its client is made anew
      await place.lead(place.home.isales.host);
      const remark = `after ${turns} turns`;
      const change = { appointId, agent: 'liwei', remark };
      const modified = client.reservations.modify({ connectionId: place.id, change, known: null });
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      await place.lead(elsewhere);
      await modified.catch(() => undefined);
      assert.notEqual(remarkOf(), remark, `${remark}: in the other's book`);
      await place.lead(place.home.isales.host);
      const arrived = place.demo.state.reservations.get(appointId)?.remark === remark;
      assert.equal(remarkOf() === remark, arrived, remark);
    }
  });

  test('a password that a server was given is not kept for another one of that ID', async (context) => {
    const place = await ready(context);
    const { client } = place.dialdesk;
    const moved = place.leadAt('updateServer');
    await client.servers.modify({ ...place.server, ...place.settings });
    await Promise.all(moved);
    assert.equal((await client.servers.get(place.server)).passwordSaved, false);
  });

  test('what is kept about a server stays when another one of that ID is deleted', async (context) => {
    const place = await ready(context);
    const { client } = place.dialdesk;
    const { connectionId, serverId } = place.server;
    await place.lead(elsewhere);
    await client.servers.savePassword({ connectionId, serverId, password: 'of the other' });
    await client.servers.setLabel({ connectionId, serverId, label: 'The other' });
    await place.lead(place.home.isales.host);
    const moved = place.leadAt('deleteServer');
    await client.servers.remove(place.server);
    await Promise.all(moved);
    const { store, vault } = place.dialdesk;
    assert.equal(store.serverSettings.get(connectionId, serverId).label, 'The other');
    const owners = store.serverSettings.vaultOwners(connectionId);
    const passwords = await Promise.all(
      owners.map(({ owner }) => vault.get(serverPasswordAccount(owner, serverId))),
    );
    assert.deepEqual(
      passwords.filter((password) => password !== null),
      ['of the other'],
    );
  });
});
