import type { ErrorCode } from '../contract/errors.ts';
import type { InterfaceName } from '../contract/result-codes.ts';
import type { Service } from './answer.ts';

/** One attempt of one request. Nothing secret and no customer's number is in it: see redact.ts. */
export interface RequestLogEntry {
  /** When it began. */
  readonly at: Date;
  /** How long it took, connecting included, in milliseconds. */
  readonly ms: number;
  readonly service: Service;
  readonly interface: InterfaceName;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** From 1. */
  readonly attempt: number;
  /** Size of the request's body, in bytes. */
  readonly requestBytes: number;
  /** The request's fields, masked; null where it has none. */
  readonly request: unknown;
  /** The HTTP status, null if no answer came. */
  readonly status: number | null;
  readonly resultCode: string | null;
  readonly resultDesc: string | null;
  /** The whole answer, masked, with the keys we do not know; null if it is no JSON object. */
  readonly answer: unknown;
  readonly error: ErrorCode | null;
  /** The system's own name for it, e.g. ECONNRESET; null where there is none. */
  readonly cause: string | null;
  /** It only tried whether the service takes its signature, and its refusal is what was wanted. */
  readonly probe?: boolean;
}

/** Where requests are written down. It must neither throw nor keep the request waiting. */
export interface RequestLog {
  record(entry: RequestLogEntry): void;
}

/** For tests and tools that want no log. */
export const noLog: RequestLog = { record: () => undefined };
