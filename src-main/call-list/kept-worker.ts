import type { WorkerCalls } from '../platform/worker-calls.ts';
import type { CallListCalls } from './worker.ts';

/** How long a thread waits for another list, in milliseconds. */
const keptFor = 300_000;

/**
 * The thread of a list that was closed, kept for the next one, which it checks in half the time: its code has been read,
 * and compiled for what lists are like. It waits without doing anything, for five minutes and never more than one.
 */
export class KeptWorker {
  #worker: WorkerCalls<CallListCalls> | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** The thread, which is the caller's from now on; undefined if there is none. */
  take(): WorkerCalls<CallListCalls> | undefined {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = undefined;
    return worker?.ended === true ? undefined : worker;
  }

  /** Keeps a thread that has no list open, in place of one that is kept already. */
  async keep(worker: WorkerCalls<CallListCalls>): Promise<void> {
    const before = this.take();
    this.#worker = worker;
    this.#timer = setTimeout(() => void this.end(), keptFor);
    this.#timer.unref();
    await before?.close();
  }

  async end(): Promise<void> {
    await this.take()?.close();
  }
}
