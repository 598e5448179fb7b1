import type {
  CellEdit,
  CheckOptions,
  CheckProgress,
  CheckSummary,
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
import { WorkerCalls } from '../platform/worker-calls.ts';
import type { KnownPlaces } from './known/places.ts';
import type { NumbersToWrite } from './known/write-numbers.ts';
import type { IssueTitles, RejectTitles } from './reject-words.ts';
import { unreadable } from './unreadable.ts';
import type { Watch, WriteProgress } from './watch.ts';
import type { CallListCalls } from './worker.ts';
import type { CleanChoice } from './write-outputs.ts';

export interface SessionOptions {
  readonly signal?: AbortSignal | undefined;
  /** How the file is read, if something is known better than what would be found. */
  readonly read?: ReadOptions;
  /** The worker's entry; the packaged app bundles it under another name. */
  readonly workerUrl?: URL;
  /** The most memory that the worker's heap may take, in MB. Its buffers, the larger part, are not counted in it. */
  readonly heapMb?: number;
  /** A thread that has no list open; left out, one is started. It is ended where the file cannot be opened. */
  readonly worker?: WorkerCalls<CallListCalls> | undefined;
}

/** A thread that had more rows is not kept: what is left of them would stay in its memory. */
const mostRowsOfKept = 100_000;

/** Ample for any workbook: rows are in buffers, outside of the heap. */
export const defaultHeapMb = 512;

/**
 * A call list that is open: its worker reads, checks and writes; here come only pages, counts and errors. Calls are
 * done one after the other. Every method throws what the engine throws (see engine.ts), `cancelled` when its signal
 * is aborted, and `file_unreadable` with reason `out-of-memory` when the worker has run out of memory.
 */
export class CallListSession {
  readonly #worker: WorkerCalls<CallListCalls>;
  /** Whoever asks after the worker was let go must not be answered of another list. */
  readonly #call: WorkerCalls<CallListCalls>['call'] = (name, input, watch, onAbort) =>
    this.#isReleased
      ? Promise.reject(new DialdeskError('cancelled', 'the list was closed'))
      : this.#worker.call(name, input, watch, onAbort);
  #isReleased = false;
  #source: SourceInfo | undefined;
  /** The most rows that a check has come to. */
  #rows = 0;

  private constructor(worker: WorkerCalls<CallListCalls>) {
    this.#worker = worker;
  }

  /** Opens a file in a worker. @throws DialdeskError `file_unreadable`, `cancelled` */
  static async open(path: string, options: SessionOptions = {}): Promise<CallListSession> {
    const url = options.workerUrl ?? new URL('./worker.ts', import.meta.url);
    const resourceLimits = { maxOldGenerationSizeMb: options.heapMb ?? defaultHeapMb };
    const worker = options.worker ?? new WorkerCalls<CallListCalls>(url, { resourceLimits }, workerError);
    const session = new CallListSession(worker);
    try {
      const { signal, read = {} } = options;
      session.#source = await worker.call('open', { path, read }, { signal }, 'reject');
    } catch (error) {
      await worker.close();
      throw error;
    }
    return session;
  }

  /** What is known of the source, as it was read last. */
  get source(): SourceInfo {
    if (this.#source === undefined) throw new Error('a session that is not open');
    return this.#source;
  }

  /** Looks at the beginning again with other options; what was checked is forgotten. */
  async read(options: ReadOptions): Promise<SourceInfo> {
    this.#source = await this.#call('read', options);
    return this.#source;
  }

  /** Checks every row, as engine.ts says. Progress comes about ten times a second. */
  async check(
    options: CheckOptions,
    watch: Watch<CheckProgress> & { readonly now?: Date; readonly places?: KnownPlaces | undefined } = {},
  ): Promise<CheckSummary> {
    const { now, places } = watch;
    const summary = await this.#call('check', { options, now, places }, watch, 'reject');
    this.#rows = Math.max(this.#rows, summary.rows);
    return summary;
  }

  /** The counts as they are now, edits included. */
  summary(): Promise<CheckSummary> {
    return this.#call('summary', null);
  }

  issues(query: IssueQuery): Promise<IssuePage> {
    return this.#call('issues', query);
  }

  /** A row as it would be sent, with its issues. */
  rowAt(row: number): Promise<RowView> {
    return this.#call('rowAt', row);
  }

  /** Changes one cell, and answers its row checked again. The source file is not touched. */
  async editCell(row: number, column: CellEdit['column'], value: string): Promise<RowView> {
    await this.edit([{ row, column, value }]);
    return this.rowAt(row);
  }

  /** Changes many cells at once. */
  edit(edits: readonly CellEdit[]): Promise<CheckSummary> {
    return this.#call('edit', edits);
  }

  /** What bulk mends would change in the cells that have an issue. */
  previewMends(
    chosen: ChosenMends,
    wanted: MendScope = {},
    watch: Watch<MendProgress> = {},
  ): Promise<MendPreview> {
    return this.#call('previewMends', { chosen, wanted }, watch, 'reject');
  }

  /** Does it, and checks the rows again. Rejects with `cancelled` only where nothing has been changed. */
  applyMends(
    chosen: ChosenMends,
    wanted: MendScope = {},
    watch: Watch<MendProgress> = {},
  ): Promise<CheckSummary> {
    return this.#call('applyMends', { chosen, wanted }, watch);
  }

  /** Writes the ready rows, or a part of them, as a workbook in template form. */
  writeClean(
    path: string,
    { part, mark, ...watch }: Watch<WriteProgress> & CleanChoice = {},
  ): Promise<WrittenCleanList> {
    return this.#call('writeClean', { path, choice: { part, mark } }, watch, 'reject');
  }

  /** Writes the fingerprints of the numbers that are sent. @returns how many there are @throws DialdeskError `local_disk` */
  writeNumbers(wanted: NumbersToWrite): Promise<number> {
    return this.#call('writeNumbers', wanted);
  }

  /** Writes the rejected rows and the duplicates, with words in the user's language. */
  writeRejects(
    path: string,
    {
      words,
      language,
      ...watch
    }: Watch<WriteProgress> & { readonly words: RejectTitles; readonly language: 'en' | 'zh' },
  ): Promise<WrittenFile> {
    return this.#call('writeRejects', { path, words, language }, watch, 'reject');
  }

  /** Writes every problem as CSV, with words in the user's language. */
  writeIssues(
    path: string,
    {
      words,
      language,
      ...watch
    }: Watch<WriteProgress> & { readonly words: IssueTitles; readonly language: 'en' | 'zh' },
  ): Promise<WrittenFile> {
    return this.#call('writeIssues', { path, words, language }, watch, 'reject');
  }

  /** What the source's columns are taken for. */
  propose(): Promise<MappingProposal> {
    return this.#call('propose', null);
  }

  /** The first rows as a mapping would send them. */
  preview(mapping: Mapping): Promise<MappedRow[]> {
    return this.#call('preview', mapping);
  }

  /**
   * Lets go of the file. @returns the worker, for another list; undefined where it had to be ended, because it was doing
   * something or had much in its memory
   */
  async release(): Promise<WorkerCalls<CallListCalls> | undefined> {
    const worker = this.#worker;
    this.#isReleased = true;
    if (!worker.ended && !worker.isBusy && this.#rows <= mostRowsOfKept) {
      try {
        await worker.call('close', null);
        return worker;
      } catch {
        // It has ended meanwhile, or cannot close the file: it is ended all the same.
      }
    }
    await worker.close();
    return undefined;
  }

  /** Ends the worker and lets go of the file. What is still running fails with `cancelled`. */
  close(): Promise<void> {
    return this.#worker.close();
  }
}

/** What killed the worker: nearly always memory, since everything else is caught in it. */
export function workerError(cause: Error): DialdeskError {
  if ((cause as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return unreadable('out-of-memory', 'The list needs more memory than there is.', { cause });
  }
  return new DialdeskError('internal', `The call list's worker ended: ${cause.message}`, { cause });
}
