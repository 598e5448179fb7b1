import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { Job, JobQuery, JobState } from '../../../src-main/contract/jobs.ts';
import { JobsTable } from '../../../src-main/store/jobs.ts';
import type { JobCargo } from '../../../src-main/store/jobs.ts';
import { memoryStatements } from '../../support/memory-store.ts';
import { sampleJob } from '../../support/sample-job.ts';
import { mostForTenfold, tenfold } from '../../support/yardstick.ts';

const cargo: JobCargo = { payload: '{}', memory: null, resource: null };
const all = { states: [], kinds: [], search: '', sort: 'order' as const, offset: 0, limit: 100 };

function newTable() {
  const sql = memoryStatements();
  return { sql, table: new JobsTable(sql, () => 500) };
}

test('a job comes back as it was saved, with its cargo', () => {
  const { table } = newTable();
  const job = sampleJob();
  table.insert(job, { payload: '{"p":1}', memory: null, resource: 'server' });
  assert.deepEqual(table.get(job.id), job);
  const changed = {
    ...job,
    state: 'waiting' as const,
    name: 'Renamed',
    attempts: 3,
    waitingFor: {
      kind: 'network' as const,
      code: 'timed_out' as const,
      details: { host: 'h' },
      retryAt: 9000,
    },
    updatedAt: 2000,
  };
  assert.equal(table.save(changed, { memory: '{"m":1}' }), true);
  assert.deepEqual(table.get(job.id), changed);
  assert.deepEqual(table.cargo(job.id), { payload: '{"p":1}', memory: '{"m":1}', resource: 'server' });
  assert.equal(table.nextRetry(), 9000);
  assert.equal(table.remove(job.id), true);
  assert.equal(table.save(changed), false);
  assert.equal(table.nextRetry(), null);
});

test('a list is sorted by each of its columns, page by page, the newest first among equals', () => {
  const { sql, table } = newTable();
  const near = randomUUID();
  sql.run(
    `INSERT INTO connections (id, position, demo, settings) VALUES (?, 1, 0, ?)`,
    near,
    JSON.stringify({ v: 1, value: { name: 'Shenzhen' } }),
  );
  const { summary } = sampleJob();
  const insert = (name: string, change: Partial<Job>, rows: number, campaignName: string | null): void => {
    const of = { ...summary, rows, campaignName } as Job['summary'];
    table.insert(sampleJob({ name, ...change, summary: of }), cargo);
  };
  insert('list 10', { state: 'done', createdAt: 1, updatedAt: 90, connectionId: near }, 5, '重庆');
  insert('list 2', { state: 'failed', createdAt: 30, updatedAt: 95 }, 100, '北京');
  insert('List 1', { state: 'unknown', createdAt: 20, updatedAt: 99 }, 20, null);
  const names = (query: Partial<JobQuery>) => table.list({ ...all, ...query }).jobs.map(({ name }) => name);
  assert.deepEqual(names({ sort: 'name' }), ['List 1', 'list 2', 'list 10']);
  assert.deepEqual(names({ sort: 'name', descending: true }), ['list 10', 'list 2', 'List 1']);
  // without a name a campaign is sorted by its ID, and Chinese by its sound
  assert.deepEqual(names({ sort: 'campaign' }), ['list 2', 'list 10', 'List 1']);
  assert.deepEqual(names({ sort: 'connection' }), ['list 2', 'List 1', 'list 10']);
  assert.deepEqual(names({ sort: 'rows' }), ['list 10', 'List 1', 'list 2']);
  assert.deepEqual(names({ sort: 'when', descending: true }), ['list 10', 'list 2', 'List 1']);
  assert.deepEqual(names({ sort: 'state' }), ['List 1', 'list 2', 'list 10']);
  assert.deepEqual(names({ sort: 'rows', offset: 1, limit: 1 }), ['List 1']);
  assert.equal(table.list({ ...all, sort: 'rows', search: 'list 1', limit: 1 }).total, 2);
});

test('a page is found by state and by words in name, file, campaign, server and task', () => {
  const { table } = newTable();
  const states: JobState[] = ['queued', 'queued', 'done'];
  states.forEach((state, index) => {
    table.insert(sampleJob({ state, name: `Job ${index}`, position: 10 - index, createdAt: index }), cargo);
  });
  table.insert(sampleJob({ state: 'done', result: { importTaskId: '164870990605164' }, position: 0 }), cargo);
  const names = (query: Partial<JobQuery>) => table.list({ ...all, ...query }).jobs.map(({ name }) => name);
  assert.deepEqual(names({ states: ['queued'] }), ['Job 1', 'Job 0']);
  assert.deepEqual(names({ search: 'c-77', sort: 'newest' }), ['Spring leads', 'Job 2', 'Job 1', 'Job 0']);
  assert.deepEqual(names({ search: '990605' }), ['Spring leads']);
  assert.deepEqual(names({ search: 'job', offset: 1, limit: 1 }), ['Job 1']);
  assert.equal(table.list({ ...all, search: 'job', limit: 1 }).total, 3);
  assert.equal(table.counts().queued, 2);
  assert.equal(table.counts().done, 2);
  assert.equal(table.counts().failed, 0);
});

test('the next job is the first whose resource is free', () => {
  const { table } = newTable();
  const add = (name: string, position: number, resource: string | null, state: JobState = 'queued') => {
    const waitingFor =
      state === 'waiting'
        ? { kind: 'password' as const, code: 'password_needed' as const, details: {}, retryAt: null }
        : null;
    table.insert(sampleJob({ name, position, state, waitingFor }), { ...cargo, resource });
  };
  add('waits', 1, 'locked', 'waiting');
  add('behind it', 2, 'locked');
  add('busy', 3, 'busy');
  add('free', 4, 'free');
  add('needs nothing', 5, null);
  assert.equal(table.nextQueued(['busy'])?.name, 'free');
  assert.equal(table.nextQueued(['busy', 'free'])?.name, 'needs nothing');
  assert.equal(table.nextQueued([])?.name, 'busy');
});

test('jobs move before another, to the end, and as often as one likes', () => {
  const { table } = newTable();
  const ids = ['a', 'b', 'c'].map((name, index) => {
    const job = sampleJob({ name, position: index + 1 });
    table.insert(job, cargo);
    return job.id;
  });
  const [a = '', b = '', c = ''] = ids;
  const order = () =>
    table
      .list(all)
      .jobs.map(({ name }) => name)
      .join('');
  assert.equal(table.order.move(c, a), true);
  assert.equal(order(), 'cab');
  assert.equal(table.order.move(c, null), true);
  assert.equal(order(), 'abc');
  // Halving one gap 200 times leaves the range of a double.
  for (let times = 0; times < 100; times++) {
    assert.ok(table.order.move(b, a));
    assert.equal(order(), 'bac');
    assert.ok(table.order.move(a, b));
    assert.equal(order(), 'abc');
  }
  assert.equal(table.order.move(a, randomUUID()), false);
});

test('jobs are moved among those that a list shows, past those it does not', () => {
  const { table } = newTable();
  const ids = ['a', 'b', 'c', 'd', 'e'].map((name, position) => {
    const job = sampleJob({ name, position, state: name === 'b' || name === 'd' ? 'done' : 'queued' });
    table.insert(job, cargo);
    return job.id;
  });
  const [a, , c, , e] = ids as [string, string, string, string, string];
  const among = { states: ['queued' as const], kinds: [], search: '' };
  const order = () =>
    table
      .list(all)
      .jobs.map(({ name }) => name)
      .join('');
  assert.ok(table.order.shift(e, 'up', among));
  assert.equal(order(), 'abecd');
  assert.ok(table.order.shift(a, 'down', among));
  assert.equal(order(), 'beacd');
  assert.ok(table.order.shift(c, 'first', among));
  assert.equal(order(), 'bcead');
  assert.ok(table.order.shift(c, 'last', among));
  assert.equal(order(), 'beadc');
  for (const [id, to] of [
    [e, 'up'],
    [c, 'down'],
    [e, 'first'],
  ] as const) {
    assert.ok(table.order.shift(id, to, among), 'an end is no failure');
    assert.equal(order(), 'beadc');
  }
  assert.equal(table.order.shift(randomUUID(), 'up', among), false);
});

test('a page counts the states of what its kinds and search find', () => {
  const { table } = newTable();
  for (const state of ['queued', 'done', 'done'] as const)
    table.insert(sampleJob({ state, name: 'spring' }), cargo);
  const voice = { kind: 'voice-upload' as const, fileName: 'hello.wav', bytes: 1 };
  table.insert(sampleJob({ kind: 'voice-upload', name: 'hello', summary: voice, state: 'failed' }), cargo);
  const counts = (query: Partial<JobQuery>) => {
    const { queued, done, failed } = table.counts({ ...all, ...query });
    return { queued, done, failed };
  };
  assert.deepEqual(counts({}), { queued: 1, done: 2, failed: 1 });
  assert.deepEqual(counts({ kinds: ['voice-upload'] }), { queued: 0, done: 0, failed: 1 });
  assert.deepEqual(counts({ search: 'SPRING', states: ['queued'] }), { queued: 1, done: 2, failed: 0 });
  assert.equal(table.list({ ...all, kinds: ['import'] }).total, 3);
});

test('a prepared import may have no connection', () => {
  const { table } = newTable();
  const job = sampleJob({ connectionId: null, state: 'prepared', hold: true });
  table.insert(job, cargo);
  assert.equal(table.get(job.id)?.connectionId, null);
  const connectionId = randomUUID();
  table.save({ ...job, connectionId });
  assert.equal(table.get(job.id)?.connectionId, connectionId);
});

test('a connection is needed by every job that is not over', () => {
  const { table } = newTable();
  const job = sampleJob({ state: 'paused' });
  table.insert(job, cargo);
  assert.equal(table.needsConnection(job.connectionId ?? ''), true);
  assert.equal(table.needsConnection(randomUUID()), false);
  for (const state of ['done', 'cancelled'] as const) {
    table.save({ ...job, state });
    assert.equal(table.needsConnection(job.connectionId ?? ''), false);
  }
});

const damages = [
  ['a report that is no JSON', `report = 'x'`],
  ['a report of a later version', `report = replace(report, '{"v":1', '{"v":9')`],
  ['a state nobody knows', `state = 'sleeping'`],
  ['a connection that is no ID', `connection_id = '1'`],
] as const;
for (const [name, change] of damages) {
  test(`a row with ${name} is set aside whole`, () => {
    const { sql, table } = newTable();
    const [good, bad] = [sampleJob(), sampleJob()];
    table.insert(bad, { ...cargo, payload: 'precious' });
    table.insert(good, cargo);
    sql.run(`UPDATE jobs SET ${change} WHERE id = ?`, bad.id);
    assert.deepEqual(
      table.list(all).jobs.map(({ id }) => id),
      [good.id],
    );
    assert.equal(table.get(bad.id), null);
    const [aside] = table.listSetAside();
    assert.equal(aside?.id, bad.id);
    assert.equal(aside.setAsideAt, 500);
    assert.match(aside.row, /precious/);
    assert.ok(aside.reason.length > 0);
    assert.equal(table.knows(bad.id), true);
    assert.equal(table.list(all).total, 1);
  });
}

test('10,000 jobs: a page, the counts and the next job take work in proportion to their number', () => {
  const tables = new Map<number, JobsTable>();
  const tableOf = (count: number): JobsTable => {
    const { sql, table } = newTable();
    sql.transaction(() => {
      for (let index = 0; index < count; index++) {
        table.insert(sampleJob({ position: index, state: index % 2 ? 'done' : 'queued' }), {
          ...cargo,
          resource: index < count - 10 ? 'one server' : 'another',
        });
      }
    });
    tables.set(count, table);
    return table;
  };
  const growth = tenfold((count) => {
    const table = tables.get(count) ?? tableOf(count);
    assert.equal(table.list({ ...all, search: 'spring', offset: 0.9 * count }).jobs.length, 100);
    assert.equal(table.counts().queued, count / 2);
    assert.ok(table.nextQueued(['one server']));
  }, 1_000);
  assert.ok(growth < mostForTenfold, `${growth.toFixed(1)} times the work`);
});
