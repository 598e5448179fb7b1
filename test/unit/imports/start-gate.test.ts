import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { nextStart } from '../../../src-main/contract/start-plan.ts';
import {
  plannedAgain,
  plannedStart,
  requireStart,
} from '../../../src-main/features/imports/job/start-gate.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { sampleImport } from '../../support/memory-import.ts';

const time = { hour: 18, minute: 30 };
const zone = 'Asia/Shanghai';
const at = (text: string): number => Date.parse(text);
const half = at('2026-03-04T18:30:00+08:00');
const nextDay = at('2026-03-05T18:30:00+08:00');
const hour = 3_600_000;

suite('the next time a clock shows it', () => {
  const lines = [
    ['in the morning, today', zone, '2026-03-04T09:00:00+08:00', '2026-03-04T18:30:00+08:00'],
    ['a second before', zone, '2026-03-04T18:29:59+08:00', '2026-03-04T18:30:00+08:00'],
    ['at that very moment, tomorrow', zone, '2026-03-04T18:30:00+08:00', '2026-03-05T18:30:00+08:00'],
    ['where the day has changed already', zone, '2026-03-03T23:00:00Z', '2026-03-04T18:30:00+08:00'],
    [
      'over the night in which clocks go forward',
      'Europe/Berlin',
      '2026-03-28T19:00:00+01:00',
      '2026-03-29T18:30:00+02:00',
    ],
  ] as const;
  for (const [what, where, after, expected] of lines) {
    test(what, () => assert.equal(nextStart(time, where, at(after)), at(expected)));
  }

  test('a time that is skipped, and one that comes twice', () => {
    const two = { hour: 2, minute: 30 };
    assert.equal(
      nextStart(two, 'Europe/Berlin', at('2026-03-29T00:00:00+01:00')),
      at('2026-03-29T03:30:00+02:00'),
    );
    const [first, second] = [at('2026-10-25T02:30:00+02:00'), at('2026-10-25T02:30:00+01:00')];
    assert.equal(nextStart(two, 'Europe/Berlin', first - hour), first);
    assert.equal(nextStart(two, 'Europe/Berlin', first), second);
  });
});

suite('right before the call centre is asked', () => {
  const payload = (planned: number | null) => {
    const { destination } = sampleImport();
    assert.ok(destination);
    return sampleImport({
      destination: { ...destination, startsAt: time },
      startPlan: planned === null ? null : { at: planned, zone, zoneKnown: true },
    });
  };
  const cases = [
    ['hours before', half, half - 3 * hour, 0, true],
    ['a minute before', half, half - 60_000, 0, true],
    ['too late to get there before its minute', half, half - 20_000, 0, false],
    ['its minute', half, half, 0, false],
    ['an hour late', half, half + hour, 0, false],
    ['a day late', half, half + 23 * hour, 0, false],
    ['a clock that was set back behind what was seen', half, half - hour, half + 60_000, false],
    ['a clock that went back by a day: it would start a day early', half, half - 26 * hour, 0, false],
    ['a clock that jumped over the hour', half, half + 40 * hour, 0, false],
    ['an import of which no day is on record', null, half - 3 * hour, 0, false],
  ] as const;
  for (const [what, planned, now, seen, passes] of cases) {
    test(`${what}: ${passes ? 'it goes' : 'it asks'}`, () => {
      const look = () => requireStart(payload(planned), now, seen);
      if (passes) look();
      else assert.throws(look, dialdeskError('start_passed'));
    });
  }

  test('one that starts at once is never asked about', () => {
    requireStart(sampleImport(), half, half + hour);
  });
});

suite('a plan', () => {
  test('is read on the call centre’s clock, or on this computer’s as a guess', () => {
    assert.deepEqual(plannedStart(time, zone, half - hour), { at: half, zone, zoneKnown: true });
    assert.equal(plannedStart(time, undefined, half)?.zoneKnown, false);
    assert.equal(plannedStart(null, zone, half), null);
  });

  test('of a prepared import holds until it is sent; a time that has passed today asks, another day means the next', () => {
    const plan = plannedStart(time, zone, half - hour);
    assert.equal(plannedAgain(plan, time, zone, half - 60_000)?.at, half);
    assert.equal(plannedAgain(plan, time, zone, half + hour)?.at, half, 'left in the past: the job asks');
    assert.equal(plannedAgain(plan, time, zone, nextDay - hour)?.at, nextDay);
  });
});
