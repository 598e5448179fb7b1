import type { ByteSink } from '../byte-sink.ts';
import { cellKind, type Row } from '../row.ts';
import { cellType, type CellTag } from './cell-tag.ts';
import type { CellValues } from './cell-values.ts';
import { isNamed, isNameEnd, type Prefixes } from './namespaces.ts';
import { appendRichText } from './rich-text.ts';
import {
  GT,
  LT,
  SLASH,
  afterElement,
  afterMarkup,
  afterTag,
  badXml,
  decodeText,
  isMarkup,
  textByte,
  textEnd,
  textFlags,
  unescapeXstring,
} from './xml-bytes.ts';

const nameC = Buffer.from('c');
const nameV = Buffer.from('v');
const nameIs = Buffer.from('is');

/** Reads what is between `<c …>` and `</c>`: a value, a text of its own, and whether a formula has a result. */
export class CellContent {
  readonly #row: Row;
  readonly #values: CellValues;
  readonly #sink: ByteSink;
  readonly #recalculates: boolean;
  #prefixes: Prefixes | undefined;
  #plain = false;

  /** @param recalculates the program that wrote the workbook leaves formulas to Excel */
  constructor(row: Row, values: CellValues, sink: ByteSink, recalculates: boolean) {
    this.#row = row;
    this.#values = values;
    this.#sink = sink;
    this.#recalculates = recalculates;
  }

  /** To be called before the first cell, with the sheet's namespaces. */
  begin(prefixes: Prefixes): void {
    this.#prefixes = prefixes;
    this.#plain = prefixes.plain;
  }

  /**
   * Reads to behind `</c>` and sets the cell of the row.
   *
   * @param from the position after the start tag, which is `tag`
   * @returns the position after the cell; -1 if the window ends inside it
   */
  read(buffer: Buffer, from: number, length: number, column: number, { type, style }: CellTag): number {
    let p = from;
    let seen = false;
    let hasEmptyValue = false;
    /** It has two values, and nobody says which of them counts. */
    let isTwice = false;
    let hasFormula = false;
    for (;;) {
      while ((buffer[p] as number) <= 0x20) p += 1;
      if (p + 1 >= length) return -1;
      if (buffer[p] !== LT) throw badXml('text in a cell outside its value');
      const next = buffer[p + 1] as number;
      if (next === SLASH) {
        // '</c>' or '</x:c>'
        if (this.#plain && buffer[p + 2] === 0x63 && buffer[p + 3] === GT) p += 4;
        else {
          const after = afterTag(buffer, p, length);
          if (after === -1) return -1;
          if (!(this.#prefixes as Prefixes).is(buffer, p + 2, nameC))
            throw badXml('a cell is closed by another name');
          p = after;
        }
        if (p > length) return -1;
        if (!seen) this.#row.set(column, buffer, 0, 0, cellKind.text);
        // Of a formula that comes to a text, an empty value is a value; none at all is not.
        const isEmptyText = type === cellType.string && (seen || hasEmptyValue);
        if (hasFormula && !isEmptyText && this.#hasNoResult(column)) {
          this.#row.set(column, buffer, 0, 0, cellKind.noValue);
        }
        if (isTwice) this.#row.kind[column] = cellKind.odd;
        return p;
      }
      if (isMarkup(next)) {
        p = afterMarkup(buffer, p, length);
        if (p === -1) return -1;
        continue;
      }
      const name = this.#plain ? p + 1 : (this.#prefixes as Prefixes).localName(buffer, p + 1);
      const isValue = name !== -1 && buffer[name] === 0x76 && isNameEnd(buffer[name + 1] as number);
      const isInline = !isValue && name !== -1 && isNamed(buffer, name, nameIs);
      if (!isValue && !isInline) {
        hasFormula ||= name !== -1 && buffer[name] === 0x66 && isNameEnd(buffer[name + 1] as number);
        p = afterElement(buffer, p, length); // a formula, an extension
        if (p === -1) return -1;
        continue;
      }
      p = buffer[name + (isValue ? 1 : 2)] === GT ? name + (isValue ? 2 : 3) : afterTag(buffer, p, length);
      if (p === -1) return -1;
      if (buffer[p - 2] === SLASH) {
        hasEmptyValue = true;
        continue;
      }
      isTwice ||= seen && this.#isFilled(column);
      seen = true;
      p = isValue
        ? this.#value(buffer, p, length, column, type, style)
        : this.#inline(buffer, p, length, column);
      if (p === -1) return -1;
    }
  }

  /**
   * Whether a formula's result is not in the file: no value at all, or the 0 that a program puts in which does not work
   * formulas out and leaves that to Excel.
   */
  #hasNoResult(column: number): boolean {
    const row = this.#row;
    const start = row.start[column] as number;
    const length = (row.end[column] as number) - start;
    if (length === 0) return true;
    return this.#recalculates && length === 1 && (row.bytes[column] as Buffer)[start] === 0x30;
  }

  #isFilled(column: number): boolean {
    return this.#row.has(column) && this.#row.start[column] !== this.#row.end[column];
  }

  /** The content of `<v>`, and its closing tag. */
  #value(buffer: Buffer, from: number, length: number, column: number, type: number, style: number): number {
    let end = from;
    let flags = 0;
    for (;;) {
      const flag = textByte[buffer[end] as number] as number;
      if (flag === textFlags.end) break;
      flags |= flag;
      end += 1;
    }
    if (end + 1 >= length) return -1;
    if (buffer[end + 1] !== SLASH) {
      flags |= textFlags.entity;
      end = textEnd(buffer, end, length);
      if (end === -1) return -1;
    }
    const after = this.#closeTag(buffer, end, length, nameV);
    if (after === -1) return -1;
    if (type === cellType.number && flags === 0 && this.#values.plainNumber(buffer, from, end, column, style))
      return after;
    if (flags !== 0) {
      const sink = this.#sink;
      const start = sink.length;
      const isKnown = decodeText(buffer, from, end, sink);
      if (type === cellType.string) unescapeXstring(sink, start);
      if (isKnown) this.#values.convert(sink.bytes, start, sink.length, column, type, style);
      else this.#values.set(column, sink.bytes, start, sink.length, cellKind.odd);
    } else {
      this.#values.convert(buffer, from, end, column, type, style);
    }
    return after;
  }

  /** The content of `<is>`, and its closing tag. */
  #inline(buffer: Buffer, from: number, length: number, column: number): number {
    const sink = this.#sink;
    const start = sink.length;
    const { end: close, isKnown } = appendRichText(buffer, from, length, this.#prefixes as Prefixes, sink);
    if (close === -1) return -1;
    const after = this.#closeTag(buffer, close, length, nameIs);
    const kind = isKnown ? cellKind.text : cellKind.odd;
    if (after !== -1) this.#values.set(column, sink.bytes, start, sink.length, kind);
    return after;
  }

  #closeTag(buffer: Buffer, p: number, length: number, name: Buffer): number {
    if (this.#plain && isNamed(buffer, p + 2, name) && buffer[p + 2 + name.length] === GT) {
      const after = p + 3 + name.length;
      return after > length ? -1 : after;
    }
    const after = afterTag(buffer, p, length);
    if (after !== -1 && !(this.#prefixes as Prefixes).is(buffer, p + 2, name)) {
      throw badXml('a value is closed by another name');
    }
    return after;
  }
}
