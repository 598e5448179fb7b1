import assert from 'node:assert/strict';
import { test } from 'node:test';
import { likelyInWords } from '../../../src-renderer/app/do-not-call-words.ts';

test('rows that two lists block are not added up, and a list that is certain of all its rows says nothing', () => {
  const lists = [
    { name: 'One', likelyRows: 2 },
    { name: 'Two', likelyRows: 0 },
    { name: 'Three', likelyRows: 2 },
  ];
  assert.deepEqual(likelyInWords(lists), [
    'In 2 of the rows that One blocks, the number differs from the listed one only in its country code.',
    'In 2 of the rows that Three blocks, the number differs from the listed one only in its country code.',
  ]);
});
