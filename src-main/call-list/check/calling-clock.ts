import { clockInside, nextInside, type CallingHours } from '../../contract/calling-hours.ts';
import { momentAfterGap, momentsOf, wallTimeAt } from '../../contract/zoned-time.ts';

const dayMinutes = 1440;
/** A list with more days than this is odd: what is known of the others is found again. */
const mostDays = 1000;
const two = (part: number): string => String(part).padStart(2, '0');

interface Day {
  /** 1 for each minute that is inside. */
  readonly inside: Uint8Array;
  /** By the first minute of a stretch that is outside: when it ends. */
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
   * @returns null inside the hours; else the next time inside, `2026-11-30 09:00`, or '' where there is none within a year
   */
  outside(moment: number): string | null {
    const date = Math.floor(moment / 1_000_000);
    const minute = (Math.floor(moment / 10_000) % 100) * 60 + (Math.floor(moment / 100) % 100);
    const day = this.#days.get(date) ?? this.#dayOf(date);
    if (day.inside[minute] === 1) return null;
    let first = minute;
    while (first > 0 && day.inside[first - 1] === 0) first--;
    let next = day.next.get(first);
    if (next === undefined) day.next.set(first, (next = this.#nextAfter(textOf(date), minute)));
    return next;
  }

  #dayOf(date: number): Day {
    const text = textOf(date);
    const inside = new Uint8Array(dayMinutes);
    for (let minute = 0; minute < dayMinutes; minute++)
      inside[minute] = clockInside(this.#hours, text, minute) ? 1 : 0;
    const day = { inside, next: new Map<number, string>() };
    if (this.#days.size >= mostDays) this.#days.clear();
    this.#days.set(date, day);
    return day;
  }

  #nextAfter(date: string, minute: number): string {
    const { zone } = this.#hours;
    const wall = { date, hour: Math.floor(minute / 60), minute: minute % 60 };
    const next = nextInside(this.#hours, momentsOf(wall, zone)[0] ?? momentAfterGap(wall, zone));
    if (next === null) return '';
    const shown = wallTimeAt(next, zone);
    return `${shown.date} ${two(shown.hour)}:${two(shown.minute)}`;
  }
}

function textOf(date: number): string {
  const year = String(Math.floor(date / 10_000)).padStart(4, '0');
  return `${year}-${two(Math.floor(date / 100) % 100)}-${two(date % 100)}`;
}
