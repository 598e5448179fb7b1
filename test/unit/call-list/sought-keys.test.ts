import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { numberKeyWords, packNumber } from '../../../src-main/call-list/check/packed-number.ts';
import { NumberTable } from '../../../src-main/call-list/check/number-table.ts';
import { keysSought, keysSoughtElsewhere } from '../../../src-main/call-list/do-not-call/listed-numbers.ts';
import { NumberCipher } from '../../../src-main/call-list/known/fingerprints.ts';
import { KeysOfDigits } from '../../../src-main/call-list/known/keys-of-digits.ts';
import { writeKey } from '../../../src-main/call-list/known/list-file.ts';
import { blockWords } from '../../../src-main/call-list/known/number-block.ts';
import { SoughtKeys } from '../../../src-main/call-list/known/sought-keys.ts';

const homes = ['86', '', '1', '7', '49', '852', '44', '81'];

/** The blocks of a number's keys by the strings, that of the likeliest reading first. */
function byStrings(digits: string, home: string, homeOfList: string): string[] {
  const { first, others } = keysSought(digits, home);
  const elsewhere = home === homeOfList ? [] : keysSoughtElsewhere(digits, home, homeOfList);
  const block = new Uint32Array(blockWords);
  return [...new Set([first ?? '', ...others, ...elsewhere])].flatMap((key) =>
    writeKey(key, block, 0) ? [block.join()] : [],
  );
}

/** The same by the digits; undefined for a number that is left to the strings. */
function byDigits(digits: string, keys: KeysOfDigits): string[] | undefined {
  const packed = new Uint32Array(numberKeyWords);
  assert.ok(packNumber(digits, packed, 0));
  const count = keys.make(packed, 0);
  if (count < 0) return undefined;
  return Array.from({ length: count }, (_, i) =>
    keys.blocks.subarray(i * blockWords, (i + 1) * blockWords).join(),
  );
}

function assertSame(digits: string, home: string, homeOfList: string, keys: KeysOfDigits): boolean {
  const found = byDigits(digits, keys);
  if (found === undefined) return false;
  const expected = byStrings(digits, home, homeOfList);
  const what = `${digits} in ${home || '?'}, the list in ${homeOfList || '?'}`;
  assert.equal(found[0], expected[0], what);
  assert.deepEqual(found.toSorted(), expected.toSorted(), what);
  return true;
}

suite('the keys of a number that is sought in a do-not-call list', () => {
  const begins = [
    '1',
    '13',
    '15',
    '131',
    '1312',
    '10',
    '21',
    '755',
    '400',
    '800',
    '8',
    '83',
    '89',
    '7',
    '79',
  ];
  const more = [
    '49',
    '4915',
    '44',
    '447',
    '852',
    '8529',
    '81',
    '8190',
    '1415',
    '1212',
    '86',
    '0',
    '9',
    '65',
    '20',
    '0755',
    '013',
    '8613',
    '86755',
    '08613',
    '0049',
    '0151',
  ];

  test('are the same by its digits as by strings, for numbers of every shape', () => {
    const digits = fc
      .tuple(
        fc.constantFrom(...begins, ...more),
        fc.integer({ min: 1, max: 24 }),
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 24, maxLength: 24 }),
      )
      .map(([begin, length, rest]) => (begin + rest.join('')).slice(0, length));
    const home = fc.constantFrom(...homes);
    fc.assert(
      fc.property(digits, home, home, (number, here, there) => {
        assertSame(number, here, there, new KeysOfDigits({ home: here, homeOfList: there }));
      }),
      { numRuns: 20_000 },
    );
  });

  test('are made by its digits for the numbers that lists have', () => {
    const usual = [
      '13800138000',
      '15912345678',
      '4915123456789',
      '12125550143',
      '75583630001',
      '79161234567',
      '075583630001',
      '015112345678',
    ];
    for (const home of homes) {
      for (const homeOfList of homes) {
        const keys = new KeysOfDigits({ home, homeOfList });
        for (const number of usual) assert.ok(assertSame(number, home, homeOfList, keys), number);
        if (home === '86' && homeOfList === home) assert.ok(assertSame('8613800138000', home, home, keys));
      }
    }
  });

  test('are made for as many numbers as there is room for, and for the rest by the next', () => {
    const table = new NumberTable();
    const packed = new Uint32Array(numberKeyWords);
    const numbers = Array.from({ length: 100 }, (_, i) => `1380013${String(i).padStart(4, '0')}`);
    for (const number of [...numbers, '*100#', '0013800138000']) {
      packNumber(number, packed, 0);
      table.intern(...(packed as unknown as [number, number, number]));
    }
    const cipher = new NumberCipher(new Uint8Array(32));
    const owned = (keys: SoughtKeys) =>
      Array.from({ length: keys.sought.count }, (_, i) => `${keys.owner(i)} ${keys.isFirst(i)}`);
    const at = { home: '86', homeOfList: '49' };
    const whole = new SoughtKeys(table, 0, at, cipher);
    assert.equal(whole.until, table.count);
    const parts: string[] = [];
    let most = 0;
    for (let next = 0; next < table.count;) {
      const keys = new SoughtKeys(table, next, at, cipher, 40);
      assert.ok(keys.until > next);
      most = Math.max(most, keys.sought.count);
      parts.push(...owned(keys));
      next = keys.until;
    }
    assert.deepEqual(parts, owned(whole));
    assert.ok(most < 80, String(most));
  });
});
