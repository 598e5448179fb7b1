import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsSum } from '../../../src-renderer/call-results/result-sum.ts';

const task = (imported: number, repeated = 0, failed = 0, blocked = 0) => ({
  sent: 100,
  takenBack: null,
  task: {
    ...{
      id: '1',
      status: 'complete' as const,
      statusText: '2',
      beginTime: null,
      endTime: null,
      errorText: null,
    },
    ...{ imported, repeated, failed, blocked },
  },
});
const rows = { rows: 100, rejected: 7 };
const results = (connected: number, failed: number, unknown = 0) => ({
  ...{ connected, failed, unknown },
  missing: 0 as number | null,
});
const takenBack = { at: 1_777_000_000_000, counts: null };

const cases: readonly [string, ReturnType<typeof rowsSum>, Partial<ReturnType<typeof rowsSum>>][] = [
  [
    'all imported, some not called yet',
    rowsSum(results(40, 20), rows, task(100)),
    { notImported: 0, notCalled: 40, withoutResult: 0, difference: 0 },
  ],
  [
    'some not imported',
    rowsSum(results(40, 20, 1), rows, task(90, 4, 3, 3)),
    { notImported: 10, notCalled: 29, difference: 0 },
  ],
  [
    'the call centre accounts for fewer rows than were sent',
    rowsSum(results(40, 20), rows, task(90)),
    { notImported: 0, notCalled: 30, difference: 10 },
  ],
  [
    'more results than imported rows',
    rowsSum(results(60, 40), rows, task(95, 5)),
    { notImported: 5, notCalled: 0, difference: -5 },
  ],
  [
    'it was taken back: what has no result is not still to be called',
    rowsSum(results(40, 20), rows, { ...task(90, 10), takenBack }),
    { notImported: 10, notCalled: null, withoutResult: 30, difference: 0 },
  ],
  [
    'not all results came: what has none may have been called',
    rowsSum({ ...results(40, 20), missing: 5 }, rows, task(90, 10)),
    { notImported: 10, notCalled: null, withoutResult: 30, difference: 0 },
  ],
  [
    'nobody says how many were imported: what has no result stays unknown',
    rowsSum(results(40, 20), rows, undefined),
    { notImported: null, notCalled: null, withoutResult: 40, difference: 0 },
  ],
  [
    'the import is not listed',
    rowsSum(results(70, 40), rows, { sent: 100, task: null, takenBack: null }),
    { notImported: null, withoutResult: 0, difference: -10 },
  ],
];
for (const [what, sum, wanted] of cases) {
  test(`rows add up: ${what}`, () => {
    assert.deepEqual({ ...sum, ...wanted }, sum);
    const { total, rejected, notImported, notCalled, withoutResult, connected, failed, unknown } = sum;
    const parts = [rejected, notImported ?? 0, notCalled ?? 0, withoutResult, connected, failed, unknown];
    assert.equal(
      parts.reduce((whole, part) => whole + part, sum.difference),
      total,
    );
  });
}
