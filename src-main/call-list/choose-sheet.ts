import type { SheetInfo } from '../contract/call-list.ts';
import { DialdeskError } from '../contract/errors.ts';
import { templateHeader } from './header.ts';
import { rolesByName } from './mapping/known-names.ts';
import { fitOfValues, roleByValues } from './mapping/value-shapes.ts';
import { unreadable } from './unreadable.ts';

/** What is seen of a sheet without reading it to its end. */
export interface Beginning {
  readonly headerRow: number;
  readonly headers: string[];
  readonly sample: string[][];
  /** Of a rejects workbook that is brought back: how many columns were the source's. */
  readonly rejectsOf?: number;
}

/** The sheet that is read, and what the supervisor must know of the others. */
export interface ChosenSheet {
  readonly sheet: string | null;
  readonly beginning: Beginning | undefined;
  /** Sheets that look like call lists as well, hidden ones too, and are not read. */
  readonly otherLists: string[];
  /** Sheets that could not be looked into. */
  readonly unreadableSheets: string[];
}

/** More sheets than a supervisor keeps; so many are looked into. */
const sheetSearch = 200;

/**
 * Chooses the sheet that is most like a call list: by the names of the template in its header and by its columns of
 * telephone numbers. Of those that are alike the first. Hidden sheets hold lists for drop-downs and the like: one of
 * them is taken only if nothing is on the others. A sheet that cannot be read is passed over, unless all of them are.
 *
 * @param look at the beginning of a sheet; undefined where nothing is on it
 * @throws DialdeskError `file_unreadable` if no sheet can be read
 */
export async function chooseSheet(
  sheets: readonly SheetInfo[],
  look: (sheet: string) => Promise<Beginning | undefined>,
): Promise<ChosenSheet> {
  const inOrder = [...sheets].sort((a, b) => Number(a.hidden) - Number(b.hidden)).slice(0, sheetSearch);
  const seen: { name: string; beginning: Beginning; hidden: boolean; likeness: Likeness }[] = [];
  const unreadableSheets: string[] = [];
  let error: DialdeskError | undefined;
  for (const { name, hidden } of inOrder) {
    try {
      const beginning = await look(name);
      if (beginning !== undefined) seen.push({ name, beginning, hidden, likeness: likenessOf(beginning) });
    } catch (cause) {
      if (!(cause instanceof DialdeskError) || cause.code !== 'file_unreadable') throw cause;
      error ??= cause;
      // What nobody sees matters only where there is nothing else.
      if (!hidden || seen.length === 0) unreadableSheets.push(name);
    }
  }
  const visible = seen.filter((sheet) => !sheet.hidden);
  const candidates = visible.length > 0 ? visible : seen;
  let best = candidates[0];
  for (const sheet of candidates) if (best && sheet.likeness.score > best.likeness.score) best = sheet;
  if (best === undefined && error !== undefined) throw error;
  return {
    sheet: best?.name ?? inOrder[0]?.name ?? null,
    beginning: best?.beginning,
    otherLists: seen.filter((sheet) => sheet !== best && sheet.likeness.isList).map(({ name }) => name),
    unreadableSheets,
  };
}

/** The sheet that the supervisor has chosen. @throws DialdeskError `file_unreadable`, `sheet-not-found` */
export function namedSheet(sheets: readonly SheetInfo[], wanted: string): string {
  if (sheets.some(({ name }) => name === wanted)) return wanted;
  throw unreadable('sheet-not-found', 'The workbook has no sheet of that name.', {
    details: { sheets: sheets.map(({ name }) => name) },
  });
}

interface Likeness {
  readonly score: number;
  readonly isList: boolean;
}

const forName = 2;
const forPhones = 3;
/** From this score on a column's name says that it has telephone numbers. */
const known = 0.85;

/** How much a sheet is like a call list. One word on a sheet that explains the template counts less than numbers. */
function likenessOf({ headers, sample }: Beginning): Likeness {
  const template = templateHeader(headers);
  const names = template?.sources.filter((source) => source !== -1).length ?? 0;
  let phones = 0;
  const width = Math.max(headers.length, ...sample.map((row) => row.length));
  for (let column = 0; column < width; column += 1) {
    const values = sample.map((row) => row[column] ?? '').filter((value) => value.trim() !== '');
    if (isPhoneColumn(headers[column] ?? '', values)) phones += 1;
  }
  const score = forName * names + forPhones * phones;
  return { score: sample.length === 0 ? score / 8 : score, isList: phones > 0 };
}

function isPhoneColumn(header: string, values: readonly string[]): boolean {
  if (roleByValues(values) === 'phone') return true;
  if ((fitOfValues('phone', values) ?? 0) < 0.8) return false;
  return rolesByName(header.slice(0, 100)).some(({ role, score }) => role === 'phone' && score >= known);
}
