import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { Delimiter } from '../../../src-main/contract/call-list.ts';
import type { Mapping } from '../../../src-main/contract/mapping.ts';
import { SharedStrings } from '../../../src-main/call-list/xlsx/shared-strings.ts';
import { outcome, sheetScanner, textScanner, common, type ListForm } from '../../support/usual-rows.ts';
import { mainNamespace } from '../../support/workbook-parts.ts';

/** The columns of a list as people keep them. */
const columns = [
  '客户',
  '手机',
  '备用电话',
  '延迟',
  '类型',
  '金额',
  '到期',
  '批次',
  '回收',
  '备注',
  '是否可致电',
] as const;
const column = (name: (typeof columns)[number]): { column: string } => ({ column: name });
const constant = (text: string): { constant: string } => ({ constant: text });
const packed = (...names: (typeof columns)[number][]): { name: string; column: string }[] =>
  names.map((name) => ({ name: `${name}"\n`, column: name }));

const mappings: readonly Mapping[] = [
  { called: [column('手机')] },
  {
    called: [column('手机'), { column: '备用电话', delayTime: column('延迟'), type: column('类型') }],
    caller: constant('075588886666'),
    callData: { pack: packed('客户', '金额', '到期'), under: 'iSales' },
    customField: column('批次'),
    recycleTime: column('回收'),
  },
  {
    called: [{ column: '手机', delayTime: constant('60'), type: constant('1') }],
    sessionId: column('客户'),
    callData: { pack: packed('客户', '到期', '备注') },
    customField: constant('spring'),
    priority: column('类型'),
  },
  {
    called: [{ column: '备用电话', delayTime: constant('') }],
    callData: column('备注'),
    customField: column('到期'),
  },
  { called: [{ column: '手机', type: constant('a"b') }] },
  { called: [{ column: '手机', delayTime: constant(' ') }] },
  { called: [{ column: '手机', delayTime: constant('7201') }], sessionId: constant('S'.repeat(33)) },
];

const mostly = (usual: readonly string[], odd: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 50, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  );
const phone = fc.integer({ min: 0, max: 99 }).map((number) => `138001380${String(number).padStart(2, '0')}`);
const number = fc.oneof(
  { weight: 60, arbitrary: phone },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        phone,
        fc.constantFrom(
          ...[
            '',
            ' ',
            ' %',
            '% ',
            '+86%',
            '%,%',
            '138-0013-8000',
            '%*#',
            '%'.repeat(2),
            '%"',
            '[',
            ' [{"calledNo":"%"}]',
          ],
          ...[
            '[{"calledNo":"%"}]',
            '[{"calledNo":"%","x":1}]',
            '\t[{"calledNo":"%"}]',
            '\u3000',
            '%1234567890123',
            'abc',
          ],
          '%12345678901234',
        ),
      )
      .map(([digits, form]) => form.replaceAll('%', digits)),
  },
);
const fields = fc.tuple(
  mostly(
    ['王伟', 'Lin Zihang', '', 'S1', '<b>&'],
    ['a"b', 'a\\b', 'a\nb', 'x'.repeat(900), '备'.repeat(990), '备'.repeat(1020), '\u00a0'],
  ),
  number,
  fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 1, arbitrary: number }),
  mostly(['', '0', '60', '7200'], ['7201', '07200', ' 60', '1.5', '-1', 'a', ' ']),
  mostly(['', '1', '移动', '12'], ['a"b', 'a\\b', 'x'.repeat(64), 'x'.repeat(65), 'a\tb']),
  mostly(
    ['', '100', '99.5', '0.25', '1234.56'],
    ['1.50', '.5', '0.30000000000000004', '1E+5', '-3', '007', '1.', '00.5'],
  ),
  mostly(['', '45123', '2026-01-05', '61'], ['60', '0', '45123.5', '2958466', '-1', '99999']),
  mostly(['', 'batch 1', 'batch 2', ' '], ['b3', 'b4', 'b5', 'b6', 'b7', 'b8', 'b9', '批'.repeat(201)]),
  mostly(['', '2030-01-05 18:30:00'], ['2030-02-30 18:30:00', '2020-01-01 00:00:00', '45123', '2030/1/5']),
  mostly(
    ['', '回访', 'VIP 客户', '约周三, 下午', 'x'.repeat(200), '禁'.repeat(61)],
    ['DNC', '请勿致电', '回访;DNC', 'D N C', '禁呼'.repeat(30)],
  ),
  mostly(['', '是', '可', 'yes', '1'], ['否', 'no', '不', '0', '?', '2026-01-05', 'y'.repeat(181)]),
);

type CellForm = 'inline' | 'shared' | 'number' | 'formula' | 'odd';
const row = fc.record({
  fields,
  forms: fc.array(fc.constantFrom<CellForm>('inline', 'inline', 'shared', 'number', 'number', 'formula'), {
    minLength: columns.length,
    maxLength: columns.length,
  }),
  style: mostly(['0', '0', '2', '3', '4'], ['1', '9']),
  oddity: mostly([''], ['gap', 'error', 'hidden', 'wide', 'unreferred']),
  restored: mostly(['', '3'], ["'=1", "'", '\ufffd', "'a"]),
});
type RowOf = typeof row extends fc.Arbitrary<infer T> ? T : never;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function rowXml(at: number, each: RowOf, strings: SharedStrings): string {
  const cells = [...each.fields, each.restored].map((text, index) => {
    const reference = each.oddity === 'unreferred' ? '' : ` r="${String.fromCharCode(0x41 + index)}${at}"`;
    if (text === '') return '';
    const form = each.forms[index];
    if (form === 'number' && /^[\d.E+-]+$/.test(text)) {
      // Amounts and days have formats; telephone numbers, as a rule, have none.
      return `<c${reference} s="${index === 5 || index === 6 ? each.style : 0}"><v>${text}</v></c>`;
    }
    if (form === 'shared') {
      const bytes = Buffer.from(text);
      strings.add(bytes, 0, bytes.length);
      return `<c${reference} t="s"><v>${strings.count - 1}</v></c>`;
    }
    if (form === 'formula') return `<c${reference} t="str"><v>${escaped(text)}</v></c>`;
    return `<c${reference} t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
  });
  if (each.oddity === 'error') cells[3] = `<c r="D${at}" t="e"><v>#N/A</v></c>`;
  if (each.oddity === 'wide') cells.push(`<c r="Z${at}" t="inlineStr"><is><t>far</t></is></c>`);
  return `<row r="${at}"${each.oddity === 'hidden' ? ' hidden="1"' : ''}>${cells.join('')}</row>`;
}

const heading = columns.map(
  (name, i) => `<c r="${String.fromCharCode(0x41 + i)}1" t="str"><v>${name}</v></c>`,
);
const sheetOf = (rows: string): string =>
  `<worksheet xmlns="${mainNamespace}"><sheetData><row r="1">${heading.join('')}</row>${rows}</sheetData></worksheet>`;

const forms: readonly ListForm[] = mappings.map((mapping) => ({ headers: columns, mapping }));

test('a list with columns of its own comes to the same whether its usual rows are taken many at a time', () => {
  const rowsOf = new Map<ListForm, number>();
  const visitedOf = new Map<ListForm, number>();
  fc.assert(
    fc.property(
      fc.constantFrom(...forms),
      fc.array(row, { minLength: 20, maxLength: 60, size: 'max' }),
      fc.integer({ min: 1, max: 3000 }),
      (form, rows, chunk) => {
        const strings = new SharedStrings();
        let at = 1;
        const xml = rows.map((each) => rowXml((at += each.oddity === 'gap' ? 3 : 1), each, strings)).join('');
        const sheet = sheetOf(xml);
        const quick = outcome(sheet, sheetScanner(strings), chunk, true, common, form);
        assert.deepEqual(
          quick.found,
          outcome(sheet, sheetScanner(strings), chunk, false, common, form).found,
        );
        rowsOf.set(form, (rowsOf.get(form) ?? 0) + rows.length);
        visitedOf.set(form, (visitedOf.get(form) ?? 0) + quick.visited);
      },
    ),
    { numRuns: 300 },
  );
  const share = (form: ListForm): number => (visitedOf.get(form) ?? 0) / (rowsOf.get(form) ?? 1);
  for (const form of forms.slice(0, 3)) {
    assert.ok(
      share(form) < 0.8,
      `${share(form)} of the rows of ${JSON.stringify(form.mapping)} were looked at one by one`,
    );
  }
});

test('a text with columns of its own comes to the same whether its usual rows are taken many at a time', () => {
  let rowsOfAll = 0;
  let visitedOfAll = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...forms.slice(0, 3)),
      fc.array(row, { minLength: 40, maxLength: 80, size: 'max' }),
      fc.constantFrom<Delimiter>(',', '\t'),
      fc.integer({ min: 1, max: 6000 }),
      (form, rows, delimiter, chunk) => {
        const field = (text: string, index: number, each: RowOf): string =>
          /["\r\n,\t]/.test(text) || each.forms[index] === 'shared'
            ? `"${text.replaceAll('"', '""')}"`
            : text;
        const lines = rows.map((each) =>
          each.fields.map((text, index) => field(text, index, each)).join(delimiter),
        );
        const list = [columns.join(delimiter), ...lines, ''].join('\r\n');
        const quick = outcome(list, textScanner(delimiter), chunk, true, common, form);
        assert.deepEqual(
          quick.found,
          outcome(list, textScanner(delimiter), chunk, false, common, form).found,
        );
        rowsOfAll += Math.max(0, rows.length - 20);
        visitedOfAll += Math.max(0, quick.visited - 20);
      },
    ),
    { numRuns: 150 },
  );
  assert.ok(visitedOfAll < rowsOfAll * 0.6, `${visitedOfAll} of ${rowsOfAll} rows were looked at one by one`);
});

test('call data that is packed is as long as it is allowed to be, and no longer', () => {
  const [, form] = forms;
  const names = Array.from({ length: 60 }, (_, i) => 930 + i).flatMap((length) => [
    'x'.repeat(length),
    '备'.repeat(length),
    'x'.repeat(length - 20) + '"'.repeat(10),
    'x'.repeat(length - 20) + '\\'.repeat(10),
  ]);
  const cell = (reference: string, text: string): string =>
    `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const rows = names.map(
    (text, i) => `<row r="${i + 2}">${cell(`A${i + 2}`, text)}${cell(`B${i + 2}`, '13800138000')}</row>`,
  );
  const sheet = sheetOf(rows.join(''));
  const scanner = sheetScanner(new SharedStrings());
  const quick = outcome(sheet, scanner, 100_000, true, common, form);
  assert.deepEqual(quick.found, outcome(sheet, scanner, 100_000, false, common, form).found);
  assert.ok(quick.visited < names.length, 'some fit');
});
