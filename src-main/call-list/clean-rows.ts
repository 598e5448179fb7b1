import { columnNumber, type CallRecord } from './check/call-record.ts';
import { CalledNumbers, readCalled } from './check/called-cell.ts';
import { inspectCalled } from './check/inspect-called.ts';
import type { WorkbookSheet } from './write/workbook.ts';

/** Writes rows without errors in the form in which they are sent. */
export class CleanRows {
  readonly #numbers = new CalledNumbers();
  readonly #width: number;

  /** @param width how many of the template's columns are written */
  constructor(width: number) {
    this.#width = width;
  }

  /** Adds a row. @returns whether the sheet wants a pause (see `WorkbookSheet.endRow`) */
  add(sheet: WorkbookSheet, record: CallRecord): boolean {
    for (let column = 0; column < this.#width; column += 1) {
      const bytes = record.bytes[column] as Buffer;
      const start = record.start[column] as number;
      const end = record.end[column] as number;
      const proper = column === columnNumber.called ? this.#proper(bytes, start, end) : undefined;
      if (proper === undefined) sheet.cell(bytes, start, end);
      else sheet.cell(proper, 0, proper.length);
    }
    return sheet.endRow();
  }

  /** A `called` cell as proper JSON with text values; undefined for one that is so already, and is sent byte for byte. */
  #proper(bytes: Buffer, start: number, end: number): Buffer | undefined {
    if (readCalled(bytes, start, end, this.#numbers) && this.#numbers.proper) return undefined;
    const { proper } = inspectCalled(bytes.toString('utf8', start, end));
    if (proper === undefined) throw new Error('a row with a broken called cell was taken for ready');
    return Buffer.from(proper);
  }
}
