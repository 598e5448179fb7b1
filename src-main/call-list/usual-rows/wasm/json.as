import { plainEnd } from './bytes';

export function isSpace(byte: u32): bool {
  return byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09;
}

export function pastSpace(from: usize, end: usize): usize {
  let p = from;
  while (p < end && isSpace(load<u8>(p))) p += 1;
  return p;
}

/**
 * Whether a text is an object or an array by the letter of RFC 8259, as check/json-bytes.ts has it. False also for one
 * that is more than 64 deep.
 */
export function isStructure(start: usize, end: usize): bool {
  let p = pastSpace(start, end);
  if (p >= end || (load<u8>(p) != 0x7b && load<u8>(p) != 0x5b)) return false;
  let depth = 0;
  // A bit for each that is open: 1 for an object.
  let open: u64 = 0;
  while (true) {
    // A value begins here.
    if (p >= end) return false;
    const byte = load<u8>(p);
    if (byte == 0x22) {
      p = pastString(p, end);
      if (p == 0) return false;
    } else if (byte == 0x7b || byte == 0x5b) {
      const isObject = byte == 0x7b;
      p = pastSpace(p + 1, end);
      if (p < end && load<u8>(p) == (isObject ? 0x7d : 0x5d)) {
        p += 1;
      } else {
        if (depth == 64) return false;
        depth += 1;
        open = (open << 1) | (isObject ? 1 : 0);
        if (isObject) {
          p = pastKey(p, end);
          if (p == 0) return false;
        }
        continue;
      }
    } else {
      p = pastScalar(p, end);
      if (p == 0) return false;
    }
    // A value has ended: close what it ends, or go to the next one.
    while (true) {
      p = pastSpace(p, end);
      if (depth == 0) return p == end;
      if (p >= end) return false;
      const next = load<u8>(p);
      const isObject = (open & 1) != 0;
      if (next == 0x2c) {
        p = pastSpace(p + 1, end);
        if (isObject) {
          p = pastKey(p, end);
          if (p == 0) return false;
        }
        break;
      }
      if (next != (isObject ? 0x7d : 0x5d)) return false;
      depth -= 1;
      open >>= 1;
      p += 1;
    }
  }
}

/** The position of the value behind a key; 0 if there is no key. */
function pastKey(p: usize, end: usize): usize {
  if (p >= end || load<u8>(p) != 0x22) return 0;
  const after = pastString(p, end);
  if (after == 0) return 0;
  const colon = pastSpace(after, end);
  return colon < end && load<u8>(colon) == 0x3a ? pastSpace(colon + 1, end) : 0;
}

/** The position behind a string that begins at its quote; 0 if it is none. */
function pastString(from: usize, end: usize): usize {
  let p = from + 1;
  while (true) {
    p = plainEnd(p, end);
    if (p >= end) return 0;
    const byte = load<u8>(p);
    if (byte == 0x22) return p + 1;
    if (byte != 0x5c || p + 1 >= end) return 0;
    const escape = load<u8>(p + 1);
    p += 2;
    if (escape == 0x75) {
      if (p + 4 > end) return 0;
      for (let i: usize = 0; i < 4; i += 1) if (!isHex(load<u8>(p + i))) return 0;
      p += 4;
    } else if (!isEscape(escape)) {
      return 0;
    }
  }
}

function isHex(byte: u32): bool {
  return byte - 0x30 < 10 || (byte | 0x20) - 0x61 < 6;
}

/** " \ / b f n r t */
function isEscape(byte: u32): bool {
  if (byte == 0x22 || byte == 0x5c || byte == 0x2f) return true;
  return byte == 0x62 || byte == 0x66 || byte == 0x6e || byte == 0x72 || byte == 0x74;
}

function pastScalar(from: usize, end: usize): usize {
  const word = load<u32>(from);
  if (word == 0x65757274 /* true */ || word == 0x6c6c756e /* null */) return from + 4 <= end ? from + 4 : 0;
  if (word == 0x736c6166 /* fals */ && load<u8>(from + 4) == 0x65) return from + 5 <= end ? from + 5 : 0;
  let p = load<u8>(from) == 0x2d ? from + 1 : from;
  if (p < end && load<u8>(p) == 0x30) p += 1;
  else p = pastDigits(p, end);
  if (p != 0 && p < end && load<u8>(p) == 0x2e) p = pastDigits(p + 1, end);
  if (p != 0 && p < end && (load<u8>(p) | 0x20) == 0x65) {
    p += 1;
    if (p < end && (load<u8>(p) == 0x2b || load<u8>(p) == 0x2d)) p += 1;
    p = pastDigits(p, end);
  }
  return p;
}

function pastDigits(from: usize, end: usize): usize {
  let p = from;
  while (p < end && <u32>load<u8>(p) - 0x30 < 10) p += 1;
  return p == from ? 0 : p;
}
