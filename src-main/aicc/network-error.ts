import { DialdeskError, type ErrorCode } from '../contract/errors.ts';

/** Which part of a request was under way. */
export type Phase = 'connect' | 'tls' | 'answer';

const byCause: ReadonlyMap<string, ErrorCode> = new Map([
  ['ENOTFOUND', 'name_not_resolved'],
  ['EAI_AGAIN', 'name_not_resolved'],
  ['ECONNREFUSED', 'connection_refused'],
  ['ETIMEDOUT', 'timed_out'],
]);

/**
 * Turns an error of Node's net, tls or http into one of the list. The system's code goes to
 * `details.cause`, and the phase to `details.phase`.
 */
export function networkError(error: unknown, phase: Phase): DialdeskError {
  if (error instanceof DialdeskError) return error;
  if (isAbort(error)) return new DialdeskError('cancelled', 'the request was cancelled', { cause: error });
  const cause = causeOf(error);
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

function codeFor(cause: string, phase: Phase): ErrorCode {
  const known = byCause.get(cause);
  if (known !== undefined) return known;
  // A peer that hangs up or talks something else while TLS is being set up: not TLS, or no common protocol.
  if (phase === 'tls' || cause === 'EPROTO' || /^ERR_(SSL|TLS)_/.test(cause)) return 'tls_failed';
  // llhttp's errors: what came back over good TLS is not HTTP.
  if (cause.startsWith('HPE_')) return 'bad_answer';
  return 'unreachable';
}

/** The system's code. Where several addresses were tried, Node gives the group the code of the first. */
function causeOf(error: unknown): string {
  if (error !== null && typeof error === 'object') {
    if ('code' in error && typeof error.code === 'string') return error.code;
    if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0) {
      return causeOf(error.errors[0]);
    }
  }
  return 'unknown';
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || causeOf(error) === 'ABORT_ERR');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
