import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRoundedText, markErrorTexts } from '../../../src-main/call-list/error-texts.ts';
import { cellKind, Row } from '../../../src-main/call-list/row.ts';

test('what stands before a short cell in its bytes says nothing of it', () => {
  const row = new Row();
  row.set(0, Buffer.from('1E+NA'), 3, 5, cellKind.text);
  markErrorTexts(row);
  assert.equal(row.kind[0], cellKind.missingText);
});

test('a rounded number is told with blanks around it and with any exponent, and nothing else is', () => {
  const told = ['1E+10', '1.64812E+29', ' 4,40301e+17 ', '1.5E+100', '1E+5', '12E+10', 'E+10', '1.5E+10x'];
  assert.deepEqual(told.map(isRoundedText), [true, true, true, true, false, false, false, false]);
});
