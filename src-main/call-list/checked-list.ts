import { isDeepStrictEqual } from 'node:util';
import { templateColumns } from '../contract/call-data-template.ts';
import type {
  CellEdit,
  CheckOptions,
  CheckSummary,
  Issue,
  IssuePage,
  IssueQuery,
  RowView,
  SourceInfo,
  WrittenCleanList,
  WrittenFile,
} from '../contract/call-list.ts';
import { DialdeskError } from '../contract/errors.ts';
import type { ChosenMends, MendPreview, MendProgress, MendScope } from '../contract/mends.ts';
import { cancellable } from './cancellable.ts';
import { CallRecord, columnNumber, type KeptRecord } from './check/call-record.ts';
import type { Checker } from './check/checker.ts';
import { decide, type Comparing } from './check/decide.ts';
import { recycleTimeOf } from './check/recycle-time.ts';
import { summarize } from './check-source.ts';
import { EditedRows } from './edited-rows.ts';
import type { NumbersToWrite } from './known/write-numbers.ts';
import { columnRoles } from './rejects/column-roles.ts';
import type { IssueWords } from './rejects/issues-csv.ts';
import type { RejectWords } from './rejects/rejects-workbook.ts';
import { usualSources, widthOf, type RowMapper } from './row-mapper.ts';
import type { Row } from './row.ts';
import type { Source } from './source.ts';
import { UsualRows } from './usual-rows/usual-rows.ts';
import { wantedRow, type UsualWriting } from './usual-rows/write-rows.ts';
import type { Watch, WriteProgress } from './watch.ts';
import type { CheckedRows, CleanChoice, ReadAgain } from './write-outputs.ts';

/** What a check was made with, and what came of it. */
export interface CheckOutcome extends Comparing {
  readonly checker: Checker;
  readonly mapper: RowMapper;
  readonly options: CheckOptions;
  readonly seconds: number;
}

/** A call list that has been checked: its rows as they would be sent, and the edits since. */
export class CheckedList {
  readonly checker: Checker;
  readonly #source: Source;
  readonly #info: SourceInfo;
  readonly #found: CheckOutcome;
  readonly #options: CheckOptions;
  /** Rows as they have been edited, in the template's columns. */
  #edited = new EditedRows();
  /** Rows that have been looked at, so that the next one with a problem is there at once. */
  #looked = new Map<number, KeptRecord>();

  constructor(source: Source, info: SourceInfo, found: CheckOutcome) {
    this.#source = source;
    this.#info = info;
    this.#found = found;
    this.checker = found.checker;
    this.#options = found.options;
  }

  /** What the rows were read as. */
  get mapper(): RowMapper {
    return this.#found.mapper;
  }

  /**
   * Whether a check with these options need not read the list again: they differ in nothing but what is decided once all
   * rows are read, the file is the same, and nothing was edited.
   */
  async isReadFor(options: CheckOptions, now: Date): Promise<boolean> {
    if (this.#edited.count > 0 || isDeepStrictEqual(this.#options, options)) return false;
    if (!isDeepStrictEqual(ofRows(this.#options), ofRows(options))) return false;
    return this.checker.holdsAt(recycleTimeOf(now)) && !(await this.#source.file.isChanged());
  }

  /** The counts as they are now, with the edits since the check. */
  summary(): CheckSummary {
    const { seconds, doNotCall, known } = this.#found;
    return summarize(this.checker, seconds, doNotCall, known);
  }

  issues(query: IssueQuery): IssuePage {
    return this.checker.issues.page(query);
  }

  allIssues(): Iterable<Issue> {
    return this.checker.issues.all();
  }

  /** A row as it would be sent. @throws DialdeskError `not_found` for a row that is not in the list, or blank */
  async rowAt(row: number): Promise<RowView> {
    const { checker } = this;
    const { values } = await this.#keptRow(row);
    return {
      row,
      status: checker.states.status(row),
      edited: checker.states.isEdited(row),
      values: templateColumns.map((column, index) => ({ column, value: values[index] ?? '' })),
      issues: checker.issues.ofRow(row),
    };
  }

  /**
   * Changes cells and checks their rows again; duplicates are decided again over the whole list.
   *
   * @throws DialdeskError `not_found` for a row that is not in the list, or blank
   */
  async edit(edits: readonly CellEdit[]): Promise<CheckSummary> {
    const changed = new EditedRows();
    const record = new CallRecord();
    for (const { row, column, value } of edits) {
      record.fill(row, changed.kept(row) ?? (await this.#keptRow(row)));
      record.setText(columnNumber[column], value);
      changed.set(record);
    }
    this.#applyEdits(changed);
    return this.summary();
  }

  #applyEdits(changed: EditedRows): void {
    this.checker.recheck(changed);
    decide(this.checker, this.#found, changed);
    // Whichever are fewer are copied: one cell is edited after bulk mends, and bulk mends after one cell.
    if (changed.count < this.#edited.count) changed.each((record) => this.#edited.set(record));
    else {
      changed.addMissing(this.#edited);
      this.#edited = changed;
    }
  }

  /**
   * What bulk mends would do to the cells that have an issue (of a rule or column, if one is given). Cells
   * without one are left alone, whatever is chosen. Progress has what has been found so far.
   */
  async previewMends(
    chosen: ChosenMends,
    wanted: MendScope = {},
    watch: Watch<MendProgress> = {},
  ): Promise<MendPreview> {
    const { previewOf, withFindings } = await import('./mend-cells.ts');
    const { checker } = this;
    return cancellable(() =>
      previewOf(checker, chosen, wanted, (visit, found) =>
        withFindings(found, watch, (each) => this.eachRecord(visit, each)),
      ),
    );
  }

  /** Does what `previewMends` shows, as edits, and checks the rows again. Can be stopped until all are found. */
  async applyMends(
    chosen: ChosenMends,
    wanted: MendScope = {},
    watch: Watch<MendProgress> = {},
  ): Promise<CheckSummary> {
    const { mendedRows, withFindings } = await import('./mend-cells.ts');
    const { checker } = this;
    const changed = await cancellable(() =>
      mendedRows(checker, chosen, wanted, (visit, found) =>
        withFindings(found, watch, (each) => this.eachRecord(visit, each)),
      ),
    );
    this.#applyEdits(changed);
    return this.summary();
  }

  /**
   * Reads all rows that are not blank once more, with their edits, as they were checked. The record is good until
   * the visitor returns.
   *
   * @throws DialdeskError `file_changed` if the source is not what was checked
   */
  async eachRecord(visit: (record: CallRecord, row: Row) => void, watch: ReadAgain = {}): Promise<void> {
    const { mapper } = this.#found;
    const record = new CallRecord();
    await this.#refuseChanged();
    await this.#source.read(
      this.#info.sheet,
      this.#options,
      (row) => {
        if (row.number <= this.#info.headerRow || !mapper(row, record)) return undefined;
        this.#edited.fill(row.number, record);
        visit(record, row);
        return undefined;
      },
      {
        signal: watch.signal,
        onFraction: (fraction) => watch.onProgress?.({ fraction }),
        between: watch.between,
        usualRows: watch.writing && this.#usualRows(watch.writing),
        takesLateRows: true,
      },
    );
    await this.#refuseChanged();
  }

  /** Rows with nothing to report, on their way into a workbook; those that were edited are not among them. */
  #usualRows(writing: UsualWriting): UsualRows | undefined {
    const sources = usualSources(this.#info, this.#options.mapping);
    const ask = (first: number, into: Uint8Array): void => {
      writing.ask(first, into);
      if (this.#edited.count === 0) return;
      for (let i = 0; i < into.length; i += 1) if (this.#edited.has(first + i)) into[i] = wantedRow.byOthers;
    };
    return (
      sources &&
      UsualRows.of({
        ...{ headerRow: this.#info.headerRow, width: widthOf(this.#info), now: 0 },
        sources: { ...sources, isWritten: true },
        carried: this.checker.carried,
        take: () => true,
        note: () => undefined,
        writing: { ...writing, ask },
      })
    );
  }

  /** Writes the ready rows, or a part of them, marked or as they are, in template form; see write-outputs.ts. */
  async writeClean(
    path: string,
    watch: Watch<WriteProgress> = {},
    choice: CleanChoice = {},
  ): Promise<WrittenCleanList> {
    const list = this.#checkedRows();
    const { writeClean } = await import('./write-outputs.ts');
    return writeClean(list, path, watch, choice);
  }

  /** Writes the rejected rows and the duplicates as they are in the source; see write-outputs.ts. */
  async writeRejects(
    path: string,
    words: RejectWords,
    watch: Watch<WriteProgress> = {},
  ): Promise<WrittenFile> {
    const list = this.#checkedRows();
    const { writeRejects } = await import('./write-outputs.ts');
    return writeRejects(list, path, words, watch);
  }

  /** Writes the fingerprints of the numbers that are sent; see write-numbers.ts. */
  async writeNumbers(wanted: NumbersToWrite): Promise<number> {
    const { writeNumbers } = await import('./known/write-numbers.ts');
    return writeNumbers(this.checker, wanted);
  }

  /** Writes every problem as a line of CSV. @throws DialdeskError `local_disk`, `cancelled`, `conflict` */
  async writeIssues(path: string, words: IssueWords, watch: Watch<WriteProgress> = {}): Promise<WrittenFile> {
    const { issues } = this.checker;
    await this.#source.file.refuseAsTarget(path);
    const { writeIssues } = await import('./rejects/issues-csv.ts');
    return cancellable(() => writeIssues(path, issues, words, watch));
  }

  #checkedRows(): CheckedRows {
    return {
      checker: this.checker,
      roles: columnRoles(this.#info, this.#options.mapping),
      counts: this.summary(),
      headers: this.#info.headers,
      refuseAsTarget: (path) => this.#source.file.refuseAsTarget(path),
      eachRecord: (visit, watch) => this.eachRecord(visit, watch),
    };
  }

  async #keptRow(row: number): Promise<KeptRecord> {
    const { checker } = this;
    if (!checker.states.has(row)) throw new DialdeskError('not_found', `There is no row ${row}.`);
    const known = this.#edited.kept(row) ?? this.#looked.get(row);
    if (known !== undefined) return known;
    const { rowsLikelyNext } = await import('./rows-likely-next.ts');
    const looked = await rowsLikelyNext(checker, row, (visit) => this.eachRecord(visit));
    this.#looked = looked;
    const kept = looked.get(row);
    if (kept === undefined) throw new DialdeskError('not_found', `Row ${row} is blank.`);
    return kept;
  }

  async #refuseChanged(): Promise<void> {
    if (await this.#source.file.isChanged()) {
      throw new DialdeskError('file_changed', 'The file has been changed since it was checked.');
    }
  }
}

/** The options that rows are read and checked by; the others decide what becomes of rows that are. */
const ofRows = (options: CheckOptions): object => ({
  ...options,
  ...{ duplicates: undefined, doNotCall: undefined, doNotCallLists: undefined, calledBefore: undefined },
});
