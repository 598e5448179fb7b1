import { momentsOf, wallTimeAt } from '../../../contract/zoned-time.ts';

/** A time as people write it: a day, and a time of day, with or without the zone. */
const written =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[T\s]+(\d{1,2})[:：时点](\d{1,2})分?(?:[:：](\d{1,2})(?:\.\d+)?秒?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** The moment a cell means, epoch milliseconds; `twice` where the clocks showed that time twice. */
export type CellTime =
  { readonly moment: number; readonly twice: boolean } | { readonly wrong: 'time_form' | 'time_skipped' };

/**
 * Reads a time. Without a zone of its own it is told in `zone`; 13 digits are epoch milliseconds, as the interface
 * has them.
 */
export function cellTime(text: string, zone: string): CellTime {
  const trimmed = text.trim();
  if (/^\d{13}$/.test(trimmed)) return { moment: Number(trimmed), twice: false };
  const found = written.exec(trimmed);
  if (!found) return { wrong: 'time_form' };
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '0', offset] = found;
  const two = (part: string): string => part.padStart(2, '0');
  const date = `${year}-${two(month)}-${two(day)}`;
  const clock = `${two(hour)}:${two(minute)}:${two(second)}`;
  const asUtc = Date.parse(`${date}T${clock}Z`);
  // 31 April and 25 o'clock are forms of a time, but no time
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 19) !== `${date}T${clock}`) {
    return { wrong: 'time_form' };
  }
  if (offset !== undefined) {
    const zoned = /^z$/i.test(offset) ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(-2)}`;
    return { moment: Date.parse(`${date}T${clock}${zoned}`), twice: false };
  }
  const moments = momentsOf({ date, hour: Number(hour), minute: Number(minute) }, zone);
  const [first] = moments;
  if (first === undefined) return { wrong: 'time_skipped' };
  return { moment: first + Number(second) * 1000, twice: moments.length > 1 };
}

/** A moment as a cell has it: `2026-05-06 10:30` in the zone. */
export function timeCell(moment: number, zone: string): string {
  const { date, hour, minute } = wallTimeAt(moment, zone);
  return `${date} ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
