import { templateColumns, type TemplateColumn } from '../contract/call-data-template.ts';
import type { CheckSummary, WrittenCleanList, WrittenFile } from '../contract/call-list.ts';
import { DialdeskError } from '../contract/errors.ts';
import { cancellable } from './cancellable.ts';
import type { CallRecord } from './check/call-record.ts';
import type { Checker } from './check/checker.ts';
import { rowState } from './check/row-states.ts';
import { CleanRows } from './clean-rows.ts';
import type { ColumnRoles } from './rejects/column-roles.ts';
import { writeRejects as writeRejectsWorkbook, type RejectWords } from './rejects/rejects-workbook.ts';
import type { Row } from './row.ts';
import { table1Columns, templateLayout } from './template-workbook.ts';
import type { Watch, WriteProgress } from './watch.ts';
import { wantedRow, type UsualWriting } from './usual-rows/write-rows.ts';
import { writeWorkbook } from './write/workbook.ts';

/** Which of the ready rows are written: a part of a list that is too long for one import. Counted from 0. */
export interface CleanPart {
  readonly from: number;
  readonly count: number;
}

/** What of the ready rows is written, and what is written into them. */
export interface CleanChoice {
  /** Left out: all. */
  readonly part?: CleanPart | undefined;
  /** Written into the customField of every row. The rows must not carry values of their own. */
  readonly mark?: string | undefined;
}

/** The rows of a list that has been checked, for whoever writes some of them. */
export interface CheckedRows {
  readonly checker: Checker;
  readonly counts: Pick<CheckSummary, 'ready' | 'rejected' | 'duplicates'>;
  /** Of the source's columns. */
  readonly headers: readonly string[];
  readonly roles: ColumnRoles;
  /** @throws DialdeskError `conflict` for the source's own path */
  readonly refuseAsTarget: (path: string) => Promise<void>;
  /** Reads all rows that are not blank once more. @throws DialdeskError `file_changed` */
  readonly eachRecord: (visit: (record: CallRecord, row: Row) => void, watch: ReadAgain) => Promise<void>;
}

/** How rows are read once more. */
export type ReadAgain = Watch<WriteProgress> & {
  readonly between?: () => Promise<void> | undefined;
  /** Writes rows with nothing to report, which are then not visited. */
  readonly writing?: UsualWriting | undefined;
};

/**
 * Writes the ready rows as a workbook in template form: `called` as proper JSON, everything else as it was read.
 * The column `priority` is there only if a row uses it, and customField holds the mark if there is one.
 *
 * @throws DialdeskError `nothing_to_send`, `local_disk`, `cancelled`, `conflict` for the source's own path;
 *   `file_changed`, also where a row that is to be marked carries something else
 */
export async function writeClean(
  list: CheckedRows,
  path: string,
  watch: Watch<WriteProgress>,
  { part, mark }: CleanChoice = {},
): Promise<WrittenCleanList> {
  const { checker, counts } = list;
  const from = part?.from ?? 0;
  const until = from + (part?.count ?? Number.POSITIVE_INFINITY);
  const wanted = Math.max(0, Math.min(counts.ready, until) - from);
  await list.refuseAsTarget(path);
  if (wanted === 0) throw new DialdeskError('nothing_to_send', 'No row is ready.');
  const columns: readonly TemplateColumn[] = checker.hasPriority ? templateColumns : table1Columns;
  const clean = new CleanRows(columns.length, mark);
  let index = 0;
  const written = await cancellable(() =>
    writeWorkbook(
      path,
      templateLayout(columns),
      (sheet) =>
        eachInto(
          list,
          watch,
          sheet,
          (record) => {
            if (checker.states.state(record.row) !== rowState.ready) return false;
            index += 1;
            if (index <= from || index > until) return false;
            return clean.add(sheet, record);
          },
          (pause) => {
            if (!sheet.isOneSheet) return undefined;
            const { add, ...writing } = clean.writing(sheet);
            return {
              ...writing,
              ask: (first, into) => {
                let at = index;
                for (let i = 0; i < into.length; i += 1) {
                  const isReady = checker.states.state(first + i) === rowState.ready;
                  if (isReady) at += 1;
                  into[i] = isReady && at > from && at <= until ? wantedRow.yes : wantedRow.no;
                }
              },
              take: (first, count, written, xml, hashed) => {
                for (let row = first; row < first + count; row += 1) {
                  if (checker.states.state(row) === rowState.ready) index += 1;
                }
                if (written > 0 && add(xml, written, hashed)) pause();
              },
            };
          },
        ),
      { mostRows: wanted, ...(watch.signal && { signal: watch.signal }) },
    ),
  );
  return { ...written, rowsSha256: clean.sha256() };
}

/**
 * Writes the rejected rows and the duplicates as they are in the source, with what is wrong with each.
 *
 * @throws DialdeskError `nothing_to_send` if there are none, `file_changed`, `local_disk`, `cancelled`, `conflict`
 */
export async function writeRejects(
  list: CheckedRows,
  path: string,
  words: RejectWords,
  watch: Watch<WriteProgress>,
): Promise<WrittenFile> {
  const { checker, counts, headers, roles } = list;
  const wanted = counts.rejected + counts.duplicates;
  await list.refuseAsTarget(path);
  if (wanted === 0) throw new DialdeskError('nothing_to_send', 'No row is rejected.');
  return cancellable(() =>
    writeRejectsWorkbook(
      path,
      { headers, words, roles, width: checker.width },
      (sheet) =>
        eachInto(list, watch, sheet, (record, row) => {
          const state = checker.states.state(record.row);
          if (state !== rowState.rejected && state !== rowState.duplicate) return false;
          return sheet.add(row, checker.issues.ofRow(record.row));
        }),
      { mostRows: wanted + checker.lateRows, ...(watch.signal && { signal: watch.signal }) },
    ),
  );
}

/** Adds all rows to a sheet: `add` answers whether the sheet wants a pause, which it gets between chunks. */
async function eachInto(
  list: CheckedRows,
  watch: Watch<WriteProgress>,
  sheet: { ready(): Promise<void> },
  add: (record: CallRecord, row: Row) => boolean,
  writingOf?: (pause: () => void) => UsualWriting | undefined,
): Promise<void> {
  let pause = false;
  await list.eachRecord(
    (record, row) => {
      if (add(record, row)) pause = true;
    },
    {
      ...watch,
      writing: writingOf?.(() => (pause = true)),
      between: () => {
        if (!pause) return undefined;
        pause = false;
        return sheet.ready();
      },
    },
  );
}
