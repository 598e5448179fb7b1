import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fingerprintGroups } from '../../../src-renderer/ui/fingerprint.ts';
import { parseTimeOfDay, parseTimePart } from '../../../src-renderer/ui/time-of-day.ts';
import { parseDecimal, parseWholeNumber } from '../../../src-renderer/ui/whole-number.ts';

describe('numbers as typed', () => {
  for (const [text, value] of [
    ['', null],
    ['  ', null],
    ['28050', 28050],
    [' 28050 ', 28050],
    ['２８０５０', 28050],
    ['28 050', NaN],
    ['-1', NaN],
    ['1e3', NaN],
    ['0x10', NaN],
    ['28050a', NaN],
    ['9'.repeat(16), NaN],
  ] as const) {
    test(`whole "${text}"`, () => assert.equal(parseWholeNumber(text), value));
  }
  for (const [text, value] of [
    ['', null],
    ['5', 5],
    ['5.5', 5.5],
    ['5,5', 5.5],
    ['.5', NaN],
    ['5.', NaN],
  ] as const) {
    test(`decimal "${text}"`, () => assert.equal(parseDecimal(text), value));
  }
});

describe('times as typed', () => {
  for (const [text, time] of [
    ['18:30', { hour: 18, minute: 30 }],
    ['８：０５', { hour: 8, minute: 5 }],
    ['0830', { hour: 8, minute: 30 }],
    ['24:00', undefined],
    ['18:60', undefined],
    ['noon', undefined],
  ] as const) {
    test(`"${text}"`, () => assert.deepEqual(parseTimeOfDay(text), time));
  }
  test('a part holds to its limit', () => {
    assert.equal(parseTimePart('23', 23), 23);
    assert.equal(parseTimePart('24', 23), undefined);
    assert.equal(parseTimePart('', 23), undefined);
  });
});

describe('fingerprints', () => {
  const hex = Array.from({ length: 32 }, (_, at) =>
    (at + 10).toString(16).toUpperCase().padStart(2, '0'),
  ).join(':');
  test('of certificates come in groups of four bytes', () => {
    const groups = fingerprintGroups(hex);
    assert.equal(groups.length, 8);
    assert.equal(groups[0], '0A:0B:0C:0D:');
    assert.equal(groups.join(''), hex);
  });
  test('of host keys come in groups of eight after their prefix', () => {
    const key = 'SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8';
    const groups = fingerprintGroups(key);
    assert.deepEqual(groups.slice(0, 2), ['SHA256:', 'nThbg6kX']);
    assert.equal(groups.join(''), key);
  });
});
