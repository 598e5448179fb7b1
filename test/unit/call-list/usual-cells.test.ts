import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { Row } from '../../../src-main/call-list/row.ts';
import { SharedStrings } from '../../../src-main/call-list/xlsx/shared-strings.ts';
import { SheetScanner } from '../../../src-main/call-list/xlsx/sheet-scanner.ts';
import { generalFormat, numberFormat } from '../../../src-main/call-list/xlsx/number-format.ts';
import { CellStyles } from '../../../src-main/call-list/xlsx/styles.ts';
import { mainNamespace } from '../../support/workbook-parts.ts';

const strings = new SharedStrings();
for (const text of ['zero', '', '两', 'three & more']) {
  const bytes = Buffer.from(text);
  strings.add(bytes, 0, bytes.length);
}
const styles = new CellStyles([generalFormat, numberFormat('00000000000'), numberFormat('yyyy-mm-dd hh:mm')]);

/** The rows of a sheet that comes in two chunks, or why it is refused; in the latter case, the rows before do not count. */
function outcome(sheet: string, cut: number): unknown {
  const rows: unknown[] = [];
  const scanner = new SheetScanner(new Row(), { strings, styles, date1904: false }, (row) => {
    const cells: unknown[] = [];
    for (let column = 0; column < row.width; column += 1) {
      // what is in a malformed cell is given as it stands, with the prefixes of its tags
      const text = row.text(column).replace(/<(\/?)x:/g, '<$1');
      if (row.has(column)) cells.push([column, text, row.kind[column]]);
    }
    rows.push([row.number, cells]);
    return undefined;
  });
  const bytes = Buffer.from(sheet, 'latin1');
  try {
    scanner.push(bytes.subarray(0, cut % bytes.length));
    scanner.push(bytes.subarray(cut % bytes.length));
    scanner.end();
  } catch (error) {
    if (!(error instanceof DialdeskError)) throw error;
    return error.details?.['reason'];
  }
  return rows;
}

const sheetOf = (rows: string): string =>
  `<worksheet xmlns="${mainNamespace}"><sheetData>${rows}</sheetData></worksheet>`;

/** The same sheet with a prefix before every name: in such a one no cell is usual. */
const withPrefix = (sheet: string): string =>
  sheet.replace(/<(\/?)([a-z])/gi, '<$1x:$2').replace('xmlns=', 'xmlns:x=');

/** One of the first, and now and then one of the second, which most readers refuse. */
const mostly = (right: readonly string[], wrong: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom(...right) },
    { weight: 1, arbitrary: fc.constantFrom(...wrong) },
  );

const text = fc.oneof(
  mostly(
    ['', ' ', 'a', '&amp;', '&lt;b&gt;', '_x0041_', '_x', 'a_b', 'l\r\nm', '&#95;x0041_'],
    ['&bad;', '&amp', '<b/>'],
  ),
  fc.string({
    unit: fc.constantFrom('a', '中', '😀', '"', '/', '>', '}', ' ', '&quot;', '\n'),
    maxLength: 24,
  }),
);
const number = mostly(
  ['0', '7', '13800138000', '123456789012345', '1234567890123456', '07', '1E3', '-1', ''],
  ['x'],
);
const index = mostly(['0', '1', '2', '3', '03', ' 2', ''], ['4', '1000000000', '99999999999', '-1']);
const style = mostly(
  ['', ' s="0"', ' s="1"', ' s="2"', ' s="77"', ' s=""', " s='1'", ' s="1" '],
  [' s="99999"', ' s="x"'],
);
const space = mostly(
  ['', ' xml:space="preserve"', " xml:space='preserve'", ' xml:space="default"', ' '],
  ['/'],
);

/** A cell in all the forms that writers have, from behind its reference on. */
const content = fc.oneof(
  fc.tuple(style, index).map(([s, v]) => `${s} t="s"><v>${v}</v></c>`),
  fc.tuple(style, space, text).map(([s, kept, t]) => `${s} t="inlineStr"><is><t${kept}>${t}</t></is></c>`),
  fc.tuple(style, text).map(([s, t]) => `${s} t="str"><v>${t}</v></c>`),
  fc.tuple(style, number).map(([s, v]) => `${s}><v>${v}</v></c>`),
  fc.tuple(style, number).map(([s, v]) => `${s} t="n"><v>${v}</v></c>`),
  style.map((s) => `${s}/>`),
  mostly(
    [
      '></c>',
      ' t="b"><v>1</v></c>',
      ' t="e"><v>#N/A</v></c>',
      ' t="s" s="1"><v>2</v></c>',
      ' t="str"><f>A1</f><v>b</v></c>',
      ' t="inlineStr"><is><r><t>a</t></r></is></c>',
      ' t="inlineStr"><is><t>a</t><rPh><t>b</t></rPh></is></c>',
      ' t="inlineStr"><is><t>a</t ></is></c>',
      ' t="inlineStr"><is><t>a<!-- b --></t></is></c>',
      ' t="s"><v>1</v ></c>',
      ' t="s"><v>1</v></c >',
    ],
    [' t="s"><v>1</v></row>', ' t="x"><v>1</v></c>'],
  ),
);
/** What a cell's reference is: the right one, none, one with two letters; or one that cannot be. */
const reference = mostly(
  ['right', 'right', 'right', 'right', 'far', 'single'],
  ['none', 'otherRow', 'again', 'beyond', 'small'],
);
const between = fc.constantFrom('', '', '', '', '\n ', '<!-- c -->', '<y/>');

function cellsOf(
  rowNumber: number,
  cells: readonly (readonly [reference: string, content: string, between: string])[],
): string {
  const places: Readonly<Record<string, (column: string) => string>> = {
    right: (column) => ` r="${column}${rowNumber}"`,
    none: () => '',
    otherRow: (column) => ` r="${column}${rowNumber}0"`,
    again: () => ` r="A${rowNumber}"`,
    far: (column) => ` r="A${column}${rowNumber}"`,
    beyond: () => ` r="XFE${rowNumber}"`,
    small: (column) => ` r="${column.toLowerCase()}${rowNumber}"`,
    single: (column) => ` r='${column}${rowNumber}'`,
  };
  return cells
    .map(([place, rest, gap], i) => `<c${places[place]?.(String.fromCharCode(65 + i)) ?? ''}${rest}${gap}`)
    .join('');
}

test('cells are read the same whether they are usual or not, whole or cut', () => {
  const row = fc.tuple(
    fc.constantFrom(1, 1, 1, 1, 2, 9, 990, 99_999),
    fc.array(fc.tuple(reference, content, between), { maxLength: 6 }),
  );
  let read = 0;
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 14 }), fc.nat(), (rows, cut) => {
      let last = 0;
      const xml = rows.map(([step, cells]) => {
        last += step;
        return `<row r="${last}">${cellsOf(last, cells)}</row>`;
      });
      const sheet = Buffer.from(sheetOf(xml.join(''))).toString('latin1');
      const seen = outcome(sheet, cut);
      assert.deepEqual(seen, outcome(withPrefix(sheet), 0));
      if (Array.isArray(seen)) read += 1;
    }),
    { numRuns: 3000 },
  );
  assert.ok(read > 600, `${read} sheets were in order`);
});

test('a usual sheet cut at any byte, after a longer one has filled the window, gives the same rows', () => {
  const cell = (place: string, i: number): string =>
    [
      `<c r="${place}" s="1" t="s"><v>${i % 4}</v></c>`,
      `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${'中a'.repeat(i % 5)}</t></is></c>`,
      `<c r="${place}" t="str"><v>&lt;${i}</v></c>`,
      `<c r="${place}"><v>${i}</v></c>`,
      `<c r="${place}" s="1"/>`,
    ][i % 5] as string;
  const xml = Array.from(
    { length: 8 },
    (_, row) =>
      `<row r="${row + 96}">${['A', 'B', 'Z', 'AA', 'AB', 'ZZ', 'AAA'].map((column, i) => cell(`${column}${row + 96}`, row + i)).join('')}</row>`,
  );
  const sheet = Buffer.from(sheetOf(xml.join(''))).toString('latin1');
  const whole = outcome(sheet, 0);
  assert.equal((whole as unknown[]).length, 8);
  assert.deepEqual(whole, outcome(withPrefix(sheet), 0));
  for (let cut = 1; cut < sheet.length; cut += 1)
    assert.deepEqual(outcome(sheet, cut), whole, `cut at ${cut}`);
});
