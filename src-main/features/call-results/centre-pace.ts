import { DialdeskError } from '../../contract/errors.ts';
import { pause, type Clock } from '../../platform/clock.ts';
import { unlessAborted } from '../../platform/unless-aborted.ts';

/** As the vendor asks: at most ten pages side by side, and more than a second between groups. */
export const vendorPace: { readonly width: number; readonly pauseMs: number } = {
  width: 10,
  pauseMs: 1_100,
};

/**
 * The pace that a call centre asks for, whoever asks it: one group of questions at a time, with a pause between, also
 * between two fetches, and between connections that lead to the same one.
 */
export class CentrePace {
  readonly #clock: Pick<Clock, 'monotonic' | 'after'>;
  readonly #pauseMs: number;
  /** By call centre: when its latest group was over, by the monotonic clock. */
  readonly #over = new Map<string, Promise<number>>();

  constructor(clock: Pick<Clock, 'monotonic' | 'after'>, pauseMs = vendorPace.pauseMs) {
    this.#clock = clock;
    this.#pauseMs = pauseMs;
  }

  /** Asks a group once it is its turn. @throws DialdeskError `cancelled` where it is no longer wanted by then */
  async inTurn<T>(centre: string, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
    const before = this.#over.get(centre) ?? Promise.resolve(Number.NEGATIVE_INFINITY);
    const { promise, resolve } = Promise.withResolvers<number>();
    this.#over.set(centre, promise);
    // one that is not asked makes nobody wait
    let over: number | Promise<number> = before;
    try {
      const wait = (await unlessAborted(before, signal, notWanted)) + this.#pauseMs - this.#clock.monotonic();
      if (wait > 0) await pause(this.#clock, wait, signal);
      if (signal.aborted) throw notWanted();
      try {
        return await ask();
      } finally {
        over = this.#clock.monotonic();
      }
    } finally {
      resolve(over);
    }
  }
}

const notWanted = (): DialdeskError => new DialdeskError('cancelled', 'stopped before its turn');
