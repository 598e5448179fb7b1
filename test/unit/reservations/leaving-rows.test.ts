import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { SheetView } from '../../../src-main/contract/reservation-sheet.ts';
import { App } from '../../../src-renderer/app/app.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';
import { Navigation } from '../../../src-renderer/app/navigation.svelte.ts';
import { Session } from '../../../src-renderer/app/session.svelte.ts';
import { Bulk } from '../../../src-renderer/reservations/bulk.svelte.ts';
import { confirmDiscard } from '../../../src-renderer/reservations/confirm-discard.ts';
import { confirmations } from '../../../src-renderer/ui/confirm.svelte.ts';
import { fakeBridge } from '../../support/fake-bridge.ts';
import { appState, shownConnection } from '../../support/renderer-samples.ts';

const connection = shownConnection();
const columns = { appointId: 0, time: 1, agent: null, remark: null };
const view: SheetView = {
  id: '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f',
  name: 'moves',
  headers: ['id', 'time'],
  columns,
  ...{ rows: 2, ready: 2, problems: 0, unchanged: 0, warnings: 0, known: 0 },
  plan: { from: null, to: null, agents: 0, overlaps: 0 },
  agents: [],
};
const row = {
  index: 0,
  sheetRow: 2,
  cells: { appointId: '1', time: '', agent: '', remark: '' },
  ...{ change: null, known: null, issues: [] },
};

/** A sheet that was just pasted. @param taken how many rows a change of many takes */
async function sheetOf({ taken = 2 } = {}): Promise<{ bulk: Bulk; navigation: Navigation }> {
  const { bridge } = fakeBridge({
    app: { state: () => appState({ connectionId: connection.id }) },
    connections: { list: () => [connection] },
    reservationChanges: {
      open: () => view,
      close: () => undefined,
      map: () => view,
      edit: () => ({ row, view }),
      indexes: () => [0, 1],
      apply: () => ({ taken, view }),
      lookUp: () => view,
    },
  });
  const client = createClient(bridge);
  const navigation = new Navigation('reservations');
  const bulk = new Bulk(new App(client, await Session.open(client), navigation));
  bulk.bound.bindTo(connection.id);
  await bulk.takeText('1\t2026-05-06 10:30', 'moves');
  assert.notEqual(bulk.sheet, null);
  return { bulk, navigation };
}

/** Whether leaving asks; the answer is to stay. */
async function asks(bulk: Bulk): Promise<boolean> {
  const leaving = confirmDiscard(bulk);
  const asked = confirmations.current !== undefined;
  confirmations.answer(false);
  assert.equal(await leaving, !asked);
  return asked;
}

suite('leaving the rows of a change of many', () => {
  test('asks nothing where nothing was changed', async () => {
    const { bulk, navigation } = await sheetOf();
    await bulk.lookUp();
    bulk.picks.none();
    assert.deepEqual([await asks(bulk), navigation.unsaved], [false, false]);
  });

  const changes: readonly [string, (bulk: Bulk) => Promise<unknown>][] = [
    ['a cell', (bulk) => bulk.edit(0, { time: '2026-05-06 11:00' })],
    ['the columns', (bulk) => bulk.map({ ...columns, time: null })],
    ['many rows', (bulk) => bulk.apply({ kind: 'remark', text: 'moved' })],
  ];
  for (const [what, change] of changes) {
    test(`asks once ${what} changed, until there is another sheet`, async () => {
      const { bulk, navigation } = await sheetOf();
      await change(bulk);
      assert.deepEqual([await asks(bulk), navigation.unsaved], [true, true]);
      await bulk.takeText('2', 'others');
      assert.deepEqual([await asks(bulk), navigation.unsaved], [false, false]);
    });
  }

  test('asks nothing after changes that took no row', async () => {
    const { bulk } = await sheetOf({ taken: 0 });
    await bulk.apply({ kind: 'remark', text: 'moved' });
    await bulk.edit(0, {});
    assert.equal(await asks(bulk), false);
  });

  test('asks nothing once they were given up', async () => {
    const { bulk } = await sheetOf();
    await bulk.edit(0, { time: '2026-05-06 11:00' });
    await bulk.giveUp();
    assert.equal(await asks(bulk), false);
  });
});
