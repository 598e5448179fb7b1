/** Time; tests bring their own. Each function can be handed on alone. */
export interface Clock {
  /** Epoch milliseconds: what is saved. It may be set back while the app runs. */
  readonly now: () => number;
  /** Milliseconds from an arbitrary start; never goes back. */
  readonly monotonic: () => number;
  /** Calls `work` once, after `ms`. Gives a function that calls it off. */
  readonly after: (ms: number, work: () => void) => () => void;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** Resolves after `ms`, or at once when the signal is aborted. */
export function pause(clock: Pick<Clock, 'after'>, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const done = () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    };
    const callOff = clock.after(ms, done);
    const stop = () => {
      callOff();
      done();
    };
    signal?.addEventListener('abort', stop);
  });
}
