import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { ChangeSheet } from '../../../src-main/features/reservations/changes/change-sheet.ts';
import { readPasted, readSheet } from '../../../src-main/features/reservations/changes/read-sheet.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { workbookParts } from '../../support/workbook-parts.ts';
import { zipArchive } from '../../support/zip-archive.ts';

const parts = { name: 'x', zone: 'Asia/Shanghai', now: () => Date.UTC(2026, 4, 1) };
const all = { show: 'all', find: '', agent: null } as const;
const rowsOf = (sheet: ChangeSheet) => sheet.rows(all, 0, 100).rows;
const rulesOf = (sheet: ChangeSheet) => rowsOf(sheet).map(({ issues }) => issues.join(' '));

/** Cells of one row each: ID, time, agent, remark. Style 1 shows a day, style 2 a day and a time. */
async function workbookOf(context: TestContext, rows: readonly string[]): Promise<ChangeSheet> {
  const path = join(tempFolder(context), 'changes.xlsx');
  const xml = rows.map((cells, row) => `<row r="${row + 1}">${cells.replaceAll('#', String(row + 1))}</row>`);
  writeFileSync(
    path,
    zipArchive(workbookParts({ rows: xml.join(''), formats: [0, 14, 'yyyy-mm-dd hh:mm:ss'] })),
  );
  return ChangeSheet.fromSheet(await readSheet(path), parts);
}
const text = (column: string, value: string): string =>
  `<c r="${column}#" t="inlineStr"><is><t>${value}</t></is></c>`;

test('times of Excel keep their seconds; a day without a time is no time, and a number that no format shows as a date is none', async (context) => {
  const agent = text('C', 'anna');
  const sheet = await workbookOf(context, [
    `${text('A', '1')}<c r="B#" s="2"><v>46148.4376736111</v></c>${agent}`,
    `${text('A', '2')}<c r="B#" s="2"><v>46148</v></c>${agent}`,
    `${text('A', '3')}<c r="B#" s="1"><v>46148.4375</v></c>${agent}`,
    `${text('A', '4')}<c r="B#" s="1"><v>46148</v></c>${agent}`,
    `${text('A', '5')}<c r="B#"><v>46148.4375</v></c>${agent}`,
    // 29 February 2028, one second before midnight, as Excel rounds it
    `${text('A', '6')}<c r="B#" s="2"><v>46812.9999884259</v></c>${agent}`,
  ]);
  assert.deepEqual(
    rowsOf(sheet).map(({ change, issues }) =>
      change?.appointTime === undefined ? issues.join(' ') : new Date(change.appointTime).toISOString(),
    ),
    [
      '2026-05-06T02:30:15.000Z',
      '2026-05-05T16:00:00.000Z',
      '2026-05-06T02:30:00.000Z',
      'time_form',
      'time_form',
      '2028-02-29T15:59:59.000Z',
    ],
  );
});

test('a cell whose text is not its value is never sent for it: rounded, an error, a formula without a result', async (context) => {
  const time = '<c r="B#" s="2"><v>46148.4375</v></c>';
  const sheet = await workbookOf(context, [
    `<c r="A#"><v>1.2345678901234568E+18</v></c>${time}${text('C', 'anna')}`,
    `<c r="A#" t="e"><v>#N/A</v></c>${time}${text('C', 'anna')}`,
    `${text('A', '3')}<c r="B#"><f>NOW()+1</f></c>${text('C', 'anna')}`,
    `${text('A', '4')}${time}<c r="C#" t="e"><v>#N/A</v></c>`,
    `${text('A', '5')}${time}<c r="C#"><f>X1</f></c>`,
    `${text('A', '6')}${time}${text('C', 'anna')}<c r="D#" t="e"><v>#REF!</v></c>`,
    `${text('A', '7')}${time}${text('C', 'anna')}`,
  ]);
  assert.deepEqual(rulesOf(sheet), [
    'id_rounded',
    'id_unread',
    'time_unread',
    'agent_unread',
    'agent_unread',
    'remark_unread',
    '',
  ]);
  assert.deepEqual(
    sheet.ready().map(({ change }) => change.appointId),
    ['7'],
  );
  assert.equal(sheet.view('').problems, 6);
  assert.deepEqual(sheet.view('').agents, ['anna']);

  const { columns } = sheet.view('');
  sheet.edit(0, 'time', '2026-05-07 10:30');
  assert.equal(rulesOf(sheet)[0], 'id_rounded', 'another cell of the row says nothing about this one');
  sheet.edit(0, 'appointId', '1234567890123456789');
  sheet.edit(2, 'time', '2026-05-07 10:30');
  sheet.apply({ kind: 'remark', text: 'call back' }, [5]);
  assert.deepEqual(
    sheet.ready().map(({ change }) => change.appointId),
    ['1234567890123456789', '3', '6', '7'],
  );
  sheet.map(columns);
  assert.equal(rulesOf(sheet)[0], 'id_rounded', 'read from the sheet anew');
});

test('what is known does not stand in for a time or an agent that the sheet has and cannot show', async (context) => {
  const sheet = await workbookOf(context, [
    `${text('A', '1')}<c r="B#"><f>NOW()+1</f></c>`,
    `${text('A', '2')}<c r="B#" s="2"><v>46148.4375</v></c><c r="C#"><f>X1</f></c>`,
  ]);
  sheet.learn(
    ['1', '2'].map((appointId) => ({
      appointId,
      callType: 'manual',
      appointTime: Date.UTC(2026, 4, 6, 8),
      calledNo: null,
      taskId: null,
      taskName: null,
      taskStatus: null,
      timeout: null,
      agent: 'anna',
      agentName: null,
      remark: '',
    })),
  );
  assert.equal(sheet.apply({ kind: 'shift', minutes: 60 }, [0]), 0);
  assert.equal(sheet.apply({ kind: 'hand-over', from: 'anna', to: 'ben' }, [1]), 0);
  assert.deepEqual(rulesOf(sheet), ['time_unread', 'agent_unread']);
  assert.equal(sheet.apply({ kind: 'hand-over', from: null, to: 'ben' }, [1]), 1);
  assert.equal(sheet.ready()[0]?.change.agent, 'ben');
});

test('pasted cells: what stands for an error is one, and so is an ID that Excel saved as 1.6E+29', async () => {
  const pasted = await readPasted(
    '1.64812E+29\t2026-05-06 10:30\tanna\n2\t2026-05-06 10:30\t#N/A\n3\t2026-05-06 10:30\tanna\t#BEZUG!\n4\t####\tanna\n5\t2026-05-06 10:30\tanna\t1E+5\n 1.64812E+29 \t2026-05-06 10:30\tanna\n',
  );
  const sheet = ChangeSheet.fromSheet(pasted, parts);
  assert.deepEqual(rulesOf(sheet), [
    'id_rounded',
    'agent_unread',
    'remark_unread',
    'time_unread',
    '',
    'id_rounded',
  ]);
});
