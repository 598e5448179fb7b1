import { templateColumns } from '../contract/call-data-template.ts';
import type { SourceInfo } from '../contract/call-list.ts';
import type { Mapping } from '../contract/mapping.ts';
import { columnNumber, type CallRecord } from './check/call-record.ts';
import { asDialled, withTime } from './check/fields.ts';
import { isBlankRow } from './describe-source.ts';
import { markErrorTexts } from './error-texts.ts';
import { templateHeader } from './header.ts';
import { compileMapping } from './mapping/compile.ts';
import { markColumnsOf, markOf, type MarkColumn } from './mapping/do-not-call-marks.ts';
import { Mapper } from './mapping/mapper.ts';
import { columnRoles } from './rejects/column-roles.ts';
import { restoreRow } from './rejects/read-back.ts';
import { cellKind, isNoValue, maxColumns, type Row } from './row.ts';
import { unreadable } from './unreadable.ts';
import type { UsualSources } from './usual-rows/recipe.ts';

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
  info: Pick<SourceInfo, 'headers' | 'headerRow' | 'rejectsOf'> &
    Partial<Pick<SourceInfo, 'kind' | 'sample'>>,
  mapping: Mapping | undefined,
): RowMapper {
  const { map, fieldOf } = mapping === undefined ? templateMapper(info) : mappingMapper(info, mapping);
  const { rejectsOf, headers } = info;
  // In a workbook, what stands beside the table belongs to nothing; in a text, to the last field before it.
  const width = info.kind === 'text' && info.headers.length > 0 ? info.headers.length : maxColumns;
  const lastField = fieldOf(width - 1) ?? columnNumber.called;
  // Whatever the mapping says of it: a customer whom the list marks is not called.
  const marks = markColumnsOf(headers, info.sample ?? []);
  const roles = columnRoles(info, mapping);
  return (row, record) => {
    if (rejectsOf !== undefined) restoreRow(row, rejectsOf, headers, roles);
    markErrorTexts(row);
    if (!map(row, record)) return false;
    record.hidden = row.hidden;
    record.mustNotCall = marks.length > 0 && marks.some((mark) => isMarked(row, mark));
    withTime(record, columnNumber.recycleTime);
    asDialled(record, columnNumber.caller);
    if (row.flaw !== cellKind.text) markFlaw(record, row.flaw, columnNumber.called);
    if (row.width > width && hasMore(row, width)) markFlaw(record, cellKind.tooWide, lastField);
    return true;
  };
}

/**
 * The same for rows with nothing to report. Undefined for a source that `rowMapper` refuses.
 *
 * @throws DialdeskError `invalid_request` as `rowMapper` does
 */
export function usualSources(
  info: Pick<SourceInfo, 'headers' | 'sample' | 'rejectsOf'>,
  mapping: Mapping | undefined,
): UsualSources | undefined {
  const { headers, sample, rejectsOf } = info;
  // Its rows are made what they were; see restoreRow.
  if (rejectsOf !== undefined) return undefined;
  const template = mapping === undefined ? templateHeader(headers)?.sources : [];
  return (
    template && {
      template,
      mapping: mapping && compileMapping(mapping, headers),
      marks: markColumnsOf(headers, sample),
    }
  );
}

/** How many columns a row of a source may have: what its header has; of one without a header, any number. */
export const widthOf = ({ headers }: Pick<SourceInfo, 'headers'>): number =>
  headers.length > 0 ? headers.length : maxColumns;

/** Whether a row says of its customer that they must not be called. A formula with an unknown result may say so. */
function isMarked(row: Row, mark: MarkColumn): boolean {
  const { column, says } = mark;
  if (!row.has(column)) return false;
  if (isNoValue(row.kind[column] as number)) return says !== 'remark';
  return markOf(mark, row.text(column)) !== 'may-be-called';
}

/** A flaw of the whole row is a problem of the row, whether or not the cell in which it stands is sent. */
function markFlaw(record: CallRecord, flaw: number, column: number): void {
  if (record.kind.includes(flaw)) return;
  if (!isNoValue(record.kind[column] as number)) record.kind[column] = flaw;
}

/** Whether any cell from a column on has something in it. */
function hasMore(row: Row, from: number): boolean {
  for (let column = from; column < row.width; column += 1) {
    if (row.has(column) && row.text(column).trim() !== '') return true;
  }
  return false;
}

interface Way {
  readonly map: RowMapper;
  /** The template's column into which a column of the source goes; undefined for one that is not sent. */
  readonly fieldOf: (source: number) => number | undefined;
}

function mappingMapper(info: Pick<SourceInfo, 'headers'>, mapping: Mapping): Way {
  const compiled = compileMapping(mapping, info.headers);
  const mapper = new Mapper(compiled);
  return {
    map: (row, record) => mapper.map(row, record),
    fieldOf: (column) => {
      const plain = compiled.plain.find(({ source }) => 'column' in source && source.column === column);
      if (plain) return columnNumber[plain.field];
      return compiled.pack?.values.some((value) => value.column === column)
        ? columnNumber.callData
        : undefined;
    },
  };
}

/**
 * The mapping of a source that is in template form: each column of the template is the source's of that name.
 *
 * @throws DialdeskError `file_unreadable`: `no-called-column`, `repeated-column`
 */
function templateMapper(info: Pick<SourceInfo, 'headers' | 'headerRow'>): Way {
  const header = templateHeader(info.headers);
  if (header === undefined) {
    throw unreadable('no-called-column', 'The list is not in template form: it has no column "called".', {
      details: { row: info.headerRow },
    });
  }
  if (header.repeated.length > 0) {
    throw unreadable('repeated-column', `The column ${header.repeated.join(', ')} is there twice.`, {
      details: { columns: [...header.repeated] },
    });
  }
  const { sources } = header;
  const map: RowMapper = (row, record) => {
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
  return {
    map,
    fieldOf: (column) => {
      const field = sources.indexOf(column);
      return field === -1 ? undefined : field;
    },
  };
}
