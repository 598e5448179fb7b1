import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import test from 'node:test';
import fc from 'fast-check';
import { longestCode } from '../../../src-main/call-list/xlsx/format-code.ts';
import { numberFormat } from '../../../src-main/call-list/xlsx/number-format.ts';
import { numberText } from '../../../src-main/call-list/xlsx/number-text.ts';

/** SheetJS's formatter, which has been compared with Excel itself; it has no types. */
const peer = createRequire(import.meta.url)('ssf') as { format(code: string, value: number): string };

/** Blanks align only, and separators of thousands are another computer's other signs. */
const bare = (text: string): string => text.replaceAll(/[ ,]/g, '');

const ours = (code: string, value: number): string =>
  numberText(String(value), numberFormat(code), false)?.text ?? '(none)';

/** The peer does not know languages without a currency, and drops some signs without a backslash. */
const before = fc.constantFrom('', '', '"T"', '"No "', '\\-', '"86"', '[Red]', '[$¥-804]', '_(');
const behind = fc.constantFrom('', '', '"T"', '" units"', '\\-', '"86"', '_)', '"号"');
const places = fc.constantFrom(
  '0',
  '00',
  '0000',
  '000000',
  '00000000000',
  '#',
  '#,##0',
  '0.0',
  '0.00',
  '0.000',
  '#,##0.00',
  '#0.0#',
  '0%',
  '0.0%',
  '0,',
  '000-0000-0000-0000',
  '000\\-0000\\-0000\\-0000',
  '0-000-000-000-0000',
);
const part = fc.tuple(before, places, behind).map((parts) => parts.join(''));
const conditions = fc.constantFrom(
  '[>999]',
  '[>=10000000]',
  '[<100]',
  '[<=9999999]',
  '[=0]',
  '[>9999999999]',
);
const code = fc.oneof(
  part,
  fc.tuple(part, part).map((parts) => parts.join(';')),
  fc.tuple(part, part, part).map((parts) => parts.join(';')),
  fc.tuple(conditions, part, part).map(([condition, one, other]) => `${condition}${one};${other}`),
  fc
    .tuple(conditions, part, conditions, part, part)
    .map(([first, one, second, other, rest]) => `${first}${one};${second}${other};${rest}`),
);
const value = fc.oneof(
  fc.integer({ min: 0, max: 99_999_999_999 }),
  fc.integer({ min: 0, max: 2000 }),
  // No halves: the two round them by another arithmetic.
  fc.integer({ min: 1, max: 999_999 }).map((n) => Number((n + 0.12345).toFixed(5))),
);

test('a format shows what another implementation of formats shows, for thousands of codes and values', () => {
  fc.assert(
    fc.property(code, value, (format, number) => {
      assert.equal(bare(ours(format, number)), bare(peer.format(format, number)), `${format} of ${number}`);
    }),
    { numRuns: 20_000 },
  );
});

test('negative numbers show the sign that another implementation shows', () => {
  const numbers = places.filter((format) => !format.includes('-') && !format.endsWith(','));
  const unconditional = fc.oneof(
    numbers,
    fc.tuple(numbers, numbers).map(([one, other]) => `${one};(${other})`),
    fc.tuple(numbers, numbers).map(([one, other]) => `${one};\\-${other};"zero"`),
  );
  fc.assert(
    fc.property(unconditional, value, (format, number) => {
      const negative = number === 0 ? -1 : -number;
      assert.equal(
        bare(ours(format, negative)),
        bare(peer.format(format, negative)),
        `${format} of ${negative}`,
      );
    }),
    { numRuns: 5_000 },
  );
});

test('fractions and elapsed times show what another implementation shows', () => {
  const fractions = fc.constantFrom('# ?/?', '# ??/??', '?/?', '# ?/8', '# ?/2', '# ??/16');
  const eighths = fc.integer({ min: 8, max: 8000 }).map((n) => n / 8);
  fc.assert(
    fc.property(fractions, eighths, (format, number) => {
      assert.equal(bare(ours(format, number)), bare(peer.format(format, number)), `${format} of ${number}`);
    }),
    { numRuns: 3_000 },
  );
  const elapsed = fc.constantFrom('[h]:mm:ss', '[h]:mm', '[mm]:ss', '[ss]', '[hh]:mm:ss');
  const seconds = fc.integer({ min: 0, max: 10_000_000 });
  fc.assert(
    fc.property(elapsed, seconds, (format, number) => {
      assert.equal(
        ours(format, number / 86_400),
        peer.format(format, number / 86_400),
        `${format} of ${number} s`,
      );
    }),
    { numRuns: 3_000 },
  );
});

test('E and B are years in a date, as another implementation shows them', () => {
  const forms: readonly (readonly [
    code: string,
    date: (year: number, month: string, day: string) => string,
  ])[] = [
    ['e-mm', (year, month) => `${year}-${month}`],
    ['E-MM-DD', (year, month, day) => `${year}-${month}-${day}`],
    ['ee-mm', (year, month) => `${year}-${month}`],
    ['[$-804]e-mm-dd', (year, month, day) => `${year}-${month}-${day}`],
    ['e+mm', (year, month) => `${year}+${month}`],
    ['mm-e', (year, month) => `${month}-${year}`],
    ['bbbb-mm-dd', (year, month, day) => `${year + 543}-${month}-${day}`],
    ['bb-mm', (year, month) => `${String((year + 543) % 100).padStart(2, '0')}-${month}`],
  ];
  fc.assert(
    fc.property(fc.constantFrom(...forms), fc.integer({ min: 61, max: 2_700_000 }), ([code, date], day) => {
      // A day is sent as the day that it is, in whichever calendar and however much of it the cell shows.
      const [year = '', month = '', dayOfMonth = ''] = ours(code, day).slice(0, 10).split('-');
      assert.equal(date(Number(year), month, dayOfMonth), peer.format(code, day), `${code} of ${day}`);
    }),
    { numRuns: 3_000 },
  );
});

const shown: readonly (readonly [code: string, raw: string, text: string, dialled?: string])[] = [
  // General in all its dress
  ['General', '346021', '346021'],
  ['GENERAL', '346021', '346021'],
  ['[$-804]General', '346021', '346021'],
  ['[$-409]General', '346021', '346021'],
  ['General_)', '346021', '346021'],
  ['[DBNum2][$-804]General', '346021', '346021'],
  ['[DBNum1][$-804]G/通用格式', '346021', '346021'],
  ['[Red]General;[Blue]-General', '346021', '346021'],
  ['[Red]General;[Blue]-General', '-346021', '-346021'],
  ['General;-General', '-5', '-5'],
  ['General"号"', '346021', '346021号'],
  ['"No. "General', '-7', '-No. 7'],
  ['@', '13800138000', '13800138000'],
  // sections
  ['[>9999999999]0\\-000\\-000\\-0000;000\\-000\\-0000', '2025550143', '202-555-0143', '2025550143'],
  ['[>9999999999]0\\-000\\-000\\-0000;000\\-000\\-0000', '12025550143', '1-202-555-0143', '12025550143'],
  ['[<=9999999]###\\-####;\\(###\\)\\ ###\\-####', '5550143', '555-0143', '5550143'],
  ['[<=9999999]###\\-####;\\(###\\)\\ ###\\-####', '2025550143', '(202) 555-0143', '2025550143'],
  ['[<0]"minus "0;0', '-5', 'minus 5'],
  ['[=1]"one";[=2]"two";General', '2', 'two'],
  ['[=1]"one";[=2]"two";General', '3', '3'],
  ['0;-0;;@', '0', ''],
  [';;;', '13800138000', ''],
  ['0;(0);"none"', '0', 'none'],
  // words and signs
  ['"T"000000', '123', 'T000123'],
  ['0 "days"', '5', '5 days'],
  ['"86"0', '13800138000', '8613800138000'],
  ['"0"0', '7551234567', '07551234567'],
  ['000-0000-0000', '13800138000', '138-0013-8000', '13800138000'],
  ['000\\-0000\\-0000', '2083630001', '020-8363-0001', '02083630001'],
  ['(###) ###-####', '13800138000', '(1380) 013-8000', '13800138000'],
  ['"+86 "0', '13800138000', '+86 13800138000'],
  ['0 lot', '5', '5 lot'],
  ['¥0.00', '3.5', '¥3.50'],
  ['[$€-407] 0.00', '3.5', '€ 3.50'],
  // what is not shown: separators of thousands, and exponents in place of digits
  ['#,##0', '13800138000', '13800138000'],
  ['#,##0.00', '13800138000', '13800138000.00', '13800138000'],
  ['_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', '13800138000', '13800138000'],
  ['0.00E+00', '13800138000', '13800138000'],
  ['##0.0E+0', '12345.5', '12345.5'],
  ['0E-00', '38000', '38000'],
  ['[Red]#e+0', '38000', '38000'],
  ['General E+0', '38000', '38000'],
  // fractions, percent, scale
  ['# ?/?', '0.3', '2/7'],
  ['# ?/?', '1.5', '1 1/2'],
  ['# ?/?', '-1.5', '-1 1/2'],
  ['?/?', '2.5', '5/2'],
  ['# ?/8', '1.25', '1 2/8'],
  ['0%', '0.15', '15%'],
  ['0.0,', '12345', '12.3'],
  ['0.00', '1.005', '1.01'],
  ['0.00', '0.999', '1.00'],
  ['0', '-0.2', '0'],
  // 15 significant digits
  ['General', '3.3000000000000003', '3.3'],
  ['General', '0.30000000000000004', '0.3'],
  ['General', '1234567.8910000001', '1234567.891'],
  ['General', '13800138000.000002', '13800138000'],
  ['General', '1E-7', '0.0000001'],
  ['General', '1E+300', '1E+300'],
  ['General', '5E-324', '5E-324'],
  // elapsed times
  ['[h]:mm:ss', '1.5', '36:00:00'],
  ['[h]:mm', '1.5', '36:00'],
  ['[mm]:ss', '0.0625', '90:00'],
  ['[ss].00', '0.0001', '08.64'],
  // letters that are no dates
  ['[Red]0', '5', '5'],
  ['[Yellow]0', '5', '5'],
  ['0"d"', '5', '5d'],
  ['[DBNum1]0', '5', '5'],
  // dates
  ['[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', '46022', '2025-12-31'],
  ['[$-F400]h:mm:ss AM/PM', '0.75', '18:00:00'],
  ['[DBNum1][$-804]yyyy"年"m"月"d"日"', '46022', '2025-12-31'],
  ['[$-411]ggge"年"m"月"d"日"', '46022', '2025-12-31'],
  ['yyyy/m/d h:mm;@', '46022.5', '2025-12-31 12:00:00'],
  ['mm:ss.0', '0.5', '12:00:00'],
  ['aaaa', '46022', '2025-12-31'],
  ['e-mm', '38000', '2004-01-14'],
  ['ggge-mm-dd', '38000', '2004-01-14'],
  ['B2yyyy-mm-dd', '38000', '2004-01-14'],
  ['[>1000]yyyy-mm-dd;0', '5', '5'],
  ['[>1000]yyyy-mm-dd;0', '46022', '2025-12-31'],
];

for (const [format, raw, text, dialled] of shown) {
  test(`the format ${format} shows ${raw} as ${text}`, () => {
    const result = numberText(raw, numberFormat(format), false);
    assert.equal(result?.text.slice(0, 10), text.slice(0, 10));
    assert.equal(result.kind === 3 ? result.text.slice(0, 10) : result.text, text);
    assert.equal(result.dialled, dialled);
  });
}

test('a code that no program writes is not taken for understood, and is left at once', () => {
  assert.equal(numberFormat('0'.repeat(longestCode)).isKnown, true);
  assert.equal(numberFormat('0'.repeat(longestCode + 1)).isKnown, false);
  assert.equal(numberFormat('0;0;0;0;0').isKnown, false);
  for (const hostile of ['[', '\\', '"', '[h', '(', '_', '*']) {
    assert.equal(numberFormat(hostile.repeat(10_000_000)).isKnown, false);
    assert.ok(numberText('5', numberFormat(hostile.repeat(longestCode)), false));
  }
});

test('a code that Excel does not take is not taken for understood, and the number is given as it is', () => {
  const codes = [
    '0 yyyy',
    'yyyy 0',
    'yyyy-mm-dd 0',
    '0m',
    '0kg',
    '0.00 s',
    '#,##0 d',
    '0E',
    '[h] 0',
    '0 AM/PM',
    'hh:mm:ss,000',
    'General yyyy',
    '0General',
    '0@',
    'yyyy@',
    '"No. 0',
    '0"',
    '[Red0',
    '0;[Blue',
    '[]0',
    '[t]:mm',
    '[hm]',
    '[h:mm]',
    '[>]0',
    '[>x]0;0',
    '[=>5]0;0',
    '0;0;[>5]0',
    '0\\',
    '0;0;0;"x',
  ];
  for (const format of codes) {
    assert.equal(numberFormat(format).isKnown, false, format);
    assert.deepEqual(numberText('46022', numberFormat(format), false), { text: '46022', kind: 6 }, format);
  }
  for (const format of [
    '[Red]0',
    '[红色]0',
    '[Color 5]0',
    '[Color10]0',
    '[DBNum1][$-804]0',
    '[NatNum1]0',
    '[ENG][$-809]0',
    '[~buddhist]yyyy',
    'mm:ss.000',
    'h:mm:ss.00 AM/PM',
    '[ss].000',
    '0" yyyy"',
    '0\\d',
    '[>1000]yyyy-mm-dd;0',
    '0;-0;;@',
    '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
  ])
    assert.equal(numberFormat(format).isKnown, true, format);
});

test('a code is taken apart once: a number costs no more for the letters in it', () => {
  const steps = (format: string): number => numberFormat(format).section(1).places.steps;
  for (const [format, most] of [
    ['0'.repeat(longestCode), 2],
    [`0.${'0'.repeat(longestCode - 2)}`, 3],
    [`${'"x"'.repeat(80)}0`, 2],
    [`0${'\\-'.repeat(100)}`, 2],
    // Every second one a place: of these, as many as a number has digits.
    ['0\\-'.repeat(80), 90],
    [`0${'%'.repeat(200)}`, 2],
  ] as const) {
    assert.ok(steps(format) <= most, `${format.slice(0, 9)}…: ${steps(format)}`);
  }
});

test('any format and any number give a text of bounded length', () => {
  const anyCode = fc.string({
    unit: fc.constantFrom(...Array.from('0#?.,%/@;[]<>=hmsydegb"\\_*E+-$G 9')),
    maxLength: 60,
  });
  const anyNumber = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer());
  fc.assert(
    fc.property(anyCode, anyNumber, (format, number) => {
      const result = numberText(String(number), numberFormat(format), false);
      assert.ok(result !== undefined && result.text.length < 1000, format);
      assert.ok(result.dialled === undefined || /^\d+$/.test(result.dialled), format);
    }),
    { numRuns: 20_000 },
  );
});
