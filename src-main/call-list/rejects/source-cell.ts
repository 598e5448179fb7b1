import { cellKind, isNoValue, type Row } from '../row.ts';
import { utf16Length } from '../utf16-length.ts';
import { cellLimit, endAfterUnits } from '../write/cell-text.ts';
import type { WorkbookSheet } from '../write/workbook.ts';
import { serialOf } from '../xlsx/serial-date.ts';
import type { ColumnRoles } from './column-roles.ts';
import { doubtMark } from './doubt-mark.ts';
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

  /** Adds a cell. @param inDoubt a mark says so, see doubt-mark.ts @returns whether it had to be cut */
  add(row: Row, column: number, inDoubt: boolean): boolean {
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
    if (inDoubt) return this.#text(bytes, start, end, doubtMark);
    const { times, numbers, alsoShown } = this.#roles;
    if (kind === cellKind.date && times.has(column)) {
      const whole = end + ' hh:mm:ss'.length;
      // As a text it would be sent with its time in the other field too.
      const serial = alsoShown.has(column) ? serialOf(bytes.toString('latin1', start, whole)) : undefined;
      if (serial === undefined) return this.#text(bytes, start, whole);
      this.#sheet.day(serial);
      return false;
    }
    if (kind === cellKind.dressed && numbers.has(column) && !alsoShown.has(column)) {
      return this.#text(bytes, end, bytes.indexOf(0x0a, end));
    }
    return this.#text(bytes, start, end);
  }

  #text(
    bytes: Buffer,
    start: number,
    end: number,
    before = needsMark(bytes, start, end) ? "'" : '',
  ): boolean {
    const marks = before.length;
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
    this.#scratch.write(before, 'latin1');
    bytes.copy(this.#scratch, marks, start, fitting);
    const cut = isTooLong ? this.#cutMark.copy(this.#scratch, length) : 0;
    this.#sheet.cell(this.#scratch, 0, length + cut);
    return isTooLong;
  }
}
