import { Worker } from 'node:worker_threads';
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
  WrittenFile,
} from '../contract/call-list.ts';
import { DialdeskError } from '../contract/errors.ts';
import type { MappedRow, Mapping, MappingProposal } from '../contract/mapping.ts';
import type { ChosenMends, MendPreview, MendProgress, MendScope } from '../contract/mends.ts';
import type { Watch, WriteProgress } from './watch.ts';
import type { CleanPart } from './write-outputs.ts';
import { unreadable } from './unreadable.ts';
import type {
  IssueTitles,
  RejectTitles,
  WorkerCall,
  WorkerCalls,
  WorkerReply,
  WorkerRequest,
} from './worker-messages.ts';

export interface SessionOptions {
  readonly signal?: AbortSignal | undefined;
  /** How the file is read, if something is known better than what would be found. */
  readonly read?: ReadOptions;
  /** The worker's entry; the packaged app bundles it under another name. */
  readonly workerUrl?: URL;
  /** The most memory that the worker's heap may take, in MB. Its buffers, the larger part, are not counted in it. */
  readonly heapMb?: number;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: ((progress: never) => void) | undefined;
}

/** Ample for any workbook: rows are in buffers, outside of the heap. */
const defaultHeapMb = 512;

/**
 * A call list that is open: its worker reads, checks and writes; here come only pages, counts and errors. Calls are
 * done one after the other. Every method throws what the engine throws (see engine.ts), `cancelled` when its signal
 * is aborted, and `file_unreadable` with reason `out-of-memory` when the worker has run out of memory.
 */
export class CallListSession {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #source: SourceInfo | undefined;
  #ended: Error | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (reply: WorkerReply) => this.#receive(reply));
    worker.on('error', (error: Error) => this.#end(workerError(error)));
    worker.on('exit', () => this.#end(new DialdeskError('not_found', 'The list has been closed.')));
  }

  /** Starts a worker that opens a file. @throws DialdeskError `file_unreadable`, `cancelled` */
  static async open(path: string, options: SessionOptions = {}): Promise<CallListSession> {
    const url = options.workerUrl ?? new URL('./worker.ts', import.meta.url);
    const session = new CallListSession(
      new Worker(url, { resourceLimits: { maxOldGenerationSizeMb: options.heapMb ?? defaultHeapMb } }),
    );
    try {
      session.#source = await session.#call('open', [path, options.read ?? {}], { signal: options.signal });
    } catch (error) {
      await session.#worker.terminate();
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
    this.#source = await this.#call('read', [options]);
    return this.#source;
  }

  /** Checks every row, as engine.ts says. Progress comes about ten times a second. */
  async check(
    options: CheckOptions,
    watch: Watch<CheckProgress> & { readonly now?: Date } = {},
  ): Promise<CheckSummary> {
    return this.#call('check', [options, watch.now?.getTime() ?? null], watch);
  }

  /** The counts as they are now, edits included. */
  summary(): Promise<CheckSummary> {
    return this.#call('summary', []);
  }

  issues(query: IssueQuery): Promise<IssuePage> {
    return this.#call('issues', [query]);
  }

  /** A row as it would be sent, with its issues. */
  rowAt(row: number): Promise<RowView> {
    return this.#call('rowAt', [row]);
  }

  /** Changes one cell, and answers its row checked again. The source file is not touched. */
  async editCell(row: number, column: CellEdit['column'], value: string): Promise<RowView> {
    await this.#call('edit', [[{ row, column, value }]]);
    return this.rowAt(row);
  }

  /** Changes many cells at once. */
  edit(edits: readonly CellEdit[]): Promise<CheckSummary> {
    return this.#call('edit', [edits]);
  }

  /** What bulk mends would change in the cells that have an issue. */
  previewMends(
    chosen: ChosenMends,
    wanted: MendScope = {},
    watch: Watch<MendProgress> = {},
  ): Promise<MendPreview> {
    return this.#call('previewMends', [chosen, wanted], watch);
  }

  /** Does it, and checks the rows again. Rejects with `cancelled` only where nothing has been changed. */
  applyMends(
    chosen: ChosenMends,
    wanted: MendScope = {},
    watch: Watch<MendProgress> = {},
  ): Promise<CheckSummary> {
    return this.#call('applyMends', [chosen, wanted], watch, 'asks');
  }

  /** Writes the ready rows, or a part of them, as a workbook in template form. */
  writeClean(
    path: string,
    watch: Watch<WriteProgress> & { readonly part?: CleanPart } = {},
  ): Promise<WrittenFile> {
    return this.#call('writeClean', [path, watch.part ?? null], watch);
  }

  /** Writes the rejected rows and the duplicates, with words in the user's language. */
  writeRejects(
    path: string,
    options: Watch<WriteProgress> & { readonly words: RejectTitles; readonly language: 'en' | 'zh' },
  ): Promise<WrittenFile> {
    return this.#call('writeRejects', [path, options.words, options.language], options);
  }

  /** Writes every problem as CSV, with words in the user's language. */
  writeIssues(
    path: string,
    options: Watch<WriteProgress> & { readonly words: IssueTitles; readonly language: 'en' | 'zh' },
  ): Promise<WrittenFile> {
    return this.#call('writeIssues', [path, options.words, options.language], options);
  }

  /** What the source's columns are taken for. */
  propose(): Promise<MappingProposal> {
    return this.#call('propose', []);
  }

  /** The first rows as a mapping would send them. */
  preview(mapping: Mapping): Promise<MappedRow[]> {
    return this.#call('preview', [mapping]);
  }

  /** Ends the worker and lets go of the file. What is still running fails with `cancelled`. */
  async close(): Promise<void> {
    this.#end(new DialdeskError('cancelled', 'The list has been closed.'));
    await this.#worker.terminate();
  }

  #call<Name extends WorkerCall>(
    name: Name,
    args: WorkerCalls[Name]['args'],
    watch: Watch<never> = {},
    /** Where the worker may be past the point at which it can stop, its answer counts, and not the wish. */
    cancelling: 'rejects' | 'asks' = 'rejects',
  ): Promise<WorkerCalls[Name]['result']> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const id = this.#nextId;
    this.#nextId += 1;
    const cancelled = new DialdeskError('cancelled', 'Stopped by the user.');
    if (watch.signal?.aborted === true) return Promise.reject(cancelled);
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        // At once for the caller; the worker notices between two chunks, and answers nobody.
        this.#post({ kind: 'cancel', id });
        if (cancelling === 'asks') return;
        this.#pending.delete(id);
        reject(cancelled);
      };
      watch.signal?.addEventListener('abort', stop, { once: true });
      const settled =
        <T>(settle: (value: T) => void) =>
        (value: T): void => {
          watch.signal?.removeEventListener('abort', stop);
          settle(value);
        };
      this.#pending.set(id, {
        resolve: settled(resolve as (value: unknown) => void),
        reject: settled(reject),
        onProgress: watch.onProgress,
      });
      this.#post({ kind: 'call', id, name, args } as WorkerRequest);
    });
  }

  #post(request: WorkerRequest): void {
    this.#worker.postMessage(request);
  }

  #receive(reply: WorkerReply): void {
    const pending = this.#pending.get(reply.id);
    if (pending === undefined) return;
    if (reply.kind === 'progress') {
      pending.onProgress?.(reply.progress as never);
      return;
    }
    this.#pending.delete(reply.id);
    if (reply.kind === 'done') {
      pending.resolve(reply.value);
    } else {
      const { code, message, fields, details } = reply.error;
      pending.reject(
        new DialdeskError(code, message, { ...(fields && { fields }), ...(details && { details }) }),
      );
    }
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#pending.values()) reject(this.#ended);
    this.#pending.clear();
  }
}

/** What killed the worker: nearly always memory, since everything else is caught in it. */
function workerError(cause: Error): Error {
  if ((cause as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return unreadable('out-of-memory', 'The list needs more memory than there is.', { cause });
  }
  return new DialdeskError('internal', `The call list's worker ended: ${cause.message}`, { cause });
}
