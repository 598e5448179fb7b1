import { DialdeskError } from '../../contract/errors.ts';
import { cellLimit, endAfterUnits, mostGrowth, needsPreserve, writeCellText } from './cell-text.ts';
import { viewOf, word } from '../words.ts';
import { columnLetters, dayStyle, headerStyle, textStyle } from './workbook-parts.ts';

/** A block is full when it holds this many bytes. Blocks of 4 MB would make the file 0.2 % smaller. */
const fullBlock = 1024 * 1024;
/** The size of a block's buffer: there is room for the row that takes it over the limit, in most cases. */
export const blockBuffer = fullBlock + 256 * 1024;

const ascii = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const rowOpen = ascii('<row r="');
const rowOpened = ascii('">');
const rowClose = ascii('</row>');
const cellOpened = (style: number): Uint8Array => ascii(`" s="${style}" t="inlineStr"><is><t>`);
const textCellOpened = cellOpened(textStyle);
const headerCellOpened = cellOpened(headerStyle);
/** In place of the `>` that ends what opens a cell. */
const preserve = ascii(' xml:space="preserve">');
/** All markup of a cell is shorter than this, in whole words. */
const cellMarkup = 128;

/** Markup that is copied four bytes at a time; what is copied behind its end is written over. */
interface Markup {
  readonly words: Int32Array;
  readonly length: number;
}

function markup(text: string): Markup {
  const words = Int32Array.from({ length: Math.ceil(text.length / 4) }, (_, i) =>
    word(text.slice(i * 4, i * 4 + 4)),
  );
  return { words, length: text.length };
}

const cellClose = markup('</t></is></c>');

/**
 * Makes the XML of rows, as bytes in blocks. Strings are inline: a table of shared strings would have to stay
 * in memory until the sheet is complete, and most values of a call list occur once.
 */
export class SheetXml {
  readonly #newBlock: () => Uint8Array;
  readonly #cellOpens: Markup[] = [];
  #block: Uint8Array;
  /** The same bytes, to be written in words. */
  #view: DataView;
  /** What opens a cell of the row from its number on: `7" s="1" t="inlineStr"><is><t>`. */
  readonly #opened = new Uint8Array(64);
  readonly #openedView = new DataView(this.#opened.buffer);
  #openedLength = 0;
  #at = 0;
  /** The row being written, counted from 1; its digits stand at the end of their buffer. */
  #row = 0;
  #digits = new Uint8Array(7);
  #firstDigit = 7;
  #column = 0;
  #inRow = false;
  #cellOpened = headerCellOpened;

  /** `newBlock` gives a buffer of `blockBuffer` bytes, used or new. */
  constructor(newBlock: () => Uint8Array) {
    this.#newBlock = newBlock;
    this.#block = newBlock();
    this.#view = viewOf(this.#block);
  }

  /** Appends markup as it is. */
  markup(text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    this.#makeRoom(bytes.length);
    this.#copy(bytes);
  }

  /** Starts a sheet with the markup before its rows. Rows count from 1, and the first is the header. */
  startSheet(head: string): void {
    this.markup(head);
    this.#cellOpened = headerCellOpened;
    this.#openedLength = 0;
    this.#setRow(0);
  }

  /**
   * Writes the next cell of the row: the UTF-8 text `source[start, end)`, which may be empty. Throws
   * `invalid_request` when it is longer than Excel lets a cell be: nothing is ever cut off silently.
   */
  cell(source: Uint8Array, start: number, end: number): void {
    if (!this.#inRow) this.#openRow();
    const column = this.#column++;
    if (start >= end) return;
    const length = end - start;
    if (length > cellLimit && endAfterUnits(source, start, end, cellLimit) < end) {
      throw new DialdeskError('invalid_request', `row ${this.#row}: a cell holds ${cellLimit} characters`, {
        details: { row: this.#row, limit: cellLimit },
      });
    }
    this.#makeRoom(length * mostGrowth + cellMarkup);
    this.#openCell(column);
    if (needsPreserve(source, start, end)) {
      this.#at -= 1;
      this.#copy(preserve);
    }
    this.#at = writeCellText(source, start, end, this.#block, this.#at, this.#view);
    this.#put(cellClose);
  }

  /** Writes the next cell of the row as an error such as #N/A. */
  error(name: string): void {
    this.#value(`" s="${textStyle}" t="e"><v>${name}</v></c>`);
  }

  /** Writes the next cell of the row as a day with a time, in days since the 1900 system began; only the day is shown. */
  day(serial: number): void {
    this.#value(`" s="${dayStyle}"><v>${serial}</v></c>`);
  }

  #value(behindPlace: string): void {
    if (!this.#inRow) this.#openRow();
    const column = this.#column++;
    const rest = ascii(behindPlace);
    this.#makeRoom(rest.length + cellMarkup);
    this.#put((this.#cellOpens[column] ??= markup(`<c r="${columnLetters(column)}`)));
    this.#copyRowNumber();
    this.#copy(rest);
  }

  /** Appends rows as they are, which follow the last one. Returns whether the block is full and should be taken. */
  rows(xml: Uint8Array, count: number): boolean {
    this.#makeRoom(xml.length);
    this.#block.set(xml, this.#at);
    this.#at += xml.length;
    this.#setRow(this.#row + count);
    return this.#at >= fullBlock;
  }

  /** Ends the row. Returns whether the block is full and should be taken. */
  endRow(): boolean {
    if (!this.#inRow) this.#openRow();
    this.#makeRoom(rowClose.length);
    this.#copy(rowClose);
    this.#inRow = false;
    if (this.#cellOpened !== textCellOpened) {
      this.#cellOpened = textCellOpened;
      this.#openedLength = 0;
    }
    return this.#at >= fullBlock;
  }

  /** The XML since the last take; the buffer is the caller's. Only between rows. */
  take(): Uint8Array {
    const block = this.#block.subarray(0, this.#at);
    this.#block = this.#newBlock();
    this.#view = viewOf(this.#block);
    this.#at = 0;
    return block;
  }

  #openRow(): void {
    this.#setRow(this.#row + 1);
    this.#column = 0;
    this.#inRow = true;
    this.#makeRoom(cellMarkup);
    this.#copy(rowOpen);
    this.#copyRowNumber();
    this.#copy(rowOpened);
  }

  #setRow(row: number): void {
    this.#row = row;
    let first = this.#digits.length;
    for (let rest = row; rest > 0; rest = Math.trunc(rest / 10)) this.#digits[--first] = 0x30 + (rest % 10);
    this.#firstDigit = first;
    const digits = this.#digits.subarray(first);
    this.#opened.set(digits);
    const length = digits.length + this.#cellOpened.length;
    if (length !== this.#openedLength) {
      this.#opened.set(this.#cellOpened, digits.length);
      this.#openedLength = length;
    }
  }

  /** `<c r="A7" s="1" t="inlineStr"><is><t>` */
  #openCell(column: number): void {
    this.#put((this.#cellOpens[column] ??= markup(`<c r="${columnLetters(column)}`)));
    const length = this.#openedLength;
    const from = this.#openedView;
    const view = this.#view;
    const at = this.#at;
    for (let i = 0; i < length; i += 4) view.setInt32(at + i, from.getInt32(i, true), true);
    this.#at = at + length;
  }

  #put({ words, length }: Markup): void {
    const view = this.#view;
    const at = this.#at;
    for (let i = 0; i < words.length; i += 1) view.setInt32(at + i * 4, words[i] as number, true);
    this.#at = at + length;
  }

  #copyRowNumber(): void {
    for (let i = this.#firstDigit; i < this.#digits.length; i++) {
      this.#block[this.#at++] = this.#digits[i] as number;
    }
  }

  /** Short constants, for which a loop is quicker than `set`. */
  #copy(bytes: Uint8Array): void {
    const block = this.#block;
    let at = this.#at;
    for (let i = 0; i < bytes.length; i++) block[at++] = bytes[i] as number;
    this.#at = at;
  }

  #makeRoom(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#block.length) return;
    const larger = new Uint8Array(needed * 2);
    larger.set(this.#block.subarray(0, this.#at));
    this.#block = larger;
    this.#view = viewOf(larger);
  }
}
