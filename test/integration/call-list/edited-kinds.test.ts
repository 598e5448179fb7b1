import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { CallListEngine } from '../../../src-main/call-list/engine.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { escapeXml, workbookParts } from '../../support/workbook-parts.ts';
import { zipArchive } from '../../support/zip-archive.ts';

const text = (at: string, value: string): string =>
  `<c r="${at}" t="inlineStr"><is><t>${escapeXml(value)}</t></is></c>`;
const called = (number: string): string => `[{"calledNo":"${number}"}]`;

/** Rows with an error, a formula without a value, a number that is none and a rounded one; each otherwise in order. */
async function checkedList(context: TestContext): Promise<CallListEngine> {
  const path = join(tempFolder(context), 'kinds.xlsx');
  const rows = [
    `<row r="1">${text('A1', 'sessionId')}${text('B1', 'called')}${text('C1', 'customField')}</row>`,
    `<row r="2">${text('A2', ' a')}${text('B2', called('13900770001'))}<c r="C2" t="e"><v>#N/A</v></c></row>`,
    `<row r="3">${text('A3', ' b')}${text('B3', called('13900770002'))}<c r="C3"><f>A3</f></c></row>`,
    `<row r="4">${text('A4', ' c')}${text('B4', called('13900770003'))}<c r="C4"><v>NaN</v></c></row>`,
    `<row r="5" hidden="1">${text('A5', ' d')}${text('B5', called('13900770004'))}<c r="C5"><v>12345678901234567</v></c></row>`,
  ];
  writeFileSync(path, zipArchive(workbookParts({ rows: rows.join('') })));
  const engine = await CallListEngine.open(path);
  context.after(() => engine.close());
  await engine.check({ ivr: false, duplicates: 'first' });
  return engine;
}

const problems = (engine: CallListEngine): string[] =>
  [...engine.checked.allIssues()].map(({ row, column, rule }) => `${row} ${column} ${rule}`);

const found = [
  '2 customField cell-error',
  '3 customField formula-no-value',
  '4 customField cell-unreadable',
  '5 customField digits-lost',
  '5 called row-hidden',
];

test('what a cell was is known after another cell of its row has been corrected', async (context) => {
  const engine = await checkedList(context);
  assert.deepEqual(problems(engine), found);
  await engine.checked.edit([2, 3, 4, 5].map((row) => ({ row, column: 'sessionId', value: `new ${row}` })));
  assert.deepEqual(problems(engine), found);
  assert.equal(engine.checked.summary().ready, 1);
  // And again, from what was kept of the first change.
  await engine.checked.edit([{ row: 2, column: 'caller', value: '02083630001' }]);
  assert.deepEqual(problems(engine), found);
});

test('it is forgotten with the cell itself', async (context) => {
  const engine = await checkedList(context);
  await engine.checked.edit([2, 3, 4].map((row) => ({ row, column: 'customField', value: 'known now' })));
  assert.deepEqual(problems(engine), found.slice(3));
  assert.equal(engine.checked.summary().ready, 4);
});

test('bulk mends see it, and make no value of what is none', async (context) => {
  const engine = await checkedList(context);
  const chosen = {
    mends: ['trim', 'remove-separators', 'repair-json'] as const,
    options: { countryCode: '86' },
  };
  await engine.checked.applyMends({ ...chosen, mends: [...chosen.mends] });
  assert.deepEqual(problems(engine), found);
  const values = async (row: number): Promise<string | undefined> =>
    (await engine.checked.rowAt(row)).values.find(({ column }) => column === 'customField')?.value;
  assert.deepEqual(await Promise.all([2, 3, 4].map(values)), ['#N/A', '', 'NaN']);
});
