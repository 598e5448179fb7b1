import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import * as format from '../../../src-renderer/app/format.ts';
import { showLanguage } from '../../../src-renderer/app/language.svelte.ts';
afterEach(() => showLanguage('en'));

describe('sizes', () => {
  for (const [bytes, text] of [
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [1024, '1 kB'],
    [1536, '1.5 kB'],
    [43_201_331, '41.2 MB'],
    [5 * 1024 * 1024, '5 MB'],
    [1_048_575, '1 MB'],
    [3 * 1024 ** 4, '3,072 GB'],
  ] as const) {
    test(`${bytes} bytes`, () => assert.equal(format.formatBytes(bytes), text));
  }
});

test('a unit in words stands apart from its number in Chinese too', () => {
  showLanguage('zh');
  assert.deepEqual([format.formatBytes(15), format.formatBytes(1536)], ['15 字节', '1.5 kB']);
});

describe('durations', () => {
  for (const [ms, text] of [
    [0, '0 ms'],
    [340, '340 ms'],
    [900, '0.9 s'],
    [9_960, '10 s'],
    [59_400, '59 s'],
    [59_600, '1 min'],
    [80_000, '1 min 20 s'],
    [599_000, '9 min 59 s'],
    [599_600, '10 min'],
    [2_565_000, '43 min'],
    [3_599_000, '1 h'],
    [7_500_000, '2 h 5 min'],
    [3_600_000, '1 h'],
  ] as const) {
    test(`${ms} ms`, () => assert.equal(format.formatDuration(ms), text));
  }
});

test('a share is full only when it is', () => {
  assert.equal(format.formatShare(0), '0%');
  assert.equal(format.formatShare(0.9999), '99%');
  assert.equal(format.formatShare(1), '100%');
});

test('a moment tells its zone', () => {
  assert.equal(format.formatMoment('2026-11-21T10:30:00Z', 'Asia/Shanghai'), '2026-11-21 18:30 GMT+8');
  assert.equal(format.formatMoment('2026-11-21T10:30:07Z', 'UTC', true), '2026-11-21 10:30:07 UTC');
  assert.equal(format.formatMoment(Date.UTC(2026, 0, 1), 'UTC'), '2026-01-01 00:00 UTC');
});

test('in a column, today is only a time', () => {
  const noon = new Date(2026, 10, 28, 12).getTime();
  assert.equal(format.formatStamp(new Date(2026, 10, 28, 7, 5).getTime(), noon), '07:05');
  assert.equal(format.formatStamp(new Date(2026, 10, 27, 17, 20).getTime(), noon), '2026-11-27 17:20');
  assert.equal(
    format.formatStamp(new Date(2026, 10, 27, 17, 20, 9).getTime(), noon, true),
    '2026-11-27 17:20:09',
  );
});

test('what is no moment is shown as it came', () => {
  assert.equal(format.formatMoment('soon'), 'soon');
  assert.equal(format.formatMoment('2026-11-21 10:30:00', 'Asia/Shanghai'), '2026-11-21 10:30:00');
  assert.equal(format.formatDay(''), '');
});

test('the language of the moment is used', () => {
  assert.equal(format.formatCount(180_000), '180,000');
  assert.equal(format.formatDay('2026-11-21T10:30:00Z', 'UTC'), '2026-11-21');
  showLanguage('zh');
  assert.equal(format.formatDay('2026-11-21T10:30:00Z', 'UTC'), '2026-11-21');
  assert.equal(format.formatMoment('2026-11-29T09:00:00Z', 'UTC'), '2026-11-29 09:00（UTC）');
  assert.equal(
    format.formatMoment('2026-01-05T10:30:07Z', 'Asia/Shanghai', true),
    '2026-01-05 18:30:07（GMT+8）',
  );
  assert.match(format.formatDuration(11_000), /秒/);
});

test('names sort by their numbers', () => {
  assert.deepEqual(['list 10', 'List 2', 'list 1'].sort(format.compareNames), [
    'list 1',
    'List 2',
    'list 10',
  ]);
});
