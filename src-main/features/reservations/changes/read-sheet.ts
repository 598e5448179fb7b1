import { isRoundedText, markErrorTexts } from '../../../call-list/error-texts.ts';
import { cellKind, type Row, type RowVisitor } from '../../../call-list/row.ts';
import { normalHeader } from '../../../call-list/mapping/header-names.ts';
import { openSource } from '../../../call-list/source.ts';
import { TextFile } from '../../../call-list/text/text-file.ts';
import { DialdeskError } from '../../../contract/errors.ts';
import {
  sheetFields,
  sheetMax,
  type SheetColumns,
  type SheetField,
} from '../../../contract/reservation-sheet.ts';

/** Why the text of a cell is not its value: Excel rounded the number, or there is an error, no value or damage. */
export type CellFlaw = 'rounded' | 'unread';

interface ReadRow {
  /** In the source. */
  readonly number: number;
  readonly texts: readonly string[];
  /** By the column, 0 for A. */
  readonly flaws: ReadonlyMap<number, CellFlaw>;
}

/** A sheet as it was read: texts of cells, and which row of the source they stand in. */
export interface ReadSheet {
  readonly headers: readonly string[];
  readonly columns: SheetColumns;
  readonly rows: readonly ReadRow[];
}

/** What people call the columns, in normal form (mapping/header-names.ts). */
const knownNames: Readonly<Record<SheetField, readonly string[]>> = {
  appointId: [
    'appointid',
    'appointmentid',
    'reservationid',
    'id',
    'appointment',
    '预约id',
    '预约编号',
    '预约标识',
  ],
  time: [
    'time',
    'newtime',
    'appointtime',
    'appointmenttime',
    'datetime',
    'date',
    '时间',
    '新时间',
    '预约时间',
  ],
  agent: [
    'agent',
    'newagent',
    'useraccount',
    'workno',
    'account',
    'agentid',
    '坐席',
    '座席',
    '新座席',
    '业务账号',
    '工号',
  ],
  remark: ['remark', 'remarks', 'note', 'notes', 'comment', '备注', '说明'],
};

/**
 * Reads a workbook or a text file with the readers of call lists: the first sheet that is not hidden. The header is
 * found by its names; a sheet without one has the columns in the order ID, time, agent, remark.
 *
 * @throws DialdeskError `file_unreadable`; `too_many_rows` past `sheetMax`
 */
export async function readSheet(path: string): Promise<ReadSheet> {
  const source = await openSource(path);
  try {
    const sheet = source.sheets.find(({ hidden }) => !hidden) ?? source.sheets[0];
    return await collect((visit) => source.read(sheet?.name ?? null, {}, visit));
  } finally {
    await source.close();
  }
}

/** The same for cells that were pasted: tabs and line ends, as every spreadsheet puts them on the clipboard. */
export async function readPasted(text: string): Promise<ReadSheet> {
  const bytes = Buffer.from(text);
  const file = new TextFile({
    name: 'pasted.tsv',
    size: bytes.length,
    isChanged: () => Promise.resolve(false),
    // a copy: whoever reads a chunk gives its memory back
    read: (position, length) => Promise.resolve(Buffer.from(bytes.subarray(position, position + length))),
    refuseAsTarget: () => Promise.resolve(),
    close: () => Promise.resolve(),
  });
  const form = await file.form({ encoding: 'utf-8' });
  return collect((visit) => file.read(form, visit));
}

async function collect(read: (visit: RowVisitor) => Promise<void>): Promise<ReadSheet> {
  const rows: ReadRow[] = [];
  let tooMany = false as boolean;
  await read((row) => {
    markErrorTexts(row);
    const texts = cellTexts(row);
    const flaws = cellFlaws(row);
    if (flaws.size === 0 && texts.every((text) => text.trim() === '')) return true;
    // one more for the header
    if (rows.length > sheetMax) {
      tooMany = true;
      return false;
    }
    rows.push({ number: row.number, texts, flaws });
    return true;
  });
  if (tooMany) {
    throw new DialdeskError('too_many_rows', 'more rows than one bulk change takes', {
      details: { limit: sheetMax },
    });
  }
  return withHeader(rows);
}

/**
 * The cells of a row; a date is given with its time, also where the sheet does not show it. One without a time is a day
 * alone: that midnight is meant would be a guess.
 */
function cellTexts(row: Row): string[] {
  return Array.from({ length: row.width }, (_, column) => {
    const date = row.has(column) && row.kind[column] === cellKind.date;
    if (!date) return row.text(column);
    const start = row.start[column] as number;
    const end = (row.end[column] as number) + ' hh:mm:ss'.length;
    return (row.bytes[column] as Buffer).toString('utf8', start, end).replace(/ 00:00:00$/, '');
  });
}

const flawOf: ReadonlyMap<number | undefined, CellFlaw> = new Map([
  [cellKind.digitsLost, 'rounded'],
  [cellKind.error, 'unread'],
  [cellKind.errorText, 'unread'],
  [cellKind.noValue, 'unread'],
  [cellKind.odd, 'unread'],
  [cellKind.damaged, 'unread'],
]);
const noFlaws: ReadonlyMap<number, CellFlaw> = new Map();

function cellFlaws(row: Row): ReadonlyMap<number, CellFlaw> {
  const columns = Array.from({ length: row.width }, (_, column) => column).filter((column) =>
    row.has(column),
  );
  const flaws = columns.flatMap((column): [number, CellFlaw][] => {
    // also with blanks around it, which are not sent
    const flaw = flawOf.get(row.kind[column]) ?? (isRoundedText(row.text(column)) ? 'rounded' : undefined);
    return flaw === undefined ? [] : [[column, flaw]];
  });
  return flaws.length === 0 ? noFlaws : new Map(flaws);
}

function withHeader(rows: readonly ReadRow[]): ReadSheet {
  const [first, ...others] = rows;
  const width = rows.reduce((most, { texts }) => Math.max(most, texts.length), 0);
  const named = columnsByName(first?.texts ?? []);
  if (named !== null) return { headers: first?.texts ?? [], columns: named, rows: others };
  const columns = Object.fromEntries(
    sheetFields.map((field, column) => [field, column < width ? column : null]),
  ) as SheetColumns;
  const headers = Array.from({ length: width }, (_, column) => columnLetter(column));
  return { headers, columns, rows };
}

/** The columns by their names; null where the row names no appointment ID, and so is no header. */
function columnsByName(texts: readonly string[]): SheetColumns | null {
  const names = texts.map(normalHeader);
  const columns = Object.fromEntries(
    sheetFields.map((field) => {
      const column = names.findIndex((name) => knownNames[field].includes(name));
      return [field, column === -1 ? null : column];
    }),
  ) as SheetColumns;
  return columns.appointId === null ? null : columns;
}

/** A, B, … Z, AA. */
function columnLetter(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : columnLetter(Math.floor(column / 26) - 1) + last;
}
