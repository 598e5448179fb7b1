import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import type { Mapping } from '../../../src-main/contract/mapping.ts';
import { CallListEngine } from '../../../src-main/call-list/engine.ts';
import { rejectWords } from '../../../src-main/call-list/reject-words.ts';
import { readRows } from '../../support/read-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const titles = { sheetName: 'Rejected', row: 'Row', rule: 'Rule', explanation: 'What is wrong' };

/** Checks a list. What is rejected is written to `rejects`. @returns what would be sent, without the header */
async function checked(file: string, mapping: Mapping, sheet: string | undefined, rejects: string) {
  const engine = await CallListEngine.open(file, sheet === undefined ? {} : { sheet });
  try {
    const summary = await engine.check({
      ...(sheet !== undefined && { sheet }),
      ivr: false,
      duplicates: 'keep-all',
      mapping,
    });
    if (summary.rejected > 0) await engine.checked.writeRejects(rejects, await rejectWords(titles, 'en'));
    if (summary.ready === 0) return { summary, sent: [] };
    const clean = `${rejects}.clean.xlsx`;
    await engine.checked.writeClean(clean);
    return { summary, sent: Object.values(await readRows(clean)).slice(1) };
  } finally {
    await engine.close();
  }
}

type Value = string | number | boolean | Date;
interface Cell {
  readonly value: Value;
  readonly format?: string;
}

const texts = [
  "'0755",
  "''",
  '007',
  '+86',
  '=1+1',
  '-5',
  'NULL',
  '王芳',
  'a "b"',
  ' x ',
  '2',
  'Row',
  '行号',
  '_x0041_',
  '1E5',
  '😀\n,',
];
const cells = fc.oneof(
  fc.constantFrom(...texts).map((value): Cell => ({ value })),
  fc.constantFrom<Cell>(
    { value: 7, format: '0000' },
    { value: 1234.5, format: '#,##0.00' },
    { value: 0.1, format: '0%' },
    { value: 1234, format: '¥#,##0' },
    { value: -3, format: '0;(0)' },
    { value: 123_456_789_012_345, format: '0' },
    { value: 1e20, format: 'General' },
    { value: true },
    { value: new Date('2031-05-06T00:00:00Z'), format: 'yyyy/m/d' },
    { value: new Date('2031-05-06T08:30:00Z'), format: 'm"月"d"日"' },
    { value: new Date('2031-05-06T08:30:15Z'), format: 'yyyy-mm-dd hh:mm' },
  ),
);
/** What stands in a column of numbers: how it is written, and the same with nothing wrong. */
const numbers = fc.constantFrom<readonly [wrong: boolean, of: (n: number) => Cell]>(
  [false, (n) => ({ value: `1390077${n}` })],
  [false, (n) => ({ value: Number(`1390077${n}`) })],
  [false, (n) => ({ value: Number(`1390077${n}`), format: '000-0000-0000' })],
  [true, (n) => ({ value: `139 0077-${n}` })],
  [true, (n) => ({ value: `'1390077${n}` })],
  [true, (n) => ({ value: `+861390077${n}` })],
  [true, (n) => ({ value: `NULL ${n}` })],
);

const lists = fc.record({
  titles: fc.nat(2),
  otherSheet: fc.boolean(),
  header: fc.boolean(),
  byName: fc.boolean(),
  fixed: fc.boolean(),
  marks: fc.boolean(),
  recycle: fc.boolean(),
  rounds: fc.integer({ min: 1, max: 3 }),
  records: fc.array(fc.tuple(numbers, cells, cells, cells, fc.nat(7)), { minLength: 1, maxLength: 6 }),
});
type List = typeof lists extends fc.Arbitrary<infer One> ? One : never;

const names = ['行号', 'Row', 'phone', 'What is wrong', 'do not call', 'time'] as const;
const phone = names.indexOf('phone');

/** The rows of a list: with what is wrong, or corrected. */
const rowsOf = ({ records, marks }: List, isRight: (record: number) => boolean): Cell[][] =>
  records.map(([[wrong, write], a, b, c, mark], i) => [
    a,
    b,
    wrong && isRight(i) ? { value: `1390077${1000 + i}` } : write(1000 + i),
    c,
    { value: marks && mark === 7 ? 'yes' : '' },
    { value: new Date('2031-05-06T18:30:00Z'), format: 'yyyy-mm-dd' },
  ]);

async function written(path: string, list: List, rows: Cell[][]): Promise<void> {
  const workbook = new ExcelJS.Workbook();
  if (list.otherSheet) workbook.addWorksheet('说明').addRow(['phone', 'x']);
  const sheet = workbook.addWorksheet('名单');
  for (let title = 0; title < list.titles; title += 1) {
    sheet.addRow(['Leads of May']);
    sheet.mergeCells(title + 1, 1, title + 1, names.length);
  }
  if (list.header) sheet.addRow([...names]);
  for (const row of rows) {
    const added = sheet.addRow(row.map(({ value }) => value));
    for (const [column, { format }] of row.entries()) if (format) added.getCell(column + 1).numFmt = format;
  }
  await workbook.xlsx.writeFile(path);
}

function mappingOf({ titles, header, byName, fixed, recycle }: List): Mapping {
  const refer = (column: number): string | number => (header && byName ? (names[column] ?? '') : column + 1);
  return {
    headerRow: header ? titles + 1 : null,
    called: [
      { column: refer(phone), ...(fixed && { delayTime: { constant: '60' }, type: { constant: '1' } }) },
    ],
    sessionId: fixed ? { constant: 'K' } : { column: refer(0) },
    customField: { column: refer(1) },
    callData: {
      // A day packs what it shows, and is called again at its time.
      pack: [3, 0, ...(recycle ? [5] : [])].map((column) => ({
        name: `n${column}`,
        column: refer(column),
      })),
    },
    ...(recycle && { recycleTime: { column: refer(5) } }),
  };
}

test('what is corrected in the rejects of a workbook carries the source’s own values in every other cell', async (context) => {
  const folder = tempFolder(context);
  const [source = '', wanted = '', rejects = '', more = ''] = ['source', 'wanted', 'rejects', 'more'].map(
    (name) => join(folder, `${name}.xlsx`),
  );
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(lists, async (list) => {
      const mapping = mappingOf(list);
      // Titles above a list without a header are records to whoever reads it.
      fc.pre(list.header || list.titles === 0);
      await written(
        source,
        list,
        rowsOf(list, () => false),
      );
      const { summary, sent } = await checked(source, mapping, '名单', rejects);
      if (summary.rejected === 0) return;
      await written(
        wanted,
        list,
        rowsOf(list, () => true),
      );
      const expected = await checked(wanted, mapping, '名单', more);
      const all = [...sent];
      // Corrected over several rounds, each of which brings back what is still wrong.
      let file = rejects;
      for (let round = 1; round <= list.rounds; round += 1) {
        const workbook = new ExcelJS.Workbook();
        await workbook.xlsx.readFile(file);
        const sheet = workbook.worksheets[0];
        assert.ok(sheet);
        for (let row = 2; row <= sheet.rowCount; row += 1) {
          if (round < list.rounds && row % 2 === 0) continue;
          const cell = sheet.getRow(row).getCell(phone + 1);
          cell.value = `1390077${cell.text.slice(-4)}`;
        }
        const back = join(folder, `back-${round}.xlsx`);
        await workbook.xlsx.writeFile(back);
        file = join(folder, `rejects-${round}.xlsx`);
        const outcome = await checked(back, mapping, undefined, file);
        all.push(...outcome.sent);
        if (outcome.summary.rejected === 0) break;
      }
      const inOrder = (rows: readonly (readonly string[] | undefined)[]): string[] =>
        rows.map((row) => JSON.stringify(row)).sort();
      assert.deepEqual(inOrder(all), inOrder(expected.sent));
      compared += 1;
    }),
    { numRuns: Number(process.env['DIALDESK_RUNS'] ?? 100) },
  );
  assert.ok(compared > 0);
});

test('what is sent in two fields, as it is shown and as it is, comes back as both', async (context) => {
  const folder = tempFolder(context);
  const rejects = join(folder, 'rejects.xlsx');
  const write = async (name: string, remark: string): Promise<string> => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('名单');
    sheet.addRow(['phone', 'when', 'remark', 'second']);
    const second: readonly Value[] = [13_900_770_002, '139-0077-0002', '020 8363 0001'];
    for (const value of second) {
      sheet.addRow([2_083_630_001, new Date('2031-05-06T18:30:15Z'), remark, value]);
      const row = sheet.lastRow;
      assert.ok(row);
      row.getCell(1).numFmt = '000-0000-0000';
      row.getCell(2).numFmt = 'yyyy-mm-dd';
      row.getCell(4).numFmt = '000-0000-0000';
    }
    const path = join(folder, name);
    await workbook.xlsx.writeFile(path);
    return path;
  };
  const mapping: Mapping = {
    headerRow: 1,
    called: [{ column: 1 }],
    caller: { column: 4 },
    recycleTime: { column: 2 },
    customField: { column: 3 },
    callData: { pack: [1, 2, 4].map((column) => ({ name: `n${column}`, column })) },
  };
  const { summary } = await checked(await write('source.xlsx', 'x'.repeat(300)), mapping, undefined, rejects);
  assert.equal(summary.rejected, 3);
  const expected = await checked(
    await write('wanted.xlsx', 'x'),
    mapping,
    undefined,
    join(folder, 'none.xlsx'),
  );
  assert.deepEqual(expected.sent[0]?.slice(1), [
    '[{"calledNo":"02083630001"}]',
    '13900770002',
    '{"n1":"020-8363-0001","n2":"2031-05-06","n4":"139-0077-0002"}',
    'x',
    '2031-05-06 18:30:15',
  ]);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(rejects);
  const sheet = workbook.worksheets[0];
  assert.ok(sheet);
  for (const row of [2, 3, 4]) sheet.getRow(row).getCell(3).value = 'x';
  const back = join(folder, 'back.xlsx');
  await workbook.xlsx.writeFile(back);
  const outcome = await checked(back, mapping, undefined, join(folder, 'again.xlsx'));
  assert.deepEqual(outcome.sent, expected.sent);
});

test('rows that were hidden are hidden still when they are brought back', async (context) => {
  const folder = tempFolder(context);
  const source = join(folder, 'source.xlsx');
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('名单');
  sheet.addRow(['phone', 'remark']);
  sheet.addRow(['13900770001', 'shown']);
  sheet.addRow(['13900770002', 'hidden']).hidden = true;
  await workbook.xlsx.writeFile(source);
  const mapping: Mapping = { headerRow: 1, called: [{ column: 1 }] };
  const rejects = join(folder, 'rejects.xlsx');
  for (const [file, ready] of [
    [source, 1],
    [rejects, 0],
  ] as const) {
    const engine = await CallListEngine.open(file);
    const summary = await engine.check({ ivr: false, duplicates: 'keep-all', mapping, leaveOutHidden: true });
    assert.deepEqual([summary.ready, summary.rejected], [ready, 1]);
    if (ready > 0) await engine.checked.writeRejects(rejects, await rejectWords(titles, 'en'));
    await engine.close();
  }
});
