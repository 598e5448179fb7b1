import { mostResultDays } from '../../contract/call-result-rows.ts';

const dayMs = 86_400_000;

/** Two days, `yyyy-MM-dd`. */
export interface ResultPeriod {
  readonly beginTime: string;
  readonly endTime: string;
}

/**
 * The periods in which the results of an import are asked for: from the day before it was sent until two days from now,
 * because neither the zone of the days is documented nor whether the last one still counts. Each shares a day with the
 * next for the same reason, and none is longer than the interface allows.
 * @param sentAt epoch milliseconds
 */
export function resultPeriods(sentAt: number, now: number): ResultPeriod[] {
  const first = dayNumber(sentAt) - 1;
  const last = Math.max(dayNumber(now) + 2, first + 1);
  const periods: ResultPeriod[] = [];
  for (let from = first; from < last; from += mostResultDays - 1) {
    const to = Math.min(from + mostResultDays, last);
    periods.push({ beginTime: dayText(from), endTime: dayText(to) });
    if (to === last) break;
  }
  return periods;
}

const dayNumber = (at: number): number => Math.floor(at / dayMs);
const dayText = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
