import type { DoNotCallList } from '../../contract/call-list.ts';
import { detailsOf } from '../../contract/error-details.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { inspectCalled } from '../check/inspect-called.ts';
import { describeSource, isBlankRow } from '../describe-source.ts';
import { markColumnsOf, readMark } from '../mapping/do-not-call-marks.ts';
import { isNoValue, type Row } from '../row.ts';
import { openSource, type Source } from '../source.ts';
import type { ReadProgress, Watch } from '../watch.ts';
import { unreadable } from '../unreadable.ts';
import { columnLetters } from '../write/workbook-parts.ts';
import { homeCountry } from './home-country.ts';
import { ListedNumbers } from './listed-numbers.ts';
import { areaColumns, areRanges, isAreaCode, numberColumns } from './number-columns.ts';
import type { WrittenNumber } from './number-readings.ts';
import { certainty, looksLikeNumber, numbersIn, standsForMore, type FoundNumber } from './numbers-in-text.ts';

/** A do-not-call list that has been read: the numbers, and what is to be said of it. */
export interface DoNotCall {
  readonly numbers: ListedNumbers;
  readonly facts: DoNotCallList;
}

/** Progress while a list is read: how far it is, each sheet counting as much as another. */
export type ReadWatch = Watch<{ readonly fraction: number; readonly numbers: number }>;

/** What is shown of a line that was not understood, in characters. */
const shownOfLine = 200;

/**
 * Reads a do-not-call list of any shape: every sheet of a workbook, or a text file; the columns that hold numbers are
 * found by their names and values, as those of a call list are. Nothing is passed over without being counted.
 *
 * @param called numbers of the list that will be called, by which it shows what country they are in; null where it is
 *   not known what will be called, so that the numbers themselves have to show it
 * @param known the calling code of that country, if it is known already
 * @throws DialdeskError `file_unreadable`, with `details.file` 'do-not-call': it is not the call list that cannot be
 *   read; `no-numbers` where not one number was found; AbortError of the signal
 */
export async function readDoNotCall(
  path: string,
  called: readonly string[] | null = [],
  watch: ReadWatch = {},
  known?: string,
): Promise<DoNotCall> {
  try {
    const source = await openSource(path);
    try {
      return await numbersOf(source, called, watch, known);
    } finally {
      await source.close();
    }
  } catch (error) {
    if (!(error instanceof DialdeskError)) throw error;
    throw error.withDetails({ file: 'do-not-call' });
  }
}

async function numbersOf(
  source: Source,
  called: readonly string[] | null,
  watch: ReadWatch,
  known: string | undefined,
): Promise<DoNotCall> {
  // A sheet at a time is read twice: what country numbers are in shows only when all have been seen.
  const sheets = source.kind === 'text' ? [null] : source.sheets.map(({ name }) => name);
  const reading: Reading = {
    columns: [],
    notUnderstood: 0,
    first: null,
    mayBeCalled: 0,
    beginnings: 0,
    without: [],
  };
  const samples: FoundNumber[] = [];
  const wanted: { readonly sheet: string | null; readonly form: SheetForm }[] = [];
  for (const sheet of sheets) {
    const form = await formOf(source, sheet);
    if (form === undefined) continue;
    wanted.push({ sheet, form });
    samples.push(...form.sample);
  }
  const home = known ?? homeCountry(called ?? samples.map(asWritten), samples);
  const numbers = new ListedNumbers(home);
  for (const [at, { sheet, form }] of wanted.entries()) {
    const onFraction = (fraction: number): void =>
      watch.onProgress?.({ fraction: (at + fraction) / wanted.length, numbers: numbers.count });
    await readSheet(source, sheet, form, numbers, reading, { signal: watch.signal, onFraction });
  }
  const count = numbers.count - reading.beginnings;
  if (count === 0) {
    throw unreadable('no-numbers', 'No phone number was found in the do-not-call list.', {
      details: { lines: reading.notUnderstood },
    });
  }
  return {
    numbers,
    facts: {
      name: source.file.name,
      numbers: count,
      columns: reading.columns,
      notUnderstood: reading.notUnderstood,
      firstNotUnderstood: reading.first,
      mayBeCalled: reading.mayBeCalled,
      sheetsWithout: reading.without,
      country: home,
      blockedRows: 0,
      likelyRows: 0,
    },
  };
}

const asWritten = ({ digits, international }: FoundNumber): string => (international ? `+${digits}` : digits);

interface Reading {
  readonly columns: { sheet: string | null; column: string; numbers: number }[];
  notUnderstood: number;
  first: DoNotCallList['firstNotUnderstood'];
  mayBeCalled: number;
  /** Of the different numbers, how many are only the beginning of others. */
  beginnings: number;
  readonly without: string[];
}

interface SheetForm {
  /** The rows up to this one are no records. */
  readonly headerRow: number;
  readonly headers: readonly string[];
  readonly columns: readonly number[];
  readonly least: number;
  /** For a column of local numbers, the one in which their area codes stand. */
  readonly areas: ReadonlyMap<number, number>;
  /** Its columns are the first and the last number of ranges; what lies between is not read. */
  readonly hasRanges: boolean;
  /** The columns that say of each record whether it may be called. */
  readonly marks: readonly number[];
  readonly sample: readonly FoundNumber[];
}

/** How a sheet is to be read; undefined for one with nothing in it. */
async function formOf(source: Source, sheet: string | null): Promise<SheetForm | undefined> {
  let info;
  try {
    info = await describeSource(source, sheet === null ? {} : { sheet });
  } catch (error) {
    const isEmpty =
      error instanceof DialdeskError && detailsOf(error, 'file_unreadable').reason === 'no-header';
    if (isEmpty) return undefined;
    throw error;
  }
  const isRecord = info.headers.some((cell) => isNumberCell(cell));
  const headers = isRecord ? [] : info.headers;
  const rows = isRecord ? [info.headers, ...info.sample] : info.sample;
  const { columns, least } = numberColumns(headers, rows);
  return {
    headerRow: isRecord ? info.headerRow - 1 : info.headerRow,
    headers,
    columns,
    least,
    areas: areaColumns(headers, rows, columns),
    hasRanges: areRanges(columns.map((column) => headers[column] ?? '')),
    marks: marksOf(headers, rows),
    sample: rows.flatMap((row) => columns.flatMap((column) => numbersIn(row[column] ?? ''))),
  };
}

/** The columns of marks. One in which nothing stands says nothing: what is listed is not to be called. */
function marksOf(headers: readonly string[], rows: readonly (readonly string[])[]): number[] {
  return markColumnsOf(headers, rows)
    .filter(
      ({ says, column }) => says === 'must-not' && rows.some((row) => (row[column] ?? '').trim() !== ''),
    )
    .map(({ column }) => column);
}

/** Whether a mark says that a customer may be called; an unknown one does not. */
const isFree = (row: Row, mark: number): boolean =>
  !row.has(mark) || (!isNoValue(row.kind[mark] as number) && readMark(row.text(mark)) === 'may-be-called');

/** A cell of a first row that is a number and no name of a column. */
function isNumberCell(cell: string): boolean {
  const found = numbersIn(cell);
  return (
    found.some((number) => number.certainty === certainty.certain) ||
    (found.length > 0 && !/\p{L}/u.test(cell))
  );
}

async function readSheet(
  source: Source,
  sheet: string | null,
  form: SheetForm,
  numbers: ListedNumbers,
  reading: Reading,
  progress: ReadProgress,
): Promise<void> {
  /** How many numbers each column gave. */
  const counts = new Map<number, number>();
  let missed = 0;
  let first: DoNotCallList['firstNotUnderstood'] = null;
  await source.read(
    sheet,
    {},
    (row) => {
      if (isBlankRow(row)) return undefined;
      if (row.number <= form.headerRow && !row.isLate) {
        // Nobody names a column so: a title has a number in it, or the first one is not written as the others.
        if (addCertain(row, [], numbers, counts, reading) > 0 || !row.texts().some(looksLikeNumber))
          return undefined;
        missed += 1;
        first ??= { sheet, row: row.number, text: shownLine(row) };
        return undefined;
      }
      if (form.marks.length > 0 && form.marks.every((mark) => isFree(row, mark))) {
        reading.mayBeCalled += 1;
        return undefined;
      }
      if (addRow(row, form, numbers, counts, reading)) return undefined;
      missed += 1;
      first ??= { sheet, row: row.number, text: shownLine(row) };
      return undefined;
    },
    { ...progress, takesLateRows: true },
  );
  if (counts.size === 0 && sheet !== null) {
    reading.without.push(sheet);
    return;
  }
  reading.notUnderstood += missed;
  reading.first ??= first;
  for (const [column, count] of [...counts].sort(([a], [b]) => a - b)) {
    const header = form.headers[column]?.trim() ?? '';
    reading.columns.push({ sheet, column: header === '' ? columnLetters(column) : header, numbers: count });
  }
}

/** Adds the numbers of a row. @returns whether all of it that should be a number was understood */
function addRow(
  row: Row,
  form: SheetForm,
  numbers: ListedNumbers,
  counts: Map<number, number>,
  reading: Reading,
): boolean {
  let found = 0;
  let isUnderstood = true;
  for (const column of form.columns) {
    const text = row.text(column);
    const inCell = addCell(text, column, form.least, numbers, counts, reading);
    found += inCell;
    if (inCell === 0 ? /\d/u.test(text) : standsForMore(text)) isUnderstood = false;
    const area = form.areas.get(column);
    if (area !== undefined) addWithArea(row.text(area), text, numbers);
  }
  if (form.hasRanges && new Set(form.columns.map((column) => row.text(column))).size > 1)
    isUnderstood = false;
  if (found > 0) return isUnderstood && !hasNumberElsewhere(row, form);
  // It stands elsewhere than in the other rows, but there is no doubt that it is one.
  return addCertain(row, form.columns, numbers, counts, reading) > 0;
}

/** Adds a local number with the area code that stands beside it. */
function addWithArea(area: string, local: string, numbers: ListedNumbers): void {
  const [code, rest] = [area, local].map((text) => text.replace(/[\s()（）-]/g, ''));
  if (!isAreaCode(code ?? '') || !/^[2-9]\d{5,8}$/.test(rest ?? '')) return;
  for (const number of numbersIn(`${code}${rest}`)) numbers.add(number);
}

/** Adds the numbers of a row that are numbers without a doubt, wherever they stand. @returns how many there are */
function addCertain(
  row: Row,
  but: readonly number[],
  numbers: ListedNumbers,
  counts: Map<number, number>,
  reading: Reading,
): number {
  let found = 0;
  for (let column = 0; column < row.width; column += 1) {
    if (but.includes(column)) continue;
    found += addCell(row.text(column), column, certainty.certain, numbers, counts, reading);
  }
  return found;
}

function addCell(
  text: string,
  column: number,
  least: number,
  numbers: ListedNumbers,
  counts: Map<number, number>,
  reading: Reading,
): number {
  let whole = 0;
  for (const number of numbersOfCell(text)) {
    if (number.certainty < least) continue;
    const before = numbers.count;
    numbers.add(number);
    if (isBeginning(number, numbers.home)) reading.beginnings += numbers.count - before;
    else whole += 1;
  }
  if (whole > 0) counts.set(column, (counts.get(column) ?? 0) + whole);
  return whole;
}

/**
 * Whether a number is only how mobile ones of China begin (1390013): it stands for all of them, which are not listed one by
 * one, or it has lost digits. It is called as it stands at most within an exchange.
 */
const isBeginning = ({ digits, international }: WrittenNumber, home: string): boolean =>
  home === '86' && !international && /^0?(?:86)?1[3-9]\d{5,8}$/.test(digits);

/** Whether a number without any doubt stands where no numbers are expected, beside one that was read. */
function hasNumberElsewhere(row: Row, form: SheetForm): boolean {
  for (let column = 0; column < row.width; column += 1) {
    if (!row.has(column) || form.columns.includes(column) || form.marks.includes(column)) continue;
    // Most cells are shorter than a number.
    if ((row.end[column] as number) - (row.start[column] as number) < shortestCertain) continue;
    if (numbersOfCell(row.text(column)).some((number) => number.certainty === certainty.certain)) return true;
  }
  return false;
}

/** In bytes. */
const shortestCertain = 9;

function numbersOfCell(text: string): readonly (WrittenNumber & { readonly certainty: number })[] {
  if (!text.trimStart().startsWith('[')) return numbersIn(text);
  const { numbers } = inspectCalled(text);
  return numbers.length > 0 ? numbers.flatMap((number) => numbersIn(number)) : numbersIn(text);
}

function shownLine(row: Row): string {
  const line = row
    .beginnings(shownOfLine)
    .filter((cell) => cell.trim() !== '')
    .join(' | ');
  return line.length > shownOfLine ? `${line.slice(0, shownOfLine).toWellFormed()}…` : line;
}
