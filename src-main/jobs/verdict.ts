import { detailsOf } from '../contract/error-details.ts';
import { DialdeskError, wantsSignIn, type ErrorCode } from '../contract/errors.ts';
import type { WaitingKind } from '../contract/jobs.ts';

/** What a failed step means for its job. */
export type Verdict = WaitingKind | 'failed' | 'unknown';

/**
 * Errors that pass by themselves or once something is given. All others need the job to be changed.
 *
 * The certificate of whoever answers is checked before a byte of a request is written, at each attempt anew. One
 * that no trusted authority signed, or no TLS at all, is mostly a network with a sign-in page: the job waits until the
 * system itself answers. One that is not the pinned one may be that, a renewed one, or an attack: a person looks.
 */
const waits: Partial<Record<ErrorCode, WaitingKind>> = {
  name_not_resolved: 'network',
  connection_refused: 'network',
  timed_out: 'network',
  unreachable: 'network',
  connection_lost: 'network',
  proxy_failed: 'network',
  flow_control: 'network',
  tls_untrusted: 'network',
  tls_failed: 'network',
  tls_changed: 'decision',
  bad_answer: 'network', // of a repeatable step; else it is among those below
  login_refused: 'password',
  password_needed: 'password',
  secret_key_needed: 'password',
  keychain_locked: 'password',
  keychain_unavailable: 'password',
  host_key_unknown: 'host-key',
  host_key_changed: 'host-key',
  file_exists: 'decision',
  sent_before: 'decision',
  call_centre_changed: 'decision',
  start_passed: 'decision',
};

/** Errors after which a request may have been carried out. */
const lost: ReadonlySet<ErrorCode> = new Set(['outcome_unknown', 'bad_answer', 'internal']);

/** A step that may be taken again: nothing is unknown, whatever went wrong. */
export function verdictOnRepeatable(error: unknown): Verdict {
  if (!(error instanceof DialdeskError)) return 'failed';
  if (error.code === 'http_status') return isRefusal(error) ? 'failed' : 'network';
  // What answers in place of a file server: a server too busy to say hello, or a network that answers for all.
  if (detailsOf(error, 'ssh_failed').reason === 'not_ssh') return 'network';
  return waits[error.code] ?? 'failed';
}

/**
 * A step that must not be taken twice. Its caller promises `outcome_unknown` wherever the request may have
 * arrived without a readable answer; what this does not cover (a defect, a server that failed in the middle, a
 * redirection) counts as unknown too: a wrong "unknown" costs a question, a wrong "failed" may call every customer
 * twice. Whoever answers over TLS that was verified is the system, its gateway or a proxy that this computer was
 * told to trust; any of them may have passed the request on before it answered with a page of its own.
 */
export function verdictOnSending(error: unknown): Verdict {
  if (!(error instanceof DialdeskError) || lost.has(error.code)) return 'unknown';
  if (error.code === 'http_status') {
    if (wantsSignIn(detailsOf(error, 'http_status'))) return 'network';
    return isRefusal(error) ? 'failed' : 'unknown';
  }
  return waits[error.code] ?? 'failed';
}

/** A status by which a server says that it did nothing: 4xx, but for a proxy's. */
function isRefusal(error: DialdeskError): boolean {
  const { status } = detailsOf(error, 'http_status');
  return status !== undefined && status >= 400 && status < 500 && !wantsSignIn({ status });
}
