import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callCentreOf } from '../../../src-main/contract/connections.ts';
import { detailsOf } from '../../../src-main/contract/error-details.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { provesNothing } from '../../support/demo-system.ts';
import { connectionToDemo } from '../../support/dialdesk.ts';
import {
  addImport,
  checkedList,
  placeWithDemo,
  readyServer,
  type DemoPlace,
} from '../../support/demo-import.ts';

/** An import that waits for a password, whose connection is led to another VDN meanwhile. */
async function movedAway(place: DemoPlace) {
  const { client, until } = place.dialdesk;
  const serverId = await readyServer(place);
  await client.servers.savePassword({ connectionId: place.id, serverId, password: 'not this one' });
  const id = await addImport(place, serverId, await checkedList(place));
  await until(id, 'waiting');
  const home = connectionToDemo(place.demo);
  const lead = (vdnId: number) => client.connections.update({ id: place.id, settings: { ...home, vdnId } });
  // what it waits for is no longer what it needs: it asks at once
  await lead(home.vdnId + 1);
  await until(id, 'running');
  const asks = await until(id, 'waiting');
  const { password } = place.demo.sftp;
  const save = () => client.servers.savePassword({ connectionId: place.id, serverId, password });
  // of the other call centre's server
  await save();
  return { id, home, lead, asks, save };
}

test('an import whose connection was led to another call centre asks, and goes when that leads back', async (context) => {
  const place = await placeWithDemo(context);
  const { client, until } = place.dialdesk;
  const { id, home, lead, asks, save } = await movedAway(place);
  assert.equal(asks.waitingFor?.kind, 'decision');
  const { before, after } = detailsOf(asks.waitingFor, 'call_centre_changed');
  assert.equal(before, `${home.isales.host}, VDN ${home.vdnId}`);
  assert.equal(after, `${home.isales.host}, VDN ${home.vdnId + 1}`);
  assert.equal(place.demo.state.imports.length, 0);

  // pressing "try now" is no answer
  await client.outbox.retry({ id });
  await until(id, 'running');
  assert.equal((await until(id, 'waiting')).waitingFor?.code, 'call_centre_changed');
  assert.equal(place.demo.state.imports.length, 0);

  await lead(home.vdnId);
  await save();
  await client.outbox.retry({ id });
  await until(id, 'done');
  assert.equal(place.demo.state.imports.length, 1);
});

test('what was shown is where it goes: after a further change it is asked again', async (context) => {
  const place = await placeWithDemo(context);
  const { client, until } = place.dialdesk;
  const { id, home, lead, asks } = await movedAway(place);
  const { after: centre = '' } = detailsOf(asks.waitingFor, 'call_centre_changed');
  await lead(home.vdnId + 2);
  await client.outbox.decide({ id, decision: { kind: 'go-there', centre } });
  await until(id, 'running');
  const again = await until(id, 'waiting');
  const { before, after } = detailsOf(again.waitingFor, 'call_centre_changed');
  assert.equal(before, centre);
  assert.notEqual(after, centre);

  await lead(home.vdnId + 1);
  await client.outbox.retry({ id });
  // the demo system has no such VDN: what it answers is no longer this question
  const { error } = await until(id, 'failed');
  assert.notEqual(error?.code, 'call_centre_changed');
  assert.equal(place.demo.state.imports.length, 0);
});

test('campaign and server that were chosen from one call centre do not go to another that has the same IDs', async (context) => {
  const place = await placeWithDemo(context);
  const { client, until } = place.dialdesk;
  const serverId = await readyServer(place);
  const [campaignId = ''] = place.demo.state.campaigns.keys();
  const home = connectionToDemo(place.demo);
  const centre = callCentreOf(home);
  const asked = async () => ({
    ...{ list: await checkedList(place), name: 'a', connectionId: place.id, campaignId, centre },
    destination: { connectionId: place.id, serverId, folder: '', fileName: 'a.xlsx' },
    ...{ replace: false, startsAt: null },
  });
  const [done] = await client.imports.add(await asked());
  const { id = '' } = done ?? {};
  await until(id, 'done');
  assert.equal((await client.imports.repeat({ id })).centre, centre);

  // the same system by another name: all its IDs are there as well
  await client.connections.update({
    id: place.id,
    settings: { ...home, isales: { ...home.isales, host: 'localhost' } },
  });
  await assert.rejects(
    client.imports.add(await asked()),
    dialdeskError('call_centre_changed', { before: centre }),
  );
  assert.equal(place.demo.state.imports.length, 1);
});

test('of an import whose answer was lost, nobody is asked where its connection leads elsewhere, and that is said', async (context) => {
  const lost = { http: [{ on: 'uploadFileServer', fault: { kind: 'lost' } }] } as const;
  const place = await placeWithDemo(context, lost, undefined, undefined, provesNothing);
  const { client, until } = place.dialdesk;
  const id = await addImport(place, await readyServer(place), await checkedList(place));
  await until(id, 'unknown');
  await client.importResults.askWitnesses({ job: id });
  const home = connectionToDemo(place.demo);
  await client.connections.update({ id: place.id, settings: { ...home, vdnId: home.vdnId + 1 } });
  const asked = place.demo.counters.requests.queryDataImportTask;
  await assert.rejects(
    client.importResults.askWitnesses({ job: id }),
    dialdeskError('call_centre_changed', { before: callCentreOf(home) }),
  );
  assert.equal(place.demo.counters.requests.queryDataImportTask, asked);
  await client.connections.update({ id: place.id, settings: home });
  await client.importResults.askWitnesses({ job: id });
  assert.ok(place.demo.counters.requests.queryDataImportTask > asked);
});
