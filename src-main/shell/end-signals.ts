/** The signals that end a process: of a terminal, of a logout, of a service manager. */
const ending = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ends within two seconds: what signals every process kills those that are left soon after. */
const grace = 1_500; // ms

/**
 * Ends the app in order at the first signal: `close` first, then `exit`, which does not wait for `close` any longer
 * than the grace. Further signals change nothing, for a terminal's arrives more than once. Nobody is asked anything:
 * a signal does not wait for answers. To be called once Electron is ready, because its own handlers, which these
 * replace, come in place before that.
 */
export function endOnSignals(close: () => Promise<void>, exit: () => void): void {
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    const timer = setTimeout(exit, grace);
    void close()
      .catch(() => undefined)
      .then(() => {
        clearTimeout(timer);
        exit();
      });
  };
  for (const signal of ending) process.on(signal, end);
}
