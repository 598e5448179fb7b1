import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { CallListEngine } from '../../../src-main/call-list/engine.ts';
import type { CheckOptions, CheckSummary } from '../../../src-main/contract/call-list.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { usualPlan } from '../../../src-main/contract/number-plan.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { inlineRows, workbookParts } from '../../support/workbook-parts.ts';
import { zipArchive } from '../../support/zip-archive.ts';

const faults = new URL('../../fixtures/call-list/faults/', import.meta.url).pathname;
const defaults: CheckOptions = { ivr: false, duplicates: 'keep-all' };

/** Checks a list against a do-not-call list. @returns the rows that are blocked, and the counts */
async function blocked(list: string, doNotCall: string, options: Partial<CheckOptions> = {}) {
  const engine = await CallListEngine.open(list);
  try {
    const summary = await engine.check({ ...defaults, ...options, doNotCall });
    return { rows: blockedRows(engine), summary };
  } finally {
    await engine.close();
  }
}

function blockedRows(engine: CallListEngine): number[] {
  const rules = ['do-not-call', 'do-not-call-likely'];
  return [...engine.checked.allIssues()].filter(({ rule }) => rules.includes(rule)).map(({ row }) => row);
}

const facts = ({ doNotCall }: CheckSummary) => {
  assert.ok(doNotCall);
  return doNotCall;
};

/** `name` with one row for each of the numbers. */
function listOf(folder: string, numbers: readonly string[], name = 'list.csv'): string {
  const path = join(folder, name);
  const rows = numbers.map((number) => `"[{""calledNo"":""${number}""}]"`);
  writeFileSync(path, ['called', ...rows, ''].join('\n'));
  return path;
}

const numbers = Array.from({ length: 8 }, (_, i) => `1390077000${i}`);

test('the lists of the faults block whom they name', async () => {
  const list = join(faults, '50-list.csv');
  for (const [file, rows, columns] of [
    ['50a-dnc-names-first.csv', [2, 3, 4], ['DNC_Home', 'DNC_Cell']],
    ['50b-dnc-plus.csv', [2, 3, 4, 5], ['number']],
    ['50d-dnc-second-sheet.xlsx', [2, 3, 4], ['手机号']],
  ] as const) {
    const found = await blocked(list, join(faults, file));
    assert.deepEqual(found.rows, rows, file);
    const { blockedRows, notUnderstood, columns: read } = facts(found.summary);
    assert.deepEqual([blockedRows, notUnderstood], [rows.length, 0], file);
    assert.deepEqual(
      read.map(({ column }) => column),
      columns,
      file,
    );
  }
  const one = await blocked(join(faults, '51-list-86.csv'), join(faults, '51-dnc.csv'));
  assert.deepEqual(one.rows, [2, 3, 4]);
});

interface Shape {
  readonly why: string;
  readonly text: string;
  readonly rows: readonly number[];
  readonly notUnderstood?: number;
  readonly first?: string;
  readonly mayBeCalled?: number;
}

const shapes: readonly Shape[] = [
  // What is not understood is counted where it stands first, too: nobody names a column so.
  ...[
    '139****0000',
    '1390077*',
    '1390077xxxx',
    '139OO77OOOO',
    'l3900770000',
    '一三九零零七七零零零零',
    '13900770000-13900770003',
    '13900770000@qq.com',
    '139...0000',
    '139…0000',
    '139----0000',
    '1.39E+10',
    '④①⑤⑤',
  ].map((first) => ({
    why: `${first} in the first line`,
    text: `${first}\n13900770001\n`,
    rows: [3],
    ...(first === '④①⑤⑤' ? {} : { notUnderstood: 1, first }),
  })),
  {
    why: 'a number above the header',
    text: '13900770000\nphone\n13900770001\n',
    rows: [2, 3],
    notUnderstood: 1,
    first: 'phone',
  },
  {
    why: 'a title with a day and a time',
    text: '名单 2031-01-02 10:11 (20310102),\n姓名,手机2\n王芳,13900770001\n',
    rows: [3],
  },
  {
    why: 'lines that are numbered ① and with #',
    text: '①13900770000\n②13900770001\n#13900770002\n13900770003#\n',
    rows: [2, 3, 4, 5],
  },
  { why: 'doubled signs', text: '139--0077--0000\n139..0077..0001\n', rows: [2, 3] },
  { why: 'one number', text: '13900770000', rows: [2] },
  { why: 'an ID first', text: 'ID,Phone\n1,13900770000\n2,13900770001\n', rows: [2, 3] },
  { why: 'an ID first, and no header', text: '100001,13900770000\n100002,13900770001\n', rows: [2, 3] },
  { why: 'all in one row', text: '13900770000,13900770001,13900770002', rows: [2, 3, 4] },
  {
    why: 'dots, brackets, names',
    text: 'who\n139.0077.0000\n(Bob) 13900770001\n13900770002 (Li)\n',
    rows: [2, 3, 4],
  },
  { why: 'full-width digits', text: '号码\n１３９００７７００００\n', rows: [2] },
  { why: 'semicolons', text: '号码\n13900770000;13900770001\n13900770002\n', rows: [2, 3, 4] },
  {
    why: 'several in one cell',
    text: '姓名,号码\n王芳,"13900770000；13900770001、13900770002"\n',
    rows: [2, 3, 4],
  },
  {
    why: 'tel:, apostrophes, ="…"',
    text: 'n\ntel:+8613900770000\n\'13900770001\n"=""13900770002"""\n',
    rows: [2, 3, 4],
  },
  {
    why: 'a title, a blank line, a header',
    text: '免打扰名单 2031年1月\n\n姓名,手机\n王芳,13900770000\n',
    rows: [2],
  },
  {
    why: 'a list in template form',
    text: 'sessionId,called\nA,"[{""calledNo"":""13900770000""},{""calledNo"":""13900770001"",""delayTime"":""60""}]"\n',
    rows: [2, 3],
  },
  {
    why: 'a number that stands elsewhere than the others',
    text: '号码,备注\n13900770000,\n,13900770001\n',
    rows: [2, 3],
  },
  { why: 'Arabic headers and digits', text: 'الاسم,رقم الهاتف\nعلي,+٨٦١٣٩٠٠٧٧٠٠٠٠\n', rows: [2] },
  {
    why: 'lines that are no numbers',
    text: '号码\n13900770000\n王芳\n1.39E+10\n1390077****\n13900770001\n',
    rows: [2, 3],
    notUnderstood: 3,
    first: '王芳',
  },
  {
    why: 'one of two numbers is not to be understood',
    text: '家庭电话,手机\n13900770000,1390077xxxx\n,13900770001\n',
    rows: [2, 3],
    notUnderstood: 1,
    first: '13900770000 | 1390077xxxx',
  },
  {
    why: 'a customer list that marks whom not to call',
    text: 'Name,Phone,DoNotCall\nLi,13900770000,FALSE\nWang,13900770001,TRUE\nChen,13900770002,\n',
    rows: [3],
    mayBeCalled: 2,
  },
  {
    why: 'a number beside the one of the column, far below',
    text: `phone,more\n${'13800000000,x\n'.repeat(80)}13800000001,13900770001\n13900770000,\n`,
    rows: [2],
    notUnderstood: 1,
    first: '13800000001 | 13900770001',
  },
  {
    why: 'lines that are numbered',
    text: '1. 13900770000\n2. 13900770001\n3. 139 0077 0002\n',
    rows: [2, 3, 4],
  },
  {
    why: 'a column of marks in which nothing stands',
    text: 'Name,Phone,Blacklist\nLi,13900770000,\nWang,13900770001,\n',
    rows: [2, 3],
  },
  {
    why: 'more numbers than are written out',
    text: 'phone\n13900770000至02\n1390077000?\n1390077000[1-4]\n13900770005...13900770007\n13900770003 - 04\n',
    rows: [2, 5, 7, 9],
    notUnderstood: 4,
    first: '13900770000至02',
  },
  {
    why: 'the first and the last number of ranges',
    text: 'from,to\n13900770000,13900770003\n13900770005,13900770005\n',
    rows: [2, 5, 7],
    notUnderstood: 1,
    first: '13900770000 | 13900770003',
  },
  {
    why: 'reasons instead of marks',
    text: 'Phone,DNC reason\n13900770000,complained\n13900770001,asked us to\n',
    rows: [2, 3],
  },
];

test('a do-not-call list is read in whatever form it is, and what is not understood is counted', async (context) => {
  const folder = tempFolder(context);
  const list = listOf(folder, numbers);
  for (const { why, text, rows, notUnderstood = 0, first, mayBeCalled = 0 } of shapes) {
    const path = join(folder, 'dnc.csv');
    writeFileSync(path, text);
    const found = await blocked(list, path);
    assert.deepEqual(found.rows, rows, why);
    const read = facts(found.summary);
    assert.equal(read.blockedRows, rows.length, why);
    assert.deepEqual([read.notUnderstood, read.firstNotUnderstood?.text], [notUnderstood, first], why);
    assert.equal(read.mayBeCalled, mayBeCalled, why);
  }
});

test('every sheet of a workbook is read, hidden ones too, and numbers that are numbers', async (context) => {
  const folder = tempFolder(context);
  const path = join(folder, 'dnc.xlsx');
  const rows =
    '<row r="1"><c r="A1"><v>13900770000</v></c></row><row r="2"><c r="B2"><v>8613900770001</v></c></row>';
  writeFileSync(path, zipArchive(workbookParts({ rows: `${rows}${inlineRows([])}` })));
  const found = await blocked(listOf(folder, numbers), path);
  assert.deepEqual(found.rows, [2, 3]);
  assert.deepEqual(facts(found.summary).columns, [
    { sheet: 'Sheet1', column: 'A', numbers: 1 },
    { sheet: 'Sheet1', column: 'B', numbers: 1 },
  ]);
});

test('local numbers are listed with the area codes beside them', async (context) => {
  const folder = tempFolder(context);
  const list = listOf(folder, ['01062345678', '075581234567', '62345678', '02062345678']);
  const path = join(folder, 'dnc.csv');
  for (const text of [
    '区号,电话,姓名\n010,62345678,a\n0755,81234567,b\n',
    'phone,name,Area Code\n62345678,a,10\n81234567,b,755\n',
    '010,62345678\n0755,81234567\n',
  ]) {
    writeFileSync(path, text);
    assert.deepEqual((await blocked(list, path)).rows, [2, 3, 4], text);
  }
  const brazilian = listOf(folder, ['11912345678', '21912345678'], 'brazilian.csv');
  writeFileSync(path, 'ddd,fone\n11,912345678\n');
  assert.deepEqual((await blocked(brazilian, path)).rows, [2]);
});

test('a list without any number is an error, not a pass', async (context) => {
  const folder = tempFolder(context);
  const list = listOf(folder, numbers);
  for (const text of [
    'name\nWang\nLi\n',
    '1.39E+10\n',
    'number\n',
    'ID\n1\n2\n',
    'Phone,DoNotCall\n13900770000,no\n',
  ]) {
    const path = join(folder, 'dnc.csv');
    writeFileSync(path, text);
    await assert.rejects(blocked(list, path), (error) => {
      assert.ok(error instanceof DialdeskError);
      assert.deepEqual(
        [error.code, error.details?.['reason'], error.details?.['file']],
        ['file_unreadable', 'no-numbers', 'do-not-call'],
      );
      return true;
    });
  }
});

test('how numbers begin is no number: it is counted as not understood', async (context) => {
  const folder = tempFolder(context);
  const list = listOf(folder, numbers);
  const path = join(folder, 'beginnings.csv');
  writeFileSync(path, '号段\n1390077\n861390078\n1390077000\n13900770003\n');
  const { rows, summary } = await blocked(list, path);
  assert.deepEqual(rows, [5]);
  const { numbers: count, notUnderstood, firstNotUnderstood, columns } = facts(summary);
  assert.deepEqual([count, notUnderstood, firstNotUnderstood?.text], [1, 3, '1390077']);
  assert.deepEqual(
    columns.map((column) => column.numbers),
    [1],
  );
  writeFileSync(path, '1390077\n1380077\n');
  await assert.rejects(
    blocked(list, path),
    (error) => error instanceof DialdeskError && error.details?.['reason'] === 'no-numbers',
  );
});

test('a second number of which only the end is written is not understood', async (context) => {
  const folder = tempFolder(context);
  const path = join(folder, 'ends.csv');
  const ends = ['13900770000 or 004', '13900770001或005', '"13900770002, 006"', '13900770003 ext 12'];
  writeFileSync(path, ['phone', ...ends, ''].join('\n'));
  const { rows, summary } = await blocked(listOf(folder, numbers), path);
  assert.deepEqual([rows, facts(summary).notUnderstood], [[2, 3, 4, 5], 3]);
});

test('a number that was mended is looked up again, and counts follow', async (context) => {
  const folder = tempFolder(context);
  const dnc = join(folder, 'dnc.csv');
  writeFileSync(dnc, '13900770000\n13900770001\n');
  const list = listOf(folder, ['+86 139-0077-0000', '(139) 0077 0001', '139-0077-0002', '139-0077-0003']);
  const engine = await CallListEngine.open(list);
  try {
    const before = await engine.check({ ...defaults, doNotCall: dnc });
    assert.deepEqual([before.ready, facts(before).blockedRows], [0, 0]);
    const mends = ['remove-separators', 'remove-plus'] as const;
    const after = await engine.checked.applyMends({ mends: [...mends], options: { countryCode: '86' } });
    assert.deepEqual([after.ready, facts(after).blockedRows], [2, 2]);
    assert.deepEqual(blockedRows(engine), [2, 3]);
    const edited = await engine.checked.edit([
      { row: 2, column: 'called', value: '[{"calledNo":"13900770009"}]' },
    ]);
    assert.deepEqual([edited.ready, facts(edited).blockedRows], [3, 1]);
  } finally {
    await engine.close();
  }
});

test('where the country of a number is a judgement, it is said', async (context) => {
  const folder = tempFolder(context);
  const dnc = join(folder, 'dnc.csv');
  writeFileSync(dnc, 'number\n+33 6 55 50 12 34\n+1 312 555 0143\n+1 208 363 0001\n');
  const list = listOf(folder, ['0655501234', '13125550143', '02083630001', '13900770000']);
  const { rows, summary } = await blocked(list, dnc);
  assert.deepEqual(rows, [2, 3]);
  assert.deepEqual([facts(summary).blockedRows, facts(summary).likelyRows], [2, 2]);
});

test('under a plan, numbers are compared as those of its country, however few there are', async (context) => {
  const folder = tempFolder(context);
  const file = join(folder, 'list.csv');
  const dnc = join(folder, 'dnc.csv');
  writeFileSync(
    file,
    'called\n"[{""calledNo"":""07400123456""}]"\n"[{""calledNo"":""07400123457""}]"\n"[{""calledNo"":""447400123457""}]"\n',
  );
  writeFileSync(dnc, 'phone\n+44 7400 123456\n');
  const options = { duplicates: 'first', numberPlan: usualPlan('GB') } as const;
  const { summary } = await blocked(file, dnc, options);
  assert.deepEqual(
    [summary.ready, summary.rejected, summary.duplicates, summary.doNotCall?.country],
    [1, 1, 1, '44'],
  );
  assert.deepEqual(summary.rowsByKind, [{ key: 'mobile', count: 1 }]);
});
