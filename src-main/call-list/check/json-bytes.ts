import { firstMarked, fourTimes, isMarked, markControl, markZero, viewOf } from '../words.ts';

/** What a slice of bytes is as JSON (RFC 8259). */
export const jsonForm = { none: 0, scalar: 1, structure: 2 } as const;

/** Deeper than any cell is long, so that a cell of nothing but brackets does not end the program. */
const stack = new Uint8Array(32_768);
const inArray = 1;
const inObject = 2;

/**
 * Tells whether bytes (UTF-8) are JSON by the letter, as `JSON.parse` would, without making anything of them.
 *
 * @returns `jsonForm.structure` for an object or array, `scalar` for a lone value, `none` if it is no JSON
 */
export function jsonFormOf(bytes: Buffer, start: number, end: number): number {
  if (isFlatObject(bytes, start, end)) return jsonForm.structure;
  let depth = 0;
  let p = skipSpace(bytes, start, end);
  const form = bytes[p] === 0x7b || bytes[p] === 0x5b ? jsonForm.structure : jsonForm.scalar;
  for (;;) {
    // A value begins here.
    if (p >= end) return jsonForm.none;
    const byte = bytes[p] as number;
    if (byte === 0x7b || byte === 0x5b) {
      const kind = byte === 0x7b ? inObject : inArray;
      p = skipSpace(bytes, p + 1, end);
      if (p < end && bytes[p] === (kind === inObject ? 0x7d : 0x5d)) {
        p += 1;
      } else {
        if (depth === stack.length) return jsonForm.none;
        stack[depth++] = kind;
        if (kind === inObject) {
          p = afterKey(bytes, p, end);
          if (p === -1) return jsonForm.none;
        }
        continue;
      }
    } else {
      p = byte === 0x22 ? afterString(bytes, p, end) : afterScalar(bytes, p, end);
      if (p === -1) return jsonForm.none;
    }
    // A value has ended: close what it ends, or go to the next one.
    for (;;) {
      p = skipSpace(bytes, p, end);
      if (depth === 0) return p === end ? form : jsonForm.none;
      if (p >= end) return jsonForm.none;
      const kind = stack[depth - 1];
      const next = bytes[p];
      if (next === 0x2c) {
        p = skipSpace(bytes, p + 1, end);
        if (kind === inObject) {
          p = afterKey(bytes, p, end);
          if (p === -1) return jsonForm.none;
        }
        break;
      }
      if (next !== (kind === inObject ? 0x7d : 0x5d)) return jsonForm.none;
      depth -= 1;
      p += 1;
    }
  }
}

/** `{"key":"text","key":"text"}` without a space or an escape, as programs write call data. Answers false for anything else. */
function isFlatObject(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[start] !== 0x7b || bytes[end - 1] !== 0x7d) return false;
  const view = viewOf(bytes);
  let p = start + 1;
  for (;;) {
    if (bytes[p] !== 0x22) return false;
    p = afterPlain(bytes, view, p + 1, end);
    if (bytes[p] !== 0x22 || bytes[p + 1] !== 0x3a || bytes[p + 2] !== 0x22) return false;
    p = afterPlain(bytes, view, p + 3, end);
    if (bytes[p] !== 0x22) return false;
    p += 2;
    // What lies behind the end may go on in the same way: only there may it stop.
    if (p >= end) return p === end && bytes[p - 1] === 0x7d;
    if (bytes[p - 1] !== 0x2c) return false;
  }
}

const fourQuotes = fourTimes(0x22);
const fourBackslashes = fourTimes(0x5c);

/** The position of the first quote, backslash or control character; `end` or a position behind it if there is none. */
function afterPlain(bytes: Buffer, view: DataView, from: number, end: number): number {
  let p = from;
  for (; p + 4 <= end; p += 4) {
    const four = view.getInt32(p, true);
    const marks = markZero(four ^ fourQuotes) | markZero(four ^ fourBackslashes) | markControl(four);
    if (isMarked(marks)) return p + firstMarked(marks);
  }
  while (p < end && plainByte[bytes[p] as number] === 1) p += 1;
  return p;
}

/** The position of the value that belongs to the key at `p`; -1 if there is no key. */
function afterKey(bytes: Buffer, p: number, end: number): number {
  if (p >= end || bytes[p] !== 0x22) return -1;
  const after = afterString(bytes, p, end);
  if (after === -1) return -1;
  const colon = skipSpace(bytes, after, end);
  return colon < end && bytes[colon] === 0x3a ? skipSpace(bytes, colon + 1, end) : -1;
}

/** 1 for every byte that means itself inside a string: no quote, backslash or control character. */
const plainByte = new Uint8Array(256).fill(1, 0x20);
plainByte[0x22] = 0;
plainByte[0x5c] = 0;

function afterString(bytes: Buffer, from: number, end: number): number {
  let p = from + 1;
  for (;;) {
    while (p < end && plainByte[bytes[p] as number] === 1) p += 1;
    if (p >= end) return -1;
    const byte = bytes[p] as number;
    if (byte === 0x22) return p + 1;
    if (byte < 0x20) return -1;
    p += 1;
    const escape = bytes[p] as number;
    if (escape === 0x75) {
      for (let i = 1; i <= 4; i += 1) {
        if (!isHex(bytes[p + i] as number)) return -1;
      }
      p += 4;
    } else if (!isEscape(escape)) {
      return -1;
    }
    p += 1;
  }
}

function afterScalar(bytes: Buffer, from: number, end: number): number {
  const byte = bytes[from] as number;
  if (byte === 0x74) return afterWord(bytes, from, end, 'true');
  if (byte === 0x66) return afterWord(bytes, from, end, 'false');
  if (byte === 0x6e) return afterWord(bytes, from, end, 'null');
  let p = byte === 0x2d ? from + 1 : from;
  if (p < end && bytes[p] === 0x30) p += 1;
  else if ((p = afterDigits(bytes, p, end)) === -1) return -1;
  if (p < end && bytes[p] === 0x2e && (p = afterDigits(bytes, p + 1, end)) === -1) return -1;
  if (p < end && (bytes[p] === 0x65 || bytes[p] === 0x45)) {
    p += 1;
    if (p < end && (bytes[p] === 0x2b || bytes[p] === 0x2d)) p += 1;
    p = afterDigits(bytes, p, end);
  }
  return p;
}

function afterDigits(bytes: Buffer, from: number, end: number): number {
  let p = from;
  while (p < end && (bytes[p] as number) >= 0x30 && (bytes[p] as number) <= 0x39) p += 1;
  return p === from ? -1 : p;
}

function afterWord(bytes: Buffer, from: number, end: number, word: string): number {
  if (from + word.length > end) return -1;
  for (let i = 0; i < word.length; i += 1) {
    if (bytes[from + i] !== word.charCodeAt(i)) return -1;
  }
  return from + word.length;
}

function skipSpace(bytes: Buffer, from: number, end: number): number {
  let p = from;
  while (p < end && (bytes[p] === 0x20 || bytes[p] === 0x0a || bytes[p] === 0x0d || bytes[p] === 0x09))
    p += 1;
  return p;
}

function isHex(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}

/** " \ / b f n r t */
function isEscape(byte: number): boolean {
  return (
    byte === 0x22 ||
    byte === 0x5c ||
    byte === 0x2f ||
    byte === 0x62 ||
    byte === 0x66 ||
    byte === 0x6e ||
    byte === 0x72 ||
    byte === 0x74
  );
}

/** JSON whose quotes are written \" or \\\", as in the vendor's example of call data. */
export function isEscapedJson(bytes: Buffer, start: number, end: number): boolean {
  if (!bytes.subarray(start, end).includes('\\"')) return false;
  const text = bytes.toString('utf8', start, end).replace(/(?<!\\)\\+"/g, '"');
  const plain = Buffer.from(text);
  return jsonFormOf(plain, 0, plain.length) === jsonForm.structure;
}
