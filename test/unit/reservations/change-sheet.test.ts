import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { ChangeSheet } from '../../../src-main/features/reservations/changes/change-sheet.ts';
import { readPasted } from '../../../src-main/features/reservations/changes/read-sheet.ts';
import { cellTime, timeCell } from '../../../src-main/features/reservations/changes/sheet-time.ts';
import type { Reservation } from '../../../src-main/contract/reservations.ts';

const now = Date.UTC(2026, 4, 1);
const parts = { name: 'x', zone: 'Europe/Berlin', now: () => now };

async function sheetOf(text: string): Promise<ChangeSheet> {
  return ChangeSheet.fromSheet(await readPasted(text), parts);
}
const all = { show: 'all', find: '', agent: null } as const;
const rowsOf = (sheet: ChangeSheet) => sheet.rows(all, 0, 100).rows;
const rulesOf = (sheet: ChangeSheet) => rowsOf(sheet).map(({ issues }) => issues.join(' '));

function reservation(change: Partial<Reservation>): Reservation {
  return {
    appointId: '1',
    callType: 'manual',
    appointTime: Date.UTC(2026, 4, 6, 8),
    calledNo: null,
    taskId: null,
    taskName: null,
    taskStatus: null,
    timeout: null,
    agent: 'anna',
    agentName: null,
    remark: 'old',
    ...change,
  };
}

suite('times', () => {
  const cases: [text: string, zone: string, expected: string][] = [
    ['2026-05-06 10:30', 'Europe/Berlin', '2026-05-06T08:30:00.000Z'],
    ['2026/5/6 10:30:15', 'Asia/Shanghai', '2026-05-06T02:30:15.000Z'],
    ['2026年5月6日 10：30', 'Asia/Shanghai', '2026-05-06T02:30:00.000Z'],
    ['2026-05-06T10:30:00+08:00', 'Europe/Berlin', '2026-05-06T02:30:00.000Z'],
    ['2026-05-06T10:30Z', 'Europe/Berlin', '2026-05-06T10:30:00.000Z'],
    ['1778063400000', 'Europe/Berlin', '2026-05-06T10:30:00.000Z'],
    ['2026-10-25 02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z twice'],
    ['2026-03-29 02:30', 'Europe/Berlin', 'time_skipped'],
    ['2026-04-31 10:00', 'Europe/Berlin', 'time_form'],
    ['2026-05-06', 'Europe/Berlin', 'time_form'],
    ['tomorrow', 'Europe/Berlin', 'time_form'],
    ['2026-05-06 10:30:15.250', 'Asia/Shanghai', '2026-05-06T02:30:15.250Z'],
    ['2026-10-25 02:30 +02:00', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25 02:30 +01:00', 'Europe/Berlin', '2026-10-25T01:30:00.000Z'],
    ['2026-05-06 10:30 +14:00', 'UTC', '2026-05-05T20:30:00.000Z'],
    ['2026-05-06 10:30 -12:00', 'UTC', '2026-05-06T22:30:00.000Z'],
    ['2026-05-06 10:30 +25:00', 'UTC', 'time_form'],
    ['2026-05-06 10:30 +14:01', 'UTC', 'time_form'],
    ['2026-05-06 10:30 -12:30', 'UTC', 'time_form'],
    ['2026-05-06 10:30 +08:60', 'UTC', 'time_form'],
    ['2026-05-06 10:30 +9999', 'UTC', 'time_form'],
  ];
  for (const [text, zone, expected] of cases) {
    test(`${text} in ${zone}`, () => {
      const time = cellTime(text, zone);
      const told =
        'wrong' in time ? time.wrong : `${new Date(time.moment).toISOString()}${time.twice ? ' twice' : ''}`;
      assert.equal(told, expected);
    });
  }
  test('a moment is written as it is read', () => {
    const moments = fc.oneof(
      fc.integer({ min: 0, max: 4_200_000_000_000 }),
      // around the hour that comes twice in Berlin, and the one that is skipped
      fc.integer({ min: -7_200_000, max: 7_200_000 }).map((ms) => Date.UTC(2026, 9, 25, 1) + ms),
      fc.integer({ min: -7_200_000, max: 7_200_000 }).map((ms) => Date.UTC(2026, 2, 29, 1) + ms),
    );
    const zones = fc.constantFrom('Europe/Berlin', 'UTC', 'Asia/Kathmandu', 'America/St_Johns');
    fc.assert(
      fc.property(moments, zones, (moment, zone) => {
        const time = cellTime(timeCell(moment, zone), zone);
        assert.deepEqual(time, { moment, twice: false });
      }),
    );
  });
});

suite('a sheet', () => {
  test('a shift keeps seconds, and is right across the hour that comes twice', async () => {
    const sheet = await sheetOf('1\t\n2\t\n3\t\n');
    const [seconds, first, second] = [
      Date.UTC(2026, 9, 20, 8, 30, 15),
      Date.UTC(2026, 9, 24, 23, 45),
      Date.UTC(2026, 9, 25, 0, 45),
    ];
    [seconds, first, second].forEach((appointTime, index) => {
      sheet.learn([reservation({ appointId: String(index + 1), appointTime })]);
    });
    sheet.apply({ kind: 'shift', minutes: 60 }, sheet.indexes(all));
    assert.deepEqual(
      sheet.ready().map(({ change }) => change.appointTime),
      [seconds, first, second].map((moment) => moment + 3_600_000),
    );
    sheet.apply({ kind: 'shift', minutes: -60 }, sheet.indexes(all));
    assert.equal(sheet.ready().length, 0, 'back where they were');
  });

  test('a time that comes twice is not shifted as if it were the earlier one: which one is meant is to be said first', async () => {
    const sheet = await sheetOf('1\t2026-10-25 02:30\tben\n2\t2026-10-25 02:30 +01:00\tben\n');
    assert.equal(sheet.apply({ kind: 'shift', minutes: 60 }, sheet.indexes(all)), 1);
    const { rows } = sheet.rows(all, 0, 10);
    assert.deepEqual(
      rows.map(({ cells, issues }) => [cells.time, issues]),
      [
        ['2026-10-25 02:30', ['time_twice']],
        ['2026-10-25 03:30', []],
      ],
    );
  });

  test('a remark that only lost or gained blanks at its ends is not touched by another agent', async () => {
    const sheet = await sheetOf('1\t\tben\tcall back\n2\t\tben\t call back \n3\t\tben\tcall\n');
    for (const appointId of ['1', '2', '3']) {
      sheet.learn([reservation({ appointId, remark: appointId === '1' ? ' call back ' : 'call back' })]);
    }
    assert.deepEqual(
      sheet.ready().map(({ change }) => change.remark),
      [undefined, undefined, 'call'],
    );
  });

  test('what is known of a reservation stays with its ID when the ID of a row is corrected', async () => {
    const sheet = await sheetOf('1\t2026-05-06 12:00\n');
    sheet.learn([
      reservation({ appointId: '1', agent: 'anna' }),
      reservation({ appointId: '2', agent: 'ben' }),
    ]);
    assert.equal(sheet.ready()[0]?.change.agent, 'anna');
    sheet.edit(0, 'appointId', '2');
    assert.deepEqual(sheet.ready()[0]?.change.agent, 'ben', 'it was looked up with the others');
    sheet.edit(0, 'appointId', '3');
    assert.deepEqual([sheet.ready(), rulesOf(sheet)], [[], ['agent_required']]);
    assert.deepEqual(sheet.unknownIds, ['3']);
    sheet.edit(0, 'appointId', '1');
    assert.equal(sheet.ready()[0]?.known?.agent, 'anna');
  });

  test('with a header in any order, and one without', async () => {
    const named = await sheetOf('Remark\tAgent\tAppointment ID\tNew time\nhi\tanna\t7\t2026-05-06 10:30\n');
    const plain = await sheetOf('7\t2026-05-06 10:30\tanna\thi\n');
    for (const sheet of [named, plain]) {
      assert.deepEqual(rowsOf(sheet)[0]?.change, {
        appointId: '7',
        agent: 'anna',
        appointTime: Date.UTC(2026, 4, 6, 8, 30),
        remark: 'hi',
      });
    }
    assert.deepEqual([rowsOf(named)[0]?.sheetRow, rowsOf(plain)[0]?.sheetRow], [2, 1]);
    const chinese = await sheetOf('预约 ID\t新时间\t座席\t备注\n7\t2026-05-06 10:30\tanna\t\n');
    assert.equal(chinese.view('v').ready, 1);
  });

  test('is checked row by row against every rule', async () => {
    const sheet = await sheetOf(
      [
        'Appointment ID\tTime\tAgent\tRemark',
        '\t2026-05-06 10:30\tanna\t',
        `${'9'.repeat(65)}\t2026-05-06 10:30\tanna\t`,
        '1\t2026-05-06 10:30\tanna\t',
        '1\t2026-05-07 10:30\tanna\t',
        '2\tnever\tanna\t',
        '3\t2026-04-30 10:30\tanna\t',
        '4\t2026-05-01 02:10\tanna\t',
        '5\t2026-05-06 10:30\t\t',
        '6\t\t\t',
        '7\t\tbert\t',
        `8\t2026-05-06 10:30\t${'a'.repeat(65)}\t`,
      ].join('\n'),
    );
    assert.deepEqual(rulesOf(sheet), [
      'required',
      'too_long',
      '',
      'repeated',
      'time_form',
      'past',
      'near',
      'agent_required',
      'agent_required nothing_changes',
      '',
      'agent_too_long',
    ]);
    const { rows, ready, problems, warnings } = sheet.view('v');
    assert.deepEqual([rows, ready, problems, warnings], [11, 3, 8, 1]);
    assert.equal(sheet.rows({ ...all, show: 'problems' }, 0, 100).total, 8);
    assert.equal(sheet.rows({ ...all, show: 'ready' }, 0, 100).total, 3);
  });

  test('is put right in place, and mapped anew', async () => {
    const sheet = await sheetOf('a\tb\tc\n7\tanna\t2026-05-06 10:30\n');
    // no header is known: the first row counts, and the columns are in the usual order
    assert.equal(sheet.view('v').rows, 2);
    sheet.map({ appointId: 0, agent: 1, time: 2, remark: null });
    assert.equal(rowsOf(sheet)[1]?.issues.join(), '');
    const edited = sheet.edit(0, 'time', '2026-05-06 11:00');
    assert.deepEqual(edited?.change, {
      appointId: 'a',
      agent: 'b',
      appointTime: Date.UTC(2026, 4, 6, 9),
    });
    assert.equal(sheet.edit(99, 'time', ''), null);
  });

  test('learns what the reservations are now: an agent that is known need not be given', async () => {
    const sheet = await sheetOf('1\t2026-05-06 10:30\n2\t2026-05-06 10:30\n3\t2026-05-06 10:00\n');
    assert.deepEqual(sheet.unknownIds, ['1', '2', '3']);
    sheet.learn([
      reservation({ appointId: '1' }),
      reservation({ appointId: '2', callType: 'automatic' }),
      reservation({ appointId: '3' }),
    ]);
    assert.deepEqual(rulesOf(sheet), ['', 'automatic', 'nothing_changes']);
    assert.deepEqual(
      sheet.ready().map(({ change, known }) => [change.agent, known?.remark]),
      [['anna', 'old']],
    );
  });

  test('of an automatic reservation nothing else is worth telling', async () => {
    const sheet = await sheetOf('2\tnever\t\t\n');
    sheet.learn([reservation({ appointId: '2', callType: 'automatic' })]);
    assert.deepEqual(rulesOf(sheet), ['automatic']);
  });

  test('a row that names the same reservation again may be sent once the other names another', async () => {
    const sheet = await sheetOf('1\t2026-05-06 10:30\tanna\n1\t2026-05-06 11:30\tanna\n');
    sheet.edit(0, 'appointId', '2');
    assert.deepEqual(rulesOf(sheet), ['', '']);
  });

  test('an apostrophe that guarded a formula is taken off again, any other stays', async () => {
    const sheet = await sheetOf("1\t\tanna\t'=1+1\n2\t\tanna\t'quoted\n");
    assert.deepEqual(
      rowsOf(sheet).map(({ cells }) => cells.remark),
      ['=1+1', "'quoted"],
    );
  });
});

suite('tools', () => {
  const list = () =>
    ChangeSheet.fromList(
      [
        reservation({ appointId: '1' }),
        reservation({ appointId: '2', agent: 'bert' }),
        reservation({ appointId: null }),
        reservation({ appointId: '4', appointTime: null }),
      ],
      parts,
    );

  test('shift times by minutes, of a list and of a sheet', async () => {
    const sheet = list();
    assert.equal(sheet.view('v').ready, 0);
    assert.equal(sheet.apply({ kind: 'shift', minutes: 30 }, sheet.indexes(all)), 2);
    assert.deepEqual(
      sheet.ready().map(({ change }) => [change.appointId, change.appointTime, change.agent]),
      [
        ['1', Date.UTC(2026, 4, 6, 8, 30), 'anna'],
        ['2', Date.UTC(2026, 4, 6, 8, 30), 'bert'],
      ],
    );
    const typed = await sheetOf('1\t2026-05-06 10:30\tanna\n2\tnever\tanna\n');
    assert.equal(typed.apply({ kind: 'shift', minutes: -60 }, typed.indexes(all)), 1);
    assert.equal(rowsOf(typed)[0]?.change?.appointTime, Date.UTC(2026, 4, 6, 7, 30));
  });

  test('take only the rows that are meant; the others stay as they are', () => {
    const sheet = list();
    assert.equal(sheet.apply({ kind: 'shift', minutes: 30 }, [1, 1, 99]), 1);
    assert.deepEqual(
      sheet.ready().map(({ change }) => change.appointId),
      ['2'],
    );
    const { ready, problems, unchanged } = sheet.view('v');
    assert.deepEqual([ready, problems, unchanged], [1, 0, 2], 'what stays is no problem');
    assert.deepEqual(sheet.indexes({ ...all, show: 'unchanged' }), [0, 2]);
  });

  test('set a remark, which replaces the one that is there', () => {
    const sheet = list();
    sheet.apply({ kind: 'remark', text: 'old' }, [0]);
    assert.equal(sheet.view('v').ready, 0, 'it says so already');
    sheet.apply({ kind: 'remark', text: 'by phone' }, [0]);
    assert.deepEqual(
      sheet.ready().map(({ change }) => [change.appointId, change.remark]),
      [['1', 'by phone']],
    );
  });

  test('find rows by what stands in them, whose they are and where they stand', () => {
    const sheet = ChangeSheet.fromList(
      [
        reservation({ appointId: 'a1', calledNo: '075528561', agentName: 'Anna Li' }),
        reservation({ appointId: 'a2', agent: 'bert', taskName: 'Autumn', remark: 'Call BACK' }),
      ],
      parts,
    );
    for (const [find, expected] of [
      ['2856', [0]],
      ['anna LI', [0]],
      ['autumn', [1]],
      [' back ', [1]],
      ['A', [0, 1]],
      ['nobody', []],
    ] as const) {
      assert.deepEqual(sheet.indexes({ ...all, find }), expected, find);
    }
    assert.deepEqual(sheet.indexes({ ...all, agent: 'bert' }), [1]);
    sheet.apply({ kind: 'hand-over', from: 'bert', to: 'anna' }, [1]);
    assert.deepEqual(sheet.indexes({ ...all, agent: 'anna' }), [0, 1], 'theirs now, or to be');
    assert.deepEqual(sheet.indexes({ ...all, agent: 'bert' }), [1], 'or theirs before');
    assert.deepEqual(sheet.indexes({ show: 'ready', find: 'anna', agent: null }), [1]);
  });

  test('hand over one agent’s reservations, or all of them', () => {
    const some = list();
    assert.equal(some.apply({ kind: 'hand-over', from: 'anna', to: 'carl' }, some.indexes(all)), 2);
    assert.deepEqual(
      some.ready().map(({ change }) => [change.appointId, change.agent]),
      [
        ['1', 'carl'],
        ['4', 'carl'],
      ],
    );
    const each = list();
    assert.equal(each.apply({ kind: 'hand-over', from: null, to: 'carl' }, each.indexes(all)), 3);
    assert.deepEqual(each.view('v').agents, ['anna', 'bert', 'carl']);
  });

  test('IDs alone are handed over as well, where nothing else is known of them', async () => {
    const sheet = await sheetOf('1\n2\n');
    assert.equal(sheet.view('v').ready, 0);
    sheet.apply({ kind: 'hand-over', from: null, to: 'carl' }, sheet.indexes(all));
    assert.deepEqual(
      sheet.ready().map(({ change }) => change),
      [
        { appointId: '1', agent: 'carl' },
        { appointId: '2', agent: 'carl' },
      ],
    );
  });
});
