import type { Delimiter } from '../../contract/call-list.ts';
import { ByteSink } from '../byte-sink.ts';
import { cellKind, maxColumns, type Row, type RowVisitor } from '../row.ts';
import { unreadable } from '../unreadable.ts';

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** A field of more bytes than this is no call data; nearly always a quote that is never closed. */
const longestField = 1 << 20;
/** Each row takes memory, even a blank one; a list of more than this can only be a mistake or an attack. */
const maxRecords = 10_000_000;

/**
 * Reads delimited text (RFC 4180) as bytes: quoted fields with doubled quotes and line ends in them, lines ended
 * by CR LF, LF or CR. A quote inside an unquoted field, and text behind a closing quote, are taken as they stand.
 * A blank line is a row without cells. Fields that need no decoding are slices of the window.
 */
export class DelimitedScanner {
  readonly #row: Row;
  readonly #visit: RowVisitor;
  readonly #ends = new Uint8Array(256);
  readonly #delimiter: number;
  readonly #sink = new ByteSink();
  #buffer: Buffer = Buffer.allocUnsafeSlow(1 << 19);
  #length = 0;
  #position = 0;
  /** How much of the current record has been seen to be incomplete; it is looked at again at twice that. */
  #wanted = 0;
  #number = 0;
  #final = false;
  /** Set by a visitor that has seen enough. */
  stopped = false;

  constructor(row: Row, delimiter: Delimiter, visit: RowVisitor) {
    this.#row = row;
    this.#delimiter = delimiter.charCodeAt(0);
    this.#visit = visit;
    for (const byte of [this.#delimiter, lineFeed, carriageReturn]) this.#ends[byte] = 1;
  }

  /** @param chunk UTF-8 that ends between two characters */
  push(chunk: Buffer): void {
    this.#append(chunk);
    if (this.#length - this.#position < this.#wanted) return;
    this.#records();
  }

  /** Says that there is no more. @throws DialdeskError `file_unreadable`, `open-quote` */
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
    } else if (this.#position > 0) {
      this.#buffer.copyWithin(0, this.#position, this.#length);
    }
    chunk.copy(this.#buffer, left);
    this.#length = left + chunk.length;
    this.#position = 0;
  }

  #records(): void {
    while (!this.stopped && this.#position < this.#length) {
      const next = this.#record();
      if (next === -1) {
        const left = this.#length - this.#position;
        this.#wanted = left < 1 << 16 ? 0 : left * 2;
        return;
      }
      this.#position = next;
      // "sep=;" in the first line is a word to Excel, not a row.
      if (this.#number === 1 && this.#row.width <= 2 && /^sep=/i.test(this.#row.text(0))) {
        this.#number = 0;
        continue;
      }
      if (this.#visit(this.#row) === false) this.stopped = true;
    }
    this.#wanted = 0;
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
    let column = 0;
    for (;;) {
      if (column >= maxColumns)
        throw unreadable('too-many-columns', `Row ${number} has more than 16,384 fields.`);
      const start = p;
      if (p < length && buffer[p] === quote) {
        p = this.#quoted(p, column);
        if (p === -1) return -1;
      } else {
        while (p < length && this.#ends[buffer[p] as number] === 0) p += 1;
        if (p - start > longestField) throw tooLong(number);
        if (p >= length && !this.#final) return -1;
        // A line with nothing on it has no cells at all.
        if (p > start || column > 0 || buffer[p] === this.#delimiter) {
          row.set(column, buffer, start, p, cellKind.text);
        }
      }
      if (p >= length) break;
      const byte = buffer[p];
      p += 1;
      if (byte === this.#delimiter) {
        column += 1;
        continue;
      }
      if (byte === carriageReturn) {
        if (p >= length && !this.#final) return -1;
        if (p < length && buffer[p] === lineFeed) p += 1;
      }
      break;
    }
    this.#number = number;
    return p;
  }

  /** Reads a quoted field from its quote on. @returns the position of what ends it; -1 if that is not there yet */
  #quoted(from: number, column: number): number {
    const buffer = this.#buffer;
    const length = this.#length;
    let p = from + 1;
    let start = p;
    let decodedFrom = -1;
    for (;;) {
      while (p < length && buffer[p] !== quote) p += 1;
      if (p - from > longestField) throw openQuote(this.#number + 1);
      if (p >= length) {
        if (this.#final) throw openQuote(this.#number + 1);
        return -1;
      }
      if (p + 1 >= length && !this.#final) return -1;
      if (p + 1 < length && buffer[p + 1] === quote) {
        if (decodedFrom === -1) decodedFrom = this.#sink.length;
        this.#sink.slice(buffer, start, p + 1);
        p += 2;
        start = p;
        continue;
      }
      break;
    }
    const end = p;
    p += 1;
    const behind = p;
    while (p < length && this.#ends[buffer[p] as number] === 0) p += 1;
    if (p >= length && !this.#final) return -1;
    if (decodedFrom === -1 && p === behind) {
      this.#row.set(column, buffer, start, end, cellKind.text);
      return p;
    }
    if (decodedFrom === -1) decodedFrom = this.#sink.length;
    this.#sink.slice(buffer, start, end);
    this.#sink.slice(buffer, behind, p);
    this.#row.set(column, this.#sink.bytes, decodedFrom, this.#sink.length, cellKind.text);
    return p;
  }
}

function tooLong(row: number): Error {
  return unreadable('cell-too-long', `Row ${row} has a field of more than 1 MB.`, { details: { row } });
}

function openQuote(row: number): Error {
  return unreadable('open-quote', `In row ${row} a quoted field does not end.`, { details: { row } });
}
