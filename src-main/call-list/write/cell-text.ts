// How text gets into the XML of a cell: ECMA-376 part 1, ST_Xstring. What XML cannot carry is written as
// _xHHHH_, and a literal _xHHHH_ has its first underscore written so. Works on UTF-8 bytes, because the
// engine never makes strings of what it only passes on.

import { firstMarked, fourTimes, isMarked, markControl, markZero, viewOf } from '../words.ts';

/** The most characters that Excel lets a cell hold, in UTF-16 units ("Excel specifications and limits"). */
export const cellLimit = 32_767;

/** The most bytes that `writeCellText` makes of one byte: a control character becomes `_x0001_`. */
export const mostGrowth = 7;

const plain = 0;
const entity = 1;
const control = 2;
const underscore = 3;
const nonCharacter = 4;

/** What a byte needs on its way into a cell. */
const needs = new Uint8Array(256);
needs.fill(control, 0, 0x20);
// Tab and line feed may stand in XML text as they are. A carriage return would be read as a line feed; as a
// character reference it stays one, also with the many readers that know nothing of _x000D_.
needs[0x09] = plain;
needs[0x0a] = plain;
for (const character of '&<>\r') needs[character.charCodeAt(0)] = entity;
needs[0x5f] = underscore;
needs[0xef] = nonCharacter; // the first byte of U+F000 to U+FFFF, of which XML forbids the last two

const isHex = new Uint8Array(256);
for (const digit of '0123456789ABCDEFabcdef') isHex[digit.charCodeAt(0)] = 1;

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const entities: Record<number, Uint8Array> = {
  0x26: latin1('&amp;'),
  0x3c: latin1('&lt;'),
  0x3e: latin1('&gt;'),
  0x0d: latin1('&#13;'),
};
const escapedUnderscore = latin1('_x005F_');
const escapedControls = Array.from({ length: 0x20 }, (_, code) =>
  latin1(`_x${code.toString(16).toUpperCase().padStart(4, '0')}_`),
);
const escapedNonCharacters: Record<number, Uint8Array> = {
  0xbe: latin1('_xFFFE_'),
  0xbf: latin1('_xFFFF_'),
};

/**
 * Whether an underscore at `at` would be read as the start of an escape: it is followed by x, four hex digits
 * and another underscore, be it a literal one or the first of an escape of ours.
 */
function looksLikeEscape(source: Uint8Array, at: number, end: number): boolean {
  if (at + 6 >= end || source[at + 1] !== 0x78) return false;
  for (let digit = at + 2; digit < at + 6; digit++) if (isHex[source[digit] as number] === 0) return false;
  const next = at + 6;
  return (
    source[next] === 0x5f ||
    needs[source[next] as number] === control ||
    nonCharacterAt(source, next, end) !== undefined
  );
}

/** The escape for U+FFFE and U+FFFF, which are EF BF BE and EF BF BF. */
function nonCharacterAt(source: Uint8Array, at: number, end: number): Uint8Array | undefined {
  if (source[at] !== 0xef || source[at + 1] !== 0xbf || at + 2 >= end) return undefined;
  return escapedNonCharacters[source[at + 2] as number];
}

const fourAmp = fourTimes(0x26);
const fourLess = fourTimes(0x3c);
const fourGreater = fourTimes(0x3e);
const fourUnderscores = fourTimes(0x5f);
const fourNonCharacters = fourTimes(0xef);

/** Marks the first of four bytes that may need something; see words.ts. */
function markNeeds(four: number): number {
  return (
    markControl(four) |
    markZero(four ^ fourAmp) |
    markZero(four ^ fourLess) |
    markZero(four ^ fourGreater) |
    markZero(four ^ fourUnderscores) |
    markZero(four ^ fourNonCharacters)
  );
}

function copy(bytes: Uint8Array, target: Uint8Array, at: number): number {
  for (let i = 0; i < bytes.length; i++) target[at++] = bytes[i] as number;
  return at;
}

/**
 * Writes the UTF-8 text `source[start, end)` as XML text of a cell into `target` at `at` and returns where it
 * ends there. `target` must have room for `mostGrowth` times the length.
 */
export function writeCellText(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
  view = viewOf(target),
): number {
  const from = viewOf(source);
  let i = start;
  while (i < end) {
    let stop = end;
    if (i + 4 <= end) {
      const four = from.getInt32(i, true);
      const marks = markNeeds(four);
      if (!isMarked(marks)) {
        view.setInt32(at, four, true);
        at += 4;
        i += 4;
        continue;
      }
      stop = i + firstMarked(marks) + 1;
    }
    for (; i < stop; i++) {
      const byte = source[i] as number;
      const need = needs[byte];
      if (need === plain) {
        target[at++] = byte;
        continue;
      }
      let instead: Uint8Array | undefined;
      if (need === entity) instead = entities[byte];
      else if (need === control) instead = escapedControls[byte];
      else if (need === underscore) instead = looksLikeEscape(source, i, end) ? escapedUnderscore : undefined;
      else {
        instead = nonCharacterAt(source, i, end);
        if (instead) i += 2;
      }
      if (instead) at = copy(instead, target, at);
      else target[at++] = byte;
    }
  }
  return at;
}

/**
 * Whether the text must be marked `xml:space="preserve"`: without the mark Excel drops white space at either
 * end.
 */
export function needsPreserve(source: Uint8Array, start: number, end: number): boolean {
  return (source[start] as number) <= 0x20 || (source[end - 1] as number) <= 0x20;
}

/**
 * The end of the longest beginning of `source[start, end)` that has at most `units` UTF-16 units and cuts no
 * character; `end` when all of it has.
 */
export function endAfterUnits(source: Uint8Array, start: number, end: number, units: number): number {
  let left = units;
  for (let i = start; i < end; i++) {
    const byte = source[i] as number;
    if ((byte & 0xc0) === 0x80) continue; // goes with the byte before
    left -= byte >= 0xf0 ? 2 : 1;
    if (left < 0) return i;
  }
  return end;
}
