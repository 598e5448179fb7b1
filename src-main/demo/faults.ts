import type { InterfaceName } from '../contract/result-codes.ts';

/** What goes wrong with one request. */
export type HttpFault =
  /** The connection is reset before the request is looked at: nothing happened. */
  | { readonly kind: 'reset' }
  /**
   * The request takes effect, and the connection breaks before the answer. With a result code: the answer that was lost
   * is this one, and nothing was done.
   */
  | { readonly kind: 'lost'; readonly resultCode?: string }
  /** The answer comes late. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Answered with this HTTP status and an empty body, nothing done: 401, 403, 404, 429, 503. */
  | { readonly kind: 'status'; readonly status: number }
  /** Answered with status 200 and a page of HTML, as a proxy in the way does; nothing done. */
  | { readonly kind: 'garbage' }
  /** Answered with this result code, nothing done. */
  | { readonly kind: 'code'; readonly resultCode: string };

/** A fault and the requests it holds for. */
export interface HttpFaultRule {
  readonly on: InterfaceName | '*';
  readonly fault: HttpFault;
  /** How many requests are let through first. Default 0. */
  readonly after?: number;
  /** How many requests it holds for. Default 1. */
  readonly times?: number;
}

/** Breaks an SFTP connection once this many bytes of file data have been written or read over it. */
export interface SftpFaultRule {
  readonly cutAfterBytes: number;
  /** How many connections it holds for. Default 1. */
  readonly times?: number;
}

/** What is to go wrong, in the order of the lists: the first rule that holds for a request is used. */
export interface FaultScript {
  readonly http?: readonly HttpFaultRule[];
  readonly sftp?: readonly SftpFaultRule[];
}

/** The script while it runs: rules are used up, and more can be added. */
export class Faults {
  readonly #http: { rule: HttpFaultRule; seen: number; used: number }[] = [];
  readonly #sftp: { rule: SftpFaultRule; used: number }[] = [];

  constructor(script: FaultScript = {}) {
    this.add(script);
  }

  add(script: FaultScript): void {
    for (const rule of script.http ?? []) this.#http.push({ rule, seen: 0, used: 0 });
    for (const rule of script.sftp ?? []) this.#sftp.push({ rule, used: 0 });
  }

  clear(): void {
    this.#http.length = 0;
    this.#sftp.length = 0;
  }

  /** The fault for this request, if any; counts it. */
  takeHttp(name: InterfaceName): HttpFault | undefined {
    for (const entry of this.#http) {
      const { on, after = 0, times = 1, fault } = entry.rule;
      if ((on !== '*' && on !== name) || entry.used >= times) continue;
      entry.seen += 1;
      if (entry.seen <= after) continue;
      entry.used += 1;
      return fault;
    }
    return undefined;
  }

  /** After how many bytes a new SFTP connection is to break; undefined if it is to live. */
  takeSftpCut(): number | undefined {
    const entry = this.#sftp.find(({ rule, used }) => used < (rule.times ?? 1));
    if (!entry) return undefined;
    entry.used += 1;
    return entry.rule.cutAfterBytes;
  }
}
