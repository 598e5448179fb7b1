import {
  nextInside,
  noneInside,
  stretchesOf,
  type CallingHours,
  type HoursWindow,
} from '../../contract/calling-hours.ts';
import { dayBounds, momentAfterGap, momentsOf, wallTimeAt } from '../../contract/zoned-time.ts';
import { twoDigits } from '../../contract/two-digits.ts';
import { minuteOfDay } from './recycle-time.ts';

const dayMinutes = 1440;
/** Of how many days a next time is looked for, which asks the clock of a zone. A list with more is odd. */
const mostDays = 400;
/** No minute of a day. */
const inside = 0xffff;

interface Day {
  /**
   * Of each minute outside, the first one that has the same end before it; `inside` for those inside. On a day on which
   * the clocks are changed each minute stands for itself: one reading may mean two moments, with two ends.
   */
  readonly first: Uint16Array;
  /** By such a first minute: when it ends. */
  readonly next: Map<number, string>;
}

/**
 * Calling hours for readings of the call centre's clock, of which a list has hundreds of thousands and few that differ by
 * more than the minute: each day is worked out once.
 */
export class CallingClock {
  readonly #hours: CallingHours;
  readonly #days = new Map<number, Day>();

  constructor(hours: CallingHours) {
    this.#hours = hours;
  }

  /**
   * @param moment as `readRecycleTime` gives it: yyyymmddhhmmss
   * @returns null inside the hours; else the next time inside, `2026-11-30 09:00`, or `noneInside`; '' where none was
   *   looked for, in a list with very many days
   */
  outside(moment: number): string | null {
    const date = Math.floor(moment / 1_000_000);
    const minute = minuteOfDay(moment);
    const day = this.#days.get(date) ?? this.#dayOf(date);
    if (!day) {
      const stretches = stretchesOf(this.#hours, textOf(date));
      return stretches.some(({ from, to }) => from <= minute && minute < to) ? null : '';
    }
    const first = day.first[minute] ?? inside;
    if (first === inside) return null;
    let next = day.next.get(first);
    if (next === undefined) day.next.set(first, (next = this.#nextAfter(textOf(date), minute)));
    return next;
  }

  #dayOf(date: number): Day | undefined {
    if (this.#days.size >= mostDays) return undefined;
    const text = textOf(date);
    const [begin, end] = dayBounds(text, this.#hours.zone);
    const usual = end - begin === dayMinutes * 60_000;
    const day = { first: firsts(stretchesOf(this.#hours, text), usual), next: new Map<number, string>() };
    this.#days.set(date, day);
    return day;
  }

  #nextAfter(date: string, minute: number): string {
    const { zone } = this.#hours;
    const wall = { date, hour: Math.floor(minute / 60), minute: minute % 60 };
    const next = nextInside(this.#hours, momentsOf(wall, zone)[0] ?? momentAfterGap(wall, zone));
    if (next === null) return noneInside;
    const shown = wallTimeAt(next, zone);
    return `${shown.date} ${twoDigits(shown.hour)}:${twoDigits(shown.minute)}`;
  }
}

/** As a day has them. */
function firsts(stretches: readonly HoursWindow[], usual: boolean): Uint16Array {
  const first = new Uint16Array(dayMinutes);
  for (const { from, to } of stretches) first.fill(inside, from, to);
  for (let minute = 0, begin = inside; minute < dayMinutes; minute++) {
    if (first[minute] === inside) begin = inside;
    else {
      if (begin === inside || !usual) begin = minute;
      first[minute] = begin;
    }
  }
  return first;
}

function textOf(date: number): string {
  const year = String(Math.floor(date / 10_000)).padStart(4, '0');
  return `${year}-${twoDigits(Math.floor(date / 100) % 100)}-${twoDigits(date % 100)}`;
}
