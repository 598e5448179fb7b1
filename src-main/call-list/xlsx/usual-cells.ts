import type { ByteSink } from '../byte-sink.ts';
import { cellKind, type Row } from '../row.ts';
import type { CellValues } from './cell-values.ts';
import { firstBytes, firstMarked, fourTimes, isMarked, markZero, word } from '../words.ts';
import { GT, LT, decodeText, textByte, textFlags, unescapeXstring } from './xml-bytes.ts';

const quote = 0x22;

// The tags of a cell as nearly all writers write them, cut into words.
const cell = word('<c r');
const equalsQuote = word('="');
const styleIs = word('" s=');
const typeIs = word('" t=');
const shared = word('"s">');
const number = word('"n">');
const string = [word('"str'), word('">')] as const;
const inline = [word('"inl'), word('ineS'), word('tr">'), word('<is>')] as const;
const value = word('<v>');
const untypedValue = word('"><v');
const text = word('<t>');
const keptText = ['<t x', 'ml:s', 'pace', '="pr', 'eser', 've">'].map(word);
const valueEnd = word('</v>');
const cellEnd = word('</c>');
const inlineEnd = [word('</t>'), word('</is'), word('></c')] as const;
const noValue = word('"/>');
const threeBytes = firstBytes(3);

const fourLt = fourTimes(LT);
const fourAmp = fourTimes(0x26);

/**
 * The forms that nearly all cells of nearly all writers have, in a sheet whose namespace has no prefix:
 * `<c r="B7" s="1" t="s"><v>12</v></c>`, the same with a string, a number or an inline string, and a cell without
 * value. Whatever else there is stays with the scanner, which knows all forms.
 *
 * Nothing counts before the end of its cell has been found inside the window: behind it lie the sentinel and what is
 * left of earlier chunks, which may look like more of the cell (see byte-window.ts for how far is read there).
 */
export class UsualCells {
  readonly #row: Row;
  readonly #values: CellValues;
  readonly #sink: ByteSink;
  /** The column of the last cell of the row, counted from 0; -1 before the first. */
  column = -1;
  /** The row's number as it stands in the references of its cells: its digits in two words. */
  #number = -1;
  #digits = 0;
  #low = 0;
  #high = 0;
  #lowMask = 0;
  #highMask = 0;

  constructor(row: Row, values: CellValues, sink: ByteSink) {
    this.#row = row;
    this.#values = values;
    this.#sink = sink;
  }

  /** Begins a row. */
  begin(rowNumber: number): void {
    this.column = -1;
    if (rowNumber === this.#number + 1 && rowNumber % 10 !== 0) {
      // Only the last digit is another one.
      if (this.#digits <= 4) this.#low += 1 << ((this.#digits - 1) << 3);
      else this.#high += 1 << ((this.#digits - 5) << 3);
    } else {
      const digits = String(rowNumber);
      this.#digits = digits.length;
      this.#low = word(digits.slice(0, 4));
      this.#high = word(digits.slice(4));
      this.#lowMask = firstBytes(digits.length);
      this.#highMask = firstBytes(digits.length - 4);
    }
    this.#number = rowNumber;
  }

  /**
   * Reads cells as long as they are usual and whole.
   *
   * @param view the same bytes as `buffer`
   * @param isOdd whether there may be a carriage return or an `_x` in the window, which texts then are searched for
   * @returns the position of the first cell that is not, or of what follows the cells
   */
  read(buffer: Buffer, view: DataView, from: number, length: number, isOdd: boolean): number {
    const row = this.#row;
    const low = this.#low;
    const high = this.#high;
    const lowMask = this.#lowMask;
    const highMask = this.#highMask;
    let p = from;
    for (;;) {
      // <c r="B7
      if (view.getInt32(p, true) !== cell || view.getInt16(p + 4, true) !== equalsQuote) return p;
      let column = (buffer[p + 6] as number) - 0x41;
      if (column < 0 || column > 25) return p;
      let q = p + 7;
      const second = (buffer[q] as number) - 0x41;
      if (second >= 0 && second <= 25) {
        column = (column + 1) * 26 + second;
        q += 1;
      }
      if (((view.getInt32(q, true) ^ low) & lowMask) !== 0) return p;
      if (((view.getInt32(q + 4, true) ^ high) & highMask) !== 0) return p;
      q += this.#digits;
      if (row.marks[column] === row.mark) return p;

      // " s="1
      let style = 0;
      if (view.getInt32(q, true) === styleIs) {
        if (buffer[q + 4] !== quote) return p;
        q += 5;
        for (
          let digit = (buffer[q] as number) - 0x30;
          digit >= 0 && digit <= 9;
          digit = (buffer[q] as number) - 0x30
        ) {
          style = style * 10 + digit;
          if (style > 0xffff) return p;
          q += 1;
        }
      }

      const next = view.getInt32(q, true);
      if (next === typeIs) {
        const type = view.getInt32(q + 4, true);
        if (type === shared) {
          // " t="s"><v>12</v></c>
          if ((view.getInt32(q + 8, true) & threeBytes) !== value) return p;
          q = this.#sharedString(buffer, view, q + 11, length, column);
        } else if (type === inline[0]) {
          // " t="inlineStr"><is><t>text</t></is></c>
          if (view.getInt32(q + 8, true) !== inline[1] || view.getInt32(q + 12, true) !== inline[2]) return p;
          if (view.getInt32(q + 16, true) !== inline[3]) return p;
          q = startOfText(view, q + 20);
          if (q === 0) return p;
          q = this.#text(buffer, view, q, length, column, isOdd, true);
        } else if (type === string[0]) {
          // " t="str"><v>text</v></c>
          if (view.getInt16(q + 8, true) !== string[1]) return p;
          if ((view.getInt32(q + 10, true) & threeBytes) !== value) return p;
          q = this.#text(buffer, view, q + 13, length, column, isOdd, false);
        } else if (type === number && (view.getInt32(q + 8, true) & threeBytes) === value) {
          // " t="n"><v>12</v></c>
          q = this.#plainNumber(buffer, view, q + 11, length, column, style);
        } else {
          return p;
        }
      } else if (next === untypedValue && buffer[q + 4] === GT) {
        // "><v>12</v></c>
        q = this.#plainNumber(buffer, view, q + 5, length, column, style);
      } else if ((next & threeBytes) === noValue && q + 3 <= length) {
        // "/>
        row.set(column, buffer, 0, 0, cellKind.text);
        q += 3;
      } else {
        return p;
      }
      if (q === 0) return p;
      this.column = column;
      p = q;
    }
  }

  /** `12</v></c>`. Answers the position behind, 0 for anything else; so do the others below. */
  #sharedString(buffer: Buffer, view: DataView, from: number, length: number, column: number): number {
    let p = from;
    let index = 0;
    for (
      let digit = (buffer[p] as number) - 0x30;
      digit >= 0 && digit <= 9;
      digit = (buffer[p] as number) - 0x30
    ) {
      index = index * 10 + digit;
      p += 1;
      if (p > from + 9) return 0;
    }
    if (p === from || !isValueEnd(view, p, length)) return 0;
    return this.#values.sharedString(index, column) ? p + 8 : 0;
  }

  #plainNumber(
    buffer: Buffer,
    view: DataView,
    from: number,
    length: number,
    column: number,
    style: number,
  ): number {
    let p = from;
    while ((buffer[p] as number) >= 0x30 && (buffer[p] as number) <= 0x39 && p - from < 16) p += 1;
    if (!isValueEnd(view, p, length)) return 0;
    return this.#values.plainNumber(buffer, from, p, column, style) ? p + 8 : 0;
  }

  /** `text</t></is></c>`, or `text</v></c>` if it is not inline. */
  #text(
    buffer: Buffer,
    view: DataView,
    start: number,
    length: number,
    column: number,
    isOdd: boolean,
    isInline: boolean,
  ): number {
    if (start > length) return 0;
    let end = isOdd ? start : textOrEntityEnd(view, start);
    let flags = 0;
    if (isOdd || buffer[end] !== LT) {
      for (;;) {
        const flag = textByte[buffer[end] as number] as number;
        if (flag === textFlags.end) break;
        flags |= flag;
        end += 1;
      }
    }
    let after = end + 8;
    if (isInline) {
      if (view.getInt32(end, true) !== inlineEnd[0] || view.getInt32(end + 4, true) !== inlineEnd[1])
        return 0;
      if (view.getInt32(end + 8, true) !== inlineEnd[2] || buffer[end + 12] !== GT) return 0;
      after = end + 13;
      if (after > length) return 0;
    } else if (!isValueEnd(view, end, length)) {
      return 0;
    }
    if (flags === 0) {
      this.#values.set(column, buffer, start, end, cellKind.text);
    } else {
      const sink = this.#sink;
      const from = sink.length;
      if (!decodeText(buffer, start, end, sink)) return 0;
      unescapeXstring(sink, from);
      this.#values.set(column, sink.bytes, from, sink.length, cellKind.text);
    }
    return after;
  }
}

/** `<t>` or `<t xml:space="preserve">`, which makes no difference: what is inside is kept as it is. */
function startOfText(view: DataView, p: number): number {
  const first = view.getInt32(p, true);
  if ((first & threeBytes) === text) return p + 3;
  if (first !== keptText[0]) return 0;
  for (let i = 1; i < keptText.length; i += 1) {
    if (view.getInt32(p + i * 4, true) !== keptText[i]) return 0;
  }
  return p + 24;
}

/** `</v></c>` */
function isValueEnd(view: DataView, p: number, length: number): boolean {
  return view.getInt32(p, true) === valueEnd && view.getInt32(p + 4, true) === cellEnd && p + 8 <= length;
}

/** The position of the first `<` or `&`. */
function textOrEntityEnd(view: DataView, from: number): number {
  for (let p = from; ; p += 4) {
    const four = view.getInt32(p, true);
    const marks = markZero(four ^ fourLt) | markZero(four ^ fourAmp);
    if (isMarked(marks)) return p + firstMarked(marks);
  }
}
