import { utf7Meant } from './text/utf7.ts';

/** A text that looks as if it had been read in a wrong encoding and then saved, and what it was before. */
export interface GarbledText {
  readonly text: string;
  readonly meant: string;
}

/** Encodings in which UTF-8 is read by mistake, and the bytes of each character that comes of it. */
const wrongReadings: readonly (() => ReadonlyMap<string, readonly number[]>)[] = [
  once(() => ofSingleBytes('windows-1252')),
  once(() => ofSingleBytes('windows-1251')),
  once(() => ofSingleBytes('windows-1250')),
  once(ofPairs),
];

const notAscii = /[\u0080-\uffff]/;
/** In characters; garbled text shows itself soon. */
const longest = 200;
const mostExamples = 3;
/** Of what is not ASCII, so much must be UTF-8 that was taken for something else; a part of it is often lost. */
const mostly = 0.6;
/** One text may be so by chance: É® is é in UTF-8. Two are not, nor is one with as many characters. */
const fewestCharacters = 2;

/**
 * Looks for text that was UTF-8, was read as another encoding, and was saved like that: å¼ ä¸‰ or 寮犱笁 for 张三. No
 * choice of an encoding brings it back, so that somebody must look at where it came from. And for UTF-7, which nothing
 * reads any more: +XyBOCQ- for 张三.
 *
 * @returns a few of the garbled texts; empty where none is
 */
export function garbledTexts(texts: Iterable<string>): GarbledText[] {
  const found = new Map<string, GarbledText>();
  let characters = 0;
  for (const text of texts) {
    if (found.has(text)) continue;
    const beginning = text.slice(0, longest);
    const meant = notAscii.test(text) ? meantBy(beginning) : utf7Meant(beginning);
    if (meant === undefined) continue;
    found.set(text, { text: text.slice(0, longest), meant });
    characters += Array.from(meant).filter((character) => character >= '\u0080').length;
    if (found.size === mostExamples) break;
  }
  return characters < fewestCharacters ? [] : [...found.values()];
}

function meantBy(text: string): string | undefined {
  for (const reading of wrongReadings) {
    const meant = readAgain(text, reading());
    if (meant !== undefined) return meant;
  }
  return undefined;
}

/** The text as UTF-8, if nearly all of it is that. */
function readAgain(text: string, bytesOf: ReadonlyMap<string, readonly number[]>): string | undefined {
  const bytes: number[] = [];
  let others = 0;
  for (const character of text) {
    if (character < '\u0080') {
      bytes.push(character.charCodeAt(0));
      continue;
    }
    others += 1;
    const found = bytesOf.get(character);
    // A damaged one at the end of what was cut in the middle of a character.
    if (found === undefined && character !== '\ufffd') return undefined;
    bytes.push(...(found ?? [0xff]));
  }
  const meant = new TextDecoder().decode(Uint8Array.from(bytes));
  let whole = 0;
  let lost = 0;
  for (const character of meant) {
    if (character === '\ufffd') lost += 1;
    else if (character >= '\u0080') whole += 1;
  }
  return others > 0 && whole > 0 && whole / (whole + lost) >= mostly ? meant : undefined;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function ofSingleBytes(encoding: string): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder(encoding);
  const table = new Map<string, readonly number[]>();
  for (let byte = 0x80; byte < 0x100; byte += 1) {
    table.set(decoder.decode(Uint8Array.of(byte)), [byte]);
    // What an encoding has no character for is often kept as it is.
    if (byte < 0xa0 && !table.has(String.fromCharCode(byte))) table.set(String.fromCharCode(byte), [byte]);
  }
  return table;
}

/**
 * The pairs of GBK that two bytes of UTF-8 make, of characters of three bytes: not those of two bytes, because 茅台 is
 * such a pair of them and is meant.
 */
function ofPairs(): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder('gbk');
  const table = new Map<string, readonly number[]>();
  const isLead = (byte: number): boolean => byte >= 0xe2 && byte <= 0xef;
  const isRest = (byte: number): boolean => byte >= 0x80 && byte <= 0xbf;
  for (let first = 0x81; first <= 0xef; first += 1) {
    for (let second = 0x80; second <= 0xef; second += 1) {
      const isPair =
        (isLead(first) && isRest(second)) || (isRest(first) && (isRest(second) || isLead(second)));
      const character = isPair ? decoder.decode(Uint8Array.of(first, second)) : '';
      if (Array.from(character).length === 1 && character !== '\ufffd') table.set(character, [first, second]);
    }
  }
  return table;
}
