import type { ErrorCode } from '../../../src-main/contract/errors.ts';
import type { WaitingFor } from '../../../src-main/contract/jobs.ts';
import { m } from '../../../src-main/contract/messages/messages.js';
import { errorWords, type ErrorWords } from '../error-words.ts';
import { formatMoment } from '../format.ts';

/** Something other than the system answered, usually a network that wants a sign-in. */
const strangers: ReadonlySet<ErrorCode> = new Set([
  'tls_untrusted',
  'tls_failed',
  'bad_answer',
  'ssh_failed',
]);

/** What a job waits for, as a supervisor reads it; `retry` says when it tries again by itself, or is empty. */
export function waitWords(waitingFor: WaitingFor): ErrorWords & { readonly retry: string } {
  const { code, details, retryAt } = waitingFor;
  const words = errorWords({ code, details });
  return {
    ...words,
    next: strangers.has(code)
      ? m.errors_wait_stranger_next()
      : code === 'tls_changed'
        ? m.errors_wait_changed_next()
        : words.next,
    retry: retryAt === null ? '' : m.errors_wait_retry({ time: formatMoment(retryAt, undefined, true) }),
  };
}
