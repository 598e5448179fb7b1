import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { CallListEngine } from '../../../src-main/call-list/engine.ts';
import { readDoNotCall } from '../../../src-main/call-list/do-not-call/read-do-not-call.ts';
import { rejectWords } from '../../../src-main/call-list/reject-words.ts';
import { readRows } from '../../support/read-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { workbookParts } from '../../support/workbook-parts.ts';
import { zipArchive } from '../../support/zip-archive.ts';

// Rows that a workbook has twice, or out of order. Excel offers to repair such a workbook and does not say what it changed.

const titles = { sheetName: 'Rejected', row: 'Row', rule: 'Rule', explanation: 'What is wrong' };
const cell = (place: string, text: string): string =>
  `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`;
const number = (n: number): string => `[{"calledNo":"1390077000${n}"}]`;
const header = '<row r="1">' + cell('A1', 'called') + cell('B1', 'customField') + '</row>';
/** A row of that number, with the customer of that one. */
const row = (at: number, n: number): string =>
  `<row r="${at}">${cell(`A${at}`, number(n))}${cell(`B${at}`, `customer ${n}`)}</row>`;

function written(context: TestContext, rows: string): string {
  const path = join(tempFolder(context), 'list.xlsx');
  writeFileSync(path, zipArchive(workbookParts({ rows })));
  return path;
}

/** How many rows there are in some order, which customers are sent, and which are in the rejects, each with its row. */
async function outcome(context: TestContext, rows: string, edited?: number) {
  const path = written(context, rows);
  const [clean, rejects] = ['clean.xlsx', 'rejects.xlsx'].map((name) => join(tempFolder(context), name));
  assert.ok(clean !== undefined && rejects !== undefined);
  const engine = await CallListEngine.open(path);
  try {
    await engine.check({ ivr: false, duplicates: 'first' });
    if (edited !== undefined)
      await engine.checked.edit([{ row: edited, column: 'called', value: number(9) }]);
    const { checked } = engine;
    const { ready, rejected, rows: count } = checked.summary();
    await checked.writeClean(clean);
    await checked.writeRejects(rejects, await rejectWords(titles, 'en'));
    const [, ...sent] = Object.values(await readRows(clean)).map((texts) => texts ?? []);
    const [, ...left] = Object.values(await readRows(rejects)).map((texts) => texts ?? []);
    return {
      counts: [count, ready, rejected],
      sent: sent.map((texts) => texts[4]),
      left: left.map((texts) => `${texts[2]} ${texts[1]}`),
      rules: [...checked.allIssues()].map(({ row: at, rule }) => `${at} ${rule}`),
    };
  } finally {
    await engine.close();
  }
}

test('a row that is there twice is not sent, and both are among the rejects', async (context) => {
  const rows = header + row(2, 1) + row(3, 2) + row(3, 3) + row(4, 4);
  assert.deepEqual(await outcome(context, rows), {
    counts: [3, 2, 1],
    sent: ['customer 1', 'customer 4'],
    left: ['3 customer 2', '3 customer 3'],
    rules: ['3 cell-unreadable'],
  });
});

test('a correction in the window cannot be that of two rows', async (context) => {
  const rows = header + row(2, 1) + row(3, 2) + row(3, 3) + row(4, 4);
  const { sent, left, counts } = await outcome(context, rows, 3);
  assert.deepEqual(
    [counts, sent],
    [
      [3, 2, 1],
      ['customer 1', 'customer 4'],
    ],
  );
  assert.deepEqual(left, ['3 customer 2', '3 customer 3']);
});

test('a row out of order is rejected, and none of the others', async (context) => {
  const rows = header + row(2, 1) + row(5, 2) + row(4, 3) + row(6, 4) + row(3, 5) + row(7, 6);
  assert.deepEqual(await outcome(context, rows), {
    counts: [6, 4, 2],
    sent: ['customer 1', 'customer 2', 'customer 4', 'customer 6'],
    left: ['4 customer 3', '3 customer 5'],
    rules: ['3 cell-unreadable', '4 cell-unreadable'],
  });
});

test('an empty row twice is nothing', async (context) => {
  const rows = header + row(2, 1) + '<row r="2"/><row r="1"/>' + row(3, 2) + row(4, 3) + row(4, 4);
  const { sent, left } = await outcome(context, rows);
  assert.deepEqual(sent, ['customer 1', 'customer 2']);
  assert.deepEqual(left, ['4 customer 3', '4 customer 4']);
});

test('whoever is marked in a row that is there twice is called in no other', async (context) => {
  const marked = (at: number, n: number, mark: string): string =>
    row(at, n).replace('</row>', `${cell(`C${at}`, mark)}</row>`);
  const rows =
    header.replace('</row>', `${cell('C1', 'Do not call')}</row>`) +
    marked(2, 1, '') +
    marked(2, 2, 'yes') +
    marked(3, 2, '') +
    marked(4, 3, '');
  const { sent } = await outcome(context, rows);
  assert.deepEqual(sent, ['customer 3']);
});

for (const [what, rows] of [
  ['the header is there twice', header + header + row(2, 1)],
  ['all rows have one number', header + row(1, 1) + row(1, 2)],
  ['the last row comes first', row(4, 3) + row(3, 2) + row(2, 1) + header],
  [
    'a name of a column is there twice',
    header.replace('</row>', `${cell('A1', 'priority')}</row>`) + row(2, 1),
  ],
  [
    'a name of a column is nowhere',
    header.replace('</row>', `${cell('XFE1', 'priority')}</row>`) + row(2, 1),
  ],
] as const) {
  test(`a list is refused with its sheet and row where ${what}`, async (context) => {
    const path = written(context, rows);
    const check = async (): Promise<void> => {
      const engine = await CallListEngine.open(path);
      try {
        await engine.check({ ivr: false, duplicates: 'first' });
      } finally {
        await engine.close();
      }
    };
    await assert.rejects(check(), (error: Error) => /sheet “Sheet1”.* row \d/.test(error.message));
  });
}

test('numbers in rows of a do-not-call list that are there twice or out of order are not called', async (context) => {
  const line = (at: number, n: number): string => `<row r="${at}">${cell(`A${at}`, `1390077000${n}`)}</row>`;
  const path = written(context, line(1, 1) + line(4, 2) + line(2, 3) + line(4, 4) + line(1, 5));
  assert.equal((await readDoNotCall(path, [])).facts.numbers, 5);
});
