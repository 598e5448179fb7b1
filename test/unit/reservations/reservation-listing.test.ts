import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { m } from '../../../src-main/contract/messages/messages.js';
import type {
  Reservation,
  ReservationPage,
  ReservationQuery,
} from '../../../src-main/contract/reservations.ts';
import type { SheetSource, SheetView } from '../../../src-main/contract/reservation-sheet.ts';
import { App } from '../../../src-renderer/app/app.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';
import { Navigation } from '../../../src-renderer/app/navigation.svelte.ts';
import { Session } from '../../../src-renderer/app/session.svelte.ts';
import { Bulk } from '../../../src-renderer/reservations/bulk.svelte.ts';
import { sortReservations } from '../../../src-renderer/reservations/reservation-order.ts';
import { reservationState } from '../../../src-renderer/reservations/reservation-words.ts';
import { ReservationsState } from '../../../src-renderer/reservations/reservations-state.svelte.ts';
import { fakeBridge } from '../../support/fake-bridge.ts';
import { appState, shownConnection } from '../../support/renderer-samples.ts';
import { mostForTenfold, tenfold } from '../../support/yardstick.ts';

const connection = shownConnection();
const now = Date.UTC(2026, 4, 6, 7);

function reservation(id: string | null, more: Partial<Reservation> = {}): Reservation {
  return {
    appointId: id,
    callType: 'manual',
    appointTime: now + 60_000,
    calledNo: `1380000${(id ?? '').padStart(4, '0')}`,
    taskId: '1',
    taskName: 'Renewals',
    taskStatus: '2',
    timeout: null,
    agent: 'ann',
    agentName: null,
    remark: null,
    ...more,
  };
}

const noCounts = {
  ...{ prepared: 0, queued: 0, running: 0, waiting: 0, paused: 0 },
  ...{ failed: 0, unknown: 0, done: 0, cancelled: 0 },
};
const emptySheet: SheetView = {
  id: '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f',
  name: '',
  headers: [],
  columns: { appointId: null, time: null, agent: null, remark: null },
  ...{ rows: 0, ready: 0, problems: 0, unchanged: 0, warnings: 0, known: 0 },
  plan: { from: null, to: null, agents: 0, overlaps: 0 },
  agents: [],
};

/**
 * The state of the screen over a system that lists these, and what it and the sheets were asked.
 * @param system `most`: how many it gives at once, however many it is asked for; `ready`: when it answers
 */
async function over(
  all: readonly Reservation[],
  total: 'told' | 'untold' = 'told',
  system: {
    readonly most?: number;
    readonly ready?: (query: ReservationQuery) => Promise<void>;
  } = {},
) {
  const { most = Infinity, ready = () => Promise.resolve() } = system;
  const asked: ReservationQuery[] = [];
  const sheets: SheetSource[] = [];
  const fake = fakeBridge({
    app: { state: () => appState({ connectionId: connection.id }) },
    connections: { list: () => [connection] },
    outbox: { list: () => ({ jobs: [], total: 0, counts: noCounts }) },
    reservations: {
      offers: () => ({ list: true, create: true, delete: true }),
      list: async ({ query }) => {
        asked.push(query);
        await ready(query);
        const { agents, offset, limit } = query;
        const rows = all.filter(({ agent }) => !agents || (agent !== null && agents.includes(agent)));
        return {
          total: total === 'told' ? rows.length : null,
          reservations: rows.slice(offset, offset + Math.min(limit, most)),
        };
      },
    },
    reservationChanges: {
      open: ({ source }) => {
        sheets.push(source);
        return emptySheet;
      },
      close: () => undefined,
    },
  });
  const client = createClient(fake.bridge);
  const app = new App(client, await Session.open(client), new Navigation('reservations'));
  const state = new ReservationsState(app);
  await state.open(connection.id);
  const bulk = new Bulk(app);
  const load = (offset = 0) => state.rows(offset, 100, AbortSignal.timeout(60_000));
  /** The IDs that a change of many was opened with. */
  const taken = async (listed: Parameters<Bulk['takeListed']>[1]): Promise<(string | null)[]> => {
    await bulk.takeListed(connection.id, listed, 'listed');
    assert.equal(bulk.error, null);
    const source = sheets.at(-1);
    return source?.kind === 'list' ? source.reservations.map(({ appointId }) => appointId) : [];
  };
  return { state, bulk, load, taken, asked, sheets };
}

const idsOf = (rows: readonly Reservation[]) => rows.map(({ appointId }) => appointId);

suite('what a list shows is what is changed', () => {
  const mixed = Array.from({ length: 250 }, (_, at) =>
    reservation(String(at), {
      callType: at % 2 === 0 ? 'automatic' : 'manual',
      agent: at < 130 ? 'ann' : 'bob',
      appointTime: now + (250 - at) * 60_000,
    }),
  );

  test('all in this list keeps to the type that is chosen', async () => {
    const { state, bulk, load, taken } = await over(mixed);
    state.filters.type = 'automatic';
    assert.equal((await load()).total, 125);
    assert.deepEqual(await taken(state.listed('list')), [], 'none of the hidden manual ones');
    assert.deepEqual(bulk.left, { fixed: 125, beyond: false });
    state.filters.type = 'manual';
    assert.equal((await taken(state.listed('list'))).length, 125);
    assert.deepEqual(bulk.left, { fixed: 0, beyond: false });
  });

  test('in the order in which it is sorted, and only as far as it is narrowed down', async () => {
    const { state, taken, load } = await over(mixed);
    state.filters.agent = 'bob';
    state.listing.sortBy('time');
    const { items, total } = await load();
    assert.deepEqual([total, items[0]?.appointId], [120, '249']);
    const ids = await taken(state.listed('list'));
    assert.deepEqual([ids.length, ids[0], ids.at(-1)], [60, '249', '131']);
  });

  test('ticked ones alone, from a stretch as well', async () => {
    const { state, taken, load } = await over(mixed);
    const { picks } = state.listing;
    const { items } = await load();
    const [first, , , fourth] = items;
    if (!first || !fourth) throw new Error('there are rows');
    picks.toggle(first, 0);
    await picks.stretchTo(fourth, 3);
    assert.deepEqual(idsOf(picks.rows), ['0', '1', '2', '3']);
    assert.deepEqual(await taken(state.listing.ticked()), ['1', '3']);
    await picks.all();
    assert.equal(picks.count, 250);
  });

  test('a list that is longer than a sheet, and rows that cannot be named, are told', async () => {
    const long = Array.from({ length: 20_050 }, (_, at) => reservation(at === 7 ? null : String(at)));
    const { state, bulk, taken } = await over(long);
    assert.equal((await taken(state.listed('list'))).length, 19_999);
    assert.deepEqual(bulk.left, { fixed: 1, beyond: true });
  });

  test('one that was changed here is ticked no longer; another connection has no ticks', async () => {
    const { state, load } = await over(mixed);
    await load();
    await state.listing.picks.all();
    state.changed('4');
    assert.equal(state.listing.picks.count, 249);
    await state.open('3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2e');
    assert.equal(state.listing.picks.count, 0);
  });
});

suite('a change of many that is left while its list is read', () => {
  const another = '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2e';
  const held = () => {
    const page = Promise.withResolvers<ReservationPage>();
    return { page, read: () => page.promise };
  };

  test('becomes no sheet of the connection that is chosen by then', async () => {
    const { bulk, sheets } = await over([]);
    const { page, read } = held();
    const taking = bulk.takeListed(connection.id, read, 'listed');
    await new Promise(setImmediate);
    assert.equal(bulk.busy, true);
    await bulk.leave();
    await bulk.start(another);
    page.resolve({ reservations: [reservation('1')], total: 1 });
    await taking;
    assert.deepEqual([sheets, bulk.sheet, bulk.busy], [[], null, false]);
  });

  test('its failure is not told of the next one', async () => {
    const { bulk } = await over([]);
    const { page, read } = held();
    const taking = bulk.takeListed(connection.id, read, 'listed');
    await new Promise(setImmediate);
    await bulk.leave();
    await bulk.start(connection.id);
    page.reject(new DialdeskError('not_allowed', 'test'));
    await taking;
    assert.equal(bulk.error, null);
  });

  test('a sheet that is opened too late is closed', async () => {
    const { bulk } = await over([]);
    await bulk.start(connection.id);
    const taking = bulk.takeText('1', 'moves');
    await bulk.leave();
    await taking;
    assert.deepEqual([bulk.sheet, bulk.busy], [null, false]);
  });
});

suite('how many a list shows', () => {
  const two = [
    ...Array.from({ length: 150 }, (_, at) => reservation(String(at))),
    reservation('x', { agent: 'bob' }),
  ];

  test('of how many without the filters', async () => {
    const { state, load, asked } = await over(two);
    await load();
    assert.deepEqual(state.listing.count, { shown: 151, atLeast: false, all: 151 });
    state.filters.agent = 'bob';
    await load();
    assert.deepEqual(state.listing.count, { shown: 1, atLeast: false, all: 151 });
    assert.equal(asked.length, 2, 'what is known is not asked for again');
    state.refresh();
    await load();
    await new Promise(setImmediate);
    assert.deepEqual(state.listing.count, { shown: 1, atLeast: false, all: 151 });
    assert.deepEqual([asked.length, asked.at(-1)?.limit], [4, 1]);
  });

  test('an answer that is no longer of the list that is shown counts nothing', async () => {
    const late = Promise.withResolvers<undefined>();
    const ready = ({ agents }: ReservationQuery) => (agents ? late.promise : Promise.resolve());
    const { state, load } = await over(two, 'told', { ready });
    state.filters.agent = 'bob';
    const old = load();
    state.filters.agent = '';
    await load();
    late.resolve(undefined);
    await old;
    assert.deepEqual(state.listing.count, { shown: 151, atLeast: false, all: 151 });
  });

  test('where the system gives fewer than it says there are, at least those', async () => {
    const { state, load } = await over(two, 'told', { most: 60 });
    state.listing.sortBy('time');
    assert.equal((await load()).total, 60);
    assert.deepEqual(state.listing.count, { shown: 60, atLeast: true, all: null });
  });

  test('where the system does not say, at least those that came', async () => {
    const { state, load } = await over(two, 'untold');
    assert.equal((await load()).total, 200);
    assert.deepEqual(state.listing.count, { shown: 100, atLeast: true, all: null });
    await load(100);
    assert.deepEqual(state.listing.count, { shown: 151, atLeast: false, all: null });
  });
});

suite('sorting', () => {
  test('by each column; what is not told stands at the end either way', () => {
    const rows = [
      reservation('a', { agentName: 'Zoe', appointTime: now + 3, callType: 'automatic' }),
      reservation('b', { agentName: 'agent 10', appointTime: null, calledNo: null }),
      reservation('c', { agentName: 'Agent 9', appointTime: now - 1, timeout: '1' }),
      reservation('d', { agent: null, appointTime: now - 2, taskName: 'Arrears', callType: null }),
    ];
    const sorted = (by: Parameters<typeof sortReservations>[1]['by'], descending = false) =>
      idsOf(sortReservations(rows, { by, descending }, now)).join('');
    assert.equal(sorted('time'), 'dcab');
    assert.equal(sorted('time', true), 'acdb');
    assert.equal(sorted('agent'), 'cbad');
    assert.equal(sorted('agent', true), 'abcd');
    assert.equal(sorted('customer', true), 'dcab');
    assert.equal(sorted('campaign'), 'dabc');
    assert.equal(sorted('type'), 'abcd', 'Automatic, Manual, Type unknown');
    assert.equal(sorted('state'), 'bcda', 'Not provided, Overdue, Time has passed, Upcoming');
  });

  test('a third press gives the order of the system back, and nothing is read again for another order', async () => {
    const { state, load, asked } = await over([reservation('b'), reservation('a', { appointTime: now })]);
    assert.deepEqual(idsOf((await load()).items), ['b', 'a']);
    const before = asked.length;
    state.listing.sortBy('time');
    assert.deepEqual(idsOf((await load()).items), ['a', 'b']);
    state.listing.sortBy('time');
    assert.deepEqual(idsOf((await load()).items), ['b', 'a']);
    assert.equal(asked.length, before + 1);
    state.listing.sortBy('time');
    assert.equal(state.listing.sorting, null);
    state.listing.sortBy('actions');
    assert.equal(state.listing.sorting, null);
  });

  test('a list that is read anew gives no part of the old one', async () => {
    const { state } = await over(Array.from({ length: 1_000 }, (_, at) => reservation(String(at))));
    const all = state.listing.picks.all();
    state.refresh();
    await assert.rejects(all, (error) => error instanceof DialdeskError && error.code === 'cancelled');
    assert.equal(state.listing.picks.count, 0);
  });

  test('16,000 are sorted with work in proportion to their number', () => {
    const many = Array.from({ length: 16_000 }, (_, at) =>
      reservation(String((at * 7919) % 16_000), { agent: `agent ${at % 300}` }),
    );
    const growth = tenfold(
      (count) => sortReservations(many.slice(0, count), { by: 'agent', descending: false }, now),
      1_600,
    );
    assert.ok(growth < mostForTenfold, `${growth.toFixed(1)} times the work`);
  });
});

test('a state says one thing; values that no document explains are shown as they came', () => {
  const label = (more: Partial<Reservation>) => reservationState(reservation('a', more), now).label;
  assert.equal(label({ timeout: '1' }), m.reservations_status_overdue());
  assert.equal(label({ timeout: '0' }), m.reservations_when_coming());
  assert.equal(label({ timeout: 'LATE' }), m.reservations_status_timeout({ value: 'LATE' }));
  assert.equal(label({ appointTime: now }), m.reservations_status_passed());
  assert.equal(label({ appointTime: null }), m.reservations_not_provided());
});
