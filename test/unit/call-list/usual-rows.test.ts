import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import fc from 'fast-check';
import { templateColumns } from '../../../src-main/contract/call-data-template.ts';
import { usualPlan } from '../../../src-main/contract/number-plan.ts';
import { CompiledPlan } from '../../../src-main/numbering/compiled-plan.ts';
import type { Delimiter } from '../../../src-main/contract/call-list.ts';
import { Checker } from '../../../src-main/call-list/check/checker.ts';
import type { Rules } from '../../../src-main/call-list/check/row-rules.ts';
import { maxRows } from '../../../src-main/call-list/row.ts';
import { UsualRows } from '../../../src-main/call-list/usual-rows/usual-rows.ts';
import { newModule } from '../../../src-main/call-list/usual-rows/wasm-module.ts';
import { SharedStrings } from '../../../src-main/call-list/xlsx/shared-strings.ts';
import { moduleFile, moduleText } from '../../../scripts/usual-rows.mjs';
import { common, headers, outcome, sheetScanner, textScanner } from '../../support/usual-rows.ts';
import { mainNamespace } from '../../support/workbook-parts.ts';

const hours = [{ from: 540, to: 1080 }];
/** What may be said of a row whose cells are in order. */
const rulesOfAll: readonly Rules[] = [
  common,
  { ...common, plan: new CompiledPlan(usualPlan('CN')) },
  {
    ...common,
    callingHours: { zone: 'Asia/Shanghai', week: [hours, hours, hours, hours, [], [], []], special: [] },
  },
];

/** One of the first, and now and then one of the second, of which there is something to say. */
const mostly = (usual: readonly string[], odd: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 60, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  );

const phone = fc.integer({ min: 0, max: 99 }).map((number) => `138001380${String(number).padStart(2, '0')}`);
const calledOf = (form: string): fc.Arbitrary<string> => phone.map((number) => form.replaceAll('%', number));
const fieldsOf: readonly fc.Arbitrary<string>[] = [
  mostly(
    ['', 'S1', 'S'.repeat(32), '会'.repeat(32), ' '],
    [
      'S'.repeat(33),
      '会'.repeat(33),
      'a\tb',
      'a_x0041_',
      '😀'.repeat(17),
      '#N/A',
      '="07"',
      'NULL',
      '1.39E+10',
      '4,40301e+17',
      'E+10',
      ' n/a',
      '\\N',
      '(null)',
      'Nan',
      '[NULL]',
      'n.a.',
      '<NA>',
      'nil ',
    ],
  ),
  fc.oneof(
    { weight: 200, arbitrary: calledOf('[{"calledNo":"%"}]') },
    {
      weight: 60,
      arbitrary: calledOf('[{"calledNo":"%","delayTime":"7200","type":"1"},{"calledNo":"0755%"}]'),
    },
    { weight: 20, arbitrary: calledOf(' [ { "type" : "中 \'" , "calledNo" : "%" } ] ') },
    ...[
      '',
      '   ',
      '%',
      '[]',
      '[{}]',
      '[{"calledNo":""}]',
      "[{'calledNo':%,'delayTime':60}]",
      '[{"calledNo":%}]',
      '[{"calledNo":"%"},{"calledNo":"%"}]',
      '[{"calledNo":"%","calledNo":"1"}]',
      '[{"calledNo":"%","delayTime":"7201"}]',
      '[{"calledNo":"%","delayTime":"07200"}]',
      '[{"calledNo":"%","delayTime":""}]',
      '[{"calledNo":"%","type":"a\\"b"}]',
      '[{"calledNo":"%","type":"a\nb"}]',
      '[{"calledNo":"%","x":"1"}]',
      '[{"calledNo":"%"}',
      '[{"calledNo":"%"}]x',
      '[{"calledNo":"%1234567890123"}]',
      '[{"calledNo":"%12345678901234"}]',
      '[{"calledNo":"*%#"}]',
      '[{"calledNo":"+86%"}]',
      '[{"calledNo":"%',
      '[{"calledNo"',
      '[{"delayTime":"1"}]',
      '{"calledNo":"%"}',
      '[{"calledNo":"%",}]',
    ].map((form) => calledOf(form)),
  ),
  mostly(
    ['', '075588886666', '+8675588886666', '123', '*#1', '1'.repeat(24)],
    ['12', '+12', 'hotline', '1'.repeat(25), '1 2'],
  ),
  mostly(
    [
      '',
      '{"a":"b"}',
      '{"name":"王伟","n":[1,-2.5e+3,0,true,false,null,{}],"e":"\\u4f60\\n"}',
      ' [ ] ',
      '{"a_x":"<&>"}',
      '[1]',
      '{\n "a": 1 }',
    ],
    [
      '{',
      '{}x',
      '{"a"}',
      '{"a":}',
      '{"a":01}',
      '{"a":1.}',
      '{"a":"\\x"}',
      '{"a":"\\u12g4"}',
      '[1,]',
      '"text"',
      '12',
      'words',
      '{"a":"b\tc"}',
      '{\\"a\\":\\"b\\"}',
      `{"a":"${'x'.repeat(1016)}"}`,
      `{"a":"${'x'.repeat(1017)}"}`,
      `{"a":"${'备'.repeat(1017)}"}`,
      '['.repeat(70) + ']'.repeat(70),
      '{"a":tru}',
      '{"a":-}',
      '{"a":1e}',
      '{"a":"b"',
      '[1}',
    ],
  ),
  mostly(
    ['', 'batch 1', 'batch 2', ' ', '\u3000', 'batch 3'],
    ['b4', 'b5', 'b6', 'b7', 'b8', 'b9', '批'.repeat(200), '批'.repeat(201), 'a\u00a0', 'a_x000a_'],
  ),
  mostly(
    ['', '2030-01-05 18:30:00', '2028-02-29 09:00:00', '2030-12-31 23:59:59'],
    [
      '2030-02-29 09:00:00',
      '2030-04-31 09:00:00',
      '2020-01-01 00:00:00',
      '2030/1/5 18:30',
      '2030-01-05 24:00:00',
      '2030-13-01 00:00:00',
      '0000-01-01 00:00:00',
      '2030-01-00 00:00:00',
    ],
  ),
  mostly(['', '', '', '5'], ['high', 'a\tb']),
  mostly(['', 'as it is', '12'], ['a\u00a0b', 'x'.repeat(9000)]),
];

const escaped = (text: string, quote: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', quote);

type Form = 'inline' | 'kept' | 'formula' | 'shared' | 'number' | 'none' | 'empty' | 'odd';
const form: fc.Arbitrary<Form> = fc.constantFrom(
  'inline',
  'kept',
  'formula',
  'shared',
  'inline',
  'shared',
  'number',
  'empty',
);

const row = fc.record({
  fields: fc.tuple(...fieldsOf),
  forms: fc.array(form, { minLength: headers.length, maxLength: headers.length }),
  quote: mostly(['"', '&quot;'], ['&#34;']),
  tag: mostly([''], [' hidden="1"', ' ht="0"', ' spans="1:8"', ' r="3"']),
  oddity: mostly(
    [''],
    ['style', 'twice', 'unordered', 'comment', 'gap', 'wide', 'space', 'unreferred', 'blank'],
  ),
});
type RowOf = typeof row extends fc.Arbitrary<infer T> ? T : never;

/** The XML of a row; its shared strings are added to the table. */
function rowXml(
  number: number,
  { fields, forms, quote, tag, oddity }: RowOf,
  strings: SharedStrings,
): string {
  const cells = fields.map((text, column) => {
    const at = `r="${String.fromCharCode(0x41 + column)}${number}"`;
    const xml = escaped(text, quote);
    if (text === '' || oddity === 'blank') return forms[column] === 'empty' ? `<c ${at} s="0"/>` : '';
    if (forms[column] === 'number' && /^\d+$/.test(text))
      return `<c ${at} s="${oddity === 'style' ? 1 : 0}"><v>${text}</v></c>`;
    if (forms[column] === 'shared') {
      const bytes = Buffer.from(text);
      strings.add(bytes, 0, bytes.length);
      return `<c ${at} t="s"><v>${strings.count - 1}</v></c>`;
    }
    if (forms[column] === 'formula') return `<c ${at} t="str"><v>${xml}</v></c>`;
    const space = forms[column] === 'kept' ? ' xml:space="preserve"' : '';
    return `<c ${oddity === 'unreferred' ? '' : at} t="inlineStr"><is><t${space}>${xml}</t></is></c>`;
  });
  if (oddity === 'twice') cells.push(cells[0] ?? '');
  if (oddity === 'unordered') cells.reverse();
  if (oddity === 'comment') cells.splice(2, 0, '<!-- c -->');
  if (oddity === 'wide') cells.push(`<c r="ZZ${number}" t="inlineStr"><is><t>far</t></is></c>`);
  return `${oddity === 'space' ? '\n' : ''}<row r="${number}"${tag}>${cells.join('')}</row>`;
}

const header = `<row r="1">${headers.map((name, i) => `<c r="${String.fromCharCode(0x41 + i)}1" t="str"><v>${name}</v></c>`).join('')}</row>`;
const sheetOf = (rows: string): string =>
  `<worksheet xmlns="${mainNamespace}"><sheetData>${header}${rows}</sheetData></worksheet>`;

test('a list comes to the same whether its usual rows are taken many at a time or each is looked at', () => {
  let rowsOfAll = 0;
  let visitedOfAll = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...rulesOfAll),
      fc.array(row, { minLength: 20, maxLength: 60, size: 'max' }),
      fc.integer({ min: 1, max: 3000 }),
      (rules, rows, chunk) => {
        const strings = new SharedStrings();
        let number = 1;
        const xml = rows
          .map((each) => rowXml((number += each.oddity === 'gap' ? 3 : 1), each, strings))
          .join('');
        const sheet = sheetOf(xml);
        const quick = outcome(sheet, sheetScanner(strings), chunk, true, rules);
        assert.deepEqual(quick.found, outcome(sheet, sheetScanner(strings), chunk, false, rules).found);
        rowsOfAll += rows.length;
        visitedOfAll += quick.visited;
      },
    ),
    { numRuns: 300 },
  );
  assert.ok(visitedOfAll < rowsOfAll * 0.6, `${visitedOfAll} of ${rowsOfAll} rows were looked at one by one`);
});

/** The field of a text file: with quotes where it needs them, or anyway; now and then without, where it does. */
const textField = (text: string, column: number, { forms, oddity }: RowOf, delimiter: string): string => {
  const mustQuote = /["\r\n]/.test(text) || text.includes(delimiter);
  const quoted = `"${text.replaceAll('"', '""')}"`;
  if (oddity === 'comment' && column === 3) return `${quoted} x`;
  if (oddity === 'unreferred' && column === 2) return `"${text}`;
  if (oddity === 'space' && column === 2) return `${quoted} `;
  if (forms[column] === 'kept' || (mustQuote && oddity !== 'style')) return quoted;
  return text;
};

function textRow(each: RowOf, delimiter: string, lineEnd: string): string {
  const { fields, oddity } = each;
  if (oddity === 'gap') return lineEnd;
  const kept =
    oddity === 'blank' ? fields.map(() => '') : oddity === 'unordered' ? fields.slice(0, 3) : fields;
  const cells = kept.map((text, column) => textField(text, column, each, delimiter));
  if (oddity === 'wide') cells.push('one more');
  if (oddity === 'twice') cells[7] = 'damaged \ufffd';
  return cells.join(delimiter) + lineEnd;
}

test('a text comes to the same whether its usual rows are taken many at a time or each is looked at', () => {
  let rowsOfAll = 0;
  let visitedOfAll = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...rulesOfAll),
      fc.array(row, { minLength: 40, maxLength: 80, size: 'max' }),
      fc.constantFrom<Delimiter>(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.integer({ min: 1, max: 6000 }),
      (rules, rows, delimiter, lineEnd, chunk) => {
        const lines = rows.map((each) => textRow(each, delimiter, lineEnd));
        const list = headers.join(delimiter) + lineEnd + lines.join('');
        const quick = outcome(list, textScanner(delimiter), chunk, true, rules);
        assert.deepEqual(quick.found, outcome(list, textScanner(delimiter), chunk, false, rules).found);
        rowsOfAll += Math.max(0, rows.length - 20);
        visitedOfAll += Math.max(0, quick.visited - 20);
      },
    ),
    { numRuns: 300 },
  );
  assert.ok(visitedOfAll < rowsOfAll * 0.7, `${visitedOfAll} of ${rowsOfAll} rows were looked at one by one`);
});

const listText = Array.from(
  { length: 40 },
  (_, i) =>
    `S${i},"[{""calledNo"":""138001380${i + 10}""}]",075588886666,"{""a"":""b""}",batch,2030-01-05 18:30:00,,\r\n`,
).join('');

test('a list that ends anywhere, or has any byte changed, comes to the same', () => {
  const strings = new SharedStrings();
  const text = Buffer.from('batch 1');
  strings.add(text, 0, text.length);
  const rows = Array.from(
    { length: 12 },
    (_, i) =>
      `<row r="${i + 2}"><c r="B${i + 2}" t="inlineStr"><is><t>[{&quot;calledNo&quot;:"138001380${i + 10}"}]</t></is></c>` +
      `<c r="D${i + 2}" s="1" t="str"><v>{"a":"b"}</v></c><c r="E${i + 2}" t="s"><v>0</v></c>` +
      `<c r="F${i + 2}" t="inlineStr"><is><t xml:space="preserve">2030-01-05 18:30:00</t></is></c></row>`,
  );
  const heading = `${headers.join(',')}\r\n`;
  const lists = [
    { list: sheetOf(rows.join('')), from: sheetOf('').length, scanner: sheetScanner(strings) },
    { list: heading + listText, from: heading.length, scanner: textScanner(',') },
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...lists),
      fc.nat(),
      fc.constantFrom('', '<', '>', '"', '0', 'x', '&', ' ', '\r', ',', '\n'),
      fc.boolean(),
      ({ list, from, scanner }, some, instead, ends) => {
        const at = from + (some % (list.length - from));
        const changed = ends ? list.slice(0, at) : list.slice(0, at) + instead + list.slice(at + 1);
        const chunk = 1 + (some % 1700);
        assert.deepEqual(
          outcome(changed, scanner, chunk, true).found,
          outcome(changed, scanner, chunk, false).found,
        );
      },
    ),
    { numRuns: 800 },
  );
});

const usualCells = (row: number): string =>
  `<c r="B${row}" t="inlineStr"><is><t>[{"calledNo":"13800138000"}]</t></is></c>`;

test('a row beyond the last of a sheet is refused, whatever is in it', () => {
  const list = {
    headerRow: 1,
    sources: { template: templateColumns.map((_, index) => index), marks: [] },
    ...{ width: headers.length, now: common.now, carried: new Checker(1, common).carried },
    take: () => true,
    note: () => undefined,
  };
  const rows = [maxRows - 1, maxRows, maxRows + 1].map((row) => `<row r="${row}">${usualCells(row)}</row>`);
  const scanner = sheetScanner(new SharedStrings())(() => undefined, UsualRows.of(list));
  assert.throws(() => {
    scanner.push(Buffer.from(sheetOf(rows.join(''))));
    scanner.end();
  }, /beyond the 1,048,576/);
});

test('a field that is too long is refused in a column that is not sent as well', () => {
  const rest = '"[{""calledNo"":""13800138000""}]",,,,,,';
  const rows = Array.from({ length: 25 }, () => `,${rest}\n`);
  const list = `${headers.join(',')}\n${rows.join('')},${rest}${'x'.repeat((1 << 20) + 1)}\n`;
  const { found } = outcome(list, textScanner(','), list.length, true);
  assert.deepEqual(found, outcome(list, textScanner(','), list.length, false).found);
});

test('a machine without memory for it reads all rows one by one', (context) => {
  const strings = new SharedStrings();
  const batch = Buffer.from('batch 1');
  strings.add(batch, 0, batch.length);
  const rows = Array.from(
    { length: 12 },
    (_, i) => `<row r="${i + 2}">${usualCells(i + 2)}<c r="E${i + 2}" t="s"><v>0</v></c></row>`,
  );
  const sheet = sheetOf(rows.join(''));
  const { found } = outcome(sheet, sheetScanner(strings), 900, false);
  function none(): never {
    throw new RangeError('could not allocate memory');
  }
  const wasm = Reflect.get(globalThis, 'WebAssembly') as {
    readonly Memory: { readonly prototype: { grow: () => number } };
    Instance: () => object;
  };
  context.mock.method(wasm.Memory.prototype, 'grow', none);
  assert.deepEqual(outcome(sheet, sheetScanner(strings), 900, true), { found, visited: 12 });
  context.mock.method(wasm, 'Instance', none);
  assert.equal(newModule(), undefined);
  context.mock.restoreAll();
  assert.ok(newModule(), 'there may be memory the next time');
});

test('the module is what its source says', async () => {
  assert.ok(
    readFileSync(moduleFile, 'utf8') === (await moduleText()),
    'node scripts/usual-rows.mjs writes it anew',
  );
});
