import { cellKind, isNoValue, type Row } from '../row.ts';
import { utf16Length } from '../utf16-length.ts';
import { cellLimit, endAfterUnits } from '../write/cell-text.ts';
import type { WorkbookSheet } from '../write/workbook.ts';
import type { ColumnRoles } from './column-roles.ts';
import { needsMark } from './formula-marks.ts';

/** What an error that has no name of its own is written as. */
const notAvailable = '#N/A';
const errorNames = new Set([
  '#N/A',
  '#REF!',
  '#VALUE!',
  '#DIV/0!',
  '#NAME?',
  '#NUM!',
  '#NULL!',
  '#GETTING_DATA',
]);

/**
 * Writes cells of a source so that they are read back as what they were: an error stays one, a day keeps its time and a
 * number its digits where those are sent. What is longer than a cell can be is cut, with a mark at its end.
 */
export class SourceCells {
  readonly #sheet: WorkbookSheet;
  readonly #roles: ColumnRoles;
  readonly #cutMark: Buffer;
  readonly #cutMarkUnits: number;
  #scratch = Buffer.alloc(4096);

  /** @param cutMark what stands at the end of a text that was cut */
  constructor(sheet: WorkbookSheet, roles: ColumnRoles, cutMark: string) {
    this.#sheet = sheet;
    this.#roles = roles;
    this.#cutMark = Buffer.from(cutMark);
    this.#cutMarkUnits = cutMark.length;
  }

  /** Adds a cell. @returns whether it had to be cut */
  add(row: Row, column: number): boolean {
    const bytes = row.bytes[column];
    if (!bytes || !row.has(column)) {
      this.#sheet.cell(this.#scratch, 0, 0);
      return false;
    }
    const start = row.start[column] as number;
    const end = row.end[column] as number;
    const kind = row.kind[column] as number;
    if (isNoValue(kind)) {
      const name = bytes.toString('utf8', start, end);
      this.#sheet.error(kind === cellKind.error && errorNames.has(name) ? name : notAvailable);
      return false;
    }
    if (kind === cellKind.date && this.#roles.times.has(column)) {
      return this.#text(bytes, start, end + ' hh:mm:ss'.length);
    }
    if (kind === cellKind.dressed && this.#roles.numbers.has(column)) {
      return this.#text(bytes, end, bytes.indexOf(0x0a, end));
    }
    return this.#text(bytes, start, end);
  }

  #text(bytes: Buffer, start: number, end: number): boolean {
    const marks = needsMark(bytes, start, end) ? 1 : 0;
    const isTooLong = end - start + marks > cellLimit && utf16Length(bytes, start, end) + marks > cellLimit;
    if (marks === 0 && !isTooLong) {
      this.#sheet.cell(bytes, start, end);
      return false;
    }
    const fitting = isTooLong
      ? endAfterUnits(bytes, start, end, cellLimit - marks - this.#cutMarkUnits)
      : end;
    const length = marks + fitting - start;
    if (this.#scratch.length < length + this.#cutMark.length) {
      this.#scratch = Buffer.alloc(length + this.#cutMark.length);
    }
    this.#scratch[0] = 0x27; // '
    bytes.copy(this.#scratch, marks, start, fitting);
    const cut = isTooLong ? this.#cutMark.copy(this.#scratch, length) : 0;
    this.#sheet.cell(this.#scratch, 0, length + cut);
    return isTooLong;
  }
}
