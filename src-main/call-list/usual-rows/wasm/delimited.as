// Records of delimited text as programs write them; see text/delimited-scanner.ts, which reads all others.
import * as layout from './layout';
import { clearPlaces, isAltered, noteCell } from './places';
import { begin, isFull, takeRow } from './rules';
import { noteWidth } from './width';

/** Where the fields of the record that are decoded go on. */
let sink: usize = 0;
/** The field that was found. */
let start: usize = 0;
let end: usize = 0;

/**
 * Takes records as long as they are usual and whole, and there is nothing to report about them.
 *
 * @param from the position of the first in the window
 * @param length of what is filled of the window
 * @param delimiter between fields
 * @param width as many fields as the header has
 * @returns the position of the first record that is not taken
 */
export function textRows(from: u32, length: u32, now: f64, delimiter: u32, width: u32): u32 {
  begin(now);
  const limit = layout.window + <usize>length;
  let p = layout.window + <usize>from;
  while (!isFull()) {
    clearPlaces();
    sink = layout.decoded;
    const next = recordEnd(p, limit, delimiter, width);
    if (next == 0 || next - p > longestRecord || isAltered || !takeRow(p)) break;
    noteWidth(columns);
    p = next;
  }
  return <u32>(p - layout.window);
}

/** In bytes. A longer record may have a field that is too long, which the scanner refuses. */
const longestRecord: usize = 0x100000;

/** How many fields the record has. */
let columns: u32 = 0;

/** Reads the fields of a record, and answers the position behind its line end; 0 if anything about it is not usual. */
function recordEnd(from: usize, limit: usize, delimiter: u32, width: u32): usize {
  let p = from;
  for (let column: u32 = 0; ; column += 1) {
    if (column >= width || column >= layout.mostColumns) return 0;
    p = load<u8>(p) == 0x22 ? quoted(p + 1, limit) : plain(p, limit, delimiter);
    if (p == 0 || p >= limit) return 0;
    noteCell(column, start, end);
    const byte = <u32>load<u8>(p);
    p += 1;
    if (byte == delimiter) continue;
    columns = column + 1;
    if (byte == 0x0a) return p;
    // A line feed may follow, and still be outside the window.
    if (byte != 0x0d || p >= limit) return 0;
    return load<u8>(p) == 0x0a ? p + 1 : p;
  }
}

/** A field without quotes around it, up to what ends it. */
function plain(from: usize, limit: usize, delimiter: u32): usize {
  const ends = i8x16.splat(<i8>delimiter);
  const lineFeed = i8x16.splat(0x0a);
  const carriageReturn = i8x16.splat(0x0d);
  let p = from;
  while (p < limit) {
    const bytes = v128.load(p);
    const marks = i8x16.bitmask(
      v128.or(v128.or(i8x16.eq(bytes, ends), i8x16.eq(bytes, lineFeed)), i8x16.eq(bytes, carriageReturn)),
    );
    if (marks != 0) {
      start = from;
      end = p + <usize>ctz(marks);
      return end;
    }
    p += 16;
  }
  return 0;
}

/** A field from behind its quote, up to what ends it: copied, with one quote for two. 0 for one with a line end in it. */
function quoted(from: usize, limit: usize): usize {
  const quote = i8x16.splat(0x22);
  const lineFeed = i8x16.splat(0x0a);
  const carriageReturn = i8x16.splat(0x0d);
  let p = from;
  start = sink;
  while (p < limit) {
    if (sink + 32 > layout.decoded + layout.decodedRoom) return 0;
    const bytes = v128.load(p);
    v128.store(sink, bytes);
    const marks = i8x16.bitmask(
      v128.or(v128.or(i8x16.eq(bytes, quote), i8x16.eq(bytes, lineFeed)), i8x16.eq(bytes, carriageReturn)),
    );
    if (marks == 0) {
      p += 16;
      sink += 16;
      continue;
    }
    const plainBytes = <usize>ctz(marks);
    p += plainBytes;
    sink += plainBytes;
    if (load<u8>(p) != 0x22) return 0;
    if (load<u8>(p, 1) != 0x22) {
      end = sink;
      // What follows must end the field, which the caller sees.
      return p + 1;
    }
    sink += 1;
    p += 2;
  }
  return 0;
}
