import { ruleIds } from '../../contract/template-rules.ts';
import { cellKind, type Row } from '../row.ts';
import { dialledDigits } from '../xlsx/format-digits.ts';
import type { ColumnRoles } from './column-roles.ts';
import { doubtMark, doubtOf } from './doubt-mark.ts';
import { needsMark } from './formula-marks.ts';

// A rejects workbook that was corrected is a list like any other, but for three columns that were added: the row's
// number, the rules it breaks, what is wrong. They are known by what is in them, whichever language their titles have,
// and whichever program has saved the workbook since.

const rules: ReadonlySet<string> = new Set(ruleIds);
const isRules = (cell: string): boolean => cell.split('; ').every((id) => rules.has(id));
/** As many columns as Dialdesk adds. */
const added = 3;

/**
 * How many columns of a rejects workbook were the source's.
 *
 * @param header its first row
 * @param rows the first rows below
 * @returns undefined for any other list
 */
export function sourceColumns(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): number | undefined {
  for (let column = header.length - added; column >= 0; column -= 1) {
    const titles = header.slice(column, column + added);
    if (titles.length < added || titles.some((title) => title.trim() === '')) continue;
    // Not rows that somebody has added.
    const ours = rows.filter((row) => row.slice(column, column + 2).some((cell) => cell !== ''));
    const isOurs = (row: readonly string[]): boolean =>
      /^\d+(?:\.0)?$/.test(row[column] ?? '') && isRules(row[column + 1] ?? '');
    if (ours.length > 0 && ours.every(isOurs)) return column;
  }
  return undefined;
}

/**
 * Makes a row of a rejects workbook what it was in the source: see formula-marks.ts for the apostrophes and doubt-mark.ts
 * for what else stands before a text.
 */
export function restoreRow(row: Row, columns: number, header: readonly string[], roles: ColumnRoles): void {
  const broken = row.width > columns ? row.text(columns + 1) : '';
  const isTooWide = broken.includes('row-too-wide');
  const isRounded = broken.includes('digits-lost');
  // A workbook of rejects hides nothing, and whoever left hidden rows out must not call them now.
  if (broken.includes('row-hidden')) row.hidden = true;
  for (let column = columns; column < row.width; column += 1) row.marks[column] = 0;
  row.width = Math.min(row.width, columns);
  for (let column = 0; column < row.width; column += 1) {
    if (!row.has(column)) continue;
    const bytes = row.bytes[column] as Buffer;
    const start = row.start[column] as number;
    const end = row.end[column] as number;
    const doubt = doubtOf(bytes, start, end, broken);
    if (doubt !== undefined) {
      row.start[column] = start + doubtMark.length;
      row.kind[column] = doubt;
      row.flaw = doubt;
      continue;
    }
    if (needsMark(bytes, start, end)) row.start[column] = start + 1;
    const signs = roles.alsoShown.has(column) ? roles.numbers.get(column) : undefined;
    if (signs !== undefined && !broken.includes(signs)) dress(row, column);
    // Which of its long numbers lost digits stands nowhere; as a text, none would be in doubt.
    if (isRounded && /^\d{16,}$/.test(bytes.toString('latin1', start, Math.min(end, start + 400))))
      row.kind[column] = cellKind.digitsLost;
    if (bytes.subarray(start, end).includes('\ufffd')) row.flaw = cellKind.damaged;
    else if (isTooWide && column >= header.length && end > start) row.flaw = cellKind.tooWide;
  }
}

/** A number with signs between its digits that was not wrong was a number with a format, and is one again. */
function dress(row: Row, column: number): void {
  if (row.kind[column] !== cellKind.text) return;
  const shown = row.text(column);
  const digits = dialledDigits(shown);
  if (digits === undefined || digits === shown) return;
  const bytes = Buffer.from(`${shown}${digits}\n`);
  row.set(column, bytes, 0, bytes.length - digits.length - 1, cellKind.dressed);
}

/** The same of a row's texts. */
export function restoredTexts(texts: readonly string[], columns: number): string[] {
  const broken = texts[columns + 1] ?? '';
  return texts.slice(0, columns).map((text) => {
    const bytes = Buffer.from(text);
    if (doubtOf(bytes, 0, bytes.length, broken) !== undefined) return text.slice(doubtMark.length);
    return needsMark(bytes, 0, bytes.length) ? text.slice(1) : text;
  });
}
