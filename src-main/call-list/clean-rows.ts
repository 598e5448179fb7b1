import { createHash } from 'node:crypto';
import { DialdeskError } from '../contract/errors.ts';
import { columnNumber, type CallRecord } from './check/call-record.ts';
import { CalledNumbers, readCalled } from './check/called-cell.ts';
import { isBlank } from './check/fields.ts';
import { inspectCalled } from './check/inspect-called.ts';
import type { UsualWriting } from './usual-rows/write-rows.ts';
import type { WorkbookSheet } from './write/workbook.ts';

const { called, customField } = columnNumber;
const nothing = Buffer.alloc(0);

/** Writes rows without errors in the form in which they are sent. */
export class CleanRows {
  readonly #numbers = new CalledNumbers();
  readonly #width: number;
  readonly #mark: Buffer | undefined;
  readonly #hash = new RowsHash();

  /**
   * @param width how many of the template's columns are written
   * @param mark written into customField of every row; its rows carry nothing there, or the mark already
   */
  constructor(width: number, mark?: string) {
    this.#width = width;
    this.#mark = mark === undefined ? undefined : Buffer.from(mark);
  }

  /**
   * Adds a row. @returns whether the sheet wants a pause (see `WorkbookSheet.endRow`)
   * @throws DialdeskError `file_changed` where the mark would take the place of something else
   */
  add(sheet: WorkbookSheet, record: CallRecord): boolean {
    for (let column = 0; column < this.#width; column += 1) {
      const bytes = record.bytes[column] as Buffer;
      const start = record.start[column] as number;
      const end = record.end[column] as number;
      if (column === customField && this.#mark !== undefined) {
        refuseOther(this.#mark, bytes, start, end);
        sheet.cell(this.#mark, 0, this.#mark.length);
        this.#hash.cell(nothing, 0, 0);
        continue;
      }
      const proper = column === called ? this.#proper(bytes, start, end) : undefined;
      if (proper === undefined) {
        sheet.cell(bytes, start, end);
        this.#hash.cell(bytes, start, end);
      } else {
        sheet.cell(proper, 0, proper.length);
        this.#hash.cell(proper, 0, proper.length);
      }
    }
    return sheet.endRow();
  }

  /** How rows with nothing to report get into a sheet; `take` answers as `add` does. */
  writing(sheet: WorkbookSheet): Pick<UsualWriting, 'columns' | 'mark' | 'nextRow'> & {
    readonly add: (xml: Buffer, rows: number, hashed: Buffer) => boolean;
  } {
    return {
      columns: this.#width,
      mark: this.#mark,
      nextRow: () => sheet.nextRow,
      add: (xml, rows, hashed) => {
        this.#hash.cells(hashed);
        return sheet.addRows(xml, rows);
      },
    };
  }

  /** Of the rows as they are without the mark, lower-case hex. To be called once, at the end. */
  sha256(): string {
    return this.#hash.digest();
  }

  /** A `called` cell as proper JSON with text values; undefined for one that is so already, and is sent byte for byte. */
  #proper(bytes: Buffer, start: number, end: number): Buffer | undefined {
    if (readCalled(bytes, start, end, this.#numbers) && this.#numbers.proper) return undefined;
    const { proper } = inspectCalled(bytes.toString('utf8', start, end));
    if (proper === undefined) throw new Error('a row with a broken called cell was taken for ready');
    return Buffer.from(proper);
  }
}

function refuseOther(mark: Buffer, bytes: Buffer, start: number, end: number): void {
  if (start === end || isBlank(bytes, start, end) || mark.compare(bytes, start, end) === 0) return;
  throw new DialdeskError(
    'file_changed',
    'A row carries a customField of its own, which the mark must not replace.',
    { details: { what: 'outcome' } },
  );
}

/** A SHA-256 over cells, each with its length before it, gathered so that no cell costs a call of its own. */
class RowsHash {
  readonly #hash = createHash('sha256');
  readonly #gathered = Buffer.alloc(1 << 16);
  #length = 0;

  cell(bytes: Buffer, start: number, end: number): void {
    const size = end - start;
    if (this.#length + 4 + size > this.#gathered.length) this.#pass();
    this.#length = this.#gathered.writeUInt32LE(size, this.#length);
    if (size > this.#gathered.length - this.#length) {
      this.#pass();
      this.#hash.update(bytes.subarray(start, end));
    } else {
      bytes.copy(this.#gathered, this.#length, start, end);
      this.#length += size;
    }
  }

  /** Cells that have their lengths before them. */
  cells(bytes: Buffer): void {
    this.#pass();
    this.#hash.update(bytes);
  }

  digest(): string {
    this.#pass();
    return this.#hash.digest('hex');
  }

  #pass(): void {
    this.#hash.update(this.#gathered.subarray(0, this.#length));
    this.#length = 0;
  }
}
