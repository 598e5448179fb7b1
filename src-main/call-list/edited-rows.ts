import { templateColumns } from '../contract/call-data-template.ts';
import { ByteStore } from './check/byte-store.ts';
import { CallRecord, type KeptRecord } from './check/call-record.ts';
import { GrowingArray } from './check/growing-array.ts';

const width = templateColumns.length;

/** What each cell of a row is (see `cellKind`) in one word: four bits a column, and one for a hidden row. */
const kindBits = 4;
const kindMask = 0xf;
const hiddenBit = 31;

function kindsOf(record: CallRecord): number {
  let kinds = record.hidden ? 1 << hiddenBit : 0;
  for (let column = 0; column < width; column += 1) {
    kinds |= (record.kind[column] as number) << (column * kindBits);
  }
  return kinds >>> 0;
}

/**
 * Rows as they have been edited, in template form. Bulk mends may change every row of a list, so the fields are kept
 * as bytes: 500,000 rows take a quarter of what they take as strings.
 */
export class EditedRows {
  readonly #bytes = new ByteStore();
  /** Of each row that was set, the place and length of each of its fields, and what its cells are. */
  readonly #fields = new GrowingArray();
  /** Where a row's fields begin. */
  readonly #begin = new Map<number, number>();

  get count(): number {
    return this.#begin.size;
  }

  /** In the order in which they were first set. */
  get rows(): Iterable<number> {
    return this.#begin.keys();
  }

  has(row: number): boolean {
    return this.#begin.has(row);
  }

  /** Keeps a copy of a row, in place of what was kept of it before. */
  set(record: CallRecord): void {
    this.#begin.set(record.row, this.#fields.length);
    for (let column = 0; column < width; column += 1) {
      const start = record.start[column] as number;
      const end = record.end[column] as number;
      this.#fields.push(this.#bytes.add(record.bytes[column] as Buffer, start, end));
      this.#fields.push(end - start);
    }
    this.#fields.push(kindsOf(record));
  }

  /** Puts a row into the record; false, and the record is left alone, if the row has not been edited. */
  fill(row: number, record: CallRecord): boolean {
    const begin = this.#begin.get(row);
    if (begin === undefined) return false;
    record.clear(row);
    const kinds = this.#fields.at(begin + 2 * width);
    record.hidden = kinds >>> hiddenBit === 1;
    for (let column = 0; column < width; column += 1) {
      const kind = (kinds >>> (column * kindBits)) & kindMask;
      const length = this.#fields.at(begin + 2 * column + 1);
      if (length === 0) {
        record.kind[column] = kind;
        continue;
      }
      const { bytes, start } = this.#bytes.slice(this.#fields.at(begin + 2 * column));
      record.set(column, bytes, start, start + length, kind);
    }
    return true;
  }

  /** A row; undefined if it has not been edited. */
  kept(row: number): KeptRecord | undefined {
    const record = new CallRecord();
    return this.fill(row, record) ? record.keep() : undefined;
  }

  /** Calls back with each row, in the order in which they were first set. The record is good until the visitor returns. */
  each(visit: (record: CallRecord) => void): void {
    const record = new CallRecord();
    for (const row of this.#begin.keys()) {
      this.fill(row, record);
      visit(record);
    }
  }

  /** Copies the rows of another that this one does not have. */
  addMissing(others: EditedRows): void {
    others.each((record) => {
      if (!this.has(record.row)) this.set(record);
    });
  }
}
