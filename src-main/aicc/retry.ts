import { causeOf, detailsOf, readDetails } from '../contract/error-details.ts';
import type { DialdeskError, ErrorCode } from '../contract/errors.ts';

/** How often, and for how long, a request that is safe to repeat is tried. */
export interface RetryPolicy {
  /** Attempts in all; 1 means never again. */
  readonly attempts: number;
  /** The first wait, in milliseconds; each further one is twice as long, up to `maxWaitMs`. */
  readonly firstWaitMs: number;
  readonly maxWaitMs: number;
  /** No attempt begins later than this after the first. A supervisor is waiting. */
  readonly withinMs: number;
}

export const defaultRetry: RetryPolicy = {
  attempts: 3,
  firstWaitMs: 300,
  maxWaitMs: 5_000,
  withinMs: 20_000,
};

/** Failures that a second attempt may not meet again. */
const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'connection_refused',
  'timed_out',
  'unreachable',
  'flow_control',
]);
/** A gateway's complaints about the server behind it. */
const passingStatus: ReadonlySet<unknown> = new Set([502, 503, 504]);

/**
 * How long to wait before the next attempt, in milliseconds, or undefined if there is to be none.
 *
 * Waits grow and are drawn at random between half and all of their length, so that several workstations
 * cut off together do not come back together. A server that says when (`Retry-After`) is taken at its word.
 */
export function waitBeforeRetry(
  error: DialdeskError,
  attempt: number,
  elapsedMs: number,
  policy: RetryPolicy,
  random: () => number,
): number | undefined {
  if (attempt >= policy.attempts || !isPassing(error)) return undefined;
  const longest = Math.min(policy.firstWaitMs * 2 ** (attempt - 1), policy.maxWaitMs);
  const { retryAfterMs: asked } = readDetails('flow_control', error.details);
  const wait = asked ?? Math.round(longest * (0.5 + random() / 2));
  return elapsedMs + wait > policy.withinMs ? undefined : wait;
}

function isPassing(error: DialdeskError): boolean {
  if (error.code === 'http_status') return passingStatus.has(detailsOf(error, error.code).status);
  // EAI_AGAIN is the name server's "ask again"; ENOTFOUND is its final word.
  if (error.code === 'name_not_resolved') return causeOf(error) === 'EAI_AGAIN';
  return passing.has(error.code);
}

/** `Retry-After` in milliseconds: seconds or a date (RFC 9110, 10.2.3); undefined if it is neither. */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}
