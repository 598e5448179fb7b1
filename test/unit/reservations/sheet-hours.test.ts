import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { CallingHours } from '../../../src-main/contract/calling-hours.ts';
import type { Reservation } from '../../../src-main/contract/reservations.ts';
import { ChangeSheet } from '../../../src-main/features/reservations/changes/change-sheet.ts';
import { readPasted } from '../../../src-main/features/reservations/changes/read-sheet.ts';
import { bulkQuestion } from '../../../src-renderer/reservations/bulk-question.ts';
import { issueWords } from '../../../src-renderer/reservations/bulk-words.ts';
import { hoursWarning } from '../../../src-renderer/reservations/reservation-hours.ts';

const office = [{ from: 9 * 60, to: 18 * 60 }];
const hours: CallingHours = {
  zone: 'Asia/Shanghai',
  week: [office, office, office, office, office, [], []],
  special: [],
};
/** 6 May 2026, a Wednesday, on a clock in Shanghai. */
const shanghai = (hour: number, minute = 0, day = 6): number => Date.UTC(2026, 4, day, hour - 8, minute);
const all = { show: 'all', find: '', agent: null } as const;

async function sheetOf(text: string, read: () => CallingHours | undefined): Promise<ChangeSheet> {
  return ChangeSheet.fromSheet(await readPasted(text), {
    ...{ name: 'x', zone: 'Asia/Shanghai', now: () => Date.UTC(2026, 4, 1) },
    hours: read,
  });
}
const flagsOf = (sheet: ChangeSheet) =>
  sheet.rows(all, 0, 100).rows.map(({ issues, nextInside }) => [issues.join(), nextInside]);

suite('many reservations and calling hours', () => {
  const text = [
    'id\ttime\tagent',
    '1\t2026-05-06 10:00\tanna',
    '2\t2026-05-06 18:00\tanna',
    '3\t2026-05-08 20:00\tben',
    '4\t2026-04-30 20:00\tben',
    '5\t\tben',
  ].join('\n');

  test('what is moved outside them is flagged with the next time inside, and is sent all the same', async () => {
    const sheet = await sheetOf(text, () => hours);
    assert.deepEqual(flagsOf(sheet), [
      ['', undefined],
      ['outside_hours', shanghai(9, 0, 7)],
      // Friday evening: Monday morning
      ['outside_hours', shanghai(9, 0, 11)],
      // what has passed is wrong, wherever it was
      ['past', undefined],
      ['', undefined],
    ]);
    const { ready, warnings, plan } = sheet.view('x');
    assert.deepEqual([ready, warnings, plan.outsideHours], [4, 2, 2]);
    const [, second] = sheet.rows(all, 0, 100).rows;
    assert.ok(second);
    assert.match(
      issueWords(second, 'Asia/Shanghai').join(),
      /Outside the calling hours; next.*2026-05-07 09:00/,
    );
  });

  test('a reservation that stays at its time is not flagged, whatever else changes', () => {
    const reservation: Reservation = {
      ...{ appointId: '1', callType: 'manual', appointTime: shanghai(20), agent: 'anna', agentName: null },
      ...{ calledNo: null, taskId: null, taskName: null, taskStatus: null, timeout: null, remark: null },
    };
    const sheet = ChangeSheet.fromList([reservation], {
      ...{ name: '', zone: 'UTC', now: () => Date.UTC(2026, 4, 1), hours: () => hours },
    });
    sheet.apply({ kind: 'hand-over', from: null, to: 'ben' }, [0]);
    assert.deepEqual(flagsOf(sheet), [['', undefined]]);
    assert.equal(sheet.view('x').plan.outsideHours, 0);
    sheet.apply({ kind: 'shift', minutes: 30 }, [0]);
    assert.deepEqual(flagsOf(sheet), [['outside_hours', shanghai(9, 0, 7)]]);
  });

  test('hours that were changed meanwhile count from the next check on; none flag nothing and say nothing', async () => {
    let now: CallingHours | undefined;
    const sheet = await sheetOf('1\t2026-05-06 18:00\tanna', () => now);
    assert.deepEqual(flagsOf(sheet), [['', undefined]]);
    assert.equal(sheet.view('x').plan.outsideHours, undefined);
    now = hours;
    sheet.checkAgain();
    assert.deepEqual(flagsOf(sheet), [['outside_hours', shanghai(9, 0, 7)]]);
    now = { ...hours, week: [[], [], [], [], [], [], []] };
    sheet.checkAgain();
    assert.deepEqual(flagsOf(sheet), [['outside_hours', null]]);
    const [row] = sheet.rows(all, 0, 1).rows;
    assert.ok(row);
    assert.match(issueWords(row, 'UTC').join(), /none within a year/);
  });

  test('the question says how many go outside them', () => {
    const plan = { from: null, to: null, agents: 1, overlaps: 0, outsideHours: 7 };
    const asked = bulkQuestion({ rows: 9, known: 9, ready: 9, problems: 0, plan }, 300, 'UTC');
    assert.match(asked.text, /7 are moved to times outside the calling hours/);
    assert.equal(asked.danger, true);
  });
});

suite('one reservation and calling hours', () => {
  const centre = { name: 'Shenzhen', callingHours: hours };

  const cases: [what: string, at: number, type: 'manual' | 'automatic', next: number | null | undefined][] = [
    ['inside', shanghai(9), 'manual', undefined],
    ['after them', shanghai(18), 'manual', shanghai(9, 0, 7)],
    ['dialled before them', shanghai(9), 'automatic', shanghai(9, 5)],
    ['dialled when they begin', shanghai(9, 5), 'automatic', undefined],
    ['dialled before they end', shanghai(18), 'automatic', undefined],
    ['dialled when they end', shanghai(18, 5), 'automatic', shanghai(9, 5, 7)],
  ];
  for (const [what, at, type, next] of cases) {
    test(what, () => {
      assert.equal(hoursWarning(centre, at, type, 'Asia/Shanghai')?.next, next);
    });
  }

  test('the next time is told in both zones where they differ', () => {
    const text = (zone: string) => hoursWarning(centre, shanghai(20), 'manual', zone)?.text ?? '';
    assert.match(text('Asia/Shanghai'), /^Next possible time: 2026-05-07 09:00\S*( \S+)?\.$/);
    assert.match(text('UTC'), /09:00.*your time.*01:00/);
  });

  test('a call centre without hours is never outside them; one that never calls has no next time', () => {
    assert.equal(hoursWarning({ name: 'x' }, shanghai(3), 'manual', 'UTC'), null);
    const never = { name: 'x', callingHours: { ...hours, week: [[], [], [], [], [], [], []] } };
    const warning = hoursWarning(never, shanghai(12), 'manual', 'UTC');
    assert.ok(warning);
    assert.equal(warning.next, null);
    assert.match(warning.text, /no calling hours within a year/);
  });
});
