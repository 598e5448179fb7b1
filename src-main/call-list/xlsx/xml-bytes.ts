import type { ByteSink } from '../byte-sink.ts';
import { detailsOf } from '../../contract/error-details.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { unreadable } from '../unreadable.ts';
import { isXmlCharacter } from './small-xml.ts';

/**
 * XML read as bytes in a window that is filled bit by bit. Every function here takes the window, a position and
 * the length of what is filled, and answers -1 where the window ends before what it looks for: the caller then
 * waits for more and begins again. The byte at `length` is a sentinel `<`, so that loops need no second check.
 */
export const LT = 0x3c;
export const GT = 0x3e;
export const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;

/** What each byte means inside text: 1 ends it, the other bits say which decoding it will need. */
export const textFlags = { end: 1, entity: 2, underscore: 4, carriageReturn: 8 } as const;
export const textByte = new Uint8Array(256);
textByte[LT] = textFlags.end;
textByte[0x26] = textFlags.entity;
textByte[0x5f] = textFlags.underscore;
textByte[0x0d] = textFlags.carriageReturn;

export function badXml(what: string): Error {
  return unreadable('bad-xml', `The sheet is not well-formed: ${what}.`);
}

/** An element, and those that never stand within it, by the names that their tags have in the file. */
export interface BrokenElement {
  readonly name: string;
  readonly outside: readonly string[];
}

/**
 * Where an element ends that is not well-formed, so that only what is in it is lost.
 *
 * @param thrown by whoever read it; thrown again where nobody knows where the element ends, or it is something else
 * @param from behind its start tag
 * @returns where its content ends, and what follows the element; null if the window ends before
 */
export function endOfBroken(
  thrown: unknown,
  { name, outside }: BrokenElement,
  buffer: Buffer,
  from: number,
  length: number,
): { readonly content: number; readonly after: number } | null {
  if (!(thrown instanceof DialdeskError) || detailsOf(thrown, 'file_unreadable').reason !== 'bad-xml')
    throw thrown;
  const close = `</${name}>`;
  const at = buffer.indexOf(close, from, 'latin1');
  const isWhole = at !== -1 && at + close.length <= length;
  const within = buffer.subarray(from, isWhole ? at : length);
  if (outside.some((tag) => within.includes(tag))) throw thrown;
  return isWhole ? { content: at, after: at + close.length } : null;
}

/** The position after a comment, CDATA section or processing instruction that begins at `<`. */
export function afterMarkup(buffer: Buffer, at: number, length: number): number {
  if (length - at < 4) return -1;
  if (buffer[at + 1] === QUESTION) return after(buffer, '?>', at + 2, length);
  if (buffer[at + 2] === 0x2d && buffer[at + 3] === 0x2d) return after(buffer, '-->', at + 4, length);
  if (length - at < 9) return -1;
  if (isCdata(buffer, at)) return after(buffer, ']]>', at + 9, length);
  if (buffer.toString('latin1', at, at + 9) === '<!DOCTYPE') {
    throw unreadable('dtd', 'The sheet declares a document type, which no workbook does.');
  }
  throw badXml('a declaration where none may be');
}

export function isMarkup(byte: number): boolean {
  return byte === BANG || byte === QUESTION;
}

function isCdata(buffer: Buffer, at: number): boolean {
  return buffer.toString('latin1', at, at + 9) === '<![CDATA[';
}

function after(buffer: Buffer, end: string, from: number, length: number): number {
  const found = buffer.indexOf(end, from, 'latin1');
  return found === -1 || found + end.length > length ? -1 : found + end.length;
}

/** The position after the `>` that ends a tag, quotes respected. */
export function afterTag(buffer: Buffer, at: number, length: number): number {
  let quote = 0;
  for (let p = at + 1; p < length; p += 1) {
    const byte = buffer[p] as number;
    if (quote !== 0) {
      if (byte === quote) quote = 0;
      else if (byte === LT) throw badXml('< in an attribute');
    } else if (byte === GT) {
      return p + 1;
    } else if (byte === 0x22 || byte === 0x27) {
      quote = byte;
    } else if (byte === LT) {
      throw badXml('< in a tag');
    }
  }
  return -1;
}

/** The position of the `<` of the closing tag that ends a text, past comments, CDATA and instructions. */
export function textEnd(buffer: Buffer, from: number, length: number): number {
  let p = from;
  for (;;) {
    p = buffer.indexOf(LT, p);
    if (p === -1 || p + 1 >= length) return -1;
    if (buffer[p + 1] === SLASH) return p;
    if (!isMarkup(buffer[p + 1] as number)) throw badXml('an element where text is expected');
    p = afterMarkup(buffer, p, length);
    if (p === -1) return -1;
  }
}

/**
 * Appends a text to the sink with entities resolved, CDATA opened, comments and instructions left out, and line
 * ends made LF (XML 1.0, 2.11).
 *
 * @returns false where an & begins no entity that there is: it is then kept as it stands, and nobody knows what it means
 * @throws DialdeskError `file_unreadable`, `bad-xml`: a comment or section without an end
 */
export function decodeText(buffer: Buffer, start: number, end: number, sink: ByteSink): boolean {
  sink.reserve(end - start);
  let isKnown = true;
  let p = start;
  for (;;) {
    const { bytes } = sink;
    let at = sink.length;
    for (; p < end; p += 1) {
      const byte = buffer[p] as number;
      if (((textByte[byte] as number) & ~textFlags.underscore) !== 0) break;
      bytes[at++] = byte;
    }
    sink.length = at;
    if (p >= end) return isKnown;
    const byte = buffer[p];
    if (byte === 0x26) {
      const next = decodeEntity(buffer, p, end, sink);
      if (next === -1) {
        isKnown = false;
        sink.bytes[sink.length++] = 0x26;
      }
      p = next === -1 ? p + 1 : next;
    } else if (byte === 0x0d) {
      sink.bytes[sink.length++] = 0x0a;
      p += buffer[p + 1] === 0x0a && p + 1 < end ? 2 : 1;
    } else {
      const next = afterMarkup(buffer, p, end);
      if (next === -1) throw badXml('a comment or section without an end');
      if (isCdata(buffer, p)) copyLines(buffer, p + 9, next - 3, sink);
      p = next;
    }
  }
}

function copyLines(buffer: Buffer, start: number, end: number, sink: ByteSink): void {
  for (let p = start; p < end; p += 1) {
    const byte = buffer[p] as number;
    if (byte !== 0x0d) sink.bytes[sink.length++] = byte;
    else if (buffer[p + 1] !== 0x0a || p + 1 === end) sink.bytes[sink.length++] = 0x0a;
  }
}

/** `&#x10FFFF;` has ten characters; with zeros in front there may be more, but nobody writes so many. */
const longestEntity = 16;

/**
 * The five entities and character references; the sink has room for them, as each is longer than what it stands for.
 *
 * @returns the position behind it; -1 where there is none
 */
function decodeEntity(buffer: Buffer, at: number, end: number, sink: ByteSink): number {
  // &quot; first: some writers use it for every quote of the JSON in a cell.
  if (
    buffer[at + 1] === 0x71 &&
    buffer[at + 2] === 0x75 &&
    buffer[at + 3] === 0x6f &&
    buffer[at + 4] === 0x74 &&
    buffer[at + 5] === 0x3b &&
    at + 6 <= end
  ) {
    sink.bytes[sink.length++] = 0x22;
    return at + 6;
  }
  // &amp; the same way, which stands in names and addresses.
  if (
    buffer[at + 1] === 0x61 &&
    buffer[at + 2] === 0x6d &&
    buffer[at + 3] === 0x70 &&
    buffer[at + 4] === 0x3b &&
    at + 5 <= end
  ) {
    sink.bytes[sink.length++] = 0x26;
    return at + 5;
  }
  const last = Math.min(end, at + longestEntity);
  let semicolon = at + 1;
  while (semicolon < last && buffer[semicolon] !== 0x3b) semicolon += 1;
  if (semicolon >= last) return -1;
  const name = buffer.toString('latin1', at + 1, semicolon);
  if (name === 'lt') sink.bytes[sink.length++] = LT;
  else if (name === 'gt') sink.bytes[sink.length++] = GT;
  else if (name === 'apos') sink.bytes[sink.length++] = 0x27;
  else {
    const match = /^#(?:x([0-9A-Fa-f]+)|([0-9]+))$/.exec(name);
    const point = match ? Number.parseInt(match[1] ?? match[2] ?? '', match[1] ? 16 : 10) : -1;
    if (!isXmlCharacter(point)) return -1;
    sink.codePoint(point);
  }
  return semicolon + 1;
}

/**
 * Undoes Excel's `_xHHHH_` escapes (ECMA-376 part 1, 22.9.2.19, ST_Xstring) in what the sink has from `start` on.
 * A half of a surrogate pair without the other is left as it stands: there is no such character.
 */
export function unescapeXstring(sink: ByteSink, start: number): void {
  const { bytes } = sink;
  if (bytes.subarray(start, sink.length).indexOf('_x', 0, 'latin1') === -1) return;
  const source = Buffer.from(bytes.subarray(start, sink.length));
  sink.length = start;
  let p = 0;
  while (p < source.length) {
    const unit = escapedUnit(source, p);
    if (unit === -1) {
      sink.bytes[sink.length++] = source[p] as number;
      p += 1;
    } else if (unit < 0xd800 || unit > 0xdfff) {
      sink.codePoint(unit);
      p += 7;
    } else {
      const low = unit < 0xdc00 ? escapedUnit(source, p + 7) : -1;
      if (low >= 0xdc00 && low <= 0xdfff) {
        sink.codePoint(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
        p += 14;
      } else {
        sink.slice(source, p, p + 7);
        p += 7;
      }
    }
  }
}

function escapedUnit(source: Buffer, at: number): number {
  if (at + 7 > source.length || source[at] !== 0x5f || source[at + 1] !== 0x78 || source[at + 6] !== 0x5f) {
    return -1;
  }
  const hex = source.toString('latin1', at + 2, at + 6);
  return /^[0-9A-Fa-f]{4}$/.test(hex) ? Number.parseInt(hex, 16) : -1;
}

/** The position after an element and all that is in it; -1 if the window ends before that. */
export function afterElement(buffer: Buffer, from: number, length: number): number {
  let p = from;
  let depth = 0;
  for (;;) {
    p = buffer.indexOf(LT, p);
    if (p === -1 || p + 1 >= length) return -1;
    const next = buffer[p + 1] as number;
    if (isMarkup(next)) {
      p = afterMarkup(buffer, p, length);
      if (p === -1) return -1;
      continue;
    }
    const after = afterTag(buffer, p, length);
    if (after === -1) return -1;
    if (next === SLASH) depth -= 1;
    else if (buffer[after - 2] !== SLASH) depth += 1;
    if (depth < 0) throw badXml('more is closed than was opened');
    p = after;
    if (depth === 0) return p;
  }
}
