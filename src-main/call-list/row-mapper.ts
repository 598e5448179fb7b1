import { templateColumns } from '../contract/call-data-template.ts';
import type { SourceInfo } from '../contract/call-list.ts';
import type { Mapping } from '../contract/mapping.ts';
import { columnNumber, type CallRecord } from './check/call-record.ts';
import { asDialled, withTime } from './check/fields.ts';
import { isBlankRow } from './describe-source.ts';
import { templateHeader } from './header.ts';
import { compileMapping } from './mapping/compile.ts';
import { Mapper } from './mapping/mapper.ts';
import { cellKind, isNoValue, type Row } from './row.ts';
import { unreadable } from './unreadable.ts';

/** Turns a row of the source into a row in template form; answers false for a row in which every cell is blank. */
export type RowMapper = (row: Row, record: CallRecord) => boolean;

/**
 * The way from a source's rows to the template's columns: a mapping, or the header itself where it is the
 * template's.
 *
 * @throws DialdeskError `invalid_request` for a mapping that names columns the source does not have;
 *   `file_unreadable` with `no-called-column` or `repeated-column` for a source that would need a mapping
 */
export function rowMapper(
  info: Pick<SourceInfo, 'headers' | 'headerRow'>,
  mapping: Mapping | undefined,
): RowMapper {
  const map = mapping === undefined ? templateMapper(info) : mappingMapper(info, mapping);
  return (row, record) => {
    if (!map(row, record)) return false;
    record.hidden = row.hidden;
    withTime(record, columnNumber.recycleTime);
    asDialled(record, columnNumber.caller);
    if (row.flaw !== cellKind.text) markFlaw(record, row.flaw);
    return true;
  };
}

/** A flaw of the whole row is a problem of the row, whether or not the cell in which it stands is sent. */
function markFlaw(record: CallRecord, flaw: number): void {
  if (record.kind.includes(flaw)) return;
  const { called } = columnNumber;
  if (!isNoValue(record.kind[called] as number)) record.kind[called] = flaw;
}

function mappingMapper(info: Pick<SourceInfo, 'headers'>, mapping: Mapping): RowMapper {
  const mapper = new Mapper(compileMapping(mapping, info.headers));
  return (row, record) => mapper.map(row, record);
}

/**
 * The mapping of a source that is in template form: each column of the template is the source's of that name.
 *
 * @throws DialdeskError `file_unreadable`: `no-called-column`, `repeated-column`
 */
function templateMapper(info: Pick<SourceInfo, 'headers' | 'headerRow'>): RowMapper {
  const header = templateHeader(info.headers);
  if (header === undefined) {
    throw unreadable('no-called-column', 'The list is not in template form: it has no column "called".', {
      details: { row: info.headerRow },
    });
  }
  if (header.repeated.length > 0) {
    throw unreadable('repeated-column', `The column ${header.repeated.join(', ')} is there twice.`, {
      details: { columns: header.repeated },
    });
  }
  const { sources } = header;
  return (row, record) => {
    if (isBlankRow(row)) return false;
    record.clear(row.number);
    for (let column = 0; column < templateColumns.length; column += 1) {
      const source = sources[column] as number;
      if (source === -1 || row.marks[source] !== row.mark) continue;
      record.set(
        column,
        row.bytes[source] as Buffer,
        row.start[source] as number,
        row.end[source] as number,
        row.kind[source] as number,
      );
    }
    return true;
  };
}
