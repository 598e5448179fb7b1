import assert from 'node:assert/strict';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import type { Issue } from '../../../src-main/contract/call-list.ts';
import { writeRejects, type RejectsForm } from '../../../src-main/call-list/rejects/workbook.ts';
import { Row } from '../../../src-main/call-list/row.ts';
import { readWithHucre } from '../../support/read-with-peers.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const words = {
  sheetName: '有问题的行',
  row: '行号',
  rule: '规则',
  explanation: '说明',
  explain: ({ column, value }: Issue) => `${column}: ${value}`,
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
  form: Omit<RejectsForm, 'words'>,
  rejects: readonly Reject[],
): Promise<string> {
  const target = path.join(tempFolder(context), 'rejects.xlsx');
  await writeRejects(target, { ...form, words }, async (sheet) => {
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

test('what a spreadsheet might take for a formula gets an apostrophe, all else stays', async (context) => {
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
  const harmless = ["'=1", '138', 'a=b', '（=1）', '？', '王', ' ', '#N/A'];
  const cells = [...dangerous, ...harmless];
  const file = await written(
    context,
    { headers: ['=HYPERLINK("x")'] },
    cells.map((cell) => [[cell], [issue('called-not-json', cell)]] as const),
  );
  const [header, ...rows] = (await readWithHucre(file))[0]?.rows ?? [];
  assert.equal(header?.[0], '\'=HYPERLINK("x")');
  assert.deepEqual(
    rows.map(([cell]) => cell),
    [...dangerous.map((cell) => `'${cell}`), ...harmless],
  );
});

test('no cell of any rejects workbook is a formula or begins like one', async (context) => {
  const target = path.join(tempFolder(context), 'rejects.xlsx');
  const hostile = fc.string({
    unit: fc.constantFrom('=', '+', '-', '@', '\t', ' ', '＝', 'a', '1', '"', "'"),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(hostile, { maxLength: 5 }), hostile, async (values, value) => {
      const form = { headers: values, words: { ...words, explain: () => value } };
      await writeRejects(target, form, (sheet) => {
        sheet.add(rowOf(2, values), [issue('called-not-json')]);
        return Promise.resolve();
      });
      const workbook = new ExcelJS.Workbook();
      await workbook.xlsx.readFile(target);
      workbook.worksheets[0]?.eachRow((line) =>
        line.eachCell((cell) => {
          assert.equal(cell.type, ExcelJS.ValueType.String);
          assert.doesNotMatch(cell.text, /^\s*[=+\-@\t＝]/);
        }),
      );
    }),
    { numRuns: 50 },
  );
});

test('cells beyond the header keep their column when the width is known, and are never lost', async (context) => {
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
  const unknown = await written(context, { headers: ['a'] }, rejects);
  assert.deepEqual((await readWithHucre(unknown))[0]?.rows[1], [
    '1',
    '2',
    'called-not-json',
    'called: ',
    '2',
    '3',
  ]);
});

test('the longest cell stays whole, and loses a character only to the apostrophe', async (context) => {
  const file = await written(context, { headers: ['a', 'b'] }, [
    [['x'.repeat(32_767), `=${'x'.repeat(32_766)}`], [issue('called-not-json', 'y'.repeat(40_000))]],
  ]);
  const cells = (await readWithHucre(file))[0]?.rows[1] ?? [];
  assert.deepEqual(
    cells.map((cell) => cell.length),
    [32_767, 32_767, 1, 15, 32_767],
  );
});
