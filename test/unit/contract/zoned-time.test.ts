import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import {
  dayAfter,
  dayBounds,
  isZone,
  momentAfterGap,
  momentsOf,
  wallTimeAt,
} from '../../../src-main/contract/zoned-time.ts';

const hour = 3_600_000;
const iso = (moment: number | undefined): string | undefined =>
  moment === undefined ? undefined : new Date(moment).toISOString();

suite('times on a wall', () => {
  for (const [zone, date, at, expected] of [
    ['UTC', '2026-05-06', [7, 0], ['2026-05-06T07:00:00.000Z']],
    ['Asia/Shanghai', '2026-05-06', [15, 0], ['2026-05-06T07:00:00.000Z']],
    ['Asia/Kathmandu', '2026-05-06', [0, 15], ['2026-05-05T18:30:00.000Z']],
    ['Europe/Berlin', '2026-03-29', [2, 30], []],
    ['Europe/Berlin', '2026-03-29', [3, 0], ['2026-03-29T01:00:00.000Z']],
    ['Europe/Berlin', '2026-10-25', [2, 30], ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']],
    ['America/New_York', '2026-11-01', [1, 0], ['2026-11-01T05:00:00.000Z', '2026-11-01T06:00:00.000Z']],
    ['Australia/Lord_Howe', '2026-10-04', [2, 15], []],
  ] as const) {
    test(`${zone} ${date} ${at.join(':')}`, () => {
      const [h, minute] = at;
      assert.deepEqual(momentsOf({ date, hour: h, minute }, zone).map(iso), expected);
    });
  }

  test('a time that is skipped is told by what the clock shows instead', () => {
    const skipped = { date: '2026-03-29', hour: 2, minute: 30 };
    const shown = wallTimeAt(momentAfterGap(skipped, 'Europe/Berlin'), 'Europe/Berlin');
    assert.deepEqual(shown, { date: '2026-03-29', hour: 3, minute: 30 });
  });

  test('days have 24 hours, or one more or less', () => {
    const lengths = (zone: string, ...days: string[]) =>
      days.map((day) => {
        const [from, to] = dayBounds(day, zone);
        return (to - from) / hour;
      });
    assert.deepEqual(lengths('Europe/Berlin', '2026-05-06', '2026-03-29', '2026-10-25'), [24, 23, 25]);
    // Cairo puts its clocks forward at midnight: the day begins at one o'clock
    assert.deepEqual(lengths('Africa/Cairo', '2026-04-24'), [23]);
    assert.equal(iso(dayBounds('2026-04-24', 'Africa/Cairo')[0]), '2026-04-23T22:00:00.000Z');
  });

  test('every moment is one of those of its wall time', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/St_Johns',
      'Asia/Shanghai',
      'Africa/Cairo',
    );
    const moments = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) });
    fc.assert(
      fc.property(zones, moments, (zone, moment) => {
        const minute = moment - (moment % 60_000);
        assert.ok(momentsOf(wallTimeAt(minute, zone), zone).includes(minute));
      }),
    );
  });

  test('a zone is read the same after the computer has moved to another', (context) => {
    const before = process.env['TZ'];
    context.after(() => {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    });
    for (const own of ['Europe/Berlin', 'Asia/Shanghai']) {
      process.env['TZ'] = own;
      assert.equal(new Intl.DateTimeFormat().resolvedOptions().timeZone, own);
      assert.deepEqual(wallTimeAt(Date.UTC(2026, 4, 6, 7), 'Europe/Berlin'), {
        date: '2026-05-06',
        hour: 9,
        minute: 0,
      });
    }
  });

  test('days are counted over the ends of months, and zones are known by name', () => {
    assert.equal(dayAfter('2028-02-28', 1), '2028-02-29');
    assert.equal(dayAfter('2026-01-01', -1), '2025-12-31');
    assert.deepEqual(['Asia/Shanghai', 'Nowhere/Town', ''].map(isZone), [true, false, false]);
  });
});
