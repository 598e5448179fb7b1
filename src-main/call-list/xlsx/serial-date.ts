import { cellKind, type NumberText } from '../row.ts';

const secondsPerDay = 86_400;
/** 9999-12-31 in the 1900 system; nothing later is a date to Excel. */
const lastSerial = 2_958_466;

/**
 * The text of a date or time kept as a number of days (ECMA-376 part 1, 18.17.4). In the 1900 system day 60 is the
 * 29 February 1900 that never was, kept for the sake of Lotus 1-2-3; it is given as such, and the checker
 * finds that it is no real day. The 1904 system begins at 1904-01-01 as day 0.
 *
 * @returns undefined for a number that is no date, which is then shown as a number
 */
export function dateText(
  serial: number,
  kind: 'date' | 'time' | 'date-time',
  date1904: boolean,
): NumberText | undefined {
  if (!(serial >= 0) || serial >= lastSerial) return undefined;
  const seconds = Math.round(serial * secondsPerDay);
  const days = Math.floor(seconds / secondsPerDay);
  const time = clock(seconds % secondsPerDay);
  if (days === 0 && !date1904 && kind !== 'date') return { text: time, kind: cellKind.text };
  if (kind === 'time' && days === 0) return { text: time, kind: cellKind.text };
  const text = `${calendar(days, date1904)} ${time}`;
  return { text, kind: kind === 'date' ? cellKind.date : cellKind.text };
}

/** The text of a date kept as ISO 8601 (`t="d"`), which is local time without a zone. */
export function isoDateText(raw: string): NumberText | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:\.\d+)?)?Z?)?$/.exec(raw);
  if (match === null) return undefined;
  const [, day = '', minutes, seconds] = match;
  if (minutes === undefined) return { text: `${day} 00:00:00`, kind: cellKind.date };
  return { text: `${day} ${minutes}:${seconds ?? '00'}`, kind: cellKind.text };
}

/**
 * The number of days, in the 1900 system, that `dateText` shows as this text.
 *
 * @param text `yyyy-mm-dd hh:mm:ss`
 * @returns undefined for a moment before 1900-03-01, where the system has a day that never was
 */
export function serialOf(text: string): number | undefined {
  const days = (Date.parse(`${text.replace(' ', 'T')}Z`) - Date.UTC(1899, 11, 30)) / (secondsPerDay * 1000);
  return days > 60 ? days : undefined;
}

function calendar(days: number, date1904: boolean): string {
  if (!date1904 && days === 0) return '1900-01-00';
  if (!date1904 && days === 60) return '1900-02-29';
  const epoch = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30);
  return new Date(epoch + days * secondsPerDay * 1000).toISOString().slice(0, 10);
}

function clock(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  return `${pad(hours, 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
