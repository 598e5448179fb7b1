import { ruleIds } from '../../contract/template-rules.ts';
import { cellKind, type Row } from '../row.ts';
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

/** The rules that a row of a rejects workbook broke, as they stand in it. */
export const rulesOf = (row: Row, columns: number): string => row.text(columns + 1);

/** Makes a row of a rejects workbook what it was in the source: see formula-marks.ts for the apostrophes. */
export function restoreRow(row: Row, columns: number, header: readonly string[]): void {
  const isTooWide = row.width > columns && rulesOf(row, columns).includes('row-too-wide');
  for (let column = columns; column < row.width; column += 1) row.marks[column] = 0;
  row.width = Math.min(row.width, columns);
  for (let column = 0; column < row.width; column += 1) {
    if (!row.has(column)) continue;
    const bytes = row.bytes[column] as Buffer;
    const start = row.start[column] as number;
    const end = row.end[column] as number;
    if (needsMark(bytes, start, end)) row.start[column] = start + 1;
    if (bytes.subarray(start, end).includes('\ufffd')) row.flaw = cellKind.damaged;
    else if (isTooWide && column >= header.length && end > start) row.flaw = cellKind.tooWide;
  }
}

/** The same of a row's texts. */
export function restoredTexts(texts: readonly string[], columns: number): string[] {
  return texts.slice(0, columns).map((text) => {
    const bytes = Buffer.from(text);
    return needsMark(bytes, 0, bytes.length) ? text.slice(1) : text;
  });
}
