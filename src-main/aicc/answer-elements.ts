/** An answer whose long list is read element by element. */
export interface SplitAnswer {
  /** The answer with its list empty. */
  readonly rest: Uint8Array;
  /** The texts of the elements, in their order. */
  readonly elements: Iterable<Uint8Array>;
}

const [quote, backslash, colon, comma] = [0x22, 0x5c, 0x3a, 0x2c];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const isBlank = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;

/**
 * Finds the elements of a list that is a field of an answer, so that they can be read one by one and are never
 * all in memory at once. The whole is JSON if the rest and every element are, with the same values.
 *
 * @returns null where there is no such list, or more than one: then the answer is to be read as a whole
 */
export function splitAnswer(body: Uint8Array, field: string): SplitAnswer | null {
  /** Where each element begins, and where the last one ends. */
  const bounds: number[] = [];
  let depth = 0;
  let lastText: readonly [number, number] = [0, 0];
  /** The last byte outside blanks and strings; the quote that ends a string. */
  let last = 0;
  let named = false;
  let inside = false;
  let end = -1;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] as number;
    if (isBlank(byte)) continue;
    if (byte === quote) {
      const from = at + 1;
      for (at = from; at < body.length && body[at] !== quote; at++) if (body[at] === backslash) at++;
      if (depth === 1) lastText = [from, at];
    } else if (byte === openBrace || byte === openBracket) {
      depth += 1;
      if (depth === 1 && byte !== openBrace) return null;
      if (depth === 2 && named && last === colon) {
        if (byte !== openBracket) return null;
        inside = true;
        bounds.push(at + 1);
      }
    } else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1;
      if (depth === 1 && inside) {
        if (byte !== closeBracket) return null;
        inside = false;
        end = at;
      }
    } else if (byte === colon && depth === 1) {
      // an escaped name may be the same in other letters
      if (body.subarray(...lastText).includes(backslash)) return null;
      named = textIs(body, lastText, field);
      // of two fields with one name the last counts
      if (named && end !== -1) return null;
    } else if (byte === comma && depth === 2 && inside) bounds.push(at + 1);
    last = byte;
  }
  const [start] = bounds;
  if (start === undefined || end === -1) return null;
  const rest = Buffer.concat([body.subarray(0, start), body.subarray(end)]);
  return { rest, elements: elementsOf(body, bounds, end) };
}

function* elementsOf(body: Uint8Array, bounds: readonly number[], end: number): Generator<Uint8Array> {
  const [start = end] = bounds;
  if (bounds.length === 1 && body.subarray(start, end).every(isBlank)) return;
  for (const [index, from] of bounds.entries()) {
    const next = bounds[index + 1];
    yield body.subarray(from, next === undefined ? end : next - 1);
  }
}

function textIs(body: Uint8Array, [from, to]: readonly [number, number], text: string): boolean {
  if (to - from !== text.length) return false;
  for (let index = 0; index < text.length; index++) {
    if (body[from + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}
