import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ResultTable } from '../../../src-main/call-list/results/result-table.ts';
import { RowOutcomes } from '../../../src-main/call-list/results/row-outcomes.ts';
import type { CallResultRow } from '../../../src-main/contract/call-result-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { join } from 'node:path';

const result = (change: Partial<CallResultRow> = {}): CallResultRow => ({
  called: '13800138000',
  sessionId: null,
  time: '2026-05-06 07:00:00',
  outcome: 'failed',
  failCode: '00145',
  resultCode: null,
  callId: 'C1',
  ...change,
});

/** A table, and what adds rows to it: they stand in a list instead of a file. */
function tableOfRows() {
  const rows: CallResultRow[] = [];
  const table = new ResultTable({ row: ({ at }) => rows[at] ?? assert.fail(`no row at ${at}`) });
  return {
    table,
    add: (row: CallResultRow): void => {
      rows.push(row);
      table.add(row, { at: rows.length - 1, length: 1 });
    },
  };
}

test('every result is found by its number, however many there are', () => {
  const { table, add } = tableOfRows();
  const count = 100_000;
  for (let index = 0; index < count; index++) add(result({ called: `1${index}`, callId: `C${index}` }));
  assert.equal(table.size, count);
  for (let index = 0; index < count; index += 997) {
    assert.deepEqual(
      table.find(`1${index}`).map(({ row }) => row.callId),
      [`C${index}`],
    );
  }
  assert.deepEqual(table.find('1x'), []);
  const [first] = table.find('10');
  assert.ok(first && table.use(first.index) && !table.use(first.index));
  assert.equal([...table.unused()].length, count - 1);
});

test('of one number the latest result counts, and sessions are told apart', () => {
  const { table, add } = tableOfRows();
  add(result({ time: '2026-05-06 08:00:00', callId: 'later', outcome: 'connected' }));
  add(result({ callId: 'earlier' }));
  add(result({ sessionId: 'S2', callId: 'other' }));
  assert.deepEqual(
    table
      .find('13800138000')
      .map(({ row }) => row.callId)
      .toSorted(),
    ['later', 'other'],
  );
  assert.equal(table.superseded, 1);
});

test('what became of each row is kept without a number, and read again', async (context) => {
  const path = join(tempFolder(context), 'kept.outcomes');
  const outcomes = RowOutcomes.empty();
  for (let index = 0; index < 70_000; index++) outcomes.add(index % 2 ? result() : undefined);
  outcomes.add(result({ failCode: null }));
  outcomes.add(result({ outcome: 'connected' }));
  await outcomes.write(path);
  const read = await RowOutcomes.read(path);
  assert.equal(read?.rows, 70_002);
  assert.deepEqual(
    [0, 1, 69_999, 70_000, 70_001].map((index) => read.failedWith(index, new Set(['00145', '']))),
    [false, true, true, true, false],
  );
  assert.equal(await RowOutcomes.read(`${path}.none`), null);
});
