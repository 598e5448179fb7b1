import { templateColumns, type TemplateColumn } from '../../contract/call-data-template.ts';
import type { CallResultRow } from '../../contract/call-result-rows.ts';
import type { ResultCounts } from '../../contract/call-results.ts';
import { failureText } from '../../contract/fail-codes.ts';
import { cancellable } from '../cancellable.ts';
import { openFile } from '../random-access.ts';
import { looksLikeFormula } from '../rejects/formula-guard.ts';
import type { Row } from '../row.ts';
import { templateLayout } from '../template-workbook.ts';
import type { Watch, WriteProgress } from '../watch.ts';
import { writeWorkbook, type WorkbookSheet } from '../write/workbook.ts';
import { Workbook } from '../xlsx/workbook.ts';
import { eachRow } from './result-lines.ts';
import { isLater, ResultTable } from './result-table.ts';
import { RowFile } from './row-file.ts';
import { OutcomeCounts } from './result-counts.ts';
import { RowOutcomes } from './row-outcomes.ts';

/** The words of a workbook of results, in the user's language. */
export interface ResultTitles {
  readonly number: string;
  readonly outcome: string;
  readonly code: string;
  /** Says that the zone is not stated. */
  readonly time: string;
  readonly callId: string;
  readonly connected: string;
  readonly unknown: string;
  readonly failed: string;
  readonly none: string;
  readonly notInList: string;
}

export interface JoinInput {
  /** The rows that were sent, in template form; null: only the results. */
  readonly list: string | null;
  /** How many there are. */
  readonly rows: number;
  /** A file of result lines. */
  readonly results: string;
  /** How many results there are, as far as it is known: room is made for them at once. */
  readonly expected?: number | undefined;
  readonly target: string;
  /** Where to keep what became of each row of the list. */
  readonly outcomes: string;
  /** Whether results of numbers that are not in the list are written as well. */
  readonly others: boolean;
  readonly titles: ResultTitles;
  readonly names: Readonly<Record<string, string>>;
  readonly language: 'en' | 'zh';
}

export interface JoinedResults {
  readonly counts: ResultCounts;
  readonly superseded: number;
}

const addedWidths = { number: 18, outcome: 30, code: 12, time: 24, callId: 40 } as const;
const addedColumns = ['number', 'outcome', 'code', 'time', 'callId'] as const;

/**
 * Writes a workbook of a list's own rows, each with what became of its numbers beside it. A row with several numbers
 * shows the one that was answered, else the one called last.
 * @throws DialdeskError `local_disk`, `cancelled`, `file_unreadable` for the list
 */
export function joinResults(input: JoinInput, watch: Watch<WriteProgress> = {}): Promise<JoinedResults> {
  return cancellable(async () => {
    const file = new RowFile(input.results);
    try {
      return await joinWith(file, input, watch);
    } finally {
      file.close();
    }
  });
}

async function joinWith(
  file: RowFile,
  input: JoinInput,
  watch: Watch<WriteProgress>,
): Promise<JoinedResults> {
  const table = new ResultTable(file, input.expected);
  await eachRow(input.results, (row, place) => table.add(row, place));
  watch.signal?.throwIfAborted();
  const counts = new OutcomeCounts();
  const outcomes = RowOutcomes.empty();
  const columns: readonly TemplateColumn[] = input.list === null ? [] : templateColumns;
  const layout = {
    name: input.titles.outcome.slice(0, 31),
    columns: [
      ...templateLayout(columns).columns,
      ...addedColumns.map((name) => ({ header: input.titles[name], width: addedWidths[name] })),
    ],
  };
  const fill = async (sheet: WorkbookSheet): Promise<void> => {
    const cells = new ResultCells(sheet, input);
    if (input.list !== null) {
      await eachListRow(input.list, columns, sheet, watch, (row, places) => {
        const found = resultOf(table, row, places);
        if (found === 'again') counts.addAgain();
        else counts.add(found?.row);
        const result = found === 'again' ? undefined : found?.row;
        outcomes.add(result);
        copyCells(sheet, row, columns, places);
        cells.add(result);
      });
    }
    for (const result of table.unused()) {
      if (input.list === null) counts.add(result);
      else counts.addOther();
      if (input.list !== null && !input.others) continue;
      for (let column = 0; column < columns.length; column++) sheet.text('');
      cells.add(result, input.list !== null);
      if (sheet.endRow()) await sheet.ready();
    }
  };
  const mostRows = Math.max(1, input.rows + table.size);
  await writeWorkbook(input.target, layout, fill, {
    mostRows,
    // each row is looked up in a file before
    width: 2,
    ...(watch.signal && { signal: watch.signal }),
  });
  if (input.list !== null) await outcomes.write(input.outcomes);
  return { counts: counts.counts, superseded: table.superseded };
}

type Places = ReadonlyMap<TemplateColumn, number>;

/** Shows each row of a list in template form, and where its columns are. */
async function eachListRow(
  path: string,
  columns: readonly TemplateColumn[],
  sheet: WorkbookSheet,
  watch: Watch<WriteProgress>,
  visit: (row: Row, places: Places) => void,
): Promise<void> {
  const file = await openFile(path);
  try {
    const workbook = await Workbook.open(file);
    let places: Places | undefined;
    let pause = false;
    const visitRow = (row: Row): undefined => {
      if (places === undefined) {
        const texts = row.texts();
        places = new Map(columns.map((name) => [name, texts.indexOf(name)]));
        return;
      }
      visit(row, places);
      if (sheet.endRow()) pause = true;
    };
    await workbook.read(workbook.sheets[0]?.name ?? '', visitRow, {
      signal: watch.signal,
      onFraction: (fraction) => watch.onProgress?.({ fraction }),
      between: () => {
        if (!pause) return undefined;
        pause = false;
        return sheet.ready();
      },
    });
  } finally {
    await file.close();
  }
}

function copyCells(sheet: WorkbookSheet, row: Row, columns: readonly TemplateColumn[], places: Places): void {
  for (const name of columns) {
    const column = places.get(name) ?? -1;
    if (column === -1 || !row.has(column)) sheet.text('');
    else {
      sheet.cell(row.bytes[column] as Buffer, row.start[column] as number, row.end[column] as number);
    }
  }
}

/** The result of a row of the list; `again` where an earlier row has it already. */
function resultOf(
  table: ResultTable,
  row: Row,
  places: Places,
): { readonly row: CallResultRow } | 'again' | undefined {
  const sessionId = row.text(places.get('sessionId') ?? -1);
  const found = numbersOf(row.text(places.get('called') ?? -1))
    .flatMap((number) => table.find(number))
    // of another list, or an earlier call of the same customer
    .filter((one) => sessionId === '' || one.row.sessionId === null || one.row.sessionId === sessionId);
  const first = found.map(({ index }) => table.use(index)).some(Boolean);
  if (found.length === 0) return undefined;
  if (!first) return 'again';
  return found.reduce((best, next) => (isBetter(next.row, best.row) ? next : best));
}

function isBetter(row: CallResultRow, than: CallResultRow): boolean {
  const connected = (one: CallResultRow): boolean => one.outcome === 'connected';
  return connected(row) === connected(than) ? isLater(row, than) : connected(row);
}

/** The numbers of a `called` cell that was written by us; none of a cell that is no list. */
function numbersOf(called: string): string[] {
  try {
    const list = JSON.parse(called) as unknown;
    if (!Array.isArray(list)) return [];
    return list.flatMap((entry: unknown) => {
      const number = (entry as { calledNo?: unknown } | null)?.calledNo;
      return typeof number === 'string' || typeof number === 'number' ? [String(number)] : [];
    });
  } catch {
    return [];
  }
}

/** The cells that are added to a row. */
class ResultCells {
  readonly #sheet: WorkbookSheet;
  readonly #input: JoinInput;

  constructor(sheet: WorkbookSheet, input: JoinInput) {
    this.#sheet = sheet;
    this.#input = input;
  }

  add(result: CallResultRow | undefined, other = false): void {
    const { titles } = this.#input;
    const words = result === undefined ? titles.none : this.#words(result);
    const values = [
      result?.called,
      other ? `${words} · ${titles.notInList}` : words,
      result?.failCode,
      result?.time,
      result?.callId,
    ];
    for (const value of values) this.#sheet.text(guarded(value ?? ''));
  }

  #words(result: CallResultRow): string {
    const { titles, names, language } = this.#input;
    if (result.outcome === 'connected') return titles.connected;
    const why = failureText(result, names, language);
    if (result.outcome === 'failed') return why ?? titles.failed;
    return why === null ? titles.unknown : `${titles.unknown} (${why})`;
  }
}

/** The texts come from elsewhere: none may be taken for a formula. */
function guarded(text: string): string {
  const short = text.slice(0, 1_000).toWellFormed();
  const bytes = Buffer.from(short);
  return looksLikeFormula(bytes, 0, bytes.length) ? `'${short}` : short;
}
