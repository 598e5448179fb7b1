import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differenceOf } from '../../../src-renderer/imports/mend-difference.ts';

const shown = (parts: readonly { text: string; marked: boolean }[]): string =>
  parts.map(({ text, marked }) => (marked ? `[${text}]` : text)).join('');

const cases = [
  [
    'only the number that changes, not the JSON around it',
    'called',
    '[{"calledNo":"13800138000"},{"calledNo":"158-0332-5105"}]',
    '[{"calledNo":"13800138000"},{"calledNo":"15803325105"}]',
    '158[-]0332[-]5105',
    '15803325105',
  ],
  [
    'several numbers, each sign for itself',
    'called',
    '[{"calledNo":"138-0000-0000"},{"calledNo":"0755-26000000"}]',
    '[{"calledNo":"13800000000"},{"calledNo":"075526000000"}]',
    '138[-]0000[-]0000, 0755[-]26000000',
    '13800000000, 075526000000',
  ],
  ['full-width digits', 'called', '[{"calledNo":"１38 0"}]', '[{"calledNo":"1380"}]', '[１]38[ ]0', '[1]380'],
  ['a number that grows', 'called', '[{"calledNo":"138"}]', '[{"calledNo":"86138"}]', '138', '[86]138'],
  [
    'a cell that becomes several numbers',
    'called',
    '[{"calledNo":"138/139"}]',
    '[{"calledNo":"138"},{"calledNo":"139"}]',
    '138[/]139',
    '138[, ]139',
  ],
  [
    'a cell that is no list of numbers',
    'called',
    '138 00',
    '[{"calledNo":"13800"}]',
    '138[ ]00',
    '[[{"calledNo":"]13800["}]]',
  ],
  ['another column, whole', 'recycleTime', '2026/5/6', '2026-05-06', '2026[/]5[/]6', '2026[-0]5[-0]6'],
] as const;

for (const [name, column, before, after, old, mended] of cases) {
  test(`a mend shows ${name}`, () => {
    const difference = differenceOf({ column, before, after });
    assert.deepEqual([shown(difference.before), shown(difference.after)], [old, mended]);
  });
}
