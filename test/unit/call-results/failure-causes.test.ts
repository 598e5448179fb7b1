import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureCauses, kindsLine } from '../../../src-renderer/call-results/failure-causes.ts';

const named = { OB1: 'Line engaged', OB2: 'Busy' };
const lines: readonly [
  what: string,
  failedBy: readonly [failCode: string | null, resultCode: string | null, count: number][],
  counted: string,
  plain: string,
][] = [
  ['one kind that is called like its cause', [['00145', 'OB2', 3]], '', ''],
  [
    'two codes of one name',
    [
      ['00145', 'OB2', 3],
      ['00145', null, 2],
    ],
    '',
    '',
  ],
  [
    'one kind of another name has no count beside that of the cause',
    [['00145', 'OB1', 3]],
    'Line engaged',
    'Line engaged',
  ],
  [
    'several kinds, the most frequent first',
    [
      ['00145', 'OB2', 3],
      ['00145', 'OB1', 1_200],
    ],
    'Line engaged: 1,200 · Busy: 3',
    'Line engaged · Busy',
  ],
  ['a code that nobody has words for', [['01153', null, 10]], 'code 01153', 'code 01153'],
  ['a display code that nobody has words for', [[null, 'OB9', 10]], 'code OB9', 'code OB9'],
  ['no code at all', [[null, null, 10]], 'No cause provided', 'No cause provided'],
];
for (const [what, failedBy, counted, plain] of lines) {
  test(`what is behind a cause: ${what}`, () => {
    const [cause] = failureCauses(
      {
        failedBy: failedBy.map(([failCode, resultCode, count]) => ({ failCode, resultCode, count })),
        names: named,
      },
      'en',
    );
    assert.ok(cause);
    assert.equal(kindsLine(cause, true), counted);
    assert.equal(kindsLine(cause, false), plain);
  });
}
