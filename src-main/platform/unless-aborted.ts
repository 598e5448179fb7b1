/**
 * The promise's outcome, or a rejection as soon as the signal aborts. A signal that has aborted already wins over an
 * outcome that is there already: where all answers have come before they are asked for, the abort would never be noticed
 * otherwise.
 * @param error what it rejects with then
 */
export async function unlessAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal,
  error: () => Error,
): Promise<T> {
  if (signal.aborted) {
    promise.catch(() => undefined);
    throw error();
  }
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => {
      reject(error());
    };
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
    // Whichever loses may still reject, without anyone waiting for it.
    promise.catch(() => undefined);
  }
}
