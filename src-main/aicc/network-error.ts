import type { Phase } from '../contract/error-details.ts';
import { DialdeskError } from '../contract/errors.ts';
import { networkFailures, systemCode, type NetworkCode } from '../platform/system-error.ts';

/**
 * Turns an error of Node's net, tls or http into one of the list. The system's code goes to
 * `details.cause`, and the phase to `details.phase`.
 */
export function networkError(error: unknown, phase: Phase): DialdeskError {
  if (error instanceof DialdeskError) return error;
  if (isAbort(error)) return new DialdeskError('cancelled', 'the request was cancelled', { cause: error });
  const cause = systemCode(error) ?? 'unknown';
  return new DialdeskError(codeFor(cause, phase), messageOf(error), {
    details: { cause, phase },
    cause: error,
  });
}

export function timedOut(phase: Phase, afterMs: number): DialdeskError {
  return new DialdeskError('timed_out', `no progress in ${afterMs} ms (${phase})`, {
    details: { cause: 'ETIMEDOUT', phase, afterMs },
  });
}

export function cancelled(cause?: unknown): DialdeskError {
  return new DialdeskError('cancelled', 'the request was cancelled', { cause });
}

function codeFor(cause: string, phase: Phase): NetworkCode | 'tls_failed' | 'bad_answer' | 'unreachable' {
  const known = networkFailures.get(cause);
  if (known !== undefined) return known;
  // A peer that hangs up or talks something else while TLS is being set up: not TLS, or no common protocol.
  if (phase === 'tls' || cause === 'EPROTO' || /^ERR_(SSL|TLS)_/.test(cause)) return 'tls_failed';
  // llhttp's errors: what came back over good TLS is not HTTP.
  if (cause.startsWith('HPE_')) return 'bad_answer';
  return 'unreachable';
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || systemCode(error) === 'ABORT_ERR');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
