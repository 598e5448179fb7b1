import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packNumber } from '../../../src-main/call-list/check/number-key.ts';
import { usualPlan, type NumberPlan } from '../../../src-main/contract/number-plan.ts';
import { CompiledPlan } from '../../../src-main/numbering/compiled-plan.ts';
import { plannedCountries } from '../../../src-main/numbering/country-data.ts';
import { dialForms } from '../../../src-main/numbering/dial-form.ts';
import { verdict } from '../../../src-main/numbering/why-not.ts';
import { randomOf, writtenNumberOf } from '../../support/numbering-samples.ts';

const plan = (country: string, own: Partial<NumberPlan> = {}): CompiledPlan =>
  new CompiledPlan({ ...usualPlan(country), ...own });

const verdicts: readonly (readonly [CompiledPlan, Readonly<Record<string, keyof typeof verdict>>])[] = [
  [
    plan('CN'),
    {
      13900138000: 'fine',
      1390013800: 'tooShort',
      139001380000: 'tooLong',
      15412345678: 'unknownPrefix',
      8615328081529: 'form',
      '008615328081529': 'form',
      '013900138000': 'form',
      '02083630001': 'fine',
      2083630001: 'form',
      83630001: 'noAreaCode',
      95588: 'fine',
      4001234567: 'fine',
      10086: 'fine',
      '139#0013': 'signs',
      '0085291234567': 'foreign',
      85291234567: 'foreign',
    },
  ],
  [plan('CN', { fine: [] }), { 95588: 'tooShort', '*123#': 'signs' }],
  [
    plan('CN', { fine: ['*123#', '1xx'] }),
    { '*123#': 'fine', '*124#': 'signs', 110: 'fine', '1*0': 'signs' },
  ],
  [plan('CN', { mobile: 'trunk' }), { 13900138000: 'form', '013900138000': 'fine' }],
  [plan('CN', { fixed: 'either' }), { 2083630001: 'fine', '02083630001': 'fine' }],
  [plan('CN', { mobile: 'code' }), { 8613900138000: 'fine', 13900138000: 'form', '008613900138000': 'form' }],
  [
    plan('CN', { foreign: '00' }),
    { '0085291234567': 'fine', 85291234567: 'foreign', '00852912345': 'foreign' },
  ],
  [plan('CN', { foreign: '+' }), { 85291234567: 'fine', '0085291234567': 'form', 13900138000: 'fine' }],
  [plan('GB'), { '07400123456': 'fine', 7400123456: 'form', 79460958: 'noAreaCode', '08001111': 'fine' }],
  [plan('US'), { 2125551234: 'fine', 12125551234: 'form', 4165551234: 'fine', 5551234: 'noAreaCode' }],
  [plan('HK'), { 51234567: 'fine', 5123456: 'tooShort' }],
];

test('a plan says of a number whether it is dialled, and why not', () => {
  for (const [compiled, numbers] of verdicts) {
    for (const [number, expected] of Object.entries(numbers)) {
      const of = `${number} of ${JSON.stringify(compiled.plan)}`;
      assert.equal(compiled.judgeText(number).verdict, verdict[expected], of);
      const key = new Uint32Array(3);
      assert.ok(packNumber(number, key, 0));
      assert.equal(compiled.verdict(key, 0), verdict[expected], `packed ${of}`);
    }
  }
});

test('the quick look at packed digits says what the close look says', () => {
  const random = randomOf(3);
  const key = new Uint32Array(3);
  for (const country of plannedCountries) {
    const compiled = plan(country);
    for (let i = 0; i < 60; i += 1) {
      const number = writtenNumberOf(country, random).replace('+', '');
      if (!packNumber(number, key, 0)) continue;
      assert.deepEqual(compiled.judge(key, 0), compiled.judgeText(number), `${number} in ${country}`);
      assert.equal(compiled.verdict(key, 0), compiled.judgeText(number).verdict);
    }
  }
});

const forms: readonly (readonly [CompiledPlan, Readonly<Record<string, readonly string[] | undefined>>])[] = [
  [
    plan('CN'),
    {
      '+8615328081529': ['15328081529'],
      '0086 139 0013 8000': ['13900138000'],
      '8613900138000': ['13900138000'],
      '8686 13900138000': ['13900138000'],
      '+86 013900138000': ['13900138000'],
      '17951013900138000': ['13900138000'],
      '12593 13900138000': ['13900138000'],
      '１３９００１３８０００': ['13900138000'],
      '0013900138000': ['13900138000'],
      '2083630001': ['02083630001'],
      '+86(0)20 8363 0001': ['02083630001'],
      '020-83630001-801': ['02083630001'],
      '(020)83630001转801': ['02083630001'],
      '400-800-8820': ['4008008820'],
      "'13900138000": ['13900138000'],
      '13900138000/13900138001': ['13900138000', '13900138001'],
      '13900138000；+8613900138001、02083630001\n95588': [
        '13900138000',
        '13900138001',
        '02083630001',
        '95588',
      ],
      '13900138000;13900138000': ['13900138000'],
      '83630001/2': undefined,
      '13900138000-13900138001': undefined,
      '1390013800': undefined,
      '+15412345678': undefined,
      '+86861390013800': undefined,
      '1.39E+10': undefined,
      '125.50': undefined,
      '13900138000,abc': undefined,
      '': undefined,
    },
  ],
  [plan('CN', { foreign: '00' }), { '+852 9123 4567': ['0085291234567'], '85291234567': undefined }],
  [plan('GB'), { '+44 (0)7400 123456': ['07400123456'], '7400123456': ['07400123456'] }],
  [
    plan('US', { foreign: '011' }),
    { '+1 (415) 555-2671': ['4155552671'], '+44 20 7946 0958': ['011442079460958'] },
  ],
];

test('a number is written as the plan dials it, or left alone', () => {
  for (const [compiled, texts] of forms) {
    for (const [text, expected] of Object.entries(texts)) {
      assert.deepEqual(dialForms(text, compiled), expected, `${text} of ${compiled.plan.country}`);
    }
  }
});

test('what is proposed is dialled, and proposing it again changes nothing', () => {
  const random = randomOf(4);
  let proposed = 0;
  for (const country of [
    'CN',
    'HK',
    'SG',
    'MY',
    'TH',
    'BR',
    'MX',
    'ZA',
    'DE',
    'GB',
    'US',
    'SA',
    'AE',
    'RU',
    'AR',
    'JP',
  ]) {
    const compiled = plan(country, { foreign: '00' });
    for (let i = 0; i < 800; i += 1) {
      const text = writtenNumberOf(country, random);
      for (const number of dialForms(text, compiled) ?? []) {
        proposed += 1;
        assert.equal(
          compiled.judgeText(number).verdict,
          verdict.fine,
          `${text} became ${number} in ${country}`,
        );
        assert.deepEqual(dialForms(number, compiled), [number]);
      }
    }
  }
  assert.ok(proposed > 1000);
});

test('a country without a plan is refused', () => {
  assert.throws(() => new CompiledPlan({ ...usualPlan('CN'), country: 'XX' }), RangeError);
});
