import type { ByteSink } from '../byte-sink.ts';
import type { Prefixes } from './namespaces.ts';
import {
  LT,
  SLASH,
  afterMarkup,
  afterTag,
  badXml,
  decodeText,
  isMarkup,
  textEnd,
  unescapeXstring,
} from './xml-bytes.ts';

const nameT = Buffer.from('t');
const nameR = Buffer.from('r');

const cut = { end: -1, isKnown: true } as const;

/**
 * Appends the text of a string item (`<is>` or `<si>`, CT_Rst): its `t`, or the `t` of each of its runs. Phonetic
 * runs (`rPh`), which repeat the text as it is pronounced, and anything foreign are left out.
 *
 * @param from the position after the item's start tag
 * @returns the position of the `<` of its closing tag, -1 if the window ends before; and whether all of it is understood,
 *   see `decodeText`
 */
export function appendRichText(
  buffer: Buffer,
  from: number,
  length: number,
  prefixes: Prefixes,
  sink: ByteSink,
): { readonly end: number; readonly isKnown: boolean } {
  let isKnown = true;
  let p = from;
  let depth = 0;
  let skippedFrom = 0; // the depth at which something to be left out began; 0 for nothing
  for (;;) {
    while (buffer[p] !== LT) p += 1;
    if (p + 1 >= length) return cut;
    const next = buffer[p + 1] as number;
    if (next === SLASH) {
      if (depth === 0) return { end: p, isKnown };
      p = afterTag(buffer, p, length);
      if (p === -1) return cut;
      if (skippedFrom === depth) skippedFrom = 0;
      depth -= 1;
      continue;
    }
    if (isMarkup(next)) {
      p = afterMarkup(buffer, p, length);
      if (p === -1) return cut;
      continue;
    }
    const tag = p;
    p = afterTag(buffer, p, length);
    if (p === -1) return cut;
    if (buffer[p - 2] === SLASH) continue;
    if (skippedFrom === 0 && depth <= 1 && prefixes.is(buffer, tag + 1, nameT)) {
      const end = textEnd(buffer, p, length);
      if (end === -1) return cut;
      const start = sink.length;
      if (!decodeText(buffer, p, end, sink)) isKnown = false;
      unescapeXstring(sink, start);
      p = afterTag(buffer, end, length);
      if (p === -1) return cut;
      if (!prefixes.is(buffer, end + 2, nameT)) throw badXml('a text that is closed by another name');
      continue;
    }
    depth += 1;
    if (skippedFrom === 0 && !(depth === 1 && prefixes.is(buffer, tag + 1, nameR))) skippedFrom = depth;
  }
}
