import type { ReadOptions, SourceInfo } from '../contract/call-list.ts';
import { isBlank } from './check/fields.ts';
import { chooseSheet, namedSheet, type Beginning, type ChosenSheet } from './choose-sheet.ts';
import { findHeader } from './find-header.ts';
import { garbledTexts } from './garbled-text.ts';
import { templateHeader } from './header.ts';
import { markColumnsOf } from './mapping/do-not-call-marks.ts';
import { restoredTexts, sourceColumns } from './rejects/read-back.ts';
import { cellKind, type Row } from './row.ts';
import type { Source } from './source.ts';
import { unreadable } from './unreadable.ts';

/** How many rows are looked through for the header: some exports put a title above it. */
const headerSearch = 20;
/** How many rows below the header are kept for the preview and for proposing a mapping. */
const sampleRows = 50;
/** What is kept of a cell for the sample, in bytes, and of all cells together, in characters: rows may have megabytes. */
const sampleCell = 4000;
const sampleText = 2_000_000;
/** More bytes than a header has, all cells together. */
const longestHeader = 400_000;

/**
 * Looks at the beginning of a source: its sheets, the row that names the columns, and the first rows below.
 *
 * @throws DialdeskError `file_unreadable`; `no-header` where there is nothing in the sheet
 */
export async function describeSource(source: Source, options: ReadOptions = {}): Promise<SourceInfo> {
  const form = await source.textForm(options);
  const { sheet, otherLists, unreadableSheets, ...found } = await chosen(source, options);
  const beginning = required(found.beginning);
  const template = templateHeader(beginning.headers);
  return {
    name: source.file.name,
    size: source.file.size,
    kind: source.kind,
    sheets: [...source.sheets],
    sheet,
    otherLists,
    unreadableSheets,
    ...beginning,
    template: template !== undefined && template.repeated.length === 0,
    ignoredColumns: template ? [...template.ignored] : [],
    encoding: form?.encoding ?? null,
    encodingCertainty: form?.certainty ?? null,
    encodingExamples: [...(form?.examples ?? [])],
    delimiter: form?.delimiter ?? null,
    maybeDelimiter: form?.maybeDelimiter ?? null,
    markColumns: markColumnsOf(beginning.headers, beginning.sample).flatMap(({ column, says }) =>
      says === 'remark' ? [] : [beginning.headers[column] ?? ''],
    ),
    garbled: garbledTexts(textsOf(beginning)),
  };
}

/** One by one: joined, those of a sheet with all its columns would be a million. */
function* textsOf({ headers, sample }: Beginning): Generator<string> {
  yield* headers;
  for (const row of sample) yield* row;
}

async function chosen(source: Source, options: ReadOptions): Promise<ChosenSheet> {
  const look = (sheet: string | null): Promise<Beginning | undefined> =>
    readBeginning(source, sheet, options);
  const alone = { otherLists: [], unreadableSheets: [] };
  if (source.kind === 'text') return { sheet: null, beginning: await look(null), ...alone };
  if (options.sheet === undefined) return chooseSheet(source.sheets, look);
  const sheet = namedSheet(source.sheets, options.sheet);
  return { sheet, beginning: await look(sheet), ...alone };
}

function required(beginning: Beginning | undefined): Beginning {
  if (beginning === undefined) throw unreadable('no-header', 'There is nothing in the sheet.');
  return beginning;
}

async function readBeginning(
  source: Source,
  sheet: string | null,
  options: ReadOptions,
): Promise<Beginning | undefined> {
  const wanted = options.headerRow;
  /** The rows that may be the header, and those below them. */
  const first: { readonly number: number; readonly texts: string[]; readonly flaw: number }[] = [];
  const searched = wanted === undefined ? headerSearch : Math.min(wanted, 1);
  /** The first rows with anything in them, whichever was asked for: they show what kind of list it is. */
  const top: { readonly number: number; readonly texts: string[] }[] = [];
  const sample = new Sample();
  const visit = (row: Row): boolean => {
    if (wanted !== undefined && top.length < headerSearch && !isBlankRow(row)) {
      top.push({ number: row.number, texts: row.beginnings(sampleCell) });
    }
    if (wanted === undefined || wanted === 0 ? isBlankRow(row) : row.number < wanted) return true;
    if (first.length < searched) first.push({ number: row.number, texts: headerTexts(row), flaw: row.flaw });
    else sample.add(row.beginnings(sampleCell));
    return !sample.isFull;
  };
  await source.read(sheet, options, visit, { takesLateRows: true });
  const rejects = rejectsBeginning(wanted === undefined ? first : top);
  if (rejects !== undefined) return rejects;
  if (wanted === 0) return { headerRow: 0, headers: [], sample: sample.rows };
  if (first.length === 0) return undefined;
  const index = wanted === undefined ? findHeader(first.map(({ texts }) => texts)) : 0;
  const header = first[index];
  if (header === undefined || (wanted !== undefined && header.number !== wanted)) return undefined;
  // Which column is which would be a guess.
  if (header.flaw === cellKind.odd) throw unclearHeader(sheet, header.number);
  const below = new Sample();
  for (const { texts } of first.slice(index + 1)) below.add(texts);
  for (const texts of sample.rows) below.add(texts);
  return { headerRow: header.number, headers: header.texts, sample: below.rows };
}

function unclearHeader(sheet: string | null, row: number): Error {
  const what =
    'The row with the names of the columns is there twice, or has a cell twice or at no place of its own';
  const place = sheet === null ? {} : { sheet };
  return unreadable('bad-xml', `${what} (${sheet === null ? '' : `sheet “${sheet}”, `}row ${row}).`, {
    details: { ...place, row },
  });
}

/**
 * The beginning of a rejects workbook that is brought back, without the columns that were added: its first row is its
 * header, whatever the source's was, and names nothing where the source had none.
 */
function rejectsBeginning(
  rows: readonly { readonly number: number; readonly texts: string[] }[],
): Beginning | undefined {
  const [header, ...below] = rows;
  if (header === undefined) return undefined;
  const rejectsOf = sourceColumns(
    header.texts,
    below.map(({ texts }) => texts),
  );
  if (rejectsOf === undefined) return undefined;
  const headers = restoredTexts(header.texts, rejectsOf);
  const named = headers.some((text) => text.trim() !== '');
  return {
    headerRow: header.number,
    headers: named ? headers : [],
    sample: below.map(({ texts }) => restoredTexts(texts, rejectsOf)),
    rejectsOf,
  };
}

/** All of a row that may be the header; only the beginnings of its cells where it has more text than any header has. */
function headerTexts(row: Row): string[] {
  let bytes = 0;
  for (let column = 0; column < row.width; column += 1) {
    if (row.has(column)) bytes += (row.end[column] as number) - (row.start[column] as number);
  }
  return bytes > longestHeader ? row.beginnings(sampleCell) : row.texts();
}

/** The first rows below the header. */
class Sample {
  rows: string[][] = [];
  #text = 0;

  get isFull(): boolean {
    return this.rows.length >= sampleRows || this.#text >= sampleText;
  }

  add(texts: string[]): void {
    if (this.isFull) return;
    this.rows.push(texts);
    for (const text of texts) this.#text += 1 + text.length;
  }
}

/** Whether every cell of a row is empty or white space. */
export function isBlankRow(row: Row): boolean {
  for (let column = 0; column < row.width; column += 1) {
    if (!row.has(column)) continue;
    if (row.kind[column] === cellKind.noValue) return false;
    if (!isBlank(row.bytes[column] as Buffer, row.start[column] as number, row.end[column] as number))
      return false;
  }
  return true;
}
