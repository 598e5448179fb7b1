import https from 'node:https';
import type { Duplex } from 'node:stream';
import type { SecureSocket } from './secure-socket.ts';

/** Shorter than the idle time of common servers, so that we seldom write to a socket that just went. */
const idleMs = 8_000;

/**
 * An agent for node:https that opens no socket itself: each one comes from `open`, which has checked the
 * peer before the agent sees it. TLS sessions are never resumed, so the check cannot be skipped either.
 */
export class SecureAgent extends https.Agent {
  readonly #open: (signal: AbortSignal | undefined) => Promise<SecureSocket>;

  constructor(keepAlive: boolean, open: (signal: AbortSignal | undefined) => Promise<SecureSocket>) {
    super({ keepAlive, maxCachedSessions: 0, maxFreeSockets: 4, ...(keepAlive && { timeout: idleMs }) });
    this.#open = open;
  }

  override createConnection(
    options: https.RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    this.#open(options.signal).then(
      ({ socket }) => callback?.(null, socket),
      // Node's types ask for a stream here; with an error there is none.
      (error: unknown) => callback?.(error as Error, undefined as unknown as Duplex),
    );
  }
}
