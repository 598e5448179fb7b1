import type { Issue } from '../../contract/call-list.ts';
import { cellKind, type Row } from '../row.ts';
import { cellLimit } from '../write/cell-text.ts';
import { columnLetters, lastColumn } from '../write/workbook-parts.ts';
import { writeWorkbook, type WorkbookSheet, type WriteOptions, type Written } from '../write/workbook.ts';
import type { ColumnRoles } from './column-roles.ts';
import { doubtMark, rowInDoubt } from './doubt-mark.ts';
import { looksLikeFormula } from './formula-guard.ts';
import { SourceCells } from './source-cell.ts';

/** The words of a rejects workbook, in the user's language. */
export interface RejectWords {
  readonly sheetName: string;
  /** Headers of the columns that are added. */
  readonly row: string;
  readonly rule: string;
  readonly explanation: string;
  /** What stands at the end of a text that is longer than a cell can be. */
  readonly cut: string;
  /** One problem as a sentence that names the column. */
  readonly explain: (issue: Issue) => string;
  /** That the text of a column of the source was cut here. */
  readonly wasCut: (column: string) => string;
  /** That a mark stands before the text of a column, to be taken away once the text is right. */
  readonly inDoubt: (column: string, mark: string) => string;
}

export interface RejectsForm {
  /** The source's header, from column A on. */
  readonly headers: readonly string[];
  /** How many columns the source's widest row has. */
  readonly width: number;
  readonly roles: ColumnRoles;
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
  const width = Math.min(Math.max(headers.length, form.width), lastColumn - addedColumns);
  const layout = {
    name: words.sheetName,
    columns: [
      ...Array.from({ length: width }, (_, column) => ({
        header: headers[column] ?? '',
        width: sourceColumnWidth,
      })),
      { header: words.row, width: 8 },
      { header: words.rule, width: 26 },
      { header: words.explanation, width: 80 },
    ],
  };
  const cells = (sheet: WorkbookSheet): SourceCells => new SourceCells(sheet, form.roles, words.cut);
  return writeWorkbook(
    target,
    layout,
    (sheet) => fill(new RejectsSheet(sheet, cells(sheet), { ...form, width })),
    options,
  );
}

/** The rejects workbook being written, as `fill` sees it. */
export class RejectsSheet {
  readonly #sheet: WorkbookSheet;
  readonly #cells: SourceCells;
  readonly #form: RejectsForm;

  constructor(sheet: WorkbookSheet, cells: SourceCells, form: RejectsForm) {
    this.#sheet = sheet;
    this.#cells = cells;
    this.#form = form;
  }

  /** Adds a row of the source with its problems. Where it returns true, `ready()` must be awaited. */
  add(row: Row, issues: readonly Issue[]): boolean {
    const { width, headers, words } = this.#form;
    const rules = [...new Set<string>(issues.map(({ rule }) => rule))];
    const whole = rowInDoubt(row, rules);
    const notes: string[] = [];
    for (let column = 0; column < width; column++) {
      const name = headers[column]?.trim() || columnLetters(column);
      const inDoubt = column === whole || (row.has(column) && row.kind[column] === cellKind.strayQuote);
      if (inDoubt) notes.push(words.inDoubt(name, doubtMark.trim()));
      if (this.#cells.add(row, column, inDoubt)) notes.push(words.wasCut(name));
    }
    this.#sheet.text(String(row.number));
    this.#sheet.text(rules.join('; '));
    this.#text([...issues.map(words.explain), ...notes].join('; '));
    return this.#sheet.endRow();
  }

  ready(): Promise<void> {
    return this.#sheet.ready();
  }

  /** A text of ours, which may quote values: guarded and cut to what a cell holds. */
  #text(text: string): void {
    const whole = guarded(text);
    this.#sheet.text(whole.length > cellLimit ? `${whole.slice(0, cellLimit - 1).toWellFormed()}…` : whole);
  }
}

function guarded(text: string): string {
  const bytes = Buffer.from(text);
  return looksLikeFormula(bytes, 0, bytes.length) ? `'${text}` : text;
}
