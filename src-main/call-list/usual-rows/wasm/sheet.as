// Rows of a worksheet as nearly all writers write them; see xlsx/usual-cells.ts for the forms, which are the same.
import { isOdd, isSame, mask3, mask5, mask6, textEnd } from './bytes';
import * as layout from './layout';
import { clearPlaces, isAltered, isOnlyMeasured, isUsed, noteCell } from './places';
import { begin, isFull, takeRow } from './rules';
import { noteWidth } from './width';

/** The block of shared strings, or the segment of their text, without which the next row cannot be read; -1 for none. */
export let wantedBlock: i32 = -1;
export let wantedSegment: i32 = -1;
let stringCount: u32 = 0;
/** Counts the rows, for `blockUsed` and `segmentUsed`. */
let tick: u32 = 0;

/** The row's number as it stands in the references of its cells, and its length. */
let digits: u64 = 0;
let digitMask: u64 = 0;
let digitCount: usize = 0;

/** Where the texts of the row that are decoded go on. */
let sink: usize = 0;
/** How many columns the row has, up to its last cell. */
let columns: u32 = 0;
/** The text that was found. */
let start: usize = 0;
let end: usize = 0;

/**
 * Takes rows as long as they are usual, in order and whole, and there is nothing to report about them.
 *
 * @param from the position of the first in the window
 * @param length of what is filled of the window; a `<` stands behind it
 * @param last the number of the row before
 * @param odd whether there may be a carriage return or an `_x` in the window
 * @returns the position of the first row that is not taken, or of what follows
 */
export function sheetRows(from: u32, length: u32, last: u32, now: f64, odd: bool, strings: u32): u32 {
  begin(now);
  wantedBlock = -1;
  wantedSegment = -1;
  stringCount = strings;
  const limit = layout.window + <usize>length;
  const tail = layout.rowTail + 4;
  const tailLength = <usize>load<u32>(layout.rowTail);
  let p = layout.window + <usize>from;
  setDigits(last);
  for (let number = last + 1; !isFull(); number += 1) {
    let q = p;
    while (load<u8>(q) <= 0x20) q += 1;
    // <row r="7
    if (load<u64>(q) != 0x223d7220776f723c) break;
    nextDigits(number);
    if (((load<u64>(q, 8) ^ digits) & digitMask) != 0) break;
    const row = q;
    q += 9 + digitCount;
    if (tailLength == 0 || load<u8>(q - 1) != 0x22 || !isSame(q, tail, tailLength)) break;
    clearPlaces();
    sink = layout.decoded;
    tick += 1;
    q = rowEnd(q + tailLength, limit, odd);
    if (q == 0 || q > limit || isAltered || !takeRow(row)) break;
    noteWidth(columns);
    p = q;
  }
  return <u32>(p - layout.window);
}

function setDigits(number: u32): void {
  digits = 0;
  digitCount = 0;
  for (let rest = number; rest > 0; rest /= 10) {
    digits = (digits << 8) | <u64>(0x30 + (rest % 10));
    digitCount += 1;
  }
  digitMask = digitCount == 0 ? 0 : ~(<u64>0) >> (64 - (<u64>digitCount << 3));
}

function nextDigits(number: u32): void {
  if (number % 10 == 0 || digitCount == 0) setDigits(number);
  else digits += <u64>1 << ((<u64>digitCount - 1) << 3);
}

/** Reads the cells of a row, and answers the position behind it; 0 if anything about it is not usual. */
function rowEnd(from: usize, limit: usize, odd: bool): usize {
  let p = from;
  let next: u32 = 0;
  while (true) {
    // <c r="B7
    const tag = load<u64>(p) & mask6;
    if (tag != 0x223d7220633c) {
      // </row>
      columns = next;
      return tag == 0x3e776f722f3c ? p + 6 : 0;
    }
    let column = <u32>load<u8>(p, 6) - 0x41;
    if (column > 25) return 0;
    let q = p + 7;
    const second = <u32>load<u8>(q) - 0x41;
    if (second <= 25) {
      column = (column + 1) * 26 + second;
      q += 1;
    }
    if (column < next || column >= layout.mostColumns) return 0;
    next = column + 1;
    if (((load<u64>(q) ^ digits) & digitMask) != 0) return 0;
    q += digitCount;
    // " s="1
    let style: u32 = 0;
    if (load<u32>(q) == 0x3d732022) {
      if (load<u8>(q, 4) != 0x22) return 0;
      q += 5;
      for (let digit = <u32>load<u8>(q) - 0x30; digit <= 9; digit = <u32>load<u8>(q) - 0x30) {
        style = style * 10 + digit;
        if (style >= layout.mostStyles) return 0;
        q += 1;
      }
    }
    const what = load<u64>(q);
    if (what == 0x3e2273223d742022) {
      // " t="s"><v>12</v></c>
      if ((load<u32>(q, 8) & mask3) != 0x3e763c) return 0;
      q = sharedString(q + 11, isUsed(column));
    } else if (what == 0x6c6e69223d742022) {
      // " t="inlineStr"><is><t>text</t></is></c>
      if (load<u64>(q, 8) != 0x3e22727453656e69 || load<u32>(q, 16) != 0x3e73693c) return 0;
      q += 20;
      if ((load<u32>(q) & mask3) == 0x3e743c) q += 3;
      else if (
        // <t xml:space="preserve">
        load<u64>(q) == 0x733a6c6d7820743c &&
        load<u64>(q, 8) == 0x7270223d65636170 &&
        load<u64>(q, 16) == 0x3e22657672657365
      )
        q += 24;
      else return 0;
      q = text(q, limit, odd);
      if (q == 0) return 0;
      // </t></is></c>
      if (load<u64>(q) != 0x73692f3c3e742f3c || load<u32>(q, 8) != 0x632f3c3e || load<u8>(q, 12) != 0x3e) return 0;
      q += 13;
    } else if (what == 0x727473223d742022) {
      // " t="str"><v>text</v></c>
      if (load<u32>(q, 8) != 0x763c3e22 || load<u8>(q, 12) != 0x3e) return 0;
      q = text(q + 13, limit, odd);
      if (q == 0 || load<u64>(q) != 0x3e632f3c3e762f3c) return 0;
      q += 8;
    } else if (what == 0x3e226e223d742022) {
      // " t="n"><v>12</v></c>
      if ((load<u32>(q, 8) & mask3) != 0x3e763c) return 0;
      q = plainNumber(q + 11, style, column);
    } else if ((what & mask5) == 0x3e763c3e22) {
      // "><v>12</v></c>
      q = plainNumber(q + 5, style, column);
    } else if ((<u32>what & mask3) == 0x3e2f22) {
      // "/>
      start = end = 0;
      q += 3;
    } else {
      return 0;
    }
    if (q == 0) return 0;
    noteCell(column, start, end);
    p = q;
  }
}

/** A text up to its closing tag: as it stands, or decoded. */
function text(from: usize, limit: usize, odd: bool): usize {
  if (from > limit) return 0;
  let p = textEnd(from);
  start = from;
  end = p;
  if (load<u8>(p) == 0x3c) {
    if (odd && isOdd(from, p)) return 0;
    return p;
  }
  start = sink;
  let copied = from;
  while (true) {
    const more = p - copied;
    if (sink + more + 1 > layout.decoded + layout.decodedRoom) return 0;
    memory.copy(sink, copied, more);
    sink += more;
    if (load<u8>(p) == 0x3c) break;
    const word = load<u64>(p);
    if ((word & mask6) == 0x3b746f757126) {
      store<u8>(sink, 0x22); // &quot;
      p += 6;
    } else if ((word & mask5) == 0x3b706d6126) {
      store<u8>(sink, 0x26); // &amp;
      p += 5;
    } else if (<u32>word == 0x3b746c26) {
      store<u8>(sink, 0x3c); // &lt;
      p += 4;
    } else if (<u32>word == 0x3b746726) {
      store<u8>(sink, 0x3e); // &gt;
      p += 4;
    } else {
      return 0;
    }
    sink += 1;
    if (p > limit) return 0;
    copied = p;
    p = textEnd(p);
  }
  end = sink;
  if (odd && isOdd(start, end)) return 0;
  return p;
}

/** `12</v></c>`, or `12.5</v></c>`, of up to 15 digits, in a style that shows them as they are. */
function plainNumber(from: usize, style: u32, column: u32): usize {
  if (!isUsed(column)) return anyNumber(from);
  let p = from;
  while (<u32>load<u8>(p) - 0x30 < 10 && p - from < 16) p += 1;
  const whole = p - from;
  if (whole == 0 || whole > 15 || (load<u8>(from) == 0x30 && whole > 1)) return 0;
  const shown = load<u8>(layout.plainStyles + style);
  let isShown = (shown & 1) != 0;
  if (load<u8>(p) == 0x2e) {
    const point = p;
    p += 1;
    while (<u32>load<u8>(p) - 0x30 < 10 && p - from < 17) p += 1;
    const last = load<u8>(p - 1);
    if (p - from > 16 || p == point + 1 || last == 0x30) return 0;
    isShown = (shown & 2) != 0;
  }
  if (load<u64>(p) != 0x3e632f3c3e762f3c) return 0;
  start = from;
  end = p;
  if (isShown) return p + 8;
  // Of a day, ten characters count and nothing more.
  if ((shown & 4) == 0 || whole != 5 || p != from + 5 || !isOnlyMeasured(column)) return 0;
  start = layout.someDay;
  end = layout.someDay + 10;
  return p + 8;
}

/** A number of which nothing comes, whatever it looks like. */
function anyNumber(from: usize): usize {
  let p = from;
  while (<u32>load<u8>(p) - 0x2b < 15 || (load<u8>(p) | 0x20) == 0x65) p += 1;
  start = end = 0;
  return p == from || p - from > 40 || load<u64>(p) != 0x3e632f3c3e762f3c ? 0 : p + 8;
}

/** `12</v></c>`, the index of a shared string. */
function sharedString(from: usize, isWanted: bool): usize {
  let p = from;
  let index: u32 = 0;
  for (let digit = <u32>load<u8>(p) - 0x30; digit <= 9; digit = <u32>load<u8>(p) - 0x30) {
    index = index * 10 + digit;
    p += 1;
    if (p - from > 8) return 0;
  }
  if (p == from || load<u64>(p) != 0x3e632f3c3e762f3c || index >= stringCount) return 0;
  if (!isWanted) {
    start = end = 0;
    return p + 8;
  }
  const block = <usize>(index >>> 16);
  const slot = <usize>load<u8>(layout.blockSlots + block);
  if (slot == 0) {
    wantedBlock = <i32>block;
    return 0;
  }
  store<u32>(layout.blockUsed + (slot << 2), tick);
  const entry = layout.blocks + (slot - 1) * layout.blockSize + (<usize>(index & 0xffff) << 2);
  const place = <usize>load<u32>(entry);
  const segment = place >>> 20;
  const textSlot = <usize>load<u8>(layout.segmentSlots + segment);
  if (textSlot == 0) {
    wantedSegment = <i32>segment;
    return 0;
  }
  store<u32>(layout.segmentUsed + (textSlot << 2), tick);
  start = layout.segments + (textSlot - 1) * layout.segmentSize + (place & 0xfffff);
  end = start + <usize>load<u32>(entry, 0x40000);
  return p + 8;
}
