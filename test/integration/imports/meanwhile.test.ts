import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { callCentreOf } from '../../../src-main/contract/connections.ts';
import type { ImportPlan } from '../../../src-main/contract/imports.ts';
import { connectionToDemo } from '../../support/dialdesk.ts';
import { checkedList, placeWithDemo, readyServer } from '../../support/demo-import.ts';

/** A place with a server, whose connection can be led to another call centre with the same IDs. */
async function ready(context: TestContext) {
  const place = await placeWithDemo(context);
  const { demo, dialdesk, id: connectionId } = place;
  const serverId = await readyServer(place);
  const [campaignId = '', other = ''] = demo.state.campaigns.keys();
  const home = connectionToDemo(demo);
  const lead = (host: string) =>
    dialdesk.client.connections.update({
      id: connectionId,
      settings: { ...home, isales: { ...home.isales, host }, ccfs: { ...home.ccfs, host } },
    });
  const destination = { connectionId, serverId, folder: '', fileName: 'a.xlsx' };
  const plan: ImportPlan = { ...destination, campaignId, serverName: null, startsAt: null };
  return { ...place, other, home, lead, plan };
}

test('a copy of a prepared import belongs to the call centre of the one it was made of', async (context) => {
  const { dialdesk, plan, lead, home, id: connectionId, ...place } = await ready(context);
  const { imports, outbox } = dialdesk.client;
  const [job] = await imports.prepare({
    list: await checkedList({ ...place, dialdesk, id: connectionId }),
    name: 'a',
    plan,
  });
  const id = job?.id ?? assert.fail();
  await dialdesk.until(id, 'prepared');
  await lead('localhost');
  const copy = await imports.duplicate({ id, name: 'b' });
  assert.equal((await outbox.get({ id: copy.id })).centre, callCentreOf(home));
});

test('a prepared import whose plan was chosen where its connection leads by now belongs there', async (context) => {
  const { dialdesk, plan, lead, home, other, id: connectionId, ...place } = await ready(context);
  const { imports, outbox } = dialdesk.client;
  const [job] = await imports.prepare({
    list: await checkedList({ ...place, dialdesk, id: connectionId }),
    name: 'a',
    plan,
  });
  const id = job?.id ?? assert.fail();
  await dialdesk.until(id, 'prepared');
  await lead('localhost');
  const centre = callCentreOf({ ...home, isales: { ...home.isales, host: 'localhost' } });
  await imports.editPlan({ id, name: 'a', plan: { ...plan, campaignId: other }, centre });
  assert.equal((await outbox.get({ id })).centre, centre);
});
