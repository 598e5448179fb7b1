import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { CallingClock } from '../../../src-main/call-list/check/calling-clock.ts';
import {
  insideHours,
  nextInside,
  noneInside,
  type CallingHours,
} from '../../../src-main/contract/calling-hours.ts';
import { wallTimeAt } from '../../../src-main/contract/zoned-time.ts';

const weekdays = Array.from({ length: 5 }, () => [
  { from: 540, to: 720 },
  { from: 840, to: 1080 },
]);
const hours: CallingHours = {
  zone: 'Asia/Shanghai',
  week: [...weekdays, [{ from: 1320, to: 60 }], []],
  special: [{ date: '2026-12-25', windows: [] }],
};

const saturday = (date: number): boolean => {
  const text = String(date);
  return new Date(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`).getUTCDay() === 6;
};

suite('recycle times and calling hours', () => {
  for (const [moment, expected] of [
    [20_261_127_090_000, null],
    [20_261_127_115_959, null],
    [20_261_127_120_000, '2026-11-27 14:00'],
    [20_261_127_180_000, '2026-11-28 22:00'],
    [20_261_129_005_959, null], // Saturday's window runs into Sunday
    [20_261_129_010_000, '2026-11-30 09:00'],
    [20_261_225_100_000, '2026-12-26 22:00'],
  ] as const) {
    test(`${moment}: ${expected ?? 'inside'}`, () => {
      assert.equal(new CallingClock(hours).outside(moment), expected);
    });
  }

  test('where the clocks are put back, do not depend on what was asked before', () => {
    const night = {
      zone: 'Europe/Berlin',
      week: hours.week.map(() => [{ from: 120, to: 150 }]),
      special: [],
    };
    const clock = new CallingClock(night);
    assert.equal(clock.outside(20_261_025_024_500), '2026-10-25 02:00', 'the hour comes again');
    assert.equal(clock.outside(20_261_025_050_000), '2026-10-26 02:00');
  });

  test('without any time inside there is no next', () => {
    const never = { ...hours, week: hours.week.map(() => []), special: [] };
    assert.equal(new CallingClock(never).outside(20_261_127_090_000), noneInside);
  });

  test('are judged on every day of a list with very many, and looked ahead from only on the first', () => {
    const clock = new CallingClock(hours);
    let looked = 0;
    for (let day = 0; day < 3000; day++) {
      const date = Number(
        new Date(Date.UTC(2027, 0, 1 + day)).toISOString().slice(0, 10).replaceAll('-', ''),
      );
      const sunday = new Date(Date.UTC(2027, 0, 1 + day)).getUTCDay() === 0;
      assert.equal(clock.outside(date * 1_000_000 + 100_000) === null, !sunday && !saturday(date));
      const evening = clock.outside(date * 1_000_000 + 210_000);
      assert.notEqual(evening, null);
      if (evening !== '') looked++;
    }
    assert.equal(looked, 400);
  });

  test('say what the hours themselves say, in whatever order they are asked', () => {
    const clock = new CallingClock(hours);
    const from = Date.UTC(2026, 11, 20);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 14 * 1440 }), (ahead) => {
        const at = from + ahead * 60_000;
        const wall = wallTimeAt(at, hours.zone);
        const moment =
          Number(wall.date.replaceAll('-', '')) * 1_000_000 + wall.hour * 10_000 + wall.minute * 100;
        const next = insideHours(hours, at) ? null : wallTimeAt(nextInside(hours, at) ?? NaN, hours.zone);
        const two = (part: number): string => String(part).padStart(2, '0');
        assert.equal(clock.outside(moment), next && `${next.date} ${two(next.hour)}:${two(next.minute)}`);
      }),
    );
  });
});
