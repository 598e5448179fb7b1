import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ActivityTable } from '../../../src-main/store/activity.ts';
import type { ActivityEntry, ActivityQuery } from '../../../src-main/contract/activity.ts';
import { memoryStatements } from '../../support/memory-store.ts';

function entry(change: Partial<ActivityEntry>): ActivityEntry {
  return {
    at: 1000,
    duration: 12.6,
    connectionId: 'one',
    connectionName: 'Headquarters',
    kind: 'request',
    interface: 'queryServer',
    outcome: 'ok',
    code: '0200000',
    asked: 'page 1',
    answered: '3 servers',
    jobId: null,
    ...change,
  };
}

test('entries come a page at a time, the newest first, with the total', () => {
  const table = new ActivityTable(memoryStatements());
  for (let at = 0; at < 25; at++) table.add(entry({ at }));
  const { entries, total } = table.list({ offset: 10, limit: 10 });
  assert.equal(total, 25);
  assert.deepEqual(
    entries.map(({ at }) => at),
    [14, 13, 12, 11, 10, 9, 8, 7, 6, 5],
  );
  assert.equal(entries[0]?.duration, 13);
});

const queries = [
  ['a word of the answer', { search: 'SERVERS' }, 2],
  ['signs that mean something to LIKE', { search: '100%_' }, 1],
  ['Chinese', { search: '失败' }, 1],
  ['a code', { search: '02000007' }, 1],
  ['a connection', { connectionId: 'two' }, 1],
  ['a kind', { kind: 'job' }, 1],
  ['an outcome', { outcome: 'failed' }, 1],
  ['a job', { jobId: 'j1' }, 1],
  ['a span of time, without its end', { from: 1000, to: 2000 }, 2],
  ['several together', { search: 'servers', connectionId: 'two' }, 0],
  ['nothing', { search: 'nowhere' }, 0],
] as const;
for (const [name, query, total] of queries) {
  test(`finds by ${name}`, () => {
    const table = new ActivityTable(memoryStatements());
    table.add(entry({}));
    table.add(entry({ at: 1999, asked: 'rows 100%_ done' }));
    table.add(
      entry({ at: 2000, connectionId: 'two', outcome: 'failed', code: '02000007', answered: '导入失败' }),
    );
    table.add(entry({ at: 3000, kind: 'job', interface: 'import', jobId: 'j1', answered: 'task 1648' }));
    const found = table.list({ ...query, offset: 0, limit: 10 });
    assert.equal(found.total, total);
    assert.equal(found.entries.length, total);
  });
}

test('pruning takes what is older than asked and then the oldest beyond the limit', () => {
  const table = new ActivityTable(memoryStatements());
  for (let at = 0; at < 20; at++) table.add(entry({ at }));
  assert.equal(table.prune(5, 10), 10);
  const left = table.list({ offset: 0, limit: 100 }).entries.map(({ at }) => at);
  assert.deepEqual([left.at(-1), left[0]], [10, 19]);
});

/** All of them can be read. */
const tasksOf = (table: ActivityTable, query: ActivityQuery) =>
  table.tasks(query).map((task) => task ?? assert.fail('it cannot be read'));

test('a job with all that was asked for it is one task, which stands where its outcome does', () => {
  const table = new ActivityTable(memoryStatements());
  table.add(entry({ at: 1000, jobId: 'j1', kind: 'transfer', interface: 'upload' }));
  table.add(entry({ at: 2000, interface: 'updateServer' }));
  table.add(entry({ at: 900, jobId: 'j1', kind: 'job', interface: 'import', outcome: 'unknown' }));
  // what is asked of it later does not bring it back to the top
  table.add(entry({ at: 9_000_000, jobId: 'j1', interface: 'queryDataImportTask' }));
  const page = { offset: 0, limit: 10 };
  assert.deepEqual(
    tasksOf(table, page).map(({ entry: { interface: name }, entries, since }) => [name, entries, since]),
    [
      ['updateServer', 1, 2000],
      ['import', 3, 900],
    ],
  );
  assert.deepEqual(
    tasksOf(table, { ...page, outcome: 'ok', kind: 'transfer' }).map(({ task }) => task),
    ['j1'],
  );
  assert.equal(table.list({ ...page, task: 'j1' }).total, 3);
  assert.deepEqual(
    table.taskDays({}).map(({ count }) => count),
    [2],
  );
});

test('look-ups in a row are one task; what changes something, fails or comes later is another', () => {
  const table = new ActivityTable(memoryStatements());
  for (const at of [1000, 2000, 3000]) table.add(entry({ at, interface: 'callresult' }));
  table.add(entry({ at: 3500, interface: 'callresult', outcome: 'failed' }));
  for (const at of [4000, 5000]) table.add(entry({ at, interface: 'updateServer' }));
  table.add(entry({ at: 4500, interface: 'callresult', connectionId: 'two' }));
  table.add(entry({ at: 500_000, interface: 'callresult' }));
  const counts = tasksOf(table, { offset: 0, limit: 10 }).map(({ entry: { at }, entries }) => [at, entries]);
  assert.deepEqual(counts, [
    [500_000, 1],
    [5000, 1],
    [4500, 1],
    [4000, 1],
    [3500, 1],
    [3000, 3],
  ]);
});

test('a task whose outcome was pruned is led by the newest of what is left', () => {
  const table = new ActivityTable(memoryStatements());
  table.add(entry({ at: 900, jobId: 'j1', kind: 'job', interface: 'import' }));
  for (const at of [2000, 3000]) table.add(entry({ at, jobId: 'j1', interface: 'queryDataImportTask' }));
  assert.equal(table.prune(1000), 1);
  const left = tasksOf(table, { offset: 0, limit: 10 }).map(({ entry: { at }, entries }) => [at, entries]);
  assert.deepEqual(left, [[3000, 2]]);
});

test('a task that cannot be read keeps its place', () => {
  const sql = memoryStatements();
  const table = new ActivityTable(sql);
  for (const at of [1000, 2000]) table.add(entry({ at, interface: 'updateServer' }));
  sql.run("UPDATE activity SET outcome = 'torn' WHERE at = 2000");
  const tasks = table.tasks({ offset: 0, limit: 10 });
  assert.deepEqual(
    tasks.map((task) => task?.entry.at ?? null),
    [null, 1000],
  );
});
