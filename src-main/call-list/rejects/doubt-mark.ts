import { cellKind, isNoValue, type Row } from '../row.ts';

// Some doubts leave no trace in the text of their cell: behind a closing quotation mark more of the field may follow, and
// a row may be in the file twice. In a rejects workbook a mark stands before such a cell, to be taken away by whoever
// has put the text right. In ASCII, so that it survives a workbook that is saved as text in any encoding.

const mark = Buffer.from('[?] ');

/** The first cell of a row with anything in it; -1 if there is none. */
function firstFilled(row: Row): number {
  for (let column = 0; column < row.width; column += 1) {
    if (row.has(column) && (row.end[column] as number) > (row.start[column] as number)) return column;
  }
  return -1;
}

/** Whether any cell of a row says by itself that it has no value. */
function hasNoValue(row: Row): boolean {
  for (let column = 0; column < row.width; column += 1) {
    if (row.has(column) && isNoValue(row.kind[column] as number)) return true;
  }
  return false;
}

/**
 * The column of a rejected row before whose text the mark belongs though its cell is in order: the row itself is in
 * doubt. @returns -1 if there is none
 */
export function rowInDoubt(row: Row, rules: readonly string[]): number {
  return rules.includes('cell-unreadable') && !hasNoValue(row) ? firstFilled(row) : -1;
}

/** What is written before the text of a cell in doubt. */
export const doubtMark = mark.toString();

/** What a cell of a rejects workbook is in doubt for, by the rules that its row broke; undefined if it has no mark. */
export function doubtOf(bytes: Uint8Array, start: number, end: number, rules: string): number | undefined {
  if (end - start < mark.length || mark.compare(bytes, start, start + mark.length) !== 0) return undefined;
  if (rules.includes('stray-quote')) return cellKind.strayQuote;
  return rules.includes('cell-unreadable') ? cellKind.odd : undefined;
}
