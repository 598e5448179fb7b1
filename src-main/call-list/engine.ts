import { isDeepStrictEqual } from 'node:util';
import { templateColumns } from '../contract/call-data-template.ts';
import type {
  CellEdit,
  CheckOptions,
  CheckProgress,
  CheckSummary,
  Issue,
  IssuePage,
  IssueQuery,
  ReadOptions,
  RowView,
  SourceInfo,
  WrittenCleanList,
  WrittenFile,
} from '../contract/call-list.ts';
import { DialdeskError } from '../contract/errors.ts';
import type { MappedRow, Mapping, MappingProposal } from '../contract/mapping.ts';
import type { ChosenMends, MendPreview, MendProgress, MendScope } from '../contract/mends.ts';
import { cancellable } from './cancellable.ts';
import { CallRecord, columnNumber, type KeptRecord } from './check/call-record.ts';
import type { Checker } from './check/checker.ts';
import { recycleTimeOf } from './check/recycle-time.ts';
import { checkSource, summarize } from './check-source.ts';
import { describeSource } from './describe-source.ts';
import type { DoNotCall } from './do-not-call/read-do-not-call.ts';
import { EditedRows } from './edited-rows.ts';
import { judgeRows } from './check/judge-rows.ts';
import { nothingKnown, type Known } from './known/known.ts';
import type { KnownPlaces } from './known/places.ts';
import type { NumbersToWrite } from './known/write-numbers.ts';
import type { IssueWords } from './rejects/issues-csv.ts';
import { columnRoles } from './rejects/column-roles.ts';
import type { RejectWords } from './rejects/workbook.ts';
import type { CompiledPlan } from '../numbering/compiled-plan.ts';
import { planOf } from './plan-of-check.ts';
import { rowMapper, type RowMapper } from './row-mapper.ts';
import type { Row } from './row.ts';
import { openSource, type Source } from './source.ts';
import type { Watch, WriteProgress } from './watch.ts';
import type { CheckedRows, CleanChoice } from './write-outputs.ts';

interface Checked {
  readonly checker: Checker;
  readonly mapper: RowMapper;
  readonly options: CheckOptions;
  readonly seconds: number;
  readonly doNotCall: DoNotCall | undefined;
  readonly known: Known;
}

/**
 * One call list: its source, what a check found, and the edits since. Runs in the worker (see worker.ts), in the
 * command, and in tests; knows nothing of either. One call at a time.
 */
export class CallListEngine {
  readonly #source: Source;
  #info: SourceInfo;
  #checked: Checked | undefined;
  /** Rows as they have been edited, in the template's columns. */
  #edited = new EditedRows();
  /** Rows that have been looked at, so that the next one with a problem is there at once. */
  #looked = new Map<number, KeptRecord>();

  private constructor(source: Source, info: SourceInfo) {
    this.#source = source;
    this.#info = info;
  }

  /** Opens a source and looks at its beginning. @throws DialdeskError `file_unreadable` */
  static async open(path: string, options: ReadOptions = {}): Promise<CallListEngine> {
    const source = await openSource(path);
    try {
      return new CallListEngine(source, await describeSource(source, options));
    } catch (error) {
      await source.close();
      throw error;
    }
  }

  get info(): SourceInfo {
    return this.#info;
  }

  /** Looks at the beginning again, as these options say; what was checked before is forgotten. */
  async read(options: ReadOptions): Promise<SourceInfo> {
    this.#info = await describeSource(this.#source, options);
    this.#forget();
    return this.#info;
  }

  /** What the columns are taken for, by their names and the first rows. */
  async propose(): Promise<MappingProposal> {
    const { proposeMapping } = await import('./mapping/propose.ts');
    return proposeMapping(this.#info.headers, this.#info.sample);
  }

  /** The first rows as a mapping would send them; see preview-rows.ts. */
  async preview(mapping: Mapping): Promise<MappedRow[]> {
    const { previewRows } = await import('./preview-rows.ts');
    return previewRows(this.#source, this.#info, mapping, previewedRows);
  }

  /**
   * Checks every row. Edits are forgotten: they were made to another reading.
   *
   * @param now recycle times before it are warned about
   * @param places where what is known of numbers is found; left out, what the options ask of it is not looked up
   * @throws DialdeskError `file_unreadable`, `invalid_request` for a mapping that does not fit, `cancelled`
   */
  async check(
    options: CheckOptions,
    watch: Watch<CheckProgress> = {},
    now: Date = new Date(),
    places?: KnownPlaces,
  ): Promise<CheckSummary> {
    return cancellable(async () => {
      const started = performance.now();
      if (await this.#decideAnew(options, now)) return this.summary();
      const headerRow = options.mapping?.headerRow === null ? 0 : options.mapping?.headerRow;
      const readOptions = { ...options, ...(headerRow !== undefined && { headerRow }) };
      this.#info = await describeSource(this.#source, readOptions);
      this.#forget();
      const mapper = rowMapper(this.#info, options.mapping);
      const plan = await planOf(options);
      const doNotCall = await this.#doNotCall(options, mapper, watch.signal, plan);
      const known =
        (places ?? options.doNotCallLists)
          ? (await import('./known/places.ts')).knownFor(options, now, places)
          : nothingKnown;
      const checker = await checkSource(this.#source, this.#info, mapper, options, {
        now,
        doNotCall,
        plan,
        known,
        ...watch,
      });
      const seconds = (performance.now() - started) / 1000;
      this.#checked = { checker, mapper, options, seconds, doNotCall, known };
      return summarize(checker, seconds, doNotCall, known);
    });
  }

  /**
   * Where nothing but the policy for duplicates is another one than at the last check, decides about them without
   * reading the list again. What lies elsewhere may have changed: a file of numbers not to be called, what was sent before,
   * and lists of the library, which say when they were read.
   */
  async #decideAnew(options: CheckOptions, now: Date): Promise<boolean> {
    const before = this.#checked;
    const { duplicates, doNotCall, calledBefore } = options;
    if (before === undefined || before.options.duplicates === duplicates) return false;
    if (this.#edited.count > 0 || doNotCall !== undefined || calledBefore !== undefined) return false;
    if (!isDeepStrictEqual({ ...before.options, duplicates }, options)) return false;
    if (before.known.lists?.isCurrent() === false) return false;
    const started = performance.now();
    if (await this.#source.file.isChanged()) return false;
    if (!before.checker.decideAnew(duplicates, recycleTimeOf(now))) return false;
    const seconds = (performance.now() - started) / 1000;
    this.#checked = { ...before, options, seconds };
    return true;
  }

  /** The do-not-call list of a check; the first numbers that will be called show what country they are in. */
  async #doNotCall(
    { doNotCall }: CheckOptions,
    mapper: RowMapper,
    signal: AbortSignal | undefined,
    plan: CompiledPlan | undefined,
  ): Promise<DoNotCall | undefined> {
    if (doNotCall === undefined) return undefined;
    // What only some lists need is loaded when it is needed: a check alone then starts sooner, and 12 MB smaller.
    const { firstCalled } = await import('./preview-rows.ts');
    const { readDoNotCall } = await import('./do-not-call/read-do-not-call.ts');
    const called = await firstCalled(this.#source, this.#info, mapper);
    return readDoNotCall(doNotCall, called, signal, plan?.reader.rules.code);
  }

  /** The counts as they are now, with the edits since the check. */
  summary(): CheckSummary {
    const { checker, seconds, doNotCall, known } = this.#needChecked();
    return summarize(checker, seconds, doNotCall, known);
  }

  issues(query: IssueQuery): IssuePage {
    return this.#needChecked().checker.issues.page(query);
  }

  allIssues(): Iterable<Issue> {
    return this.#needChecked().checker.issues.all();
  }

  /** A row as it would be sent. @throws DialdeskError `not_found` for a row that is not in the list, or blank */
  async rowAt(row: number): Promise<RowView> {
    const { checker } = this.#needChecked();
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
   * Changes cells and checks their rows again; duplicates are decided anew over the whole list.
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
    const { checker, known } = this.#needChecked();
    checker.recheck(changed);
    judgeRows(checker, known.all, changed);
    checker.decideDuplicates();
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
    const { checker } = this.#needChecked();
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
    const { checker } = this.#needChecked();
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
  async eachRecord(
    visit: (record: CallRecord, row: Row) => void,
    watch: Watch<WriteProgress> & { between?: () => Promise<void> | undefined } = {},
  ): Promise<void> {
    const { mapper, options } = this.#needChecked();
    const record = new CallRecord();
    await this.#refuseChanged();
    await this.#source.read(
      this.#info.sheet,
      options,
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
      },
    );
    await this.#refuseChanged();
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
    return writeNumbers(this.#needChecked().checker, wanted);
  }

  /** Writes every problem as a line of CSV. @throws DialdeskError `local_disk`, `cancelled`, `conflict` */
  async writeIssues(path: string, words: IssueWords, watch: Watch<WriteProgress> = {}): Promise<WrittenFile> {
    const { issues } = this.#needChecked().checker;
    await this.#source.file.refuseAsTarget(path);
    const { writeIssues } = await import('./rejects/issues-csv.ts');
    return cancellable(() => writeIssues(path, issues, words, watch));
  }

  close(): Promise<void> {
    this.#forget();
    return this.#source.close();
  }

  #checkedRows(): CheckedRows {
    const { checker, options } = this.#needChecked();
    return {
      checker,
      roles: columnRoles(this.#info, options.mapping),
      counts: this.summary(),
      headers: this.#info.headers,
      refuseAsTarget: (path) => this.#source.file.refuseAsTarget(path),
      eachRecord: (visit, watch) => this.eachRecord(visit, watch),
    };
  }

  async #keptRow(row: number): Promise<KeptRecord> {
    const { checker } = this.#needChecked();
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

  #needChecked(): Checked {
    if (this.#checked === undefined) throw new DialdeskError('conflict', 'The list has not been checked.');
    return this.#checked;
  }

  #forget(): void {
    this.#checked = undefined;
    this.#edited = new EditedRows();
    this.#looked.clear();
  }
}

/** As many rows as a preview of a mapping shows. */
const previewedRows = 8;
