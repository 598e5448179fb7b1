import https from 'node:https';
import type { Duplex } from 'node:stream';
import type { SecureSocket } from './secure-socket.ts';

/** Shorter than the idle time of common servers, so that we seldom write to a socket that just went. */
const idleMs = 8_000;

/** What a request passes to this agent besides Node's own options. */
export interface SecureRequestOptions extends https.RequestOptions {
  /** Ends the wait for a socket. Node keeps a request's own `signal` to itself, and cannot end that wait. */
  readonly connectSignal?: AbortSignal | undefined;
}

/**
 * An agent for node:https that opens no socket itself: each one comes from `open`, which has checked the
 * peer before the agent sees it. With Node's own way of opening sockets goes its cache of TLS sessions: none
 * is ever resumed, so the check cannot be skipped that way either.
 */
export class SecureAgent extends https.Agent {
  readonly #open: (signal: AbortSignal | undefined) => Promise<SecureSocket>;

  constructor(keepAlive: boolean, open: (signal: AbortSignal | undefined) => Promise<SecureSocket>) {
    super({ keepAlive, maxFreeSockets: 4, ...(keepAlive && { timeout: idleMs }) });
    this.#open = open;
  }

  override createConnection(
    options: SecureRequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    this.#open(options.connectSignal).then(
      ({ socket }) => callback?.(null, socket),
      // Node's types ask for a stream here; with an error there is none.
      (error: unknown) => callback?.(error as Error, undefined as unknown as Duplex),
    );
  }
}
