import { once } from 'node:events';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { DialdeskError } from '../contract/errors.ts';
import type { ServiceAddress } from '../contract/connections.ts';
import { cancelled, networkError, timedOut } from './network-error.ts';
import type { SecureAgent, SecureRequestOptions } from './secure-agent.ts';
import { socketHost } from './service-host.ts';

/** A body goes out in pieces of this size, so that progress moves and a stalled link is noticed. */
const pieceBytes = 64 * 1024;

export interface ExchangeOptions {
  readonly agent: SecureAgent;
  readonly address: ServiceAddress;
  readonly method: string;
  /** Path and query, encoded. */
  readonly target: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Uint8Array;
  /** Without any byte taken from us for this long, or without the whole answer, we give up. */
  readonly answerTimeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Bytes of the body that the socket has taken, and how many there are. */
  readonly onProgress?: ((sent: number, total: number) => void) | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

/** How far a request came that has no answer. */
export interface ExchangeFailure {
  readonly error: DialdeskError;
  /**
   * Whether the last byte of the request may have left. If not, the other side has no request at all, or
   * one whose body falls short of its Content-Length.
   */
  readonly mayHaveArrived: boolean;
  /** The socket had served before: the server may simply have closed it while it was idle. */
  readonly reusedSocket: boolean;
}

export type Exchange = { readonly answer: HttpAnswer } | { readonly failure: ExchangeFailure };

/**
 * One request and its answer over HTTP/1.1. Redirects are answers like any other, compressed answers are
 * not asked for. Never throws: the caller must know how far a failed request came.
 */
export async function exchange(options: ExchangeOptions): Promise<Exchange> {
  const { body, signal } = options;
  const request = open({
    agent: options.agent,
    host: socketHost(options.address),
    port: options.address.port,
    method: options.method,
    path: options.target,
    headers: options.headers,
    connectSignal: signal,
    ...(signal && { signal }),
  });
  const watchdog = new Watchdog(options.answerTimeoutMs, () =>
    request.destroy(timedOut('answer', options.answerTimeoutMs)),
  );
  let mayHaveArrived = false;
  try {
    const answer = readAnswer(request, options.maxAnswerBytes);
    answer.catch(() => undefined); // awaited below, unless there is not even a socket
    const [socket] = (await once(request, 'socket')) as [Socket];
    if (!socket.writable || socket.readableEnded) throw closedBeforehand();
    watchdog.restart();
    const writing = writeBody(request, body, {
      beforeLast: () => (mayHaveArrived = true),
      taken: (bytes) => {
        if (watchdog.stopped) return; // a refusal came first
        watchdog.restart();
        options.onProgress?.(bytes, body.length);
      },
    });
    // A refusal may come while the body is still going out, and counts. Should writing fail, the request
    // fails too, and the answer with it.
    writing.catch(() => undefined);
    const received = await answer;
    if (!request.writableFinished) request.destroy();
    return { answer: received };
  } catch (cause) {
    request.destroy();
    const error = signal?.aborted === true ? cancelled(cause) : networkError(cause, 'answer');
    return { failure: { error, mayHaveArrived, reusedSocket: request.reusedSocket } };
  } finally {
    watchdog.stop();
  }
}

function open(options: SecureRequestOptions): ClientRequest {
  return https.request(options);
}

interface Writing {
  readonly beforeLast: () => void;
  readonly taken: (bytes: number) => void;
}

/** Piece by piece, the next one when the socket has taken the last: progress is what really went out. */
async function writeBody(
  request: ClientRequest,
  body: Uint8Array,
  { beforeLast, taken }: Writing,
): Promise<void> {
  let from = 0;
  while (from + pieceBytes < body.length) {
    const piece = body.subarray(from, from + pieceBytes);
    await new Promise<void>((resolve, reject) =>
      request.write(piece, (error) => (error ? reject(error) : resolve())),
    );
    from += pieceBytes;
    taken(from);
  }
  beforeLast();
  await new Promise<void>((resolve) => request.end(body.subarray(from), resolve));
  taken(body.length);
}

function readAnswer(request: ClientRequest, maxBytes: number): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    // The listener stays: an error that comes late must not end the process.
    request.on('error', reject);
    request.on('response', (message: IncomingMessage) => {
      const pieces: Buffer[] = [];
      let size = 0;
      const status = message.statusCode ?? 0;
      const finish = () => {
        const body = Buffer.concat(pieces);
        if (message.complete) giveBack(pieces, body);
        resolve({ status, headers: message.headers, body });
      };
      /** A refusal is known by its status; only of an answer that may be a success all of it is needed. */
      const cutShort = (error: Error) => (status === 200 ? reject(error) : finish());
      request.off('error', reject).on('error', cutShort);
      message.on('error', cutShort);
      message.on('end', finish);
      message.on('data', (piece: Buffer) => {
        size += piece.length;
        pieces.push(piece);
        if (size <= maxBytes) return;
        cutShort(
          new DialdeskError('bad_answer', `the answer is longer than ${maxBytes} bytes`, {
            details: { cause: 'too_large' },
          }),
        );
        request.destroy();
      });
    });
  });
}

/** Answers below this size are hardly worth it, bytes. */
const longAnswer = 64 * 1024;

/**
 * Gives the memory of a long answer's pieces back at once: V8 would look for it only after tens of megabytes. The answer
 * is over, and each piece is Node's copy of what a TLS record brought, in memory of its own; what is not is left.
 */
function giveBack(pieces: readonly Buffer[], body: Buffer): void {
  if (body.length < longAnswer) return;
  for (const { buffer, length } of pieces) {
    const own = buffer instanceof ArrayBuffer && buffer.byteLength === length;
    if (own && buffer !== body.buffer && length !== Buffer.poolSize) buffer.transfer(0);
  }
}

function closedBeforehand(): DialdeskError {
  return new DialdeskError('unreachable', 'the server closed the connection before the request', {
    details: { cause: 'ECONNRESET', phase: 'answer' },
  });
}

/** Calls `bark` when it has not been restarted for `ms`. Once stopped it is not started again. */
class Watchdog {
  readonly #ms: number;
  readonly #bark: () => void;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(ms: number, bark: () => void) {
    this.#ms = ms;
    this.#bark = bark;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  restart(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#bark, this.#ms);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }
}
