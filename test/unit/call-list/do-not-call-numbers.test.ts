import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { numberKeyWords, packNumber } from '../../../src-main/call-list/check/packed-number.ts';
import { homeCountry } from '../../../src-main/call-list/do-not-call/home-country.ts';
import { ListedNumbers, listing } from '../../../src-main/call-list/do-not-call/listed-numbers.ts';
import { numbersIn } from '../../../src-main/call-list/do-not-call/numbers-in-text.ts';
import { mostForTenfold, tenfold } from '../../support/yardstick.ts';

/** What is found in a text, with + before what says its country. */
const found = (text: string): string =>
  numbersIn(text)
    .map(({ digits, international }) => (international ? '+' : '') + digits)
    .join(' ');

const texts: readonly (readonly [text: string, numbers: string])[] = [
  ['13900770000', '13900770000'],
  ['+8613900770000', '+8613900770000'],
  ['008613900770001', '+8613900770001'],
  ['+86 139 0077 0003', '+8613900770003'],
  ['(+86) 139-0077-0003', '+8613900770003'],
  ['139.0077.0000', '13900770000'],
  ['139–0077—0000', '13900770000'],
  ['１３９００７７００００', '13900770000'],
  ['＋８６（１３９）００７７－００００', '+8613900770000'],
  ['٠١٣٩٠٠٧٧٠٠٠٠', '013900770000'],
  ['\u202a13900770000\u202c\u00a0', '13900770000'],
  ["'13900770000", '13900770000'],
  ['="13900770000"', '13900770000'],
  ['"13900770000"', '13900770000'],
  ['tel:+86-139-0077-0000', '+8613900770000'],
  ['tel:+86-139-0077-0000;ext=12', '+8613900770000'],
  ['电话：13900770000', '13900770000'],
  ['13900770000（王先生）', '13900770000'],
  ['(Bob) 13900770000', '13900770000'],
  ['13900770000 (Bob)', '13900770000'],
  ['Tel. 020-83630001', '02083630001'],
  ['Mobile13900770000', '13900770000'],
  ['Bob 13900770000 asked on 2031-01-05', '13900770000'],
  ['13900770000;13900770001', '13900770000 13900770001'],
  ['13900770000 / 13900770001、13900770002', '13900770000 13900770001 13900770002'],
  ['13900770000 13900770001', '13900770000 13900770001'],
  ['13900770000/01/02', '13900770000 13900770001 13900770002'],
  ['13900770000 / 01', '13900770000 13900770001'],
  ['13900770000、01', '13900770000 13900770001'],
  ['020-83630001/2', '02083630001 02083630002'],
  ['13900770000-1234', '13900770000'],
  ['13900770000 - 06', '13900770000'],
  ['13900770000(1)', '13900770000'],
  ['(020) 8363-0001', '02083630001'],
  ['139 0077 0000 139 0077 0001', '13900770000 13900770001'],
  ['13900770000\n13900770001', '13900770000 13900770001'],
  ['020-83630001-801', '02083630001'],
  ['020-83630001转801', '02083630001'],
  ['(317) 555-0143', '3175550143'],
  ['+1-202-555-0143 x12', '+12025550143'],
  ['06 55 50 12 34', '0655501234'],
  ['030/5550123', '0305550123'],
  ['1.3900770002E+10', '13900770002'],
  ['1.39007700020E+10', '13900770002'],
  ['1.390077000205E+10', ''],
  ['* 86-20-8363-0001', '862083630001'],
  ['1.390077E+10', ''],
  ['1. 13900770002', '13900770002'],
  ['12) 139 0077 0002', '13900770002'],
  ['• 13900770002', '13900770002'],
  ['- 13900770002', '13900770002'],
  ['2. 02083630001', '02083630001'],
  ['7 13900770002 Bob', '13900770002'],
  ['86 13900770002', '13900770002'],
  ['+49 15112345672', '+4915112345672'],
  ['0049 15112345672', '+4915112345672'],
  ['020) 83630001', '02083630001'],
  ['13,900,770,000', '13900770000'],
  ['13900770000.0', '13900770000'],
  ['95588', '95588'],
  ['*72123', '*72123'],
  // what is none, or not to be understood
  ['', ''],
  ['no number', ''],
  ['1.39E+10', ''],
  ['1.3900770E+10', ''],
  ['1390077****', ''],
  ['139****0000', ''],
  ['1390077XXXX', ''],
  ['13900770000-13900770099', ''],
  ['13900770000~13900770099', ''],
  ['13900770000 至 13900770099', ''],
  ['从 13900770000 到 13900770099', ''],
  ['2031-01-05', ''],
  ['20310105', ''],
  ['440106199001011234', ''],
  ['6222021234567890123', ''],
  ['K13900770000', ''],
  ['1234', ''],
  ['12,50', ''],
  ['page 12345 of 20000', ''],
];

test('numbers are found as people and programs write them, and nothing else is taken for one', () => {
  for (const [text, numbers] of texts) assert.equal(found(text), numbers, text);
});

test('finding numbers takes time that grows with the text, and no more', () => {
  const work = (length: number): void => {
    for (const sign of ['1', '"', '(', '+', ' ', '-', '1-', '86', ',1', 'a1', '1 ', '（', '="']) {
      numbersIn(`${sign.repeat(length / sign.length)}x`);
    }
  };
  const growth = tenfold(work, 16_000);
  assert.ok(growth < mostForTenfold, `${growth.toFixed(1)} times the work`);
});

function listOf(listed: readonly string[], home = '86'): ListedNumbers {
  const numbers = new ListedNumbers(home);
  for (const text of listed) for (const number of numbersIn(text)) numbers.add(number);
  return numbers;
}

function find(numbers: ListedNumbers, called: string): number {
  const key = new Uint32Array(numberKeyWords);
  assert.ok(packNumber(called, key, 0), called);
  return numbers.find(key, 0);
}

const { yes, likely, no } = listing;
const pairs: readonly (readonly [listed: string, called: string, result: number, home?: string])[] = [
  // China: one number, however it is prefixed
  ...[
    '13900770000',
    '+8613900770000',
    '008613900770000',
    '8613900770000',
    '013900770000',
    '+86 0139 0077 0000',
  ].flatMap((listed) =>
    ['13900770000', '8613900770000', '008613900770000', '013900770000', '868613900770000'].map(
      (called) => [listed, called, yes] as const,
    ),
  ),
  ...[
    '020-83630001',
    '+86 20 8363 0001',
    '+86 (0)20 8363 0001',
    '86-20-83630001',
    '0086 20 83630001',
  ].flatMap((listed) =>
    ['02083630001', '862083630001', '8602083630001', '00862083630001', '2083630001'].map(
      (called) => [listed, called, yes] as const,
    ),
  ),
  ['95588', '95588', yes],
  ['+86 95588', '95588', likely],
  ['4001234567', '4001234567', yes],
  // never by a part
  ['13900770000', '13900770001', no],
  ['83630001', '02083630001', no],
  ['02083630001', '83630001', no],
  ['0208363000', '02083630001', no],
  ['13900770000', '3900770000', no],
  ['13900770000', '113900770000', no],
  ['95588', '02095588', no],
  ['755 8363 0001', '02083630001', no],
  // other countries: the national number, and the one with its code
  ['+33 6 55 50 12 34', '0655501234', likely],
  ['+33 6 55 50 12 34', '33655501234', likely],
  ['+33 6 55 50 12 34', '0033655501234', yes],
  ['06 55 50 12 34', '33655501234', likely],
  ['06 55 50 12 34', '655501234', yes],
  ['+33 6 55 50 12 34', '0655501234', yes, '33'],
  ['+44 7911 123456', '07911123456', yes, '44'],
  ['07911 123456', '447911123456', yes, '44'],
  ['202-555-0143', '12025550143', yes, '1'],
  ['+1 (312) 555-0143', '13125550143', yes, '1'],
  ['312 555 0143', '13125550143', yes, '1'],
  ['+7 916 555 01 23', '89165550123', likely],
  ['+91 98123 45678', '919812345678', yes, '91'],
  ['98123 45678', '09812345678', yes, '91'],
  // the same digits in another country are another number, unless they may be this one
  ['+1 208 363 0001', '02083630001', no],
  ['+33 6 55 50 12 34', '0034655501234', no],
  ['+44 7552 345678', '07552345678', no],
  ['+1 (312) 555-0143', '13125550143', likely],
  ['0312-5550143', '13125550143', no],
  ['312 555 0143', '13125550143', no],
];

test('a number is the same with and without signs, a 0 and its country’s code, and never by a part of it', () => {
  for (const [listed, called, result, home] of pairs) {
    assert.equal(find(listOf([listed], home), called), result, `${listed} listed, ${called} called`);
  }
});

const mobiles = fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }).map(String);
const dresses: readonly ((number: string) => string)[] = [
  (number) => number,
  (number) => `+86${number}`,
  (number) => `0086 ${number}`,
  (number) => `86-${number}`,
  (number) => `0${number}`,
  (number) => `'${number}`,
  (number) => `="${number}"`,
  (number) => `tel:+86-${number.slice(0, 3)}-${number.slice(3, 7)}-${number.slice(7)}`,
  (number) => `${number.slice(0, 3)}.${number.slice(3, 7)}.${number.slice(7)}`,
  (number) => number.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
  (number) => `王先生（${number}）`,
];
const prefixes = ['', '0', '86', '0086', '860'];

test('whatever a listed mobile number is dressed in, it is found, and its neighbours are not', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(mobiles, { minLength: 2, maxLength: 20 }),
      fc.nat(dresses.length - 1),
      fc.nat(prefixes.length - 1),
      ([other = '', ...listed], dress, prefix) => {
        const written = listed.map((number) => dresses[dress]?.(number) ?? '');
        const called = (number: string): string => `${prefixes[prefix] ?? ''}${number}`;
        const list = listOf(written);
        for (const number of listed) assert.equal(find(list, called(number)), yes);
        assert.equal(find(list, called(other)), no);
      },
    ),
    { numRuns: 300 },
  );
});

test('the country of numbers without a code is China, unless the numbers that will be called say otherwise', () => {
  const cases: readonly (readonly [called: readonly string[], listed: readonly string[], home: string])[] = [
    [[], ['+1 202 555 0143'], '86'],
    [['13900770000', '02083630001'], ['+1 202 555 0143'], '86'],
    [['[{"calledNo":"13900770000"}]'], [], '86'],
    [['07911123456', '07911123457'], ['+44 7911 123456'], '44'],
    [['0655501234', '0655501235'], ['+33 6 55 50 12 34'], '33'],
    [['0655501234'], ['06 55 50 12 34'], ''],
    [['12025550143', '13125550143'], [], '1'],
    [['015112345671', '4915112345672'], ['+49 151 12345671'], '49'],
    [['013900770000', '013900770001'], [], '86'],
    [['919812345678', '919812345679'], [], '91'],
  ];
  for (const [called, listed, home] of cases) {
    const numbers = listed.flatMap((text) => numbersIn(text));
    assert.equal(homeCountry(called, numbers), home, `${called.join()} ${listed.join()}`);
  }
});
