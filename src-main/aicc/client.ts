import { setTimeout } from 'node:timers/promises';
import type { CertificateInfo } from '../contract/certificates.ts';
import type { ConnectionSettings } from '../contract/connections.ts';
import { causeOf } from '../contract/error-details.ts';
import { DialdeskError } from '../contract/errors.ts';
import { requireReachable, type PermitHost } from '../platform/dial.ts';
import type { Answer, Service } from './answer.ts';
import { exchange, type Exchange, type HttpAnswer } from './exchange.ts';
import { statusError } from './http-status.ts';
import { logEntry } from './log-entry.ts';
import { cancelled } from './network-error.ts';
import { lostAnswer, readOutcome } from './outcome.ts';
import { percentEncode } from './percent-encoding.ts';
import type { RequestLog, RequestLogEntry } from './request-log.ts';
import { defaultRetry, waitBeforeRetry, type RetryPolicy } from './retry.ts';
import { SecureAgent } from './secure-agent.ts';
import { openSecureSocket } from './secure-socket.ts';
import { hostAndPort, socketHost } from './service-host.ts';
import type { ServiceRequest } from './service-request.ts';
import { authorization } from './signing.ts';
import { PeerCheck, systemAuthorities } from './trust.ts';

/** The part of a connection's settings that requests are made with. */
export type ClientSettings = Pick<
  ConnectionSettings,
  'isales' | 'ccfs' | 'vdnId' | 'accessKey' | 'trust' | 'signing' | 'mode'
>;

/** The language of `resultDesc`. The header is not signed. */
export type Locale = 'zh_CN' | 'en_US';

export interface ClientDeps {
  readonly log: RequestLog;
  /** The proxy for an address, as `http://host:port`, or null for a direct connection. */
  readonly proxyFor: (url: string) => Promise<string | null>;
  readonly locale?: Locale | undefined;
  readonly now?: () => Date;
  /** 0 ≤ n < 1, for the waits between attempts. */
  readonly random?: () => number;
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  readonly retry?: RetryPolicy;
  readonly connectTimeoutMs?: number;
  readonly answerTimeoutMs?: number;
  /** Authorities that are trusted besides a connection's own. */
  readonly authorities?: () => readonly string[];
}

/** What a caller may add to any request. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Bytes of the body the socket has taken, and how many there are. */
  readonly onProgress?: ((sent: number, total: number) => void) | undefined;
  /** Each answer that came, of whatever status. Times are epoch milliseconds. */
  readonly onAnswer?: (heard: HeardAnswer) => void;
  /** Attempts for a repeatable request; default as the client's policy. */
  readonly attempts?: number;
}

/** When an answer came, by both clocks. */
export interface HeardAnswer {
  readonly asked: number;
  readonly received: number;
  /** Of the `Date` header, which has whole seconds; null where there is none. */
  readonly serverTime: number | null;
}

const maxAnswerBytes = 16 * 1024 * 1024;

/** What a thread of its own needs to ask a service as a client does. It has a secret, and never leaves the process. */
export interface HandedClient {
  readonly settings: ClientSettings;
  readonly secretKey: string;
  /** As the system has it at this moment; null for a direct connection. */
  readonly proxy: string | null;
  readonly locale: Locale | undefined;
  /** Authorities that are trusted besides a connection's own; undefined for the system's. */
  readonly authorities: readonly string[] | undefined;
}

/**
 * Talks to the two services of one connection: signs, sends exactly the bytes that were signed, checks who
 * is there before sending, reads the answer, and says in one error list what went wrong.
 * Close it when the connection's settings change.
 */
export class AiccClient {
  readonly settings: ClientSettings;
  readonly #secretKey: string;
  readonly #deps: ClientDeps;
  readonly #permit: PermitHost;
  readonly #checks: Readonly<Record<Service, PeerCheck>>;
  readonly #kept: Readonly<Record<Service, SecureAgent>>;
  readonly #certificates = new Map<Service, CertificateInfo>();

  /** @param permit throws `not_allowed` for a host that must not be reached; left out, any may */
  constructor(
    settings: ClientSettings,
    secretKey: string,
    deps: ClientDeps,
    permit: PermitHost = () => undefined,
  ) {
    this.#permit = permit;
    this.settings = settings;
    this.#secretKey = secretKey;
    this.#deps = deps;
    const authorities = deps.authorities ?? systemAuthorities;
    this.#checks = {
      isales: new PeerCheck(settings.trust, 'isales', authorities),
      ccfs: new PeerCheck(settings.trust, 'ccfs', authorities),
    };
    this.#kept = { isales: this.#agent('isales', true), ccfs: this.#agent('ccfs', true) };
  }

  /** The certificate that a service showed at the last connection, if it was trusted. */
  certificateOf(service: Service): CertificateInfo | undefined {
    return this.#certificates.get(service);
  }

  /** Ends the sockets kept for later. */
  close(): void {
    this.#kept.isales.destroy();
    this.#kept.ccfs.destroy();
  }

  /**
   * Sends a request and gives the answer of a success.
   *
   * @throws DialdeskError any of the codes under "reaching a system" and "what the call centre answered",
   *   or cancelled.
   */
  call(request: ServiceRequest, options: CallOptions = {}): Promise<Answer> {
    return this.#call(request, options, (received, at) => readOutcome(request, received, at));
  }

  /**
   * Sends a read-only request and has the body of its answer read elsewhere, such as in a thread of its own when there
   * are many long ones.
   *
   * @param read throws what `readOutcome` throws for an answer that is no success
   * @throws DialdeskError as `call`, and what `read` throws
   */
  callRead<T>(
    request: ServiceRequest & { readonly repeat: 'repeatable' },
    read: (body: Uint8Array) => T | Promise<T>,
    options: CallOptions = {},
  ): Promise<T> {
    return this.#call(request, options, (received, at) => {
      const refused = statusError(received, request.service, at);
      if (refused !== undefined) throw refused;
      return read(received.body);
    });
  }

  /**
   * What another thread needs to ask one of the services in this client's place: see `clientFrom`. Asked for before each
   * request, as the proxy may be another one by then.
   * @throws DialdeskError `not_allowed` where its host must not be reached
   */
  async handOver(service: Service): Promise<HandedClient> {
    const address = this.settings[service];
    requireReachable(socketHost(address), this.#permit);
    const { proxyFor, locale, authorities } = this.#deps;
    const proxy = await proxyFor(`https://${hostAndPort(address)}/`);
    const { settings } = this;
    return { settings, secretKey: this.#secretKey, proxy, locale, authorities: authorities?.() };
  }

  /** Writes an attempt down that another thread has made in this client's place. */
  record(entry: RequestLogEntry): void {
    this.#deps.log.record(entry);
  }

  async #call<T>(
    request: ServiceRequest,
    options: CallOptions,
    read: (received: HttpAnswer, at: Date) => T | Promise<T>,
  ): Promise<T> {
    const { retry = defaultRetry, random = Math.random, wait = sleep } = this.#deps;
    const attempts = request.repeat === 'once' ? 1 : (options.attempts ?? retry.attempts);
    const body = request.body ?? Buffer.from(request.fields ? JSON.stringify(request.fields) : '');
    const started = performance.now();
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt(request, body, attempt, options, read);
      } catch (error) {
        if (!(error instanceof DialdeskError)) throw error;
        const elapsed = performance.now() - started;
        const pause = waitBeforeRetry(error, attempt, elapsed, { ...retry, attempts }, random);
        if (pause === undefined) throw error;
        await wait(pause, options.signal);
      }
    }
  }

  async #attempt<T>(
    request: ServiceRequest,
    body: Uint8Array,
    attempt: number,
    options: CallOptions,
    read: (received: HttpAnswer, at: Date) => T | Promise<T>,
  ): Promise<T> {
    if (options.signal?.aborted === true) throw cancelled();
    const at = this.now();
    const started = performance.now();
    let received: HttpAnswer | undefined;
    let failure: unknown;
    try {
      const result = await this.#exchange(request, body, at, options);
      if ('failure' in result) throw lostAnswer(request, result.failure);
      received = result.answer;
      const serverTime = Date.parse(received.headers.date ?? '');
      options.onAnswer?.({
        asked: at.getTime(),
        received: this.now().getTime(),
        serverTime: Number.isNaN(serverTime) ? null : serverTime,
      });
      return await read(received, at);
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      const ms = performance.now() - started;
      this.#deps.log.record(
        logEntry({ request, requestBytes: body.length, attempt, at, ms, received, failure }),
      );
    }
  }

  async #exchange(
    request: ServiceRequest,
    body: Uint8Array,
    at: Date,
    options: CallOptions,
  ): Promise<Exchange> {
    const { service } = request;
    const send = (agent: SecureAgent) =>
      exchange({
        agent,
        address: this.settings[service],
        method: request.method,
        target: request.path + queryText(request.query),
        headers: this.#headers(request, body, at),
        body,
        answerTimeoutMs: this.#deps.answerTimeoutMs ?? 30_000,
        maxAnswerBytes,
        signal: options.signal,
        onProgress: options.onProgress,
      });
    if (request.repeat === 'once') return send(this.#agent(service, false));
    const result = await send(this.#kept[service]);
    // The server closed a kept socket just as we took it up. That is no failure of the network: ask again
    // at once. Every socket that meets this is gone afterwards, so it ends with a fresh one.
    return isStaleSocket(result) ? this.#exchange(request, body, at, options) : result;
  }

  #headers(request: ServiceRequest, body: Uint8Array, at: Date): Record<string, string> {
    const { signing, accessKey } = this.settings;
    const sent = {
      host: hostAndPort(this.settings[request.service]),
      'content-type': signing.contentType,
      'content-length': String(body.length),
    };
    const { locale } = this.#deps;
    return {
      ...sent,
      accept: 'application/json',
      ...(locale !== undefined && request.locale !== false && { locale }),
      authorization: authorization(
        {
          method: request.method,
          path: request.path,
          query: request.query,
          headers: signing.signedHeaders === 'host' ? { host: sent.host } : sent,
          body,
        },
        { accessKey, secretKey: this.#secretKey },
        { time: at, milliseconds: signing.milliseconds, emptyQueryLine: signing.emptyQueryLine },
      ),
    };
  }

  #agent(service: Service, keepAlive: boolean): SecureAgent {
    return new SecureAgent(keepAlive, async (signal) => {
      this.#certificates.delete(service);
      const opened = await openSecureSocket({
        address: this.settings[service],
        check: this.#checks[service],
        proxyFor: this.#deps.proxyFor,
        permit: this.#permit,
        connectTimeoutMs: this.#deps.connectTimeoutMs ?? 10_000,
        now: () => this.now(),
        signal,
      });
      this.#certificates.set(service, opened.certificate);
      return opened;
    });
  }

  /** The workstation's time, as requests are signed with. */
  now(): Date {
    return this.#deps.now?.() ?? new Date();
  }
}

function isStaleSocket(result: Exchange): boolean {
  if (!('failure' in result) || !result.failure.reusedSocket) return false;
  const { error } = result.failure;
  return error.code === 'unreachable' && ['ECONNRESET', 'EPIPE'].includes(causeOf(error) ?? '');
}

/** The query as it is sent, with its question mark; it is signed from the same values. */
function queryText(query: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`,
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal });
  } catch (cause) {
    throw cancelled(cause);
  }
}
