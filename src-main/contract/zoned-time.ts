/*
 * Why not @internationalized/date, which is here for bits-ui: it keeps the computer's zone from its first use and
 * reads times in that zone with Date, so that they are wrong once the computer moves to another zone.
 */

/** A day and a time as a clock on the wall shows them, whatever the zone. */
export interface WallTime {
  /** `2026-05-06`. */
  readonly date: string;
  readonly hour: number;
  readonly minute: number;
}

const dayMs = 86_400_000;

/** Making a formatter takes longer than using it a thousand times. */
const formatters = new Map<string, Intl.DateTimeFormat>();
function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

const written = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(Z|[+-]\d{2}:?\d{2})$/;

/**
 * The moment that a day and a time with their zone mean, such as `2026-11-29T18:15:30.390+00:00`: epoch milliseconds.
 * @returns null for any other text: without a zone it could be any of 26 hours
 */
export function writtenMoment(text: string): number | null {
  const [, day, time, zone] = written.exec(text.trim()) ?? [];
  if (zone === undefined) return null;
  const at = Date.parse(`${day}T${time}${zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`);
  return Number.isNaN(at) ? null : at;
}

/** Whether this runtime knows the zone: an IANA name such as `Asia/Shanghai`. */
export function isZone(zone: string): boolean {
  try {
    formatterOf(zone);
    return zone !== '';
  } catch {
    return false;
  }
}

/** The computer's own zone. */
export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** What a clock in the zone shows at a moment (epoch milliseconds), as if its reading were UTC. */
function readingAt(moment: number, zone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(moment)) part[type] = Number(value);
  const { year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** How far the zone's clocks are ahead of UTC at a moment, in milliseconds. */
function offsetAt(moment: number, zone: string): number {
  const second = Math.floor(moment / 1000) * 1000;
  return readingAt(second, zone) - second;
}

/** The wall time of a moment, epoch milliseconds. */
export function wallTimeAt(moment: number, zone: string): WallTime {
  const reading = new Date(readingAt(moment, zone)).toISOString();
  return {
    date: reading.slice(0, 10),
    hour: Number(reading.slice(11, 13)),
    minute: Number(reading.slice(14, 16)),
  };
}

/**
 * The moments, epoch milliseconds, at which a clock in the zone shows this time, earliest first: usually one;
 * none where the clocks are put forward over it; two where they are put back over it.
 */
export function momentsOf({ date, hour, minute }: WallTime, zone: string): readonly number[] {
  const reading = Date.parse(`${date}T00:00:00Z`) + (hour * 60 + minute) * 60_000;
  if (Number.isNaN(reading)) return [];
  // No zone changes its clocks twice within two days.
  const offsets = new Set([offsetAt(reading - dayMs, zone), offsetAt(reading + dayMs, zone)]);
  return [...offsets]
    .map((offset) => reading - offset)
    .filter((moment) => readingAt(moment, zone) === reading)
    .sort((a, b) => a - b);
}

/** The same wall time as the clocks before a change would have shown it: what is meant by a time that is skipped. */
export function momentAfterGap({ date, hour, minute }: WallTime, zone: string): number {
  const reading = Date.parse(`${date}T00:00:00Z`) + (hour * 60 + minute) * 60_000;
  return reading - offsetAt(reading - dayMs, zone);
}

/** The day's first moment, and that of the next day: 24 hours, or one more or less where the clocks change. */
export function dayBounds(date: string, zone: string): readonly [from: number, to: number] {
  const first = (day: string): number => {
    const midnight = { date: day, hour: 0, minute: 0 };
    return momentsOf(midnight, zone)[0] ?? momentAfterGap(midnight, zone);
  };
  return [first(date), first(dayAfter(date, 1))];
}

/** The day so many days later, or earlier: `2026-05-06`. */
export function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}
