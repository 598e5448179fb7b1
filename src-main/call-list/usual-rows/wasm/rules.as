// The rules of the template for a row of which there is nothing to say: no error, no warning, no hint. Each function
// answers false for any other, right or wrong; check/checker.ts then looks at it.
import { hasControl, isSame, utf16Length } from './bytes';
import { isStructure, pastSpace } from './json';
import * as layout from './layout';

/** The rows taken since `begin`, and their numbers. */
export let rowCount: u32 = 0;
export let numberCount: u32 = 0;
/** Whether any of them has a priority. */
export let hasPriority: bool = false;
let now: f64 = 0;

export function begin(time: f64): void {
  rowCount = 0;
  numberCount = 0;
  hasPriority = false;
  now = time;
}

/** Whether there is room for another row. */
export function isFull(): bool {
  return rowCount == layout.mostRows || numberCount + 64 > layout.mostNumbers;
}

export function clearFields(): void {
  for (let i: usize = 0; i < layout.fieldCount; i += 1) store<u64>(layout.fields + (i << 3), 0);
}

/** Notes a cell of a source column. */
export function setField(column: u32, start: usize, end: usize): void {
  const role = <usize>load<u8>(layout.roles + column);
  if (role == 0) return;
  store<u32>(layout.fields + ((role - 1) << 3), <u32>start);
  store<u32>(layout.fields + ((role - 1) << 3), <u32>end, 4);
}

// @ts-ignore: decorator
@inline function startOf(field: usize): usize {
  return load<u32>(layout.fields + (field << 3));
}
// @ts-ignore: decorator
@inline function endOf(field: usize): usize {
  return load<u32>(layout.fields + (field << 3), 4);
}

/** Takes the row whose cells were noted, if there is nothing to say of it. */
export function takeRow(position: usize): bool {
  if (!isText(0, load<u32>(layout.limits))) return false;
  const found = calledNumbers(startOf(1), endOf(1));
  if (found == 0) return false;
  if (!isCaller(startOf(2), endOf(2))) return false;
  if (!isCallData(startOf(3), endOf(3))) return false;
  if (!isText(4, load<u32>(layout.limits, 16))) return false;
  const code = carriedCode(startOf(4), endOf(4));
  if (code < 0) return false;
  const moment = recycleTime(startOf(5), endOf(5));
  if (moment < 0) return false;
  if (!isText(6, longText)) return false;
  if (startOf(6) != endOf(6)) hasPriority = true;
  const row = <usize>rowCount;
  numberCount += found;
  rowCount += 1;
  store<u32>(layout.positions + (row << 2), <u32>(position - layout.window));
  store<u32>(layout.numberEnds + (row << 2), numberCount);
  store<f64>(layout.moments + (row << 3), moment);
  store<u8>(layout.carriedCodes + row, code);
  return true;
}

/** Longer texts of a column without a limit are measured elsewhere. */
const longText: u32 = 8000;

function isText(field: usize, limit: u32): bool {
  const start = startOf(field);
  const end = endOf(field);
  if (start == end) return true;
  if (end - start > <usize>limit && utf16Length(start, end) > limit) return false;
  return !hasControl(start, end);
}

/** Digits, * and #, at most a + before them; see `isLikelyCaller`. */
function isCaller(start: usize, end: usize): bool {
  if (start == end) return true;
  if (end - start > <usize>load<u32>(layout.limits, 8)) return false;
  const from = load<u8>(start) == 0x2b ? start + 1 : start;
  for (let p = from; p < end; p += 1) {
    const byte = <u32>load<u8>(p);
    if (byte - 0x30 > 9 && byte != 0x2a && byte != 0x23) return false;
  }
  return end - from >= 3;
}

function isCallData(start: usize, end: usize): bool {
  if (start == end) return true;
  const limit = load<u32>(layout.limits, 12);
  if (end - start > <usize>limit && utf16Length(start, end) > limit) return false;
  return isStructure(start, end);
}

/** As `readCalled` does, for names and values in double quotes. @returns how many numbers there are; 0 for anything else */
function calledNumbers(start: usize, end: usize): u32 {
  if (end - start > longText) return 0;
  let p = pastSpace(start, end);
  if (p >= end || load<u8>(p) != 0x5b) return 0;
  let count: u32 = 0;
  while (true) {
    p = pastSpace(p + 1, end);
    if (load<u8>(p) != 0x7b || count == 64) return 0;
    let seen = 0;
    const key = layout.numbers + <usize>(numberCount + count) * 12;
    while (true) {
      p = pastSpace(p + 1, end);
      const name = load<u64>(p);
      let bit = 0;
      // Names first: "calledNo, "delayTime, "type
      if (name == 0x4e64656c6c616322 && load<u16>(p, 8) == 0x226f) {
        bit = 1;
        p += 10;
      } else if (name == 0x695479616c656422 && (load<u32>(p, 8) & 0xffffff) == 0x22656d) {
        bit = 2;
        p += 11;
      } else if ((name & 0xffffffffffff) == 0x226570797422) {
        bit = 4;
        p += 6;
      }
      if (bit == 0 || (seen & bit) != 0) return 0;
      seen |= bit;
      p = pastSpace(p, end);
      if (load<u8>(p) != 0x3a) return 0;
      p = pastSpace(p + 1, end);
      if (load<u8>(p) != 0x22) return 0;
      p += 1;
      if (bit == 1) p = packed(p, key);
      else if (bit == 2) p = delay(p);
      else {
        while (p < end && load<u8>(p) != 0x22) {
          if (load<u8>(p) < 0x20 || load<u8>(p) == 0x5c) return 0;
          p += 1;
        }
      }
      if (p == 0 || p >= end || load<u8>(p) != 0x22) return 0;
      p = pastSpace(p + 1, end);
      if (p >= end) return 0;
      if (load<u8>(p) == 0x7d) break;
      if (load<u8>(p) != 0x2c) return 0;
    }
    if ((seen & 1) == 0) return 0;
    for (let i: u32 = 0; i < count; i += 1) {
      const other = layout.numbers + <usize>(numberCount + i) * 12;
      if (load<u64>(other) == load<u64>(key) && load<u32>(other, 8) == load<u32>(key, 8)) return 0;
    }
    count += 1;
    p = pastSpace(p + 1, end);
    if (p >= end) return 0;
    if (load<u8>(p) == 0x5d) break;
    if (load<u8>(p) != 0x2c) return 0;
  }
  return pastSpace(p + 1, end) == end ? count : 0;
}

/** Packs the number at `from`. @returns the position behind it; 0 if it is none, or too long */
function packed(from: usize, key: usize): usize {
  let low: u64 = 0;
  let high: u32 = 0;
  let place = 0;
  while (true) {
    const byte = <u32>load<u8>(from + place);
    let code: u32 = 0;
    if (byte - 0x30 < 10) code = byte - 0x2f;
    else if (byte == 0x2a) code = 11;
    else if (byte == 0x23) code = 12;
    else break;
    if (place < 16) low |= <u64>code << (<u64>place << 2);
    else if (place < 24) high |= code << ((place & 7) << 2);
    else return 0;
    place += 1;
  }
  store<u64>(key, low);
  store<u32>(key, high, 8);
  return place == 0 ? 0 : from + place;
}

/** Passes over the seconds at `from`, of up to four digits and no more than two hours. */
function delay(from: usize): usize {
  let value = 0;
  let p = from;
  while (<u32>load<u8>(p) - 0x30 < 10 && p - from < 5) {
    value = value * 10 + load<u8>(p) - 0x30;
    p += 1;
  }
  return p == from || p - from > 4 || value > <i32>load<u32>(layout.limits, 28) ? 0 : p;
}

/** What a row carries in customField: 0 for nothing, else as check/carried-fields.ts counts; -1 for a value that it must note. */
function carriedCode(start: usize, end: usize): i32 {
  if (isBlank(start, end)) return 0;
  const count = load<u32>(layout.carried);
  const length = <u32>(end - start);
  for (let i: u32 = 0; i < count; i += 1) {
    if (load<u32>(layout.carried + (<usize>i << 2), 4) != length) continue;
    if (isSame(layout.carriedValues + <usize>i * layout.carriedRoom, start, length)) return i + 1;
  }
  return count == 7 ? 8 : -1;
}

/** See check/fields.ts. */
function isBlank(start: usize, end: usize): bool {
  for (let p = start; p < end; p += 1) {
    const byte = load<u8>(p);
    if (byte == 0x20 || (byte >= 0x09 && byte <= 0x0d)) continue;
    if (byte == 0xc2 && load<u8>(p, 1) == 0xa0) p += 1;
    else if (byte == 0xe3 && load<u8>(p, 1) == 0x80 && load<u8>(p, 2) == 0x80) p += 2;
    else return false;
  }
  return true;
}

/** A moment that is not past, as yyyymmddhhmmss; 0 for none, -1 for anything else. See check/recycle-time.ts. */
function recycleTime(start: usize, end: usize): f64 {
  if (start == end) return 0;
  if (end - start != 19) return -1;
  // 0000-00-00 00:00:00
  if (load<u8>(start, 4) != 0x2d || load<u8>(start, 7) != 0x2d || load<u8>(start, 10) != 0x20) return -1;
  if (load<u8>(start, 13) != 0x3a || load<u8>(start, 16) != 0x3a) return -1;
  const century = two(start);
  const inCentury = two(start + 2);
  const month = two(start + 5);
  const day = two(start + 8);
  const hour = two(start + 11);
  const minute = two(start + 14);
  const second = two(start + 17);
  if ((century | inCentury | month | day | hour | minute | second) < 0) return -1;
  const year = century * 100 + inCentury;
  if (year == 0 || month == 0 || month > 12 || day == 0 || hour > 23 || minute > 59 || second > 59) return -1;
  if (day > 28) {
    const isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const last = month == 2 ? (isLeap ? 29 : 28) : 30 + ((month + (month >> 3)) & 1);
    if (day > last) return -1;
  }
  const date = <i64>((year * 100 + month) * 100 + day);
  const moment = <f64>(date * 1000000 + <i64>((hour * 100 + minute) * 100 + second));
  return moment < now ? -1 : moment;
}

/** The number of two characters; negative if they are not digits. */
function two(at: usize): i32 {
  const tens = <i32>load<u8>(at) - 0x30;
  const ones = <i32>load<u8>(at, 1) - 0x30;
  return <u32>tens > 9 || <u32>ones > 9 ? -1 : tens * 10 + ones;
}
