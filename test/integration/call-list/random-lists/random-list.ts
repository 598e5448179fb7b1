import { createRequire } from 'node:module';
import { randomNumbers } from '../../../support/random-numbers.ts';

/** A cell as it is put into a file: a text, or a number with the format that shows it. */
export type RandomCell =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'truth'; readonly truth: boolean }
  | { readonly kind: 'number'; readonly number: number; readonly format: string };

/** A header of ASCII, and below it records of anything; all rows are equally wide. */
export type RandomList = readonly (readonly RandomCell[])[];

const ssf = createRequire(import.meta.url)('ssf') as { format(code: string, value: number): string };

const words =
  'a B Zürich naïve é 王 芳 深圳市 ，（） 日本語 한국어 ไทย العربية Привет 😀 👍🏽 𠮷 , ; | " "" \' ’ & < > ]]> &amp; <b> ' +
  '=1+1 +86 -5 @x 0755 13800138000 1e5 00 TRUE #N/A 12:30 2026/1/5 [{"calledNo":"13800138000"}] {"a":"王"} \\n % a_b';
const spaces = [' ', '  ', '\n', '\t', '\u00a0', '\u2028', '\u200b', '\ufeff', '\u3000', 'e\u0301'];
const pieces = [...words.split(' '), ...spaces];
/**
 * What stands for another character in a workbook (ECMA-376 part 1, ST_Xstring), unless its _ is written so. One behind
 * the other is more than XlsxWriter escapes.
 */
const escapes = [' _x0041_ ', ' _x000D_ ', ' _x005F_ ', ' _xD83D_ ', 'x0041_ '];

const formats = [
  ...['General', 'General', 'General', '0', '00000000000', '0.00', '@', '0000-0000-0000', '#,##0', '0.0%'],
  ...['yyyy-mm-dd hh:mm:ss', 'yyyy-mm-dd'],
];

/** A list, the same for the same seed. */
export function randomList(seed: number, { numbers = true, underscores = true } = {}): RandomList {
  const below = randomNumbers(seed);
  const pick = <T>(of: readonly T[]): T => of[below(of.length)] as T;
  const text = (): RandomCell => {
    const long = below(60) === 0 ? 200 : 5;
    const parts = Array.from({ length: 1 + below(long) }, () =>
      underscores && below(40) === 0 ? pick(escapes) : pick(pieces),
    );
    return { kind: 'text', text: parts.join('') };
  };
  const cell = (): RandomCell => {
    const what = below(10);
    if (what === 0) return { kind: 'none' };
    if (!numbers || what < 6) return text();
    if (what === 6) return { kind: 'truth', truth: below(2) === 0 };
    return numberCell(pick(formats), below);
  };
  const width = 2 + below(6);
  const header: RandomCell[] = Array.from({ length: width }, (_, i) => ({
    kind: 'text',
    text: i === 0 ? 'called' : `column ${i}`,
  }));
  const records = Array.from({ length: 1 + below(12) }, () => [
    // Something stands in every row: a blank line is none to some readers of text.
    { kind: 'text', text: `r${below(1000)}` } as const,
    ...Array.from({ length: width - 1 }, cell),
  ]);
  return [header, ...records];
}

function numberCell(format: string, below: (bound: number) => number): RandomCell {
  const digits = 1 + below(format === 'General' || format === '0' ? 15 : 11);
  const whole = Math.floor((below(2 ** 31) / 2 ** 31) * 10 ** digits);
  const sign = below(6) === 0 && format !== '0000-0000-0000' ? -1 : 1;
  if (format.startsWith('yyyy')) {
    const day = 36_526 + below(20_000);
    return { kind: 'number', number: format === 'yyyy-mm-dd' ? day : day + below(86_400) / 86_400, format };
  }
  const isFraction = below(3) === 0 && !/^0+$|-|#/.test(format);
  // Not half of anything: libraries differ from Excel, which rounds what it shows, and not what is stored.
  const fraction = (whole % 5 === 0 ? whole + 1 : whole) / 10 ** below(7);
  return { kind: 'number', number: sign * (isFraction ? fraction : whole), format };
}

/**
 * What a number shows, by a library that isn't ours, but for what Dialdesk leaves out on purpose: separators of
 * thousands, and the exponent of whole numbers. In General as 15 significant digits.
 */
export function shownNumber(number: number, format: string): string {
  if (format === 'General' || format === '@') return withoutExponent(Number(number.toPrecision(15)));
  return ssf.format(format === '#,##0' ? '0' : format, number);
}

function withoutExponent(number: number): string {
  const text = String(number);
  const match = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = '', first = '', rest = '', exponent = '0'] = match;
  return `${sign}0.${'0'.repeat(Number(exponent) - 1)}${first}${rest}`;
}

/** What a cell shows. */
export function shown(cell: RandomCell): string {
  switch (cell.kind) {
    case 'none':
      return '';
    case 'text':
      return cell.text;
    case 'truth':
      return cell.truth ? 'TRUE' : 'FALSE';
    case 'number':
      return shownNumber(cell.number, cell.format);
  }
}
