import { DialdeskError } from '../contract/errors.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { WaitingKind } from '../contract/jobs.ts';

/** What a failed step means for its job. */
export type Verdict = WaitingKind | 'failed' | 'unknown';

/** Errors that pass by themselves or once something is given. All others need the job to be changed. */
const waits: Partial<Record<ErrorCode, WaitingKind>> = {
  name_not_resolved: 'network',
  connection_refused: 'network',
  timed_out: 'network',
  unreachable: 'network',
  connection_lost: 'network',
  proxy_failed: 'network',
  flow_control: 'network',
  login_refused: 'password',
  password_needed: 'password',
  secret_key_needed: 'password',
  keychain_locked: 'password',
  keychain_unavailable: 'password',
  host_key_unknown: 'host-key',
  host_key_changed: 'host-key',
  file_exists: 'decision',
};

/** Errors after which a request may have been carried out. */
const lost: ReadonlySet<ErrorCode> = new Set(['outcome_unknown', 'bad_answer', 'internal']);

/** A step that may be taken again: nothing is unknown, whatever went wrong. */
export function verdictOnRepeatable(error: unknown): Verdict {
  if (!(error instanceof DialdeskError)) return 'failed';
  if (error.code === 'http_status') return serverFault(error) ? 'network' : 'failed';
  return waits[error.code] ?? 'failed';
}

/**
 * A step that must not be taken twice. Its caller promises `outcome_unknown` wherever the request may have
 * arrived without a readable answer; what this does not cover (a defect, a server that failed in the middle)
 * counts as unknown too: a wrong "unknown" costs a question, a wrong "failed" may call every customer twice.
 */
export function verdictOnSending(error: unknown): Verdict {
  if (!(error instanceof DialdeskError) || lost.has(error.code)) return 'unknown';
  if (error.code === 'http_status') return serverFault(error) ? 'unknown' : 'failed';
  return waits[error.code] ?? 'failed';
}

function serverFault(error: DialdeskError): boolean {
  const status = error.details?.['status'];
  return typeof status !== 'number' || status >= 500;
}
