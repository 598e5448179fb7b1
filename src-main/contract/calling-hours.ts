import * as v from 'valibot';
import { dayAfter, dayBounds, isZone, momentsOf, wallTimeAt } from './zoned-time.ts';
import { twoDigits } from './two-digits.ts';

const dayMinutes = 1440;
const Minute = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(dayMinutes));

/** Minutes of the day, 0 to 1440. One that ends before it begins ends on the next day. */
export const HoursWindow = v.pipe(
  v.object({ from: v.pipe(Minute, v.maxValue(dayMinutes - 1)), to: v.pipe(Minute, v.minValue(1)) }),
  v.check(({ from, to }) => from !== to, 'hours'),
);
export type HoursWindow = v.InferOutput<typeof HoursWindow>;

const Windows = v.pipe(v.array(HoursWindow, 'hours'), v.maxLength(8, 'too_many'));
/** The most special dates of a connection. */
export const specialDatesMax = 400;

/** A day that there is: `isoDate` alone takes 2027-02-30. */
const RealDate = v.pipe(
  v.string(),
  v.isoDate('date'),
  v.check((date) => {
    const moment = Date.parse(`${date}T00:00:00Z`);
    return !Number.isNaN(moment) && new Date(moment).toISOString().slice(0, 10) === date;
  }, 'date'),
);
const SpecialDates = v.pipe(
  v.array(v.object({ date: RealDate, windows: Windows }), 'hours'),
  v.maxLength(specialDatesMax, 'too_many'),
  v.check((days) => new Set(days.map(({ date }) => date)).size === days.length, 'hours'),
);

/** When a call centre may call. A day without windows is closed. */
export const CallingHours = v.object({
  /** The IANA zone of its clock. */
  zone: v.pipe(v.string(), v.check(isZone, 'time_zone')),
  /** From Monday to Sunday. */
  week: v.pipe(v.array(Windows), v.length(7, 'hours')),
  /** Instead of the weekday's. A window of the day before ends where such a date begins. */
  special: v.optional(SpecialDates, []),
});
export type CallingHours = v.InferOutput<typeof CallingHours>;

/** Where a next time is shown: there is none within a year. */
export const noneInside = 'never';

/** How far ahead a next time is looked for: a year, and a day more. */
const daysAhead = 367;

const weekdayOf = (date: string): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
const specials = new WeakMap<CallingHours['special'], Map<string, readonly HoursWindow[]>>();

function specialOf({ special }: CallingHours, date: string): readonly HoursWindow[] | undefined {
  let byDate = specials.get(special);
  if (!byDate) specials.set(special, (byDate = new Map(special.map((day) => [day.date, day.windows]))));
  return byDate.get(date);
}
const windowsOf = (hours: CallingHours, date: string): readonly HoursWindow[] =>
  specialOf(hours, date) ?? hours.week[weekdayOf(date)] ?? [];

/** When a clock of the call centre is inside the hours on a day: minutes, from the first to before the last. */
export function stretchesOf(hours: CallingHours, date: string): HoursWindow[] {
  const own = windowsOf(hours, date).map(({ from, to }) => ({ from, to: to > from ? to : dayMinutes }));
  if (specialOf(hours, date) !== undefined) return own;
  const before = windowsOf(hours, dayAfter(date, -1)).filter(({ from, to }) => to < from);
  return [...before.map(({ to }) => ({ from: 0, to })), ...own];
}

/** Whether a moment, epoch milliseconds, is inside the hours. */
export function insideHours(hours: CallingHours, moment: number): boolean {
  const { date, hour, minute } = wallTimeAt(moment, hours.zone);
  const shown = hour * 60 + minute;
  return stretchesOf(hours, date).some(({ from, to }) => from <= shown && shown < to);
}

/** The first whole minute from a moment on that is inside, epoch milliseconds; null for none within a year. */
export function nextInside(hours: CallingHours, moment: number): number | null {
  const from = Math.ceil(moment / 60_000) * 60_000;
  if (insideHours(hours, from)) return from;
  const { date } = wallTimeAt(from, hours.zone);
  for (let days = 0; days < daysAhead; days++) {
    const day = dayAfter(date, days);
    const found = momentsToTry(hours, day).find((at) => at >= from && insideHours(hours, at));
    if (found !== undefined) return found;
  }
  return null;
}

/** When the hours may begin on a day, earliest first: all its minutes, where the clocks are changed on it. */
function momentsToTry(hours: CallingHours, date: string): number[] {
  const stretches = stretchesOf(hours, date);
  if (stretches.length === 0) return [];
  const [begin, end] = dayBounds(date, hours.zone);
  if (end - begin !== dayMinutes * 60_000) {
    return Array.from({ length: Math.ceil((end - begin) / 60_000) }, (_, minute) => begin + minute * 60_000);
  }
  const starts = stretches.map(({ from }) => ({ date, hour: Math.floor(from / 60), minute: from % 60 }));
  return starts.flatMap((wall) => momentsOf(wall, hours.zone)).sort((a, b) => a - b);
}

const written = /^(\d{1,2})[:：](\d{2})\s*[-–—~～至到]\s*(\d{1,2})[:：](\d{2})$/;

/** Reads `9:00–12:00, 14:00–18:00`; empty text is a closed day. Null where a part cannot be read. */
export function readWindows(text: string): HoursWindow[] | null {
  const windows: HoursWindow[] = [];
  for (const part of text.split(/[,;，；、]/u)) {
    if (part.trim() === '') continue;
    const found = written.exec(part.trim());
    if (!found) return null;
    const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = found.slice(1).map(Number);
    if (fromMinute > 59 || toMinute > 59) return null;
    const window = { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute };
    // midnight as an end is that of the evening
    const parsed = v.safeParse(HoursWindow, { ...window, to: window.to || dayMinutes });
    if (!parsed.success) return null;
    windows.push(parsed.output);
  }
  return windows.length > 8 ? null : windows;
}

/** As `readWindows` reads it. */
export function windowsText(windows: readonly HoursWindow[]): string {
  const clock = (minute: number): string => `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`;
  return windows.map(({ from, to }) => `${clock(from)}–${clock(to)}`).join(', ');
}

/**
 * Reads special dates, one a line: `2027-01-01` is closed, `2027-02-14 10:00–16:00` has hours of its own.
 * @returns null where a line cannot be read, a date comes twice, or there are too many
 */
export function readSpecial(text: string): CallingHours['special'] | null {
  const special: CallingHours['special'] = [];
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trim();
    if (trimmed === '') continue;
    const date = trimmed.slice(0, 10);
    const windows = readWindows(trimmed.slice(10));
    if (windows === null) return null;
    special.push({ date, windows });
  }
  return v.is(SpecialDates, special) ? special : null;
}

/** As `readSpecial` reads it. */
export const specialText = (special: CallingHours['special']): string =>
  special.map(({ date, windows }) => `${date} ${windowsText(windows)}`.trim()).join('\n');
