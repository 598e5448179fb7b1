import type { ByteSink } from '../byte-sink.ts';
import { cellKind } from '../row.ts';
import { cellType } from './cell-tag.ts';
import type { CellValues } from './cell-values.ts';
import { GT, LT, SLASH, decodeText, textByte, textFlags, unescapeXstring } from './xml-bytes.ts';

/**
 * The forms that nearly all cells of a list have, in a sheet whose namespace has no prefix. Whatever else there is
 * stays with the scanner, which knows all forms: here it is answered with 0.
 */
export class QuickCells {
  readonly #values: CellValues;
  readonly #sink: ByteSink;

  constructor(values: CellValues, sink: ByteSink) {
    this.#values = values;
    this.#sink = sink;
  }

  /**
   * `<v>12</v></c>` of a shared string and `<is><t>text</t></is></c>`: what nearly all cells of a list have. Answers 0
   * for anything else, and for a cell that the window cuts.
   */
  cell(buffer: Buffer, from: number, length: number, column: number, type: number): number {
    if (buffer[from] !== LT) return 0;
    let p = from + 3;
    if (type === cellType.shared) {
      if (buffer[from + 1] !== 0x76 || buffer[from + 2] !== GT) return 0;
      let index = 0;
      for (
        let digit = (buffer[p] as number) - 0x30;
        digit >= 0 && digit <= 9;
        digit = (buffer[p] as number) - 0x30
      ) {
        index = index * 10 + digit;
        p += 1;
      }
      // '</v></c>'; the longest number that is surely no more than 32 bits has nine digits
      if (p === from + 3 || p > from + 12 || p + 8 > length) return 0;
      if (buffer[p] !== LT || buffer[p + 1] !== SLASH || buffer[p + 2] !== 0x76 || buffer[p + 3] !== GT)
        return 0;
      if (!isCellEnd(buffer, p + 4)) return 0;
      this.#values.sharedString(index, column);
      return p + 8;
    }
    if (type !== cellType.inline) return 0;
    if (buffer[from + 1] !== 0x69 || buffer[from + 2] !== 0x73 || buffer[p] !== GT) return 0;
    p = this.inline(buffer, p + 1, length, column);
    if (p <= 0) return p;
    // Whatever follows but the end is read again, with the cell, by those who know all forms.
    return p + 4 <= length && isCellEnd(buffer, p) ? p + 4 : 0;
  }

  /** `<t>text</t></is>`, the shape of nearly every inline string. Answers 0 for any other. */
  inline(buffer: Buffer, at: number, length: number, column: number): number {
    if (buffer[at] !== LT || buffer[at + 1] !== 0x74) return 0;
    let start = at + 2;
    if (buffer[start] === 0x20) {
      // xml:space="preserve": what is inside is kept as it is, with or without it
      while (buffer[start] !== GT && buffer[start] !== LT) start += 1;
      if (buffer[start - 1] === SLASH) return 0;
    }
    if (buffer[start] !== GT) return 0;
    start += 1;
    let end = start;
    let flags = 0;
    for (;;) {
      const flag = textByte[buffer[end] as number] as number;
      if (flag === textFlags.end) break;
      flags |= flag;
      end += 1;
    }
    // '</t></is>'
    if (end + 9 > length) return end >= length ? -1 : 0;
    if (buffer[end + 1] !== SLASH || buffer[end + 2] !== 0x74 || buffer[end + 3] !== GT) return 0;
    if (buffer[end + 4] !== LT || buffer[end + 5] !== SLASH || buffer[end + 6] !== 0x69) return 0;
    if (buffer[end + 7] !== 0x73 || buffer[end + 8] !== GT) return 0;
    if (flags === 0) {
      this.#values.set(column, buffer, start, end, cellKind.text);
    } else {
      const sink = this.#sink;
      const from = sink.length;
      decodeText(buffer, start, end, sink);
      unescapeXstring(sink, from);
      this.#values.set(column, sink.bytes, from, sink.length, cellKind.text);
    }
    return end + 9;
  }
}

/** `</c>` */
function isCellEnd(buffer: Buffer, at: number): boolean {
  return buffer[at] === LT && buffer[at + 1] === SLASH && buffer[at + 2] === 0x63 && buffer[at + 3] === GT;
}
