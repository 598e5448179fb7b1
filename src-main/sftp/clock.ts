import { setTimeout as wait } from 'node:timers/promises';

/** Time, as transfers need it; tests bring their own. */
export interface Clock {
  /** Milliseconds from an arbitrary start; never goes back. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason when that comes first. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wait: async (ms, signal) => {
    try {
      await wait(ms, undefined, signal && { signal });
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  },
};
