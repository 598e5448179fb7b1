import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { DuplicatePolicy } from '../../../src-main/contract/call-list.ts';
import { CallRecord, columnNumber } from '../../../src-main/call-list/check/call-record.ts';
import { Checker } from '../../../src-main/call-list/check/checker.ts';
import { summarize } from '../../../src-main/call-list/check-source.ts';

const policies = ['first', 'last', 'none', 'keep-all'] as const;

function checked(rows: readonly (readonly string[])[], duplicates: DuplicatePolicy): Checker {
  const checker = new Checker(1, { ivr: false, duplicates, now: 0 });
  const record = new CallRecord();
  for (const [index, numbers] of rows.entries()) {
    record.clear(index + 2);
    record.setText(columnNumber.called, JSON.stringify(numbers.map((calledNo) => ({ calledNo }))));
    checker.check(record);
  }
  checker.decideDuplicates();
  return checker;
}

const statuses = (checker: Checker, count: number): string =>
  Array.from({ length: count }, (_, i) => checker.states.status(i + 2)[0]).join('');

/** Rows with their numbers, and what becomes of each row: (r)eady, (d)uplicate, re(j)ected is r too. */
const table: readonly (readonly [rows: string[][], results: Record<DuplicatePolicy, string>])[] = [
  [[['1'], ['2'], ['1']], { first: 'rrd', last: 'drr', none: 'drd', 'keep-all': 'rrr' }],
  [[['1', '2'], ['2', '3'], ['3']], { first: 'rdr', last: 'rdr', none: 'ddd', 'keep-all': 'rrr' }],
  [[['1'], ['11'], ['*1']], { first: 'rrr', last: 'rrr', none: 'rrr', 'keep-all': 'rrr' }],
];
for (const [rows, results] of table) {
  for (const policy of policies) {
    test(`${JSON.stringify(rows)} keeping ${policy}`, () => {
      assert.equal(statuses(checked(rows, policy), rows.length), results[policy]);
    });
  }
}

test('a duplicate is told with its number and the row that is kept, in row order', () => {
  const issues = [...checked([['5'], ['6'], ['5'], ['6'], ['5']], 'last').issues.all()];
  assert.deepEqual(
    issues.map(({ row, rule, severity, value, detail }) => [row, rule, severity, value, detail]),
    [
      [2, 'duplicate-number', 'warning', '5', '6'],
      [3, 'duplicate-number', 'warning', '6', '5'],
      [4, 'duplicate-number', 'warning', '5', '6'],
    ],
  );
});

test('a rejected row does not make a good one a duplicate', () => {
  const checker = new Checker(1, { ivr: false, duplicates: 'first', now: 0 });
  const record = new CallRecord();
  for (const [row, sessionId] of [
    [2, 'x'.repeat(40)],
    [3, ''],
  ] as const) {
    record.clear(row);
    record.setText(columnNumber.called, '[{"calledNo":"1"}]');
    record.setText(columnNumber.sessionId, sessionId);
    checker.check(record);
  }
  checker.decideDuplicates();
  assert.equal(checker.states.status(2), 'rejected');
  assert.equal(checker.states.status(3), 'ready');
});

test('any list comes to the same as a plain Map says, and is counted in full', () => {
  const number = fc.string({ unit: fc.constantFrom('0', '1', '*', '#'), minLength: 1, maxLength: 3 });
  const rowsOf = fc.array(fc.uniqueArray(number, { minLength: 1, maxLength: 3 }), { maxLength: 40 });
  fc.assert(
    fc.property(rowsOf, fc.constantFrom(...policies), (rows, policy) => {
      const checker = checked(rows, policy);
      assert.equal(statuses(checker, rows.length), simple(rows, policy));
      const { ready, rejected, duplicates, blank, rows: count } = summarize(checker, 0);
      assert.equal(ready + rejected + duplicates + blank, count);
      assert.equal(count, rows.length);
      assert.equal([...checker.issues.all()].length, duplicates);
    }),
    { numRuns: 300 },
  );
});

/** The policies said again, in the simplest way. */
function simple(rows: readonly (readonly string[])[], policy: DuplicatePolicy): string {
  if (policy === 'keep-all') return 'r'.repeat(rows.length);
  if (policy === 'none') {
    return rows
      .map((row, i) =>
        row.some((number) => rows.some((other, j) => j !== i && other.includes(number))) ? 'd' : 'r',
      )
      .join('');
  }
  const seen = new Set<string>();
  const inOrder = policy === 'first' ? [...rows] : [...rows].reverse();
  const result = inOrder.map((row) => {
    if (row.some((number) => seen.has(number))) return 'd';
    for (const number of row) seen.add(number);
    return 'r';
  });
  return (policy === 'first' ? result : result.reverse()).join('');
}
