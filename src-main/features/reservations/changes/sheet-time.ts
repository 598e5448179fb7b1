import { momentsOf, wallTimeAt } from '../../../contract/zoned-time.ts';
import { twoDigits } from '../../../contract/two-digits.ts';

/** A time as people write it: a day, and a time of day, with or without the zone. */
const written =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[T\s]+(\d{1,2})[:：时点](\d{1,2})分?(?:[:：](\d{1,2})(?:\.(\d+))?秒?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** The moment a cell means, epoch milliseconds; `twice` where the clocks showed that time twice. */
export type CellTime =
  { readonly moment: number; readonly twice: boolean } | { readonly wrong: 'time_form' | 'time_skipped' };

/**
 * Reads a time. Without a zone of its own it is in `zone`; 13 digits are epoch milliseconds, as the interface
 * has them.
 */
export function cellTime(text: string, zone: string): CellTime {
  const trimmed = text.trim();
  if (/^\d{13}$/.test(trimmed)) return { moment: Number(trimmed), twice: false };
  const found = written.exec(trimmed);
  if (!found) return { wrong: 'time_form' };
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '0', fraction = '', offset] =
    found;
  const two = (part: string): string => part.padStart(2, '0');
  const date = `${year}-${two(month)}-${two(day)}`;
  const clock = `${two(hour)}:${two(minute)}:${two(second)}`;
  const asUtc = Date.parse(`${date}T${clock}Z`);
  // 31 April and 25 o'clock are forms of a time, but no time
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 19) !== `${date}T${clock}`) {
    return { wrong: 'time_form' };
  }
  const milliseconds = Math.floor(Number(`0.${fraction || '0'}`) * 1000);
  if (offset !== undefined) {
    const ahead = offsetMs(offset);
    if (ahead === null) return { wrong: 'time_form' };
    return { moment: asUtc + milliseconds - ahead, twice: false };
  }
  const moments = momentsOf({ date, hour: Number(hour), minute: Number(minute) }, zone);
  const [first] = moments;
  if (first === undefined) return { wrong: 'time_skipped' };
  return { moment: first + Number(second) * 1000 + milliseconds, twice: moments.length > 1 };
}

/** How far an offset such as `+08:00` is ahead of UTC, in milliseconds; null where no clock on earth shows it. */
function offsetMs(offset: string): number | null {
  if (/^z$/i.test(offset)) return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  const real = Number(offset.slice(-2)) < 60 && minutes <= (offset.startsWith('-') ? 12 : 14) * 60;
  return real ? (offset.startsWith('-') ? -minutes : minutes) * 60_000 : null;
}

/**
 * A moment as a cell has it, which reads back as the same moment: `2026-05-06 10:30` in the zone, with seconds where
 * there are any, and with the offset where the clocks show that time twice.
 */
export function timeCell(moment: number, zone: string): string {
  const wall = wallTimeAt(moment, zone);
  const rest = ((moment % 60_000) + 60_000) % 60_000;
  const seconds = rest === 0 ? '' : `:${twoDigits(Math.floor(rest / 1000))}`;
  const fraction = rest % 1000 === 0 ? '' : `.${String(rest % 1000).padStart(3, '0')}`;
  const time = `${wall.date} ${twoDigits(wall.hour)}:${twoDigits(wall.minute)}${seconds}${fraction}`;
  const moments = momentsOf(wall, zone);
  if (moments.length < 2) return time;
  const reading = Date.parse(`${wall.date}T${twoDigits(wall.hour)}:${twoDigits(wall.minute)}:00Z`);
  const ahead = Math.round((reading - (moment - rest)) / 60_000);
  const size = Math.abs(ahead);
  return `${time} ${ahead < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
}
