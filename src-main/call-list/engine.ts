import type {
  CheckOptions,
  CheckProgress,
  CheckSummary,
  ReadOptions,
  SourceInfo,
} from '../contract/call-list.ts';
import { DialdeskError } from '../contract/errors.ts';
import type { MappedRow, Mapping, MappingProposal } from '../contract/mapping.ts';
import { cancellable } from './cancellable.ts';
import type { Checker } from './check/checker.ts';
import { decide } from './check/decide.ts';
import { checkSource } from './check-source.ts';
import { CheckedList } from './checked-list.ts';
import { describeSource } from './describe-source.ts';
import type { DoNotCall } from './do-not-call/read-do-not-call.ts';
import { nothingKnown } from './known/known.ts';
import type { KnownPlaces } from './known/places.ts';
import type { CompiledPlan } from '../numbering/compiled-plan.ts';
import { planOf } from './plan-of-check.ts';
import { rowMapper, type RowMapper } from './row-mapper.ts';
import { openSource, type Source } from './source.ts';
import type { Watch } from './watch.ts';

/**
 * One call list: its source, how it is read, and what the last check came to. Runs in the worker (see worker.ts), in the
 * command, and in tests; knows nothing of either. One call at a time.
 */
export class CallListEngine {
  readonly #source: Source;
  #info: SourceInfo;
  #checked: CheckedList | undefined;

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

  /** What the last check came to. @throws DialdeskError `conflict` where the list has not been checked */
  get checked(): CheckedList {
    if (this.#checked === undefined) throw new DialdeskError('conflict', 'The list has not been checked.');
    return this.#checked;
  }

  get info(): SourceInfo {
    return this.#info;
  }

  /** Looks at the beginning again, as these options say; what was checked before is forgotten. */
  async read(options: ReadOptions): Promise<SourceInfo> {
    this.#info = await describeSource(this.#source, options);
    this.#checked = undefined;
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
   * Checks every row. Edits are forgotten: they were made to another reading. Where only what the numbers are compared
   * with differs from the check before, the list is not read again (see CheckedList).
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
      const before = this.#checked;
      const isRead = before !== undefined && (await before.isReadFor(options, now));
      if (!isRead) this.#info = await describeSource(this.#source, readOptionsOf(options));
      this.#checked = undefined;
      const mapper = isRead ? before.mapper : rowMapper(this.#info, options.mapping);
      const plan = await planOf(options);
      const doNotCall = await this.#doNotCall(options, mapper, watch.signal, plan);
      const known =
        (places ?? options.doNotCallLists)
          ? (await import('./known/places.ts')).knownFor(options, now, places)
          : nothingKnown;
      const comparing = { doNotCall, known };
      let checker: Checker;
      if (isRead) {
        checker = before.checker;
        checker.takeBack(options.duplicates);
        decide(checker, comparing);
      } else {
        const setting = { now, plan, ...comparing, ...watch };
        checker = await checkSource(this.#source, this.#info, mapper, options, setting);
      }
      const seconds = (performance.now() - started) / 1000;
      const found = { checker, mapper, options, seconds, ...comparing };
      this.#checked = new CheckedList(this.#source, this.#info, found);
      return this.#checked.summary();
    });
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
    const home = plan?.reader.rules.code;
    const called = home === undefined ? await firstCalled(this.#source, this.#info, mapper) : [];
    return readDoNotCall(doNotCall, called, { signal }, home);
  }

  close(): Promise<void> {
    this.#checked = undefined;
    return this.#source.close();
  }
}

/** As many rows as a preview of a mapping shows. */
const previewedRows = 8;

/** How the source is read for a check: a mapping says which row is the header. */
function readOptionsOf(options: CheckOptions): ReadOptions {
  const headerRow = options.mapping?.headerRow === null ? 0 : options.mapping?.headerRow;
  return { ...options, ...(headerRow !== undefined && { headerRow }) };
}
