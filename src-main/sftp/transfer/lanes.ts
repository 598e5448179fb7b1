/**
 * Runs tasks with a limit for each key, here for each file server: the rest wait in the order in which they
 * came.
 */
export class Lanes {
  readonly #limit: number;
  readonly #lanes = new Map<string, { running: number; readonly waiting: (() => void)[] }>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Runs a task when its key has a free lane. Rejects with the signal's reason if that comes before the task
   * has begun; afterwards the signal is the task's own business.
   */
  async run<T>(key: string, task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#enter(key, signal);
    try {
      return await task();
    } finally {
      this.#leave(key);
    }
  }

  async #enter(key: string, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const lane = this.#lanes.get(key) ?? { running: 0, waiting: [] };
    this.#lanes.set(key, lane);
    if (lane.running < this.#limit) {
      lane.running++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => {
        lane.waiting.splice(lane.waiting.indexOf(start), 1);
        reject(signal?.reason as Error);
      };
      const start = (): void => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      lane.waiting.push(start);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  #leave(key: string): void {
    const lane = this.#lanes.get(key);
    if (!lane) return;
    const next = lane.waiting.shift();
    // Whoever waited takes over the place, so that no newcomer gets in between.
    if (next) next();
    else if (--lane.running === 0) this.#lanes.delete(key);
  }
}
