import { callDataTemplate } from '../../contract/call-data-template.ts';
import { viewOf, word } from '../words.ts';
import { longestNumber, numberCode, numberKeyWords } from './packed-number.ts';

/** The numbers of one `called` cell, packed (see packed-number.ts), in their order. */
export class CalledNumbers {
  count = 0;
  keys = new Uint32Array(numberKeyWords * 16);
  /** The cell is proper JSON with text values, so that it can be sent as it stands. */
  proper = true;

  clear(): void {
    this.count = 0;
    this.proper = true;
  }

  push(a: number, b: number, c: number): void {
    const at = this.count * numberKeyWords;
    if (at === this.keys.length) {
      const grown = new Uint32Array(this.keys.length * 2);
      grown.set(this.keys);
      this.keys = grown;
    }
    this.keys[at] = a;
    this.keys[at + 1] = b;
    this.keys[at + 2] = c;
    this.count += 1;
  }
}

const quote = 0x22;
const apostrophe = 0x27;
const backslash = 0x5c;
const keyNo = 1;
const keyDelay = 2;
const keyType = 4;

// `"calledNo":"`, `"delayTime":"` and `"type":"`, cut into words.
const compactNo = [word('"cal'), word('ledN'), word('o":"')] as const;
const compactDelay = [word('"del'), word('ayTi'), word('me":')] as const;
const compactType = [word('"typ'), word('e":"')] as const;
/** More bytes than any of them has. */
const longestKey = 16;

const { max: longestDelay } = callDataTemplate.called.delayTime;

/** A bare number of more digits is rounded by most programs that read JSON, Excel among them. */
export const wholeDigits = 15;

/**
 * Reads a `called` cell that is in order, without making strings: the JSON array of Table 3, or the vendor's sample
 * form of it with single quotes and bare numbers.
 *
 * @returns false for a cell with anything else in it, right or wrong: `inspectCalled` then looks at it closely
 */
export function readCalled(bytes: Buffer, start: number, end: number, numbers: CalledNumbers): boolean {
  numbers.clear();
  const view = viewOf(bytes);
  let p = skipSpace(bytes, start);
  if (bytes[p] !== 0x5b) return false;
  for (;;) {
    p = skipSpace(bytes, p + 1);
    if (bytes[p] !== 0x7b) return false;
    let seen = 0;
    let a = 0;
    let b = 0;
    let c = 0;
    for (;;) {
      p = skipSpace(bytes, p + 1);
      let key = compactKey(bytes, view, p);
      let valueQuote = quote;
      if (key !== 0) {
        p += key === keyNo ? 12 : key === keyDelay ? 13 : 8;
      } else {
        const keyQuote = bytes[p];
        if (keyQuote === apostrophe) numbers.proper = false;
        else if (keyQuote !== quote) return false;
        key = keyAt(bytes, p + 1);
        if (key === 0) return false;
        p += key === keyNo ? 9 : key === keyDelay ? 10 : 5;
        if (bytes[p] !== keyQuote) return false;
        p = skipSpace(bytes, p + 1);
        if (bytes[p] !== 0x3a) return false;
        p = skipSpace(bytes, p + 1);
        valueQuote = bytes[p] as number;
        if (valueQuote !== quote) numbers.proper = false;
        if (valueQuote === quote || valueQuote === apostrophe) p += 1;
      }
      if ((seen & key) !== 0) return false;
      seen |= key;
      const quoted = valueQuote === quote || valueQuote === apostrophe;
      const from = p;
      if (key === keyNo) {
        // The three words are filled one after the other, so that no array is touched in the loop.
        for (let code = numberCode[bytes[p] as number] as number; code > 0;) {
          if (code > 10 && !quoted) return false;
          const place = p - from;
          if (place < 8) a |= code << (place << 2);
          else if (place < 16) b |= code << ((place & 7) << 2);
          else if (place < longestNumber) c |= code << ((place & 7) << 2);
          else return false;
          p += 1;
          code = numberCode[bytes[p] as number] as number;
        }
        if (p === from || (!quoted && p - from > wholeDigits)) return false;
      } else if (key === keyDelay || !quoted) {
        let value = 0;
        for (
          let digit = (bytes[p] as number) - 0x30;
          digit >= 0 && digit <= 9;
          digit = (bytes[p] as number) - 0x30
        ) {
          value = value * 10 + digit;
          p += 1;
        }
        if (p === from || (key === keyDelay && (value > longestDelay || p - from > 4))) return false;
      } else {
        for (let byte = bytes[p] as number; byte !== valueQuote; byte = bytes[p] as number) {
          if (byte === backslash || !(byte >= 0x20)) return false;
          p += 1;
        }
      }
      if (quoted) {
        if (bytes[p] !== valueQuote) return false;
        p += 1;
      }
      p = skipSpace(bytes, p);
      if (bytes[p] === 0x7d) break;
      if (bytes[p] !== 0x2c) return false;
    }
    if ((seen & keyNo) === 0) return false;
    numbers.push(a, b, c);
    p = skipSpace(bytes, p + 1);
    if (bytes[p] === 0x5d) break;
    if (bytes[p] !== 0x2c) return false;
  }
  // Beyond the end lie other cells: what was read there makes the position wrong.
  return skipSpaceTo(bytes, p + 1, end) === end && (numbers.count === 1 || allDiffer(numbers));
}

/** The key that stands at `p` as programs write it, with its colon and the quote of its value; 0 for none. */
function compactKey(bytes: Buffer, view: DataView, p: number): number {
  if (p + longestKey > view.byteLength) return 0;
  const start = view.getInt32(p, true);
  if (start === compactNo[0]) {
    return view.getInt32(p + 4, true) === compactNo[1] && view.getInt32(p + 8, true) === compactNo[2]
      ? keyNo
      : 0;
  }
  if (start === compactDelay[0]) {
    return view.getInt32(p + 4, true) === compactDelay[1] &&
      view.getInt32(p + 8, true) === compactDelay[2] &&
      bytes[p + 12] === quote
      ? keyDelay
      : 0;
  }
  return start === compactType[0] && view.getInt32(p + 4, true) === compactType[1] ? keyType : 0;
}

function keyAt(bytes: Buffer, p: number): number {
  const first = bytes[p];
  if (first === 0x63) return matches(bytes, p, 'calledNo') ? keyNo : 0;
  if (first === 0x64) return matches(bytes, p, 'delayTime') ? keyDelay : 0;
  return first === 0x74 && matches(bytes, p, 'type') ? keyType : 0;
}

function matches(bytes: Buffer, p: number, name: string): boolean {
  for (let i = 1; i < name.length; i += 1) {
    if (bytes[p + i] !== name.charCodeAt(i)) return false;
  }
  return true;
}

function skipSpace(bytes: Buffer, from: number): number {
  let p = from;
  while (bytes[p] === 0x20 || bytes[p] === 0x0a || bytes[p] === 0x0d || bytes[p] === 0x09) p += 1;
  return p;
}

function skipSpaceTo(bytes: Buffer, from: number, end: number): number {
  let p = from;
  while (p < end && (bytes[p] === 0x20 || bytes[p] === 0x0a || bytes[p] === 0x0d || bytes[p] === 0x09))
    p += 1;
  return p;
}

function allDiffer({ count, keys }: CalledNumbers): boolean {
  if (count > 64) return false; // left to the close look, which does not compare each with each
  for (let i = 3; i < count * 3; i += 3) {
    for (let j = 0; j < i; j += 3) {
      if (keys[i] === keys[j] && keys[i + 1] === keys[j + 1] && keys[i + 2] === keys[j + 2]) return false;
    }
  }
  return true;
}
