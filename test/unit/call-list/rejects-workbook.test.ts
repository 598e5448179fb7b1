import assert from 'node:assert/strict';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import type { Issue } from '../../../src-main/contract/call-list.ts';
import { writeRejects, type RejectsForm } from '../../../src-main/call-list/rejects/rejects-workbook.ts';
import { restoredTexts } from '../../../src-main/call-list/rejects/read-back.ts';
import { cellKind, Row } from '../../../src-main/call-list/row.ts';
import { readWithHucre } from '../../support/read-with-peers.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const words = {
  sheetName: '有问题的行',
  row: '行号',
  rule: '规则',
  explanation: '说明',
  cut: '… [truncated]',
  explain: ({ column, value }: Issue) => `${column}: ${value}`,
  wasCut: (column: string) => `${column} cut`,
  inDoubt: (column: string, mark: string) => `${column} ${mark}`,
};
const roles = {
  times: new Set([1]),
  numbers: new Map([[2, 'called-no-characters' as const]]),
  alsoShown: new Set<number>(),
};

function issue(rule: Issue['rule'], value = ''): Issue {
  return { row: 2, column: 'called', rule, severity: 'error', value, expected: '', detail: '' };
}

const row = new Row();
function rowOf(number: number, values: readonly (string | null)[]): Row {
  row.begin(number);
  for (const [column, value] of values.entries()) {
    if (value === null) continue;
    const bytes = Buffer.from(`<${value}>`);
    row.set(column, bytes, 1, bytes.length - 1, 0);
  }
  return row;
}

type Reject = readonly [values: readonly (string | null)[], issues: readonly Issue[]];

async function written(
  context: TestContext,
  form: Pick<RejectsForm, 'headers'> & Partial<RejectsForm>,
  rejects: readonly Reject[],
): Promise<string> {
  const target = path.join(tempFolder(context), 'rejects.xlsx');
  await writeRejects(target, { words, roles, width: 0, ...form }, async (sheet) => {
    for (const [i, [values, issues]] of rejects.entries()) {
      if (sheet.add(rowOf(i + 2, values), issues)) await sheet.ready();
    }
  });
  return target;
}

test('the columns of the source come first, then row, rules and explanation', async (context) => {
  const file = await written(context, { headers: ['手机号', 'name'] }, [
    [
      ['138', '王芳'],
      [issue('called-not-json', '138'), issue('caller-unlikely', 'x')],
    ],
    [[null, 'Li'], [issue('called-missing')]],
    [['1'], [issue('delay-time', '1'), issue('delay-time', '2')]],
  ]);
  const [sheet] = await readWithHucre(file);
  assert.equal(sheet?.name, '有问题的行');
  assert.deepEqual(sheet.rows, [
    ['手机号', 'name', '行号', '规则', '说明'],
    ['138', '王芳', '2', 'called-not-json; caller-unlikely', 'called: 138; called: x'],
    ['', 'Li', '3', 'called-missing', 'called: '],
    ['1', '', '4', 'delay-time', 'called: 1; called: 2'],
  ]);
});

test('what a spreadsheet might take for a formula stays as it is, and is text', async (context) => {
  const dangerous = [
    '=1+1',
    '+86 138',
    '-5',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '  =1',
    '＝1',
    '＋86',
    '－',
    '＠a',
  ];
  const harmless = ['138', 'a=b', '（=1）', '？', '王', ' ', '#N/A'];
  const cells = [...dangerous, ...harmless];
  const file = await written(
    context,
    { headers: ['=HYPERLINK("x")'] },
    cells.map((cell) => [[cell], [issue('called-not-json', cell)]] as const),
  );
  const [header, ...rows] = (await readWithHucre(file))[0]?.rows ?? [];
  assert.equal(header?.[0], '=HYPERLINK("x")');
  assert.deepEqual(
    rows.map(([cell]) => cell),
    cells,
  );
});

test('an apostrophe before what looks like a formula gets another, which reading takes off', async (context) => {
  const cells = ["'=1", "''+86", "'-", "'tis", "'138"];
  const file = await written(context, { headers: ['a'] }, [
    ...cells.map((cell) => [[cell], [issue('called-not-json', cell)]] as const),
  ]);
  const rows = (await readWithHucre(file))[0]?.rows.slice(1) ?? [];
  assert.deepEqual(
    rows.map(([cell]) => cell),
    ["''=1", "'''+86", "''-", "'tis", "'138"],
  );
  const restored = restoredTexts(
    rows.map(([cell]) => String(cell)),
    cells.length,
  );
  assert.deepEqual(restored, cells);
  assert.deepEqual(restoredTexts(["'+A1", "'-5%", '-5%'], 3), ['+A1', '-5%', '-5%'], 'of an earlier version');
});

test('no cell of any rejects workbook is a formula', async (context) => {
  const target = path.join(tempFolder(context), 'rejects.xlsx');
  const hostile = fc.string({
    unit: fc.constantFrom('=', '+', '-', '@', '\t', ' ', '＝', 'a', '1', '"', "'"),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(hostile, { maxLength: 5 }), hostile, async (values, value) => {
      const form = { headers: values, roles, width: 5, words: { ...words, explain: () => value } };
      await writeRejects(target, form, (sheet) => {
        sheet.add(rowOf(2, values), [issue('called-not-json')]);
        return Promise.resolve();
      });
      const workbook = new ExcelJS.Workbook();
      await workbook.xlsx.readFile(target);
      workbook.worksheets[0]?.eachRow((line) =>
        line.eachCell((cell) => {
          assert.equal(cell.type, ExcelJS.ValueType.String);
        }),
      );
    }),
    { numRuns: 50 },
  );
});

test('cells beyond the header keep their column', async (context) => {
  const rejects: Reject[] = [[['1', '2', '3'], [issue('called-not-json')]]];
  const known = await written(context, { headers: ['a'], width: 3 }, rejects);
  assert.deepEqual((await readWithHucre(known))[0]?.rows[1], [
    '1',
    '2',
    '3',
    '2',
    'called-not-json',
    'called: ',
  ]);
});

test('the longest cell stays whole; a longer one is cut with a mark, and it is said', async (context) => {
  const file = await written(context, { headers: ['a', 'b', 'c'] }, [
    [
      ['x'.repeat(32_767), '😀'.repeat(20_000), `'=${'x'.repeat(32_765)}`],
      [issue('called-not-json', 'y'.repeat(40_000))],
    ],
    [['x'.repeat(32_768)], [issue('called-not-json')]],
  ]);
  const [, first = [], second = []] = (await readWithHucre(file))[0]?.rows ?? [];
  assert.deepEqual(
    first.map((cell) => cell.length),
    [32_767, 32_767, 32_767, 1, 15, 32_767],
  );
  for (const cell of [first[1], first[2], second[0]]) assert.match(String(cell), /[😀x]… \[truncated\]$/u);
  assert.ok(String(first[5]).endsWith('…'));
  assert.deepEqual(second.slice(3), ['3', 'called-not-json', 'called: ; a cut']);
});

test('errors, days with their time and numbers with signs are written so that they are read as what they were', async (context) => {
  const target = path.join(tempFolder(context), 'rejects.xlsx');
  const day = Buffer.from('2031-05-06 18:30:00');
  const dressed = Buffer.from('020-8363-000102083630001\n');
  await writeRejects(target, { headers: ['a', 'b', 'c', 'd'], width: 6, roles, words }, (sheet) => {
    row.begin(2);
    row.set(0, day, 0, 10, cellKind.date);
    row.set(1, day, 0, 10, cellKind.date);
    row.set(2, dressed, 0, 13, cellKind.dressed);
    row.set(3, dressed, 0, 13, cellKind.dressed);
    row.set(4, Buffer.from('#REF!'), 0, 5, cellKind.error);
    row.set(5, Buffer.alloc(0), 0, 0, cellKind.noValue);
    sheet.add(row, [issue('cell-error')]);
    return Promise.resolve();
  });
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(target);
  const values = workbook.worksheets[0]?.getRow(2).values;
  assert.deepEqual((values as unknown[]).slice(1, 7), [
    '2031-05-06',
    '2031-05-06 18:30:00',
    '02083630001',
    '020-8363-0001',
    { error: '#REF!' },
    { error: '#N/A' },
  ]);
});
