// The numbers of a row: the array of the template, and the numbers that it is made of.
import { pastSpace } from './json';
import * as layout from './layout';

/** A longer one is measured elsewhere. */
const longText: usize = 8000;

/**
 * As `readCalled` does, for names and values in double quotes.
 *
 * @param numberCount how many numbers there are before it
 * @returns how many numbers it has; 0 for anything else
 */
export function calledNumbers(start: usize, end: usize, numberCount: u32): u32 {
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
      if (bit == 1) p = packed(p, end, key);
      else if (bit == 2) p = delay(p, end);
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
    if (isAmong(key, numberCount, count)) return 0;
    count += 1;
    p = pastSpace(p + 1, end);
    if (p >= end) return 0;
    if (load<u8>(p) == 0x5d) break;
    if (load<u8>(p) != 0x2c) return 0;
  }
  return pastSpace(p + 1, end) == end ? count : 0;
}

/** Whether a number is one of `count` from the one of that place on. */
export function isAmong(key: usize, first: u32, count: u32): bool {
  for (let i: u32 = 0; i < count; i += 1) {
    const other = layout.numbers + <usize>(first + i) * 12;
    if (load<u64>(other) == load<u64>(key) && load<u32>(other, 8) == load<u32>(key, 8)) return true;
  }
  return false;
}

/** Packs the number at `from`. @returns the position behind it; 0 if it is none, or too long */
export function packed(from: usize, end: usize, key: usize): usize {
  let low: u64 = 0;
  let high: u32 = 0;
  let place = 0;
  while (from + place < end) {
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
export function delay(from: usize, end: usize): usize {
  let value = 0;
  let p = from;
  while (p < end && <u32>load<u8>(p) - 0x30 < 10 && p - from < 5) {
    value = value * 10 + load<u8>(p) - 0x30;
    p += 1;
  }
  return p == from || p - from > 4 || value > <i32>load<u32>(layout.limits, 28) ? 0 : p;
}
