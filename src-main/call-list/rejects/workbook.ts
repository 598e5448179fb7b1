import type { Issue } from '../../contract/call-list.ts';
import type { Row } from '../row.ts';
import { cellLimit, endAfterUnits } from '../write/cell-text.ts';
import { lastColumn } from '../write/workbook-parts.ts';
import { writeWorkbook, type WorkbookSheet, type WriteOptions, type Written } from '../write/workbook.ts';
import { looksLikeFormula } from './formula-guard.ts';

/** The words of a rejects workbook, in the user's language. */
export interface RejectWords {
  readonly sheetName: string;
  /** Headers of the columns that are added. */
  readonly row: string;
  readonly rule: string;
  readonly explanation: string;
  /** One problem as a sentence that names the column. */
  readonly explain: (issue: Issue) => string;
}

export interface RejectsForm {
  /** The source's header, from column A on. */
  readonly headers: readonly string[];
  /** How many columns the source's widest row has, if that is known and more than the header has. */
  readonly width?: number;
  readonly words: RejectWords;
}

/** Row number, rule and explanation. */
const addedColumns = 3;
const sourceColumnWidth = 22;

/**
 * Writes the rejects workbook: the columns of the source as they are, and after them the row's number in the
 * source, the ids of the rules it breaks, and an explanation. It has the source's header, so that it can be
 * mended and imported like the source itself.
 *
 * Throws what `writeWorkbook` throws; give `mostRows` when there may be more rows than a sheet holds.
 */
export async function writeRejects(
  target: string,
  form: RejectsForm,
  fill: (rejects: RejectsSheet) => Promise<void>,
  options: WriteOptions = {},
): Promise<Written> {
  const { headers, words } = form;
  const width = Math.min(Math.max(headers.length, form.width ?? 0), lastColumn - addedColumns);
  const layout = {
    name: words.sheetName,
    columns: [
      ...Array.from({ length: width }, (_, column) => ({
        header: guarded(headers[column] ?? ''),
        width: sourceColumnWidth,
      })),
      { header: words.row, width: 8 },
      { header: words.rule, width: 26 },
      { header: words.explanation, width: 80 },
    ],
  };
  return writeWorkbook(target, layout, (sheet) => fill(new RejectsSheet(sheet, width, words)), options);
}

/** The rejects workbook being written, as `fill` sees it. */
export class RejectsSheet {
  readonly #sheet: WorkbookSheet;
  readonly #width: number;
  readonly #words: RejectWords;
  #scratch = Buffer.alloc(4096);

  constructor(sheet: WorkbookSheet, width: number, words: RejectWords) {
    this.#sheet = sheet;
    this.#width = width;
    this.#words = words;
  }

  /** Adds a row of the source with its problems. Where it returns true, `ready()` must be awaited. */
  add(row: Row, issues: readonly Issue[]): boolean {
    for (let column = 0; column < this.#width; column++) this.#copyCell(row, column);
    this.#sheet.text(String(row.number));
    this.#sheet.text([...new Set(issues.map(({ rule }) => rule))].join('; '));
    this.#text(issues.map(this.#words.explain).join('; '));
    // A row may be wider than anything that was announced. Nothing of it is dropped, and nothing is put under
    // a header that is not its own.
    const last = Math.min(row.width, lastColumn - addedColumns);
    for (let column = this.#width; column < last; column++) this.#copyCell(row, column);
    return this.#sheet.endRow();
  }

  ready(): Promise<void> {
    return this.#sheet.ready();
  }

  #copyCell(row: Row, column: number): void {
    const bytes = row.bytes[column];
    if (!bytes || !row.has(column)) {
      this.#sheet.cell(this.#scratch, 0, 0);
      return;
    }
    const start = row.start[column] as number;
    const end = row.end[column] as number;
    if (looksLikeFormula(bytes, start, end)) this.#guardedCell(bytes, start, end);
    else this.#sheet.cell(bytes, start, end);
  }

  #guardedCell(bytes: Buffer, start: number, end: number): void {
    // The apostrophe may be one character more than a cell holds.
    const fitting = endAfterUnits(bytes, start, end, cellLimit - 1);
    const length = fitting - start;
    if (this.#scratch.length < length + 1) this.#scratch = Buffer.alloc(length + 1);
    this.#scratch[0] = 0x27; // '
    bytes.copy(this.#scratch, 1, start, fitting);
    this.#sheet.cell(this.#scratch, 0, length + 1);
  }

  /** A text of ours, which may quote values: guarded and cut to what a cell holds. */
  #text(text: string): void {
    this.#sheet.text(guarded(text).slice(0, cellLimit).toWellFormed());
  }
}

function guarded(text: string): string {
  const bytes = Buffer.from(text);
  return looksLikeFormula(bytes, 0, bytes.length) ? `'${text}` : text;
}
