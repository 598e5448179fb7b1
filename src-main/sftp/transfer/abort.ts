import { DialdeskError } from '../../contract/errors.ts';
import { unlessAborted } from '../../platform/unless-aborted.ts';

/**
 * Abort an upload with this as the reason to stop it for later: what is on the server stays, and the state last
 * given to `onState` goes on from there. Any other reason cancels it and removes what was sent.
 */
export const uploadPaused = new DialdeskError('cancelled', 'the transfer was paused', {
  details: { paused: true },
});

/** Whether a signal was aborted in order to go on later. */
export function isPaused(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true && signal.reason === uploadPaused;
}

/** What an aborted transfer rejects with, whatever reason it was given. */
export function abortError(signal: AbortSignal): DialdeskError {
  if (isPaused(signal)) return uploadPaused;
  return new DialdeskError('cancelled', 'the transfer was cancelled', { cause: signal.reason });
}

/** Throws `abortError` if the signal has aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortError(signal);
}

/** The promise's outcome, or a rejection with `abortError` as soon as the signal aborts; see platform/unless-aborted.ts. */
export async function orAbort<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return signal ? unlessAborted(promise, signal, () => abortError(signal)) : promise;
}

/** Waits until the promise settles, but no longer than `ms`. Says whether it was fulfilled. */
export async function fulfilledWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, ms);
  });
  try {
    return await Promise.race([
      promise.then(
        () => true,
        () => false,
      ),
      late,
    ]);
  } finally {
    clearTimeout(timer);
  }
}
