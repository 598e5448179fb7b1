import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { BookedReservation } from '../../../src-main/contract/reservation-book.ts';
import { ConnectionsTable } from '../../../src-main/store/connections.ts';
import { ReservationBookTable } from '../../../src-main/store/reservation-book.ts';
import { memoryStatements } from '../../support/memory-store.ts';
import { sampleConnection } from '../../support/sample-connection.ts';

const connectionId = '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f';

function place() {
  const sql = memoryStatements();
  new ConnectionsTable(sql).add({ id: connectionId, demo: false, settings: sampleConnection() });
  const book = new ReservationBookTable(sql);
  const put = (more: Partial<BookedReservation>): BookedReservation => {
    const entry: BookedReservation = {
      id: randomUUID(),
      connectionId,
      appointId: '1',
      callType: 'manual',
      appointTime: 1_000,
      calledNo: '13800138000',
      taskId: '16',
      taskName: 'Spring 100%',
      agent: 'ann',
      agentName: null,
      remark: null,
      action: 'modified',
      change: null,
      outcome: 'done',
      at: 5,
      ...more,
    };
    book.put(entry);
    return entry;
  };
  const list = (more: { search?: string; from?: number; to?: number; standing?: boolean } = {}) =>
    book.list({ connectionId, search: '', offset: 0, limit: 10, ...more });
  return { sql, book, put, list };
}

test('a reservation has one entry, the last sent first', () => {
  const { book, put, list } = place();
  put({ at: 1 });
  const again = put({ at: 2, agent: 'bob' });
  const other = put({ at: 3, appointId: '2' });
  assert.deepEqual(list().entries, [other, again]);
  assert.deepEqual(book.find(connectionId, '1'), again);
  assert.equal(book.remove(again.id), true);
  assert.equal(list().total, 1);
});

test('creations whose ID was lost stand side by side', () => {
  const { put, list } = place();
  put({ appointId: null });
  put({ appointId: null });
  assert.equal(list().total, 2);
});

test('those that are still there: all but what was cancelled for certain, or perhaps', () => {
  const { put, list } = place();
  put({ appointId: '1' });
  put({ appointId: '2', action: 'cancelled' });
  put({ appointId: '3', action: 'cancelled', outcome: 'unknown' });
  put({ appointId: '4', action: 'cancelled', outcome: 'not_done' });
  const { entries, total } = list({ standing: true });
  assert.deepEqual(entries.map(({ appointId }) => appointId).sort(), ['1', '4']);
  assert.deepEqual([total, list().total], [2, 4]);
});

test('found by what it says, and by its time', () => {
  const { put, list } = place();
  put({});
  assert.equal(list({ search: ' SPRING 100% ' }).total, 1);
  assert.equal(list({ search: 'spring_' }).total, 0);
  assert.equal(list({ from: 1_000, to: 1_001 }).total, 1);
  assert.equal(list({ from: 0, to: 1_000 }).total, 0);
});

test('an entry of a later version is left out, not lost', () => {
  const { sql, put, list } = place();
  put({});
  sql.run(`UPDATE reservation_book SET entry = '{"v":9,"value":{}}'`);
  assert.deepEqual(list().entries, []);
  assert.equal(list().total, 1);
});
