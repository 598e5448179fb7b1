import { m } from '../../src-main/contract/messages/messages.js';
import { writtenMoment } from '../../src-main/contract/zoned-time.ts';
import { languageTag } from './language.svelte.ts';

/** Formatters are costly to make; one is kept for each language and shape. */
const kept = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();
function keep<Format extends Intl.NumberFormat | Intl.DateTimeFormat>(
  shape: string,
  make: (tag: string) => Format,
): Format {
  const tag = languageTag();
  const key = `${tag} ${shape}`;
  const found = (kept.get(key) as Format | undefined) ?? make(tag);
  kept.set(key, found);
  return found;
}

/** A whole number with its thousands parted: 180,000. */
export function formatCount(value: number): string {
  return keep('count', (tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 0 })).format(value);
}

/** A share of 0 to 1 as a whole percentage. Only the full share is shown as 100 %. */
export function formatShare(share: number): string {
  const shown = share >= 1 ? 1 : Math.min(0.99, Math.max(0, share));
  return keep('share', (tag) => new Intl.NumberFormat(tag, { style: 'percent' })).format(shown);
}

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size in bytes as file managers show it: steps of 1024, three digits at most (41.2 MB). */
export function formatBytes(bytes: number): string {
  let step = 0;
  let value = bytes;
  while (value >= 1000 && step < sizes.length - 1) {
    value /= 1024;
    step++;
  }
  const digits = step === 0 || value >= 100 ? 0 : 1;
  const unit = sizes[step] as (typeof sizes)[number];
  return keep(
    `bytes ${unit} ${digits}`,
    (tag) =>
      new Intl.NumberFormat(tag, {
        style: 'unit',
        unit,
        unitDisplay: unit === 'byte' ? 'long' : 'short',
        minimumFractionDigits: 0,
        maximumFractionDigits: digits,
      }),
  )
    .format(value)
    .replace(/(?<=\d)(?=\p{Script=Han})/u, ' '); // as every other unit stands: 15 字节
}

/** The signs of the units, as they stand wherever a time is typed or chosen: +30 min, +1 h. */
const units = {
  hour: m.common_unit_hour,
  minute: m.common_unit_minute,
  second: m.common_unit_second,
  millisecond: m.common_unit_millisecond,
};

function formatUnit(value: number, unit: keyof typeof units, digits = 0): string {
  const number = keep(
    `unit ${digits}`,
    (tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: digits }),
  ).format(value);
  return units[unit]({ number });
}

/** How long something took or will take, in milliseconds: 340 ms, 0.9 s, 1 min 20 s, 43 min, 2 h 5 min. */
export function formatDuration(ms: number): string {
  if (ms < 500) return formatUnit(Math.round(ms), 'millisecond');
  if (ms < 9_950) return formatUnit(ms / 1000, 'second', 1);
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return formatUnit(seconds, 'second');
  // of many minutes, nobody needs the seconds
  const minutes = seconds < 600 ? Math.floor(seconds / 60) : Math.round(seconds / 60);
  const parts =
    minutes < 60
      ? [
          formatUnit(minutes, 'minute'),
          minutes < 10 && seconds % 60 ? formatUnit(seconds % 60, 'second') : '',
        ]
      : [
          formatUnit(Math.floor(minutes / 60), 'hour'),
          minutes % 60 ? formatUnit(minutes % 60, 'minute') : '',
        ];
  return parts.filter(Boolean).join(' ');
}

const zoned = (zone: string | undefined) => (zone === undefined ? {} : { timeZone: zone });

/** `2026-11-28` and `17:20:05`, the same in every language: they sort, align, and are never taken for another day. */
function wallText(date: Date, zone: string | undefined): { readonly day: string; readonly time: string } {
  const format = keep(
    `wall ${zone}`,
    () =>
      new Intl.DateTimeFormat('en-US', {
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hourCycle: 'h23',
        ...zoned(zone),
      }),
  );
  const parts = Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = parts;
  return { day: `${year.padStart(4, '0')}-${month}-${day}`, time: `${hour}:${minute}:${second}` };
}

/**
 * The short name of the zone as of a moment: GMT+8. Said once, in the head of a column whose times have none.
 * @param zone an IANA zone; the computer's own where left out
 */
export function zoneName(when: number, zone?: string): string {
  const format = keep(
    `zone ${zone}`,
    (tag) => new Intl.DateTimeFormat(tag, { timeZoneName: 'short', ...zoned(zone) }),
  );
  return format.formatToParts(when).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/**
 * A moment with the zone it is shown in: 2026-11-21 18:30 GMT+8; in Chinese 2026-11-21 18:30（GMT+8）.
 * @param when ISO 8601 text with its zone, or epoch milliseconds; what is neither is given back as it is.
 * @param zone an IANA zone; the computer's own where left out.
 */
export function formatMoment(when: string | number, zone?: string, seconds = false): string {
  // of a text without its zone nobody knows the moment: it is shown as it came
  const date = new Date(typeof when === 'string' ? (writtenMoment(when) ?? NaN) : when);
  if (Number.isNaN(date.getTime())) return String(when);
  const { day, time } = wallText(date, zone);
  const text = `${day} ${seconds ? time : time.slice(0, 5)}`;
  const name = zoneName(date.getTime(), zone);
  return languageTag().startsWith('zh') ? `${text}（${name}）` : `${text} ${name}`;
}

/**
 * A moment for a column whose head names the zone: 17:20 today, else 2026-11-28 17:20.
 * @param when epoch milliseconds
 */
export function formatStamp(when: number, now: number = Date.now(), seconds = false): string {
  const { day, time } = wallText(new Date(when), undefined);
  const clock = seconds ? time : time.slice(0, 5);
  return day === wallText(new Date(now), undefined).day ? clock : `${day} ${clock}`;
}

/**
 * A moment for a column whose head names the zone, where times of different days are compared: 2026-11-28 17:20.
 * @param when epoch milliseconds
 * @param zone an IANA zone
 */
export function formatWallTime(when: number, zone: string): string {
  const { day, time } = wallText(new Date(when), zone);
  return `${day} ${time.slice(0, 5)}`;
}

/** A day: 2026-11-21. Takes what formatMoment takes. */
export function formatDay(when: string | number, zone?: string): string {
  const date = new Date(when);
  return Number.isNaN(date.getTime()) ? String(when) : wallText(date, zone).day;
}

/** The short name of a calendar day's weekday: Wed. Takes `2026-05-06`, whatever the zone. */
export function formatWeekday(date: string): string {
  return keep('weekday', (tag) => new Intl.DateTimeFormat(tag, { weekday: 'short', timeZone: 'UTC' })).format(
    new Date(`${date}T00:00:00Z`),
  );
}

/** The short names of the days of the week, from Monday on. */
export const weekdayNames = (): string[] =>
  // 5 January 2026 is a Monday
  Array.from({ length: 7 }, (_, day) => formatWeekday(`2026-01-${String(5 + day).padStart(2, '0')}`));

/** A time of day with nothing around it: 18:30. @param zone an IANA zone; the computer's own where left out */
export function formatTime(when: number, zone?: string): string {
  return keep(
    `time ${zone}`,
    (tag) =>
      new Intl.DateTimeFormat(tag, {
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        ...(zone !== undefined && { timeZone: zone }),
      }),
  ).format(when);
}

/** Names in the order the language sorts them, digits by their value (list 2 before list 10). */
export function compareNames(a: string, b: string): number {
  return a.localeCompare(b, languageTag(), { numeric: true, sensitivity: 'base' });
}

/** Names one after the other as the language joins them: "language and theme". */
export function listNames(names: readonly string[]): string {
  return new Intl.ListFormat(languageTag(), { type: 'conjunction' }).format(names);
}

/** Words one after the other, without "and" before the last: "sample rate, bit depth". */
export function enumerate(words: readonly (string | number)[]): string {
  return words.join(languageTag().startsWith('zh') ? '、' : ', ');
}
