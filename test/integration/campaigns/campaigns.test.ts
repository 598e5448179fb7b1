import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import type { DemoOptions } from '../../../src-main/demo/demo-options.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { connectionToDemo, openDialdesk } from '../../support/dialdesk.ts';
import { sampleConnection } from '../../support/sample-connection.ts';
import { tempFolder } from '../../support/temp-folder.ts';

async function place(context: TestContext, options: Partial<DemoOptions> = {}) {
  const demo = await demoSystem(context, options);
  const folder = tempFolder(context);
  const vault = new MemoryVault();
  const dialdesk = await openDialdesk(context, folder, { vault });
  const { id: connectionId } = await dialdesk.client.connections.create({
    settings: connectionToDemo(demo),
    secretKey: demo.secretKey,
  });
  const { campaigns } = dialdesk.client;
  const find = (search = '', page = 1) => campaigns.find({ connectionId, search, page });
  return { demo, folder, vault, dialdesk, connectionId, campaigns, find };
}

suite('campaigns', () => {
  test('come page by page, all of them, each once', async (context) => {
    const { demo, find } = await place(context, { sizes: { campaigns: 5_000, reservations: 10 } });
    const ids = new Set<string>();
    let page = 1;
    for (let more = true; more; page++) {
      const found = await find('', page);
      for (const { id } of found.campaigns) ids.add(id);
      more = found.more;
    }
    assert.equal(ids.size, demo.state.campaigns.size);
    assert.equal(demo.counters.requests.campaigns, 50);
  });

  test('are searched by name, and asked for once in a while only', async (context) => {
    const { demo, find, campaigns, connectionId } = await place(context);
    const [, campaign] = demo.state.campaigns.values();
    assert.ok(campaign);
    const found = await find(campaign.name.toUpperCase());
    assert.ok(found.campaigns.some(({ id, name }) => id === campaign.id && name === campaign.name));
    await find(campaign.name.toUpperCase());
    assert.equal(demo.counters.requests.campaigns, 1);
    await campaigns.askAgain({ connectionId });
    await find(campaign.name.toUpperCase());
    assert.equal(demo.counters.requests.campaigns, 2);
  });

  test('used last come first, by the name that was told later, and are found by their ID', async (context) => {
    const { demo, dialdesk, connectionId, find } = await place(context);
    const [, , older, newer] = demo.state.campaigns.values();
    assert.ok(older && newer);
    for (const [index, { id: campaignId }] of [older, newer].entries()) {
      dialdesk.store.recentCampaigns.used(connectionId, { campaignId, campaignName: null, usedAt: index });
    }
    const { recent } = await find();
    assert.deepEqual(
      recent,
      [newer, older].map(({ id, name }) => ({ id, name })),
    );
    assert.deepEqual((await find(older.id)).recent, [{ id: older.id, name: older.name }]);
    assert.deepEqual((await find('', 2)).recent, []);
  });

  test('are found by their ID where they are chosen and where they are listed, once each', async (context) => {
    const { demo, dialdesk, connectionId, campaigns, find } = await place(context);
    const all = [...demo.state.campaigns.values()];
    const active = all.find(({ name, id, status }) => status === '2' && !name.includes(id));
    assert.ok(active);
    const { id, name } = active;
    assert.deepEqual(
      (await find(id)).campaigns.filter((found) => found.id === id).map((found) => found.name),
      [name],
    );
    assert.ok(!(await find(id, 2)).campaigns.some((found) => found.id === id));
    const list = (search: string, filter: 'all' | 'active' | 'ended', offset = 0) =>
      campaigns.list({ connectionId, name: search, filter, offset, limit: 50 });
    const { items, total } = await list(id, 'all');
    assert.deepEqual([items[0]?.id, items[0]?.name], [id, name]);
    assert.equal(items.length, total);
    assert.equal((await list(id, 'active')).items[0]?.id, id);
    assert.ok(!(await list(id, 'ended')).items.some((found) => found.id === id), 'its state is another');
    assert.deepEqual((await list('99999999999', 'all')).items, []);
    assert.equal(demo.counters.requests.campaign, 2, 'each ID is looked up once');
    await dialdesk.close();
  });

  test('a system without details has no campaign by its ID, and those by their name', async (context) => {
    const { demo, find } = await place(context, { lacks: ['campaign'] });
    const [campaign] = demo.state.campaigns.values();
    assert.ok(campaign);
    assert.deepEqual((await find(campaign.id)).campaigns, []);
    assert.ok((await find(campaign.name)).campaigns.some(({ id }) => id === campaign.id));
  });

  test('a system without the list is noticed once, over a restart too, until it is asked again', async (context) => {
    const { folder, vault, dialdesk, connectionId, find } = await place(context, {
      lacks: ['campaigns'],
    });
    dialdesk.store.recentCampaigns.used(connectionId, { campaignId: '7', campaignName: null, usedAt: 1 });
    const nothing = { recent: [{ id: '7', name: null }], campaigns: [], more: false, listed: false };
    assert.deepEqual(await find(), nothing);
    assert.deepEqual(await find('spring'), { ...nothing, recent: [] });
    await dialdesk.close();

    const again = await openDialdesk(context, folder, { vault });
    const { campaigns, connections } = again.client;
    assert.deepEqual(await campaigns.find({ connectionId, search: '', page: 1 }), nothing);
    // another system, now behind the same connection, has it
    const newer = await demoSystem(context);
    await connections.update({
      id: connectionId,
      settings: connectionToDemo(newer),
      secretKey: newer.secretKey,
    });
    assert.equal((await campaigns.find({ connectionId, search: '', page: 1 })).listed, true);
  });

  test('the way to ask again leads to the call centre', async (context) => {
    const { dialdesk, connectionId, campaigns, find } = await place(context, {
      faults: { http: [{ on: 'campaigns', fault: { kind: 'status', status: 405 } }] },
    });
    assert.equal((await find()).listed, false);
    assert.equal((await find()).listed, false);
    await campaigns.askAgain({ connectionId });
    assert.equal((await find()).listed, true);
    await dialdesk.close();
  });

  test('a failure is no lack: it is told, and the next look asks again', async (context) => {
    const { find } = await place(context, {
      faults: { http: [{ on: 'campaigns', fault: { kind: 'code', resultCode: '0200001' } }] },
    });
    await assert.rejects(find(), dialdeskError('result_code'));
    assert.equal((await find()).listed, true);
  });

  test('without a secret key nothing is sent', async (context) => {
    const dialdesk = await openDialdesk(context, tempFolder(context));
    const made = await dialdesk.client.connections.create({ settings: sampleConnection(), secretKey: 'SK' });
    await dialdesk.vault.delete(`connection:${made.id}:sk`);
    await assert.rejects(
      dialdesk.client.campaigns.find({ connectionId: made.id, search: '', page: 1 }),
      dialdeskError('secret_key_needed'),
    );
  });
});
