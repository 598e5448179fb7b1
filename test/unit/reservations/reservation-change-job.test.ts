import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once, EventEmitter } from 'node:events';
import { test } from 'node:test';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import type { JobState } from '../../../src-main/contract/jobs.ts';
import { JobQueue } from '../../../src-main/jobs/job-queue.ts';
import { ReservationChangeJob } from '../../../src-main/features/reservations/changes/reservation-change-job.ts';
import { JobsTable } from '../../../src-main/store/jobs.ts';
import { ReservationChangesTable } from '../../../src-main/store/reservation-changes.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { memoryStatements } from '../../support/memory-store.ts';
import { failure } from '../../support/dialdesk-error.ts';

/** A bulk change of `count` rows over a database in memory; `answer` stands for the call centre. */
function setUp(count: number, perMinute = 60_000_000) {
  const sql = memoryStatements();
  const clock = new FakeClock();
  const news = new EventEmitter();
  const jobs = new JobsTable(sql, () => clock.now());
  const rows = new ReservationChangesTable(sql, () => clock.now());
  const asked: string[] = [];
  const centre: { answer: (appointId: string) => void | Promise<void> } = { answer: () => undefined };
  const queue = new JobQueue({
    jobs,
    kinds: [
      new ReservationChangeJob({
        rows,
        clock,
        change: async (_connectionId, { change: { appointId } }) => {
          asked.push(appointId);
          news.emit('asked');
          await centre.answer(appointId);
        },
      }),
    ],
    clock,
    random: () => 0.5,
    newId: randomUUID,
    concurrency: 1,
  });
  queue.subscribe(() => news.emit('changed'));
  const id = randomUUID();
  rows.insert(
    id,
    Array.from({ length: count }, (_, index) => ({
      sheetRow: index + 2,
      change: { appointId: String(index), agent: 'a' },
      known: null,
    })),
  );
  const add = () =>
    queue.add({
      id,
      kind: 'reservation-change',
      name: 'many',
      connectionId: randomUUID(),
      payload: { rows: count, appointId: null, perMinute },
    });
  const until = async (state: JobState): Promise<void> => {
    while (queue.get(id).state !== state) await once(news, 'changed');
    await new Promise(setImmediate);
  };
  const states = () =>
    rows.list({ job: id, states: [], offset: 0, limit: 500 }).rows.map(({ state }) => state);
  return { sql, clock, news, queue, rows, asked, centre, id, add, until, states };
}

const refused = new DialdeskError('result_code', 'no', {
  details: { interface: 'appoint/update', resultCode: '04000004', resultDesc: 'gone' },
});

test('each row has a result of its own; a refused one is not in the way of the next', async () => {
  const { add, asked, centre, id, queue, rows, states, until } = setUp(4);
  centre.answer = (appointId) => {
    if (appointId === '1') throw refused;
    if (appointId === '2') throw failure('outcome_unknown');
  };
  queue.start();
  add();
  await until('done');
  assert.deepEqual(states(), ['sent', 'failed', 'unknown', 'sent']);
  assert.deepEqual(queue.get(id).result, { sent: 2, failed: 1, unknown: 1 });
  assert.deepEqual(asked, ['0', '1', '2', '3']);
  const page = rows.list({ job: id, states: ['failed', 'unknown'], offset: 0, limit: 1 });
  assert.equal(page.total, 2);
  assert.equal(page.rows[0]?.error?.details?.['resultCode'], '04000004');
  assert.deepEqual(page.counts, { waiting: 0, sending: 0, sent: 2, failed: 1, unknown: 1 });
});

test('without the network it waits, and the row waits with it', async () => {
  const { add, asked, centre, id, queue, states, until } = setUp(3);
  centre.answer = (appointId) => {
    if (appointId === '1') throw new DialdeskError('unreachable', 'no network');
  };
  queue.start();
  add();
  await until('waiting');
  assert.deepEqual(states(), ['sent', 'waiting', 'waiting']);
  centre.answer = () => undefined;
  queue.tryNow(id);
  await until('done');
  assert.deepEqual(asked, ['0', '1', '1', '2']);
  assert.deepEqual(states(), ['sent', 'sent', 'sent']);
});

for (const [name, answer] of [
  ['a page', new DialdeskError('outcome_unknown', 'a page', { details: { reason: 'bad_answer' } })],
  ['a redirection', new DialdeskError('http_status', 'elsewhere', { details: { status: 302 } })],
] as const) {
  test(`after ${name} in place of an answer the next row is not sent, but waits`, async () => {
    const { add, asked, centre, id, queue, states, until } = setUp(4);
    centre.answer = (appointId) => {
      if (appointId === '1') throw answer;
    };
    queue.start();
    add();
    await until('waiting');
    assert.deepEqual(states(), ['sent', 'unknown', 'waiting', 'waiting']);
    const { waitingFor } = queue.get(id);
    assert.equal(waitingFor?.kind, 'network');
    assert.notEqual(waitingFor.retryAt, null);
    queue.tryNow(id);
    await until('done');
    assert.deepEqual(asked, ['0', '1', '2', '3']);
    assert.deepEqual(queue.get(id).result, { sent: 3, failed: 0, unknown: 1 });
  });
}

test('nothing waits for the network after the last row', async () => {
  const { add, centre, id, queue, until } = setUp(1);
  centre.answer = () => {
    throw new DialdeskError('outcome_unknown', 'a page', { details: { reason: 'bad_answer' } });
  };
  queue.start();
  add();
  await until('done');
  assert.deepEqual(queue.get(id).result, { sent: 0, failed: 0, unknown: 1 });
});

test('what would be the same for every row stops the job, and tries no other', async () => {
  const { add, asked, centre, id, queue, states, until } = setUp(3);
  centre.answer = () => {
    throw failure('unauthorized');
  };
  queue.start();
  add();
  await until('failed');
  assert.deepEqual([asked.length, states()], [1, ['waiting', 'waiting', 'waiting']]);
  centre.answer = () => undefined;
  queue.retry(id);
  await until('done');
  assert.deepEqual(states(), ['sent', 'sent', 'sent']);
});

test('a pause waits for the answer that is out; going on begins with the next row', async () => {
  const { add, asked, centre, id, news, queue, states, until } = setUp(3);
  const { promise, resolve } = Promise.withResolvers<undefined>();
  centre.answer = (appointId) => (appointId === '1' ? promise : undefined);
  queue.start();
  add();
  while (asked.length < 2) await once(news, 'asked');
  const paused = queue.pause(id);
  assert.deepEqual(states(), ['sent', 'sending', 'waiting']);
  resolve(undefined);
  await paused;
  assert.equal(queue.get(id).state, 'paused');
  assert.deepEqual(states(), ['sent', 'sent', 'waiting']);
  queue.resume(id);
  await until('done');
  assert.deepEqual(asked, ['0', '1', '2']);
});

test('a cancelled one tells exactly which rows were sent', async () => {
  const { add, asked, centre, id, news, queue, rows, states } = setUp(3);
  const { promise, resolve } = Promise.withResolvers<undefined>();
  centre.answer = (appointId) => (appointId === '1' ? promise : undefined);
  queue.start();
  add();
  while (asked.length < 2) await once(news, 'asked');
  const cancelled = queue.cancel(id);
  resolve(undefined);
  await cancelled;
  assert.equal(queue.get(id).state, 'cancelled');
  assert.deepEqual(states(), ['sent', 'sent', 'waiting']);
  assert.deepEqual(rows.counts(id), { waiting: 1, sending: 0, sent: 2, failed: 0, unknown: 0 });
  // lists say so as well: what was sent stays
  const { code, details } = queue.get(id).error ?? {};
  assert.deepEqual([code, details], ['cancelled', { sent: 2, failed: 0, unknown: 0 }]);
});

test('one that is cancelled before any row was sent has nothing to tell', async () => {
  const { add, id, queue } = setUp(3);
  add();
  await queue.cancel(id);
  assert.equal(queue.get(id).error, null);
});

test('rows are not sent faster than was agreed', async () => {
  const { add, asked, clock, news, queue, until } = setUp(3, 60);
  queue.start();
  add();
  while (asked.length < 1) await once(news, 'asked');
  await new Promise(setImmediate);
  clock.advance(999);
  await new Promise(setImmediate);
  assert.deepEqual(asked, ['0']);
  const second = once(news, 'asked');
  clock.advance(1);
  await second;
  await new Promise(setImmediate);
  clock.advance(1000);
  await until('done');
  assert.equal(asked.length, 3);
});

test('rows whose job never came on record are removed', () => {
  const { id, rows } = setUp(3);
  rows.removeOrphans();
  assert.equal(rows.next(id), null);
});
