import type { ByteSink } from '../byte-sink.ts';
import type { Row } from '../row.ts';
import { firstMarked, fourTimes, isMarked, markZero, viewOf } from '../words.ts';

const quote = 0x22;
const fourQuotes = fourTimes(quote);

/** `="0012"` is how programs write a text that Excel must not take for a number: 0012. */
export function undress(row: Row, column: number): void {
  const bytes = row.bytes[column] as Buffer;
  const start = row.start[column] as number;
  const last = (row.end[column] as number) - 1;
  if (last < start + 2 || bytes[start + 1] !== quote || bytes[last] !== quote) return;
  if (bytes.subarray(start + 2, last).includes(quote)) return;
  row.start[column] = start + 2;
  row.end[column] = last;
}

/** The position of the next quote; `length` if there is none. */
export function quoteFrom(buffer: Buffer, view: DataView, from: number, length: number): number {
  let p = from;
  for (; p + 4 <= length; p += 4) {
    const marks = markZero(view.getInt32(p, true) ^ fourQuotes);
    if (isMarked(marks)) return p + firstMarked(marks);
  }
  while (p < length && buffer[p] !== quote) p += 1;
  return p;
}

/** Appends a text of which every quote is there twice. */
export function undouble(buffer: Buffer, view: DataView, start: number, end: number, sink: ByteSink): void {
  sink.reserve(end - start);
  const { bytes } = sink;
  const to = viewOf(bytes);
  let at = sink.length;
  for (let p = start; p < end;) {
    if (p + 4 <= end) {
      const four = view.getInt32(p, true);
      if (!isMarked(markZero(four ^ fourQuotes))) {
        to.setInt32(at, four, true);
        at += 4;
        p += 4;
        continue;
      }
    }
    let byte = buffer[p] as number;
    for (; p < end && byte !== quote; byte = buffer[p] as number) {
      bytes[at++] = byte;
      p += 1;
    }
    if (p >= end) break;
    bytes[at++] = quote;
    p += 2;
  }
  sink.length = at;
}
