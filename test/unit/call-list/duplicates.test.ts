import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { DuplicatePolicy } from '../../../src-main/contract/call-list.ts';
import { CallRecord, columnNumber } from '../../../src-main/call-list/check/call-record.ts';
import { Checker } from '../../../src-main/call-list/check/checker.ts';
import { EditedRows } from '../../../src-main/call-list/edited-rows.ts';
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

/** Lists of one number a row, and which rows are duplicates of the first. */
const forms: readonly (readonly [numbers: string[], results: string])[] = [
  // China: the country's code behind +, 00 or nothing, a 0 in front
  [['13800138000', '8613800138000', '008613800138000', '013800138000', '8686013800138000'], 'rdddd'],
  [['8613800138000', '008613800138000', '13900138000'], 'rdr'],
  [['075586001234', '8675586001234', '0086075586001234', '75586001234', '86001234'], 'rdddr'],
  // service and short numbers are themselves
  [['4008001234', '04008001234', '10086', '8610086', '*10086', '12345', '012345'], 'rdrrrrr'],
  // Britain, by the numbers that say so
  [['00447700900123', '07700900123', '447700900123', '00447700900124', '7700900124'], 'rddrd'],
  // the United States: most of them 1 2xx …
  [['12125550143', '2125550143', '12125550144', '12125550145', '0012125550145'], 'rdrrd'],
  // the same digits in another country are another number
  [['13800138000', '0015105550143', '15105550143', '005105550143'], 'rrrr'],
];
for (const [numbers, results] of forms) {
  test(`one number written in two ways is a duplicate: ${numbers.join(' ')}`, () => {
    assert.equal(
      statuses(
        checked(
          numbers.map((number) => [number]),
          'first',
        ),
        numbers.length,
      ),
      results,
    );
  });
}

test('a duplicate that is written otherwise says how, whichever is kept, and edits are compared the same way', () => {
  const rows = [['13800138000', '075586001234'], ['8613800138000'], ['13900770001']];
  const detailsOf = (checker: Checker): string[] =>
    [...checker.issues.all()].map(({ row, value, detail }) => `${row} ${value} ${detail}`);
  assert.deepEqual(detailsOf(checked(rows, 'first')), ['3 8613800138000 2: 13800138000']);
  assert.deepEqual(detailsOf(checked(rows, 'last')), ['2 13800138000 3: 8613800138000']);
  assert.deepEqual(detailsOf(checked(rows, 'none')), [
    '2 13800138000 3: 8613800138000',
    '3 8613800138000 2: 13800138000',
  ]);
  assert.deepEqual(detailsOf(checked(rows, 'keep-all')), []);
  const checker = checked(rows, 'first');
  const changed = new EditedRows();
  const record = new CallRecord();
  record.clear(4);
  record.setText(columnNumber.called, '[{"calledNo":"008675586001234"}]');
  changed.set(record);
  checker.recheck(changed);
  checker.decideDuplicates();
  assert.deepEqual(detailsOf(checker), [
    '3 8613800138000 2: 13800138000',
    '4 008675586001234 2: 075586001234',
  ]);
});

test('a row whose own numbers are one number is no duplicate of itself', () => {
  for (const policy of policies) {
    assert.equal(statuses(checked([['13800138000', '8613800138000']], policy), 1), 'r', policy);
  }
});

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
