import { Worker, type WorkerOptions } from 'node:worker_threads';
import { DialdeskError } from '../contract/errors.ts';
import type {
  FromWorker,
  InputOf,
  OutputOf,
  ProgressOf,
  ToWorker,
  Watch,
  WorkerTable,
} from './worker-protocol.ts';

interface Pending {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: ((progress: never) => void) | undefined;
}

const stopped = (): DialdeskError => new DialdeskError('cancelled', 'stopped by the user');

/**
 * Calls to a worker thread that `serve` answers in, typed by its table. The thread keeps no process alive while
 * nothing is asked of it. Calls fail with what failed in the worker, as a DialdeskError; once the thread has ended,
 * whatever waits and whatever is asked later fails with the same error, `internal` unless it was closed.
 */
export class WorkerCalls<Table extends WorkerTable> {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #ended: Error | undefined;

  /**
   * @param entry the worker's file, or what it is bundled as
   * @param lost what an error means that ended the thread
   */
  constructor(
    entry: URL,
    options: WorkerOptions = {},
    lost: (cause: Error) => DialdeskError = ({ message }) =>
      new DialdeskError('internal', `a worker ended: ${message}`),
  ) {
    this.#worker = new Worker(entry, options);
    this.#worker.on('message', (message: FromWorker) => this.#receive(message));
    this.#worker.on('error', (cause: Error) => this.#end(lost(cause)));
    this.#worker.on('exit', (code) => this.#end(lost(new Error(`it exited with ${code}`))));
    this.#worker.unref();
  }

  /** Whether the thread has ended, by itself or by `close`. */
  get ended(): boolean {
    return this.#ended !== undefined;
  }

  /** Whether it has been asked for something, and has not answered yet. */
  get isBusy(): boolean {
    return this.#pending.size > 0;
  }

  /**
   * Asks the worker for something. An aborted signal stops it there, between two pieces of work.
   * @param onAbort `wait` for what the worker answers, which may be that it was past stopping; or `reject` at once with
   * `cancelled`, and let its answer go
   * @param transfer buffers of the input that are handed over instead of being copied; they are empty here afterwards
   */
  call<Name extends keyof Table & string>(
    name: Name,
    input: InputOf<Table[Name]>,
    { signal, onProgress }: Watch<ProgressOf<Table[Name]>> = {},
    onAbort: 'wait' | 'reject' = 'wait',
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<OutputOf<Table[Name]>> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    if (signal?.aborted === true) return Promise.reject(stopped());
    const id = (this.#lastId += 1);
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, onProgress });
    });
    this.#worker.ref();
    this.#post({ kind: 'call', id, name, input }, transfer);
    const abort = (): void => {
      this.#post({ kind: 'cancel', id });
      if (onAbort === 'reject') this.#take(id)?.reject(stopped());
    };
    signal?.addEventListener('abort', abort, { once: true });
    return answer.finally(() => signal?.removeEventListener('abort', abort)) as Promise<
      OutputOf<Table[Name]>
    >;
  }

  /** Ends the thread. What still waits, and what is asked later, fails with `cancelled`. */
  async close(): Promise<void> {
    this.#end(new DialdeskError('cancelled', 'the worker was closed'));
    await this.#worker.terminate();
  }

  #post(message: ToWorker, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'progress') {
      this.#pending.get(message.id)?.onProgress?.(message.progress as never);
      return;
    }
    const pending = this.#take(message.id);
    if (message.kind === 'done') pending?.resolve(message.output);
    else pending?.reject(DialdeskError.fromShape(message.error));
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#worker.unref();
    return pending;
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(this.#ended);
  }
}
