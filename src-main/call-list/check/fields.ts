import { cellKind } from '../row.ts';
import type { CallRecord } from './call-record.ts';

/** Whether a field is empty or nothing but white space. */
export function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let p = start; p < end; p += 1) {
    const byte = bytes[p] as number;
    if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) continue;
    // No-break and ideographic space, which people paste without seeing them.
    if (byte === 0xc2 && bytes[p + 1] === 0xa0) p += 1;
    else if (byte === 0xe3 && bytes[p + 1] === 0x80 && bytes[p + 2] === 0x80) p += 2;
    else return false;
  }
  return true;
}

/** Whether a field has a control character other than tab and line ends. */
export function hasControlCharacter(bytes: Buffer, start: number, end: number): boolean {
  for (let p = start; p < end; p += 1) {
    const byte = bytes[p] as number;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return true;
  }
  return false;
}

/** Whether a caller looks like a number: three or more digits, * or #, at most a + before them. */
export function isLikelyCaller(bytes: Buffer, start: number, end: number): boolean {
  const from = bytes[start] === 0x2b ? start + 1 : start;
  for (let p = from; p < end; p += 1) {
    const byte = bytes[p] as number;
    if ((byte < 0x30 || byte > 0x39) && byte !== 0x2a && byte !== 0x23) return false;
  }
  return end - from >= 3;
}

/** A number is dialled without what its format puts between the digits (see `cellKind.dressed`). */
export function asDialled(record: CallRecord, column: number): void {
  if (record.kind[column] !== cellKind.dressed) return;
  const bytes = record.bytes[column] as Buffer;
  const start = record.end[column] as number;
  record.set(column, bytes, start, bytes.indexOf(0x0a, start), cellKind.text);
}

/** A date cell is shown without its time; where a moment is asked for, the time behind it counts (see `cellKind.date`). */
export function withTime(record: CallRecord, column: number): void {
  if (record.kind[column] !== cellKind.date) return;
  record.end[column] = (record.end[column] as number) + ' hh:mm:ss'.length;
  record.kind[column] = cellKind.text;
}
