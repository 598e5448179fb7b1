import type { SourceInfo } from '../contract/call-list.ts';
import type { MappedRow, Mapping } from '../contract/mapping.ts';
import { CallRecord } from './check/call-record.ts';
import { rowMapper } from './row-mapper.ts';
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
  const { sheet, headerRow, encoding, delimiter } = info;
  const map = rowMapper(info, mapping);
  const record = new CallRecord();
  const rows: MappedRow[] = [];
  await source.read(sheet, { ...(encoding && { encoding }), ...(delimiter && { delimiter }) }, (row) => {
    if (row.number > headerRow && map(row, record)) rows.push({ row: row.number, values: record.texts() });
    return rows.length < most;
  });
  return rows;
}
