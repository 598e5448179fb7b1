// Rows that are sent, as write/sheet-xml.ts writes them: inline strings, and of each row what its cells are, to be hashed.
import * as layout from './layout';
import { makeCells } from './make';
import { endOf, startOf } from './places';

// Words of layout.writing.
const isWriting: usize = 0;
/** How many columns are written. */
const columnCount: usize = 1;
/** The number of the next row in the workbook. */
const nextRow: usize = 2;
/** The length of the mark that stands in customField, 0 for none; its text follows the words. */
const markLength: usize = 3;
const markText: usize = layout.writing + 32;
const customField: usize = 4;

/** How much was written, and of how many rows. */
export let xmlLength: u32 = 0;
export let hashedLength: u32 = 0;
export let writtenRows: u32 = 0;

// @ts-ignore: decorator
@inline function word(index: usize): u32 {
  return load<u32>(layout.writing + (index << 2));
}

export function beginWriting(): void {
  xmlLength = 0;
  hashedLength = 0;
  writtenRows = 0;
}

/** More than any row takes that is in order: see the limits of its columns. */
const mostOfRow: u32 = 0x40000;

/** Whether another row is not to be written now: there may be no room for it, or nobody knows yet whether it is wanted. */
export function isWrittenFull(row: u32): bool {
  if (word(isWriting) == 0) return false;
  return xmlLength + mostOfRow > <u32>layout.xmlRoom || load<u8>(layout.wanted + row) == 3;
}

/** Writes a row, the `row`th of the run, if it is wanted. @returns false for one that is others' to read and write */
export function writeRow(row: u32): bool {
  if (word(isWriting) == 0) return true;
  const what = load<u8>(layout.wanted + row);
  if (what == 0) return true;
  if (what != 1) return false;
  makeCells();
  const mark = <usize>word(markLength);
  if (mark != 0 && !isReplaced(startOf(customField), endOf(customField), mark)) return false;
  setDigits(word(nextRow) + writtenRows);
  let to = layout.xml + <usize>xmlLength;
  let hash = layout.hashed + <usize>hashedLength;
  // <row r="7">
  store<u64>(to, 0x223d7220776f723c);
  to = withDigits(to + 8);
  store<u16>(to, 0x3e22);
  to += 2;
  const columns = <usize>word(columnCount);
  for (let column: usize = 0; column < columns; column += 1) {
    const isMark = mark != 0 && column == customField;
    const start = isMark ? markText : startOf(column);
    const end = isMark ? markText + mark : endOf(column);
    const size: usize = isMark ? 0 : end - start;
    store<u32>(hash, <u32>size);
    memory.copy(hash + 4, start, size);
    hash += size + 4;
    if (start == end) continue;
    to = cell(to, <u32>column, start, end);
    if (to == 0) return false;
  }
  // </row>
  store<u64>(to, 0x3e776f722f3c);
  xmlLength = <u32>(to + 6 - layout.xml);
  hashedLength = <u32>(hash - layout.hashed);
  writtenRows += 1;
  return true;
}

/** Whether a customField may be replaced by the mark: it is the mark, or nothing. */
function isReplaced(start: usize, end: usize, mark: usize): bool {
  if (start == end) return true;
  return end - start == mark && memory.compare(start, markText, mark) == 0;
}

let digits: u64 = 0;
let digitCount: usize = 0;

function setDigits(number: u32): void {
  digits = 0;
  digitCount = 0;
  for (let rest = number; rest > 0; rest /= 10) {
    digits = (digits << 8) | <u64>(0x30 + (rest % 10));
    digitCount += 1;
  }
}

// @ts-ignore: decorator
@inline function withDigits(to: usize): usize {
  store<u64>(to, digits);
  return to + digitCount;
}

/** `<c r="A7" s="1" t="inlineStr"><is><t>text</t></is></c>`. @returns the position behind it; 0 for a text that is not usual */
function cell(at: usize, column: u32, start: usize, end: usize): usize {
  store<u64>(at, 0x41223d7220633c + (<u64>column << 48));
  let to = withDigits(at + 7);
  store<u64>(to, 0x202231223d732022); // " s="1"
  store<u64>(to, 0x6e696c6e69223d74, 8); // t="inlin
  store<u64>(to, 0x693c3e2272745365, 16); // eStr"><i
  store<u64>(to, 0x3e743c3e73, 24); // s><t>
  to += 29;
  if (load<u8>(start) <= 0x20 || load<u8>(end - 1) <= 0x20) {
    store<u64>(to - 1, 0x6170733a6c6d7820); // xml:spa
    store<u64>(to, 0x73657270223d6563, 7); // ce="pres
    store<u64>(to, 0x3e2265767265, 15); // erve">
    to += 21;
  }
  to = cellText(to, start, end);
  if (to == 0) return 0;
  store<u64>(to, 0x73692f3c3e742f3c); // </t></is
  store<u64>(to, 0x3e632f3c3e, 8); // ></c>
  return to + 13;
}

/** See write/cell-text.ts, which knows what becomes of the characters that are left to it. */
function cellText(at: usize, start: usize, end: usize): usize {
  let p = start;
  let to = at;
  while (p < end) {
    const bytes = v128.load(p);
    v128.store(to, bytes);
    const marks = i8x16.bitmask(
      v128.or(
        v128.or(
          v128.or(i8x16.eq(bytes, i8x16.splat(0x26)), i8x16.eq(bytes, i8x16.splat(0x3c))),
          v128.or(i8x16.eq(bytes, i8x16.splat(0x3e)), i8x16.eq(bytes, i8x16.splat(0x5f))),
        ),
        v128.or(i8x16.eq(bytes, i8x16.splat(<i8>0xef)), i8x16.eq(bytes, i8x16.splat(0x0d))),
      ),
    );
    const plain: usize = marks == 0 ? 16 : <usize>ctz(marks);
    if (p + plain >= end) return to + (end - p);
    p += plain;
    to += plain;
    if (marks == 0) continue;
    const byte = <u32>load<u8>(p);
    if (byte == 0x26) {
      store<u64>(to, 0x3b706d6126); // &amp;
      to += 5;
    } else if (byte == 0x3c) {
      store<u32>(to, 0x3b746c26); // &lt;
      to += 4;
    } else if (byte == 0x3e) {
      store<u32>(to, 0x3b746726); // &gt;
      to += 4;
    } else if (byte == 0x0d || (byte == 0x5f && load<u8>(p, 1) == 0x78) || (byte == 0xef && load<u8>(p, 1) == 0xbf)) {
      return 0;
    } else {
      to += 1;
    }
    p += 1;
  }
  return to;
}
