import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ChangeSheet } from '../../../src-main/features/reservations/changes/change-sheet.ts';
import { restOf, undoOf } from '../../../src-main/features/reservations/changes/changes-again.ts';
import type { ChangeRow } from '../../../src-main/contract/reservation-changes.ts';
import type { Reservation } from '../../../src-main/contract/reservations.ts';
import { bulkQuestion } from '../../../src-renderer/reservations/bulk-question.ts';

const parts = { name: 'x', zone: 'UTC', now: () => Date.UTC(2026, 4, 1) };
const at = (hour: number, minute = 0): number => Date.UTC(2026, 4, 6, hour, minute);
const reservation = (appointId: string, agent: string | null, appointTime: number): Reservation => ({
  appointId,
  callType: 'manual',
  appointTime,
  calledNo: null,
  taskId: null,
  taskName: null,
  taskStatus: null,
  timeout: null,
  agent,
  agentName: null,
  remark: null,
});
const all = { show: 'all', find: '', agent: null } as const;
const rowsOf = (sheet: ChangeSheet) => sheet.rows(all, 0, 100).rows;
const overlapsOf = (sheet: ChangeSheet) => rowsOf(sheet).map(({ issues }) => issues.includes('overlaps'));

suite('what a sheet of changes would do', () => {
  test('handing over onto a taken time warns, and both stay to be sent', () => {
    const sheet = ChangeSheet.fromList(
      [reservation('1', 'anna', at(9)), reservation('2', 'ben', at(9, 10)), reservation('3', 'ben', at(10))],
      parts,
    );
    assert.deepEqual(overlapsOf(sheet), [false, false, false]);
    sheet.apply({ kind: 'hand-over', from: 'anna', to: 'ben' }, sheet.indexes(all));
    // the second stands in the way and stays as it is: the one that moves is told of
    assert.deepEqual(overlapsOf(sheet), [true, false, false]);
    assert.deepEqual(sheet.view('x').plan, { from: at(9), to: at(9), agents: 1, overlaps: 1 });
    assert.equal(sheet.view('x').ready, 1);
  });

  test('shifted together they keep their distance, and the plan has the first and the last time', () => {
    const sheet = ChangeSheet.fromList(
      [
        reservation('1', 'anna', at(9)),
        reservation('2', 'anna', at(9, 15)),
        reservation('3', 'ben', at(9, 5)),
      ],
      parts,
    );
    sheet.apply({ kind: 'shift', minutes: 60 }, sheet.indexes(all));
    assert.deepEqual(sheet.view('x').plan, { from: at(10), to: at(10, 15), agents: 2, overlaps: 0 });
  });

  test('the question says how many, when, for whom, into what, and how long', () => {
    const plan = { from: at(9), to: at(17), agents: 12, overlaps: 3 };
    const { title, text, action, danger } = bulkQuestion(
      { rows: 16_000, known: 12, ready: 15_985, problems: 15, plan },
      300,
      'UTC',
    );
    assert.match(title, /15,985/);
    assert.match(action, /15,985/);
    for (const part of [
      /09:00.*17:00/,
      /12 agents/,
      /3 overlap/,
      /15 rows/,
      /53 min/,
      /300 a minute/,
      /only where/,
    ]) {
      assert.match(text, part);
    }
    assert.equal(danger, true);
  });
});

suite('rows of a bulk change that was stopped', () => {
  const row = (change: Partial<ChangeRow> = {}): ChangeRow => ({
    position: 0,
    sheetRow: 7,
    change: { appointId: '1', agent: 'ben', appointTime: at(10), remark: 'new' },
    known: {
      agent: 'anna',
      appointTime: at(9),
      remark: 'old',
      calledNo: null,
      taskId: null,
      taskName: null,
      agentName: null,
    },
    state: 'sent',
    error: null,
    at: 1,
    ...change,
  });
  const changesOf = (rows: Parameters<typeof ChangeSheet.fromChanges>[0]) =>
    rowsOf(ChangeSheet.fromChanges(rows, parts)).map(({ change, issues }) => [change, issues.join()]);

  test('what was not sent is the same change again', () => {
    const waiting = row({ state: 'waiting' });
    assert.deepEqual(changesOf([restOf(waiting, 'UTC')]), [[waiting.change, '']]);
  });

  test('what was sent is set back to what it was', () => {
    const before = { appointId: '1', agent: 'anna', appointTime: at(9), remark: 'old' };
    assert.deepEqual(changesOf([undoOf(row(), 'UTC')]), [[before, '']]);
  });

  test('a remark that was added is taken away again, where it is known that there was none', () => {
    const added = { change: { appointId: '1', agent: 'anna', remark: 'call back' } };
    const known = { agent: 'anna', appointTime: at(9), remark: '' };
    const names = { calledNo: null, taskId: null, taskName: null, agentName: null };
    const undone = (remark: string | null) =>
      changesOf([undoOf(row({ ...added, known: { ...known, ...names, remark } }), 'UTC')])[0]?.[0];
    assert.deepEqual(undone(''), { appointId: '1', agent: 'anna', remark: '' });
    assert.equal(undone(null), null, 'what was not told is not taken for none');
    const rest = changesOf([restOf(row({ change: { appointId: '1', agent: 'anna', remark: '' } }), 'UTC')]);
    assert.deepEqual(rest[0]?.[0], undone(''), 'and such a change that was not sent stays one');
  });

  test('a row led to another reservation does not take its remark away', () => {
    const added = { change: { appointId: '1', agent: 'anna', remark: 'call back' } };
    const before = row(added);
    const known = before.known && { ...before.known, remark: '' };
    const sheet = ChangeSheet.fromChanges([undoOf({ ...before, known }, 'UTC')], parts);
    assert.equal(rowsOf(sheet)[0]?.change?.remark, '');
    sheet.learn([{ ...reservation('2', 'anna', at(11)), remark: 'VIP' }]);
    assert.equal(sheet.edit(0, 'appointId', '2')?.change?.remark, undefined);
    assert.equal(sheet.edit(0, 'appointId', '1')?.change?.remark, '');
  });

  test('what was not known before cannot be set back, and is said', () => {
    assert.deepEqual(
      changesOf([undoOf(row({ known: null }), 'UTC')]).map(([change]) => change),
      [null],
    );
  });
});
