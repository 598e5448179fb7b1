// Shared strings as nearly all writers write them; see xlsx/shared-strings-reader.ts, which reads all others.
import { mask5, mask6 } from './bytes';
import * as layout from './layout';

/** How many strings were taken, and how many bytes they have together. */
export let textCount: u32 = 0;
export let textBytes: u32 = 0;

/**
 * Takes strings `<si><t>text</t></si>` as long as they are usual and whole: their texts, decoded, one behind the other,
 * and the length of each.
 *
 * @param from the position of the first in the window
 * @param length of what is filled of the window; a `<` stands behind it
 * @param room the most bytes that they may have together
 * @returns the position of the first string that is not taken, or of what follows
 */
export function sharedTexts(from: u32, length: u32, room: u32): u32 {
  const limit = layout.window + <usize>length;
  const outEnd = layout.texts + min<usize>(room, layout.textsRoom);
  let p = layout.window + <usize>from;
  let out = layout.texts;
  textCount = 0;
  while (textCount < layout.mostTexts) {
    let start: usize = 0;
    const tag = load<u64>(p);
    // <si><t>
    if ((tag & 0xffffffffffffff) == 0x3e743c3e69733c) start = p + 7;
    else if (
      // <si><t xml:space="preserve">
      tag == 0x7820743c3e69733c &&
      load<u64>(p, 8) == 0x65636170733a6c6d &&
      load<u64>(p, 16) == 0x726573657270223d &&
      load<u32>(p, 24) == 0x3e226576
    )
      start = p + 28;
    else break;
    if (start > limit) break;
    const after = textCopied(start, limit, out, outEnd);
    // </t></si>
    if (after == 0 || load<u64>(after) != 0x69732f3c3e742f3c || load<u8>(after, 8) != 0x3e) break;
    if (after + 9 > limit || copiedTo - out > layout.longestText) break;
    store<u32>(layout.textLengths + (<usize>textCount << 2), <u32>(copiedTo - out));
    textCount += 1;
    out = copiedTo;
    p = after + 9;
  }
  textBytes = <u32>(out - layout.texts);
  return <u32>(p - layout.window);
}

/** Where the text that was copied ends. */
let copiedTo: usize = 0;

/** Copies a text, decoded, and answers the position of the `<` behind it; 0 if it is not usual, or there is no room. */
function textCopied(from: usize, limit: usize, to: usize, toEnd: usize): usize {
  const less = i8x16.splat(0x3c);
  const ampersand = i8x16.splat(0x26);
  const underscore = i8x16.splat(0x5f);
  const carriageReturn = i8x16.splat(0x0d);
  let p = from;
  let out = to;
  while (p <= limit) {
    // What is written behind the end is written over.
    if (out + 16 > toEnd) return 0;
    const bytes = v128.load(p);
    v128.store(out, bytes);
    const marks = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(bytes, less), i8x16.eq(bytes, ampersand)),
        v128.or(i8x16.eq(bytes, underscore), i8x16.eq(bytes, carriageReturn)),
      ),
    );
    if (marks == 0) {
      p += 16;
      out += 16;
      continue;
    }
    p += <usize>ctz(marks);
    out += <usize>ctz(marks);
    const word = load<u64>(p);
    const byte = <u32>word & 0xff;
    if (byte == 0x3c) {
      copiedTo = out;
      return p;
    }
    if (byte == 0x5f) {
      if (load<u8>(p, 1) == 0x78) return 0;
      p += 1;
    } else if ((word & mask6) == 0x3b746f757126) {
      store<u8>(out, 0x22); // &quot;
      p += 6;
    } else if ((word & mask5) == 0x3b706d6126) {
      store<u8>(out, 0x26); // &amp;
      p += 5;
    } else if (<u32>word == 0x3b746c26) {
      store<u8>(out, 0x3c); // &lt;
      p += 4;
    } else if (<u32>word == 0x3b746726) {
      store<u8>(out, 0x3e); // &gt;
      p += 4;
    } else {
      return 0;
    }
    out += 1;
  }
  return 0;
}
