import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { middleCut } from '../../../src-renderer/ui/middle-cut.ts';

test('the end of a name stays in sight, whatever it is written in', () => {
  const table: readonly (readonly [string, string, string])[] = [
    ['renewals_cleaned_final (3)', 'renewals_cleaned_fin', 'al (3)'],
    ['续保提醒 外呼活动 A 组（工作日上午）', '续保提醒 外呼活动 A 组（工作日', '上午）'],
    ['list-13', '', 'list-13'],
    ['list.csv', '', 'list.csv'],
    ['', '', ''],
  ];
  for (const [text, head, tail] of table) assert.deepEqual(middleCut(text), [head, tail]);
});

test('both parts together are the text, and no character is broken', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const [head, tail] = middleCut(text);
      assert.equal(head + tail, text);
      const count = (part: string): number => [...new Intl.Segmenter().segment(part)].length;
      assert.equal(count(head) + count(tail), count(text));
    }),
  );
});
