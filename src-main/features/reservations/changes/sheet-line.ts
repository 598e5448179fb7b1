import {
  sheetFields,
  type SheetColumns,
  type SheetField,
  type SheetRow,
} from '../../../contract/reservation-sheet.ts';
import type { CellFlaw } from './read-sheet.ts';

/** A row of a sheet of changes while it is put right. */
export interface Line {
  readonly sheetRow: number | null;
  /** As they were read; empty for a row from a list. */
  readonly texts: readonly string[];
  /** Of those, by the column. */
  readonly flaws: ReadonlyMap<number, CellFlaw>;
  cells: SheetRow['cells'];
  /** Fields whose cell is as it was read, and cannot be believed. */
  flawed: ReadonlyMap<SheetField, CellFlaw>;
  /** The reservation whose remark goes; a row that is led to another one does not clear that one's. */
  readonly clearsRemarkOf: string | null;
  checked: Pick<SheetRow, 'change' | 'issues'>;
}

/** @param flaws of the texts, by the column */
export function newLine(
  sheetRow: number | null,
  texts: readonly string[] = [],
  flaws: ReadonlyMap<number, CellFlaw> = new Map(),
): Line {
  const cells = { appointId: '', time: '', agent: '', remark: '' };
  const checked = { change: null, issues: [] };
  return { sheetRow, texts, flaws, cells, flawed: new Map(), clearsRemarkOf: null, checked };
}

/** Gives a row other cells: one that somebody wrote anew can be believed. */
export function writeCells(line: Line, cells: SheetRow['cells']): void {
  line.flawed = new Map([...line.flawed].filter(([field]) => cells[field] === line.cells[field]));
  line.cells = cells;
}

/** Which fields have a cell that cannot be believed, once it is said which column is which. */
export function flawedOf({ flaws }: Line, columns: SheetColumns): ReadonlyMap<SheetField, CellFlaw> {
  const found = sheetFields.map((field) => [field, flaws.get(columns[field] ?? -1)] as const);
  return new Map(found.flatMap(([field, flaw]) => (flaw === undefined ? [] : [[field, flaw]])));
}

/** The text of a field as it was read; '' where no column is it. */
export function cellOf({ texts }: Line, column: number | null): string {
  // the apostrophe that saved results have in front of what looks like a formula is not part of the value
  return column === null ? '' : (texts[column] ?? '').trim().replace(/^'(?=[=+\-@＝＋－＠])/, '');
}
