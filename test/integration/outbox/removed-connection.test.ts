import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { placeWithDemo } from '../../support/demo-import.ts';

test('nothing comes into the outbox for a connection that has just been removed', async (context) => {
  const { dialdesk, demo, id: connectionId } = await placeWithDemo(context);
  const { client, store } = dialdesk;
  await client.connections.remove({ id: connectionId });
  const [appointId = ''] = demo.state.reservations.keys();
  const rows = [{ sheetRow: 1, change: { appointId, agent: 'agent-1', remark: 'late' }, known: null }];
  const asked = { connectionId, name: 'late', perMinute: 1200 as const, rows };
  await assert.rejects(client.reservationChanges.add(asked), dialdeskError('not_found'));
  assert.equal((await client.outbox.list({})).total, 0);
  assert.equal(store.jobs.needsConnection(connectionId), false);
});
