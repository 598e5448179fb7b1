// The rules of the template for a row with nothing to report: no error, no warning, no hint. Each function
// answers false for any other, right or wrong; check/checker.ts then looks at it.
import { hasControl, isSame, utf16Length } from './bytes';
import { calledNumbers } from './called';
import { isBlank } from './fields';
import { isStructure } from './json';
import * as layout from './layout';
import { fillFields, isMapped, isPackFit, mappedNumbers } from './mapped';
import { beginMarks, endMarks, isMarksFull, noteMarks } from './marks';
import { endOf, startOf } from './places';
import { beginWriting, isWrittenFull, writeRow } from './write';

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
  beginMarks();
  beginWriting();
}

/** Whether the run has ended for want of room, and not at a row that is another's to read. */
export let wasFull: bool = false;

/** Whether there is no room for another row. */
export function isFull(): bool {
  wasFull =
    rowCount == layout.mostRows ||
    numberCount + 64 > layout.mostNumbers ||
    isMarksFull() ||
    isWrittenFull(rowCount);
  return wasFull;
}

/** Takes the row whose cells were noted, if there is nothing to report about it. */
export function takeRow(position: usize): bool {
  const mapped = isMapped();
  if (mapped) fillFields();
  if (!isText(0, load<u32>(layout.limits))) return false;
  const found = mapped ? mappedNumbers(numberCount) : calledNumbers(startOf(1), endOf(1), numberCount);
  if (found == 0) return false;
  if (!isCaller(startOf(2), endOf(2))) return false;
  if (!isCallData(startOf(3), endOf(3)) || (mapped && !isPackFit())) return false;
  if (!isText(4, load<u32>(layout.limits, 16))) return false;
  const code = carriedCode(startOf(4), endOf(4));
  if (code < 0) return false;
  const moment = recycleTime(startOf(5), endOf(5));
  if (moment < 0) return false;
  if (!isText(6, longText)) return false;
  if (startOf(6) != endOf(6)) hasPriority = true;
  if (!noteMarks() || !writeRow(rowCount)) return false;
  const row = <usize>rowCount;
  endMarks(row);
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
