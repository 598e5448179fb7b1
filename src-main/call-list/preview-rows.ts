import type { SourceInfo } from '../contract/call-list.ts';
import type { MappedRow, Mapping } from '../contract/mapping.ts';
import { CallRecord, columnNumber } from './check/call-record.ts';
import { rowMapper, type RowMapper } from './row-mapper.ts';
import type { Source } from './source.ts';

/**
 * The first rows of a source as a mapping would send them, in the template's columns.
 *
 * @param most how many rows; blank ones are passed over
 * @throws DialdeskError `file_unreadable`; `invalid_request` for a mapping that does not fit the source's header
 */
export async function previewRows(
  source: Source,
  info: SourceInfo,
  mapping: Mapping,
  most: number,
): Promise<MappedRow[]> {
  return firstRows(source, info, rowMapper(info, mapping), most);
}

/** As many numbers as show what country they are in. */
const sampledNumbers = 200;

/** The first cells of `called`, as they would be sent. @throws DialdeskError `file_unreadable` */
export async function firstCalled(source: Source, info: SourceInfo, map: RowMapper): Promise<string[]> {
  const rows = await firstRows(source, info, map, sampledNumbers);
  return rows.map(({ values }) => values[columnNumber.called] ?? '');
}

async function firstRows(
  source: Source,
  info: SourceInfo,
  map: RowMapper,
  most: number,
): Promise<MappedRow[]> {
  const { sheet, headerRow, encoding, delimiter } = info;
  const record = new CallRecord();
  const rows: MappedRow[] = [];
  await source.read(
    sheet,
    { ...(encoding && { encoding }), ...(delimiter && { delimiter }) },
    (row) => {
      if (row.number > headerRow && map(row, record)) rows.push({ row: row.number, values: record.texts() });
      return rows.length < most;
    },
    { takesLateRows: true },
  );
  return rows;
}
