import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detailsOf } from '../../../src-main/contract/error-details.ts';
import { nextStart } from '../../../src-main/contract/start-plan.ts';
import type { ImportPayload } from '../../../src-main/features/imports/job/import-payload.ts';
import { importPayloadColumn } from '../../../src-main/features/imports/job/import-payload.ts';
import { checkedList, placeWithDemo, readyServer } from '../../support/demo-import.ts';

test('an import whose hour passed while its server was away asks, and starts as was decided', async (context) => {
  const place = await placeWithDemo(context);
  const { client, until, store } = place.dialdesk;
  const serverId = await readyServer(place);
  const { password } = place.demo.sftp;
  const [campaignId = ''] = place.demo.state.campaigns.keys();
  const later = new Date(Date.now() + 3 * 3_600_000);
  const startsAt = { hour: later.getHours(), minute: later.getMinutes() };
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  await client.servers.savePassword({ connectionId: place.id, serverId, password: 'not this one' });
  const [job] = await client.imports.add({
    list: await checkedList(place),
    name: 'late',
    connectionId: place.id,
    campaignId,
    destination: { connectionId: place.id, serverId, folder: '', fileName: 'late.xlsx' },
    replace: false,
    startsAt,
  });
  const id = job?.id ?? '';
  const waits = await until(id, 'waiting');
  const payload = importPayloadColumn.decode(store.jobs.cargo(id)?.payload);
  assert.ok(payload.ok);
  const { startPlan } = payload.value;
  assert.ok(startPlan);
  assert.equal(startPlan.at, nextStart(startsAt, zone, Date.now()));
  assert.equal(startPlan.zoneKnown, false, 'the connection names no zone');

  // A day goes by.
  const yesterday: ImportPayload = {
    ...payload.value,
    startPlan: { ...startPlan, at: startPlan.at - 24 * 3_600_000 },
  };
  store.jobs.save(waits, { payload: importPayloadColumn.encode(yesterday) });
  await client.servers.savePassword({ connectionId: place.id, serverId, password });
  await until(id, 'running');
  const asks = await until(id, 'waiting');
  assert.equal(asks.waitingFor?.code, 'start_passed');
  const passed = detailsOf(asks.waitingFor, 'start_passed');
  assert.deepEqual(
    [passed.hour, passed.minute, passed.at],
    [...Object.values(startsAt), yesterday.startPlan?.at],
  );
  assert.equal(place.demo.state.imports.length, 0);

  await client.outbox.decide({ id, decision: { kind: 'start-at', at: startPlan.at } });
  await until(id, 'done');
  const [sent] = place.demo.state.imports;
  assert.equal(sent?.dueTime, startPlan.at);
});
