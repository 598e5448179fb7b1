import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  getCountryCallingCode,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js/max';
import { packNumber } from '../../../src-main/call-list/check/packed-number.ts';
import { usualPlan, type NumberPlan } from '../../../src-main/contract/number-plan.ts';
import { CompiledPlan } from '../../../src-main/numbering/compiled-plan.ts';
import { plannedCountries } from '../../../src-main/numbering/country-data.ts';
import { dialForm, dialForms } from '../../../src-main/numbering/dial-form.ts';
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
  // what the plan dials before a number of another country, in a country where something else is dialled there
  [plan('US', { foreign: '00' }), { '0085291234567': 'fine', 2125551234: 'fine', '00852912345': 'tooLong' }],
  [plan('ID', { foreign: '00' }), { '0033612045678': 'fine' }],
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

test('numbers that begin alike are each judged as if no other had been', () => {
  const random = randomOf(7);
  const digits = (count: number): string =>
    Array.from({ length: count }, () => String(Math.floor(random() * 10))).join('');
  const key = new Uint32Array(3);
  for (const country of plannedCountries) {
    for (const own of [{}, { foreign: '00' }, { foreign: '+' }] as const) {
      const compiled = plan(country, own);
      const trunk = compiled.reader.rules.trunk ?? '';
      for (let beginning = 0; beginning < 8; beginning += 1) {
        const begins = `${beginning % 2 === 0 ? trunk : ''}${digits(3 + Math.floor(random() * 4))}`;
        for (let more = 0; more < 10; more += 1) {
          const number = begins + digits(1 + Math.floor(random() * 9));
          assert.ok(packNumber(number, key, 0));
          const close = compiled.judgeText(number);
          assert.deepEqual(compiled.judge(key, 0), close, `${number} of ${country} ${JSON.stringify(own)}`);
          assert.equal(compiled.verdict(key, 0), close.verdict);
        }
      }
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
  // 00 and a country's code are that country's, wherever they are written
  [plan('ID'), { '0062819797133': ['0819797133'], '0033612045678': undefined, '62819797133': undefined }],
  [plan('BR'), { '005540041404': ['040041404'] }],
  [plan('US'), { '008628959186': undefined }],
  // an area code without its 0, or the country's code: nobody knows
  [plan('DE'), { '4917740081137': undefined, '+49 004917740081137': ['017740081137'] }],
  [plan('HK', { foreign: '+' }), { '00966925209259': undefined, '+966925209259': ['966925209259'] }],
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

const wide = (text: string): string =>
  text.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));

/** A number as lists have it, written by what the library says of it. */
function writings(number: PhoneNumber, country: string): string[] {
  const { countryCallingCode: code, nationalNumber: national } = number;
  const [shown, abroad] = [number.formatNational(), number.formatInternational()];
  return [
    ...[number.number, `00${code}${national}`, `+${code} 00${code}${national}`, `(+${code}) ${national}`],
    ...[
      code + national,
      national,
      shown,
      abroad,
      wide(abroad),
      shown.split('').join(' '),
      `tel:${number.number}`,
    ],
    ...[`${shown} ext. 123`, `${abroad}转8001`, `'${national}`, `="${national}"`, `\u200e${abroad}\u202c`],
    ...(country === 'CN' ? [`17951${national}`, `12593 ${national}`, `+86 0086 ${national}`] : []),
  ];
}

test('whatever a number is written like, no mend makes another number of it than libphonenumber reads', () => {
  const random = randomOf(77);
  const countries = ['CN', 'HK', 'DE', 'GB', 'US', 'BR', 'SA', 'ID', 'ZA', 'MX', 'FR', 'IN'] as const;
  const read = (text: string, country: CountryCode) => parsePhoneNumberFromString(text, country);
  for (const [at, country] of countries.entries()) {
    const own = getCountryCallingCode(country);
    const compiled = plan(country);
    let mended = 0;
    let of = 0;
    for (let i = 0; i < 200; i += 1) {
      const number = read(writtenNumberOf(country, random), country);
      if (number?.isValid() !== true || number.countryCallingCode !== own) continue;
      for (const text of writings(number, country)) {
        of += 1;
        const form = dialForm(text, compiled);
        // what is dialled as it stands is no mend
        if (form === undefined || form === text) continue;
        mended += 1;
        assert.equal(read(form, country)?.number, number.number, `${text} became ${form} in ${country}`);
      }
    }
    assert.ok(mended > of / 2, `${country}: ${mended} of ${of}`);
    for (let i = 0; i < 200; i += 1) {
      const elsewhere = countries[(at + 1 + (i % (countries.length - 1))) % countries.length] as CountryCode;
      const number = read(writtenNumberOf(elsewhere, random), elsewhere);
      if (number?.isValid() !== true || number.countryCallingCode === own) continue;
      const digits = number.number.slice(1);
      for (const text of [number.number, number.formatInternational(), `00${digits}`]) {
        for (const [foreign, expected] of [
          ['none', undefined],
          ['00', `00${digits}`],
        ] as const) {
          const form = dialForm(text, plan(country, { foreign }));
          assert.equal(form, expected, `${text} in ${country} with ${foreign}`);
        }
      }
    }
  }
});

test('a country without a plan is refused', () => {
  assert.throws(() => new CompiledPlan({ ...usualPlan('CN'), country: 'XX' }), RangeError);
});
