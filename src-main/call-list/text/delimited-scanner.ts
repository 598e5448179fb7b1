import type { Delimiter } from '../../contract/call-list.ts';
import { ByteSink } from '../byte-sink.ts';
import { cellKind, maxColumns, maxRecords, type Row, type RowVisitor } from '../row.ts';
import { isBlank } from '../check/fields.ts';
import { unreadable } from '../unreadable.ts';
import type { UsualRows } from '../usual-rows/usual-rows.ts';
import { byteOrderMark, damagedCharacter, hasCharacter } from './rare-characters.ts';
import { viewOf } from '../words.ts';
import { quoteFrom, undouble, undress } from './quotes.ts';

const quote = 0x22;
const equals = 0x3d;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** A field of more bytes than this is no call data; in quotes, it is one that is never closed. */
const longestField = 1 << 20;

/**
 * Reads delimited text (RFC 4180) as bytes: quoted fields with doubled quotes and line ends in them, lines ended
 * by CR LF, LF or CR. A quote inside an unquoted field is taken as it stands. A quote that does not enclose its field,
 * because text follows the closing one, or none closes it, is a flaw of the row; the lines that it would have taken
 * in are rows again. A blank line is a row without cells. Fields that need no decoding are slices of the window.
 */
export class DelimitedScanner {
  readonly #row: Row;
  readonly #visit: RowVisitor;
  readonly #ends = new Uint8Array(256);
  readonly #delimiter: Buffer;
  readonly #sink = new ByteSink();
  #buffer: Buffer;
  /** The same bytes, to be read in words. */
  #view: DataView;
  readonly #usualRows: UsualRows | undefined;
  #length = 0;
  #position = 0;
  /** How much of the current record has been seen to be incomplete; it is looked at again at twice that. */
  #wanted = 0;
  #number = 0;
  #final = false;
  /** The next line feed and carriage return that were found in the buffer; -1 where they must be looked for. */
  #lineFeed = -1;
  #carriageReturn = -1;
  /** There is a U+FFFD in what is being looked at: a damaged character. */
  #isDamaged = false;
  /** There is a byte order mark in what is being looked at. */
  #hasMark = false;
  /** As many fields as the widest of the first rows has: the header among them. */
  #usualWidth = 0;
  /** Set by a visitor that has seen enough. */
  stopped = false;

  /** @param usualRows takes the rows with nothing to report */
  constructor(row: Row, delimiter: Delimiter, visit: RowVisitor, usualRows?: UsualRows) {
    this.#row = row;
    this.#delimiter = Buffer.from(delimiter);
    // Those know delimiters of one byte.
    this.#usualRows = this.#delimiter.length === 1 ? usualRows : undefined;
    this.#buffer = this.#usualRows?.beginText(this.#first) ?? Buffer.allocUnsafeSlow(1 << 19);
    this.#view = viewOf(this.#buffer);
    this.#visit = visit;
    for (const byte of [this.#first, lineFeed, carriageReturn]) this.#ends[byte] = 1;
  }

  /** The delimiter's first byte; nearly always its only one. */
  get #first(): number {
    return this.#delimiter[0] as number;
  }

  /** @param chunk UTF-8 that ends between two characters */
  push(chunk: Buffer): void {
    this.#append(chunk);
    if (this.#length - this.#position < this.#wanted) return;
    this.#records();
  }

  /** Says that there is no more. */
  end(): void {
    this.#final = true;
    this.#records();
  }

  #append(chunk: Buffer): void {
    const left = this.#length - this.#position;
    if (left + chunk.length > this.#buffer.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, left + chunk.length));
      this.#buffer.copy(grown, 0, this.#position, this.#length);
      this.#buffer = grown;
      this.#view = viewOf(grown);
    } else if (this.#position > 0) {
      this.#buffer.copyWithin(0, this.#position, this.#length);
    }
    chunk.copy(this.#buffer, left);
    this.#length = left + chunk.length;
    this.#position = 0;
    this.#lineFeed = -1;
    this.#carriageReturn = -1;
    this.#isDamaged = hasCharacter(chunk, damagedCharacter) || (this.#isDamaged && left > 0);
    this.#hasMark = hasCharacter(chunk, byteOrderMark) || (this.#hasMark && left > 0);
  }

  #records(): void {
    while (!this.stopped && this.#position < this.#length) {
      this.#takeUsual();
      if (this.#position >= this.#length) break;
      const next = this.#record();
      if (next === -1) {
        const left = this.#length - this.#position;
        this.#wanted = left < 1 << 16 ? 0 : left * 2;
        return;
      }
      this.#position = next;
      if (this.#number <= firstRows) this.#usualWidth = Math.max(this.#usualWidth, this.#row.width);
      // "sep=;" in the first line is a word to Excel, not a row.
      if (this.#number === 1 && this.#row.width <= 2 && /^sep=/i.test(this.#row.text(0))) {
        this.#number = 0;
        continue;
      }
      if (this.#visit(this.#row) === false) this.stopped = true;
    }
    this.#wanted = 0;
  }

  /** Takes rows with nothing to report, up to the first other one. */
  #takeUsual(): void {
    const usual = this.#usualRows;
    if (usual === undefined || this.#isDamaged || this.#hasMark || this.#number < firstRows) return;
    do {
      const before = this.#number;
      const next = usual.readText(this.#buffer, this.#position, this.#length, before);
      if (next === -1) return;
      for (
        let taken = usual.take(0, before + 1);
        taken < usual.count;
        taken = usual.take(taken + 1, before + 1)
      ) {
        this.#number = before + taken;
        this.#position = usual.position(taken);
        this.#record();
        this.#visit(this.#row);
      }
      this.#number = before + usual.count;
      this.#position = next;
    } while (usual.goesOn(this.#number));
  }

  /** Reads one record into the row. @returns the position after it; -1 if it is not complete */
  #record(): number {
    const buffer = this.#buffer;
    const length = this.#length;
    const row = this.#row;
    const number = this.#number + 1;
    if (number > maxRecords) throw unreadable('too-many-rows', 'The text has more than ten million lines.');
    row.begin(number);
    this.#sink.reset();
    let p = this.#position;
    // Of a file that was appended to another one: the mark is the file's, and not the record's.
    if (this.#hasMark && buffer.subarray(p, Math.min(length, p + 3)).equals(byteOrderMark)) p += 3;
    let column = 0;
    for (;;) {
      if (column >= maxColumns)
        throw unreadable('too-many-columns', `Row ${number} has more than 16,384 fields.`);
      const start = p;
      if (p < length && buffer[p] === quote) {
        p = this.#quoted(p, column);
        if (p === -1) return -1;
      } else {
        p = this.#fieldEnd(p);
        if (p - start > longestField) throw tooLong(number);
        if (p >= length && !this.#final) return -1;
        // A line with nothing on it has no cells at all.
        if (p > start || column > 0 || buffer[p] === this.#first) {
          row.set(column, buffer, start, p, cellKind.text);
        }
      }
      if (this.#isDamaged) this.#markDamaged(column);
      if (row.width > column && (row.bytes[column] as Buffer)[row.start[column] as number] === equals)
        undress(row, column);
      if (p >= length) break;
      const byte = buffer[p];
      if (byte === this.#first) {
        p += this.#delimiter.length;
        column += 1;
        continue;
      }
      p += 1;
      if (byte === carriageReturn) {
        if (p >= length && !this.#final) return -1;
        if (p < length && buffer[p] === lineFeed) p += 1;
      }
      break;
    }
    this.#number = number;
    return p;
  }

  /** The position of the delimiter or line end that ends a field; the window's end if there is none. */
  #fieldEnd(from: number): number {
    const buffer = this.#buffer;
    const length = this.#length;
    const more = this.#delimiter.length - 1;
    let p = from;
    for (;;) {
      while (p < length && this.#ends[buffer[p] as number] === 0) p += 1;
      if (more === 0 || p >= length || buffer[p] !== this.#first) return p;
      if (buffer.compare(this.#delimiter, 0, more + 1, p, p + more + 1) === 0) return p;
      // Another character that begins with the same byte; none is cut at the window's end.
      p += 1;
    }
  }

  /** Reads a quoted field from its quote on. @returns the position of what ends it; -1 if that is not there yet */
  #quoted(from: number, column: number): number {
    const buffer = this.#buffer;
    const length = this.#length;
    const start = from + 1;
    let doubled = 0;
    let p = start;
    for (;;) {
      p = quoteFrom(buffer, this.#view, p, length);
      if (p - from > longestField) return this.#literal(from, column);
      if (p >= length) return this.#final ? this.#literal(from, column) : -1;
      if (p + 1 >= length && !this.#final) return -1;
      if (p + 1 >= length || buffer[p + 1] !== quote) break;
      doubled += 1;
      p += 2;
    }
    const end = p;
    p += 1;
    const behind = p;
    p = this.#fieldEnd(p);
    if (p >= length && !this.#final) return -1;
    const isStray = p > behind && !isBlank(buffer, behind, p);
    const lineEnd = this.#lineEndWithin(from, end);
    if (lineEnd !== -1 && isStray) return this.#literal(from, column);
    let kind: number = cellKind.text;
    if (isStray || (lineEnd !== -1 && this.#hasRows(buffer, lineEnd, end))) {
      kind = cellKind.strayQuote;
      this.#row.flaw = kind;
    }
    if (doubled === 0 && p === behind) {
      this.#row.set(column, buffer, start, end, kind);
      return p;
    }
    const sink = this.#sink;
    const decodedFrom = sink.length;
    if (doubled === 0) sink.slice(buffer, start, end);
    else undouble(buffer, this.#view, start, end, sink);
    sink.slice(buffer, behind, p);
    this.#row.set(column, sink.bytes, decodedFrom, sink.length, kind);
    return p;
  }

  /** The first line end between two positions; -1 if there is none. Most fields end before the next one that is known. */
  #lineEndWithin(from: number, end: number): number {
    if (this.#lineFeed < from) this.#lineFeed = positionOf(this.#buffer, lineFeed, from);
    if (this.#carriageReturn < from) this.#carriageReturn = positionOf(this.#buffer, carriageReturn, from);
    const first = Math.min(this.#lineFeed, this.#carriageReturn);
    return first < end ? first : -1;
  }

  /** Takes a field that begins with a quote as one that is not quoted: the quote stands for itself. */
  #literal(from: number, column: number): number {
    const buffer = this.#buffer;
    const length = this.#length;
    const p = this.#fieldEnd(from);
    if (p - from > longestField) throw tooLong(this.#number + 1);
    if (p >= length && !this.#final) return -1;
    this.#row.set(column, buffer, from, p, cellKind.strayQuote);
    this.#row.flaw = cellKind.strayQuote;
    return p;
  }

  /**
   * Whether lines inside a quoted field are rows: with as many fields as the rows have, one of them a telephone number. A
   * quote that is never closed takes in all rows up to the next quote, and no other sign is left of it.
   */
  #hasRows(buffer: Buffer, from: number, end: number): boolean {
    if (this.#usualWidth < 2) return false;
    const delimiter = this.#delimiter.toString();
    for (const line of buffer.toString('utf8', from, end).split(/[\r\n]/)) {
      const fields = line.split(delimiter);
      if (fields.length === this.#usualWidth && fields.some(isTelephoneField)) return true;
    }
    return false;
  }

  #markDamaged(column: number): void {
    const row = this.#row;
    if (!row.has(column)) return;
    const bytes = row.bytes[column] as Buffer;
    const found = bytes.subarray(row.start[column], row.end[column]).includes(damagedCharacter);
    if (found) row.kind[column] = cellKind.damaged;
  }
}

/** The position of the next such byte; beyond the buffer if there is none. */
function positionOf(buffer: Buffer, byte: number, from: number): number {
  const at = buffer.indexOf(byte, from);
  return at === -1 ? buffer.length : at;
}

/** The header is among so many. */
const firstRows = 20;

/** A field that is nothing but a number of 7 to 15 digits, or the list of numbers of the template. */
const isTelephoneField = (field: string): boolean =>
  /^\s{0,9}\+?\d[\d -]{5,20}\d\s{0,9}$/.test(field) || field.includes('calledNo');

function tooLong(row: number): Error {
  return unreadable('cell-too-long', `Row ${row} has a field of more than 1 MB.`, { details: { row } });
}
