import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import * as v from 'valibot';
import {
  insideHours,
  nextInside,
  readSpecial,
  readWindows,
  specialText,
  windowsText,
  CallingHours,
  type HoursWindow,
} from '../../../src-main/contract/calling-hours.ts';
import { wallTimeAt } from '../../../src-main/contract/zoned-time.ts';

const minute = 60_000;
const closed: HoursWindow[] = [];
const office: CallingHours = {
  zone: 'Asia/Shanghai',
  week: [...Array.from({ length: 5 }, () => [{ from: 540, to: 1080 }]), closed, closed],
  special: [],
};
const shanghai = (text: string): number => Date.parse(`${text}:00+08:00`);

suite('calling hours', () => {
  test('are those of the weekday on the call centre’s clock', () => {
    assert.equal(insideHours(office, shanghai('2026-11-27T09:00')), true);
    assert.equal(insideHours(office, shanghai('2026-11-27T17:59')), true);
    assert.equal(insideHours(office, shanghai('2026-11-27T18:00')), false);
    // Friday evening: next is Monday
    assert.equal(nextInside(office, shanghai('2026-11-27T18:00')), shanghai('2026-11-30T09:00'));
    assert.equal(nextInside(office, shanghai('2026-11-30T10:00')), shanghai('2026-11-30T10:00'));
  });

  test('of a special date stand instead of the weekday’s, and cut what runs into it', () => {
    const night = { ...office, week: office.week.map(() => [{ from: 1320, to: 120 }]) };
    const special = [
      { date: '2026-12-25', windows: closed },
      { date: '2026-12-26', windows: [{ from: 600, to: 720 }] },
    ];
    const hours = { ...night, special };
    assert.equal(insideHours(night, shanghai('2026-12-25T01:00')), true);
    assert.equal(insideHours(hours, shanghai('2026-12-25T01:00')), false);
    assert.equal(nextInside(hours, shanghai('2026-12-25T00:00')), shanghai('2026-12-26T10:00'));
    // Saturday's own end at noon; the night of Sunday is a usual one again
    assert.equal(nextInside(hours, shanghai('2026-12-26T12:00')), shanghai('2026-12-27T22:00'));
  });

  test('that never are have no next time', () => {
    const never = { ...office, week: office.week.map(() => closed) };
    assert.equal(nextInside(never, shanghai('2026-11-27T18:00')), null);
    const once = { ...never, special: [{ date: '2027-11-01', windows: [{ from: 60, to: 61 }] }] };
    assert.equal(nextInside(once, shanghai('2026-11-27T18:00')), shanghai('2027-11-01T01:00'));
  });

  test('agree with a clock that is looked at minute by minute, where clocks change too', () => {
    const windows = fc
      .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 }))
      .filter(([from, to]) => from !== to)
      .map(([from, to]) => ({ from: from * 15, to: to * 15 }));
    const day = fc.array(windows, { maxLength: 2 });
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'Asia/Shanghai',
      'America/Sao_Paulo',
      'Australia/Lord_Howe',
    );
    // around the changes of clocks in Berlin and on Lord Howe Island
    const bases = fc.constantFrom(
      ...['2026-03-28', '2026-10-24', '2026-04-04', '2026-10-03', '2026-11-28'].map((date) =>
        Date.parse(date),
      ),
    );
    const arbitrary = fc.record({
      zone: zones,
      week: fc.array(day, { minLength: 7, maxLength: 7 }),
      special: fc
        .option(day, { nil: undefined })
        .map((own) => (own ? [{ date: '2026-10-25', windows: own }] : [])),
    });
    const naive = (hours: CallingHours, at: number): boolean => {
      const { date, hour, minute: past } = wallTimeAt(at, hours.zone);
      const now = hour * 60 + past;
      const ofDay = (shown: string) =>
        hours.special.find((one) => one.date === shown)?.windows ??
        hours.week[(new Date(shown).getUTCDay() + 6) % 7] ??
        [];
      const before = new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
      for (const { from, to } of ofDay(date)) {
        for (let each = from; each < (to < from ? 1440 : to); each++) if (each === now) return true;
      }
      if (hours.special.some((one) => one.date === date)) return false;
      for (const { from, to } of ofDay(before)) {
        if (to < from) for (let each = 0; each < to; each++) if (each === now) return true;
      }
      return false;
    };
    fc.assert(
      fc.property(arbitrary, bases, fc.integer({ min: 0, max: 2880 }), (hours, base, ahead) => {
        const from = base + ahead * minute;
        let expected: number | null = null;
        for (let at = from; at < from + 30 * 3_600_000 && expected === null; at += minute) {
          assert.equal(insideHours(hours, at), naive(hours, at));
          if (naive(hours, at)) expected = at;
        }
        const next = nextInside(hours, from);
        if (expected === null) assert.ok(next === null || next >= from + 30 * 3_600_000);
        else assert.equal(next, expected);
      }),
      { numRuns: 60 },
    );
  });
});

suite('hours as they are typed', () => {
  for (const [text, expected] of [
    ['9:00-12:00, 14:00–18:00', '09:00–12:00, 14:00–18:00'],
    ['09：00至18：00；20:00~00:00', '09:00–18:00, 20:00–24:00'],
    ['22:00-2:00', '22:00–02:00'],
    ['', ''],
  ] as const) {
    test(`${text || 'nothing'} is read`, () => {
      assert.equal(windowsText(readWindows(text) ?? []), expected);
    });
  }
  for (const text of ['9-18', '09:00', '09:60-10:00', '25:00-26:00', '09:00-09:00', 'closed']) {
    test(`${text} is not read`, () => {
      assert.equal(readWindows(text), null);
    });
  }
  test('a special date that comes twice is refused', () => {
    const day = { date: '2027-01-01', windows: closed };
    assert.equal(v.is(CallingHours, { ...office, special: [day] }), true);
    assert.equal(v.is(CallingHours, { ...office, special: [day, day] }), false);
  });

  test('a special date that there is not is refused', () => {
    const special = [{ date: '2027-02-30', windows: closed }];
    assert.equal(v.is(CallingHours, { ...office, special }), false);
  });

  test('special dates are read and written alike', () => {
    const text = '2027-01-01\n2027-02-14 10:00–16:00';
    assert.equal(specialText(readSpecial(`\n${text}\r\n`) ?? []), text);
    for (const wrong of [
      '2027-02-30',
      '2027-01-01 all day',
      '1 January',
      '2027-01-01\n2027-01-01 9:00-10:00',
    ])
      assert.equal(readSpecial(wrong), null, wrong);
  });
});
