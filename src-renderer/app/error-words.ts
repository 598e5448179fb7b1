import { readDetails, type BackupReason, type KnownDetails } from '../../src-main/contract/error-details.ts';
import {
  wantsSignIn,
  type DialdeskError,
  type ErrorCode,
  type ErrorShape,
} from '../../src-main/contract/errors.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import {
  diskFullText,
  loginRefusedText,
  loginRefusedTitle,
  neededWords,
  refusedRequestText,
  connectionLostWords,
  sshFailedWords,
  timedOutText,
  underNameText,
} from './file-server-words.ts';
import type { ErrorWords } from './error-parts.ts';
import { listNames } from './format.ts';
import { keyReasons } from './key-words.ts';
import { startPassedWords } from './start-words.ts';
import { unreadableWords } from './unreadable-words.ts';
import { sentences } from './sentences.ts';

export type { ErrorWords };

type Words<C extends ErrorCode> = (details: KnownDetails<C>) => ErrorWords;

const words = (title: () => string, text: () => string, next: () => string) => (): ErrorWords => ({
  title: title(),
  text: text(),
  next: next(),
});

/** A detail as it is shown; nothing is as good as empty. */
const shown = (detail: string | number | undefined, otherwise: () => string): string =>
  detail === undefined || detail === '' ? otherwise() : String(detail);

const notEmpty = words(m.errors_not_empty_title, m.errors_not_empty_text, m.errors_not_empty_next);
const changedMeanwhile = words(m.errors_changed_title, m.errors_changed_text, m.errors_changed_next);
const inUse = words(m.errors_conflict_title, m.errors_conflict_text, m.errors_conflict_next);

const noCause = (): string => m.errors_unknown_cause();
const noNumber = (): string => '?';

const backupReasons: Readonly<Record<BackupReason, () => string>> = {
  foreign: m.errors_backup_foreign,
  newer: m.errors_backup_newer,
  damaged: m.errors_backup_damaged,
  'too-large': m.errors_backup_too_large,
};

/** How the file system, and the database, say that there is no room. */
const fullDisk: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL']);

/** A status that no interface describes; some are known from the networks in between. */
function httpStatusWords(details: KnownDetails<'http_status'>): ErrorWords {
  const status = shown(details.status, noNumber);
  if (wantsSignIn(details)) {
    return {
      title: m.errors_http_sign_in_title({ status }),
      text: m.errors_http_sign_in_text(),
      next: m.errors_http_sign_in_next(),
    };
  }
  if (/^3\d\d$/.test(status)) {
    return {
      title: m.errors_http_redirect_title({ status }),
      text: m.errors_http_redirect_text(),
      next: m.errors_http_redirect_next(),
    };
  }
  return {
    title: m.errors_http_status_title({ status }),
    text: m.errors_http_status_text(),
    next: m.errors_http_status_next(),
  };
}

/** What changed: the file itself, or a do-not-call list that its check went by. */
const fileChangedWords: Words<'file_changed'> = ({ what, lists }) => {
  if (what === 'lists' && lists !== undefined && lists.length > 0) {
    const names = listNames(lists);
    return {
      title: m.errors_lists_changed_title(),
      text: m.errors_lists_changed_text({ lists: names }),
      next: m.errors_lists_changed_next(),
    };
  }
  if (what === 'reading') {
    return {
      title: m.errors_changed_reading_title(),
      text: m.errors_changed_reading_text(),
      next: m.errors_changed_reading_next(),
    };
  }
  return {
    title: m.errors_file_changed_title(),
    text: m.errors_file_changed_text(),
    next: m.errors_file_changed_next(),
  };
};

/** Every code's words, which know its details. A code without them does not compile. */
const table: { readonly [C in ErrorCode]: Words<C> } = {
  forbidden: words(m.errors_forbidden_title, m.errors_forbidden_text, m.errors_forbidden_next),
  invalid_request: words(
    m.errors_invalid_request_title,
    m.errors_invalid_request_text,
    m.errors_invalid_request_next,
  ),
  internal: words(m.errors_internal_title, m.errors_internal_text, m.errors_internal_next),
  cancelled: words(m.errors_cancelled_title, m.errors_cancelled_text, m.errors_cancelled_next),
  not_found: words(m.errors_not_found_title, m.errors_not_found_text, m.errors_not_found_next),
  not_allowed: ({ host }) => ({
    title: m.errors_not_allowed_title(),
    text: host === undefined ? m.errors_not_allowed_text() : m.errors_not_allowed_host_text({ host }),
    next: m.errors_not_allowed_next(),
  }),
  policy_invalid: words(
    m.errors_policy_invalid_title,
    m.errors_policy_invalid_text,
    m.errors_policy_invalid_next,
  ),
  conflict: ({ reason, state }) => {
    if (reason === 'not_empty') return notEmpty();
    return reason === 'changed' || state !== undefined ? changedMeanwhile() : inUse();
  },
  name_not_resolved: words(
    m.errors_name_not_resolved_title,
    m.errors_name_not_resolved_text,
    m.errors_name_not_resolved_next,
  ),
  connection_refused: words(
    m.errors_connection_refused_title,
    m.errors_connection_refused_text,
    m.errors_connection_refused_next,
  ),
  timed_out: (details) => ({
    title: m.errors_timed_out_title(),
    text: timedOutText(details),
    next: m.errors_timed_out_next(),
  }),
  unreachable: ({ cause }) => ({
    title: m.errors_unreachable_title(),
    text: m.errors_unreachable_text({ cause: shown(cause, noCause) }),
    next: m.errors_unreachable_next(),
  }),
  proxy_failed: words(m.errors_proxy_failed_title, m.errors_proxy_failed_text, m.errors_proxy_failed_next),
  tls_untrusted: words(
    m.errors_tls_untrusted_title,
    m.errors_tls_untrusted_text,
    m.errors_tls_untrusted_next,
  ),
  tls_changed: words(m.errors_tls_changed_title, m.errors_tls_changed_text, m.errors_tls_changed_next),
  tls_failed: words(m.errors_tls_failed_title, m.errors_tls_failed_text, m.errors_tls_failed_next),
  unauthorized: words(m.errors_unauthorized_title, m.errors_unauthorized_text, m.errors_unauthorized_next),
  source_blocked: words(
    m.errors_source_blocked_title,
    m.errors_source_blocked_text,
    m.errors_source_blocked_next,
  ),
  not_offered: words(m.errors_not_offered_title, m.errors_not_offered_text, m.errors_not_offered_next),
  flow_control: words(m.errors_flow_control_title, m.errors_flow_control_text, m.errors_flow_control_next),
  http_status: httpStatusWords,
  bad_answer: words(m.errors_bad_answer_title, m.errors_bad_answer_text, m.errors_bad_answer_next),
  result_code: ({ resultCode, resultDesc }) => ({
    title: m.errors_result_code_title({ resultCode: shown(resultCode, noNumber) }),
    text: m.errors_result_code_text({ resultDesc: shown(resultDesc, m.errors_result_unknown_text) }),
    next: m.errors_result_code_next(),
  }),
  outcome_unknown: words(
    m.errors_outcome_unknown_title,
    m.errors_outcome_unknown_text,
    m.errors_outcome_unknown_next,
  ),
  connection_lost: connectionLostWords,
  ssh_failed: sshFailedWords,
  incomplete_server: words(
    m.errors_incomplete_server_title,
    m.errors_incomplete_server_text,
    m.errors_incomplete_server_next,
  ),
  host_key_unknown: ({ afterLogin }) => ({
    title: m.errors_host_key_unknown_title(),
    text: afterLogin ? m.errors_host_key_after_login() : m.errors_host_key_unknown_text(),
    next: m.errors_host_key_unknown_next(),
  }),
  host_key_changed: ({ revoked, afterLogin }) =>
    revoked
      ? {
          title: m.errors_host_key_revoked_title(),
          text: afterLogin ? m.errors_host_key_after_login() : m.errors_host_key_revoked_text(),
          next: m.errors_host_key_revoked_next(),
        }
      : {
          title: m.errors_host_key_changed_title(),
          text: afterLogin ? m.errors_host_key_after_login() : m.errors_host_key_changed_text(),
          next: m.errors_host_key_changed_next(),
        },
  login_refused: (details) => ({
    title: loginRefusedTitle(details),
    text: loginRefusedText(details),
    next: m.errors_login_refused_next(),
  }),
  password_needed: neededWords,
  key_unusable: ({ reason = 'not_a_key' }) => ({
    title: m.errors_key_unusable_title(),
    text: sentences(keyReasons[reason](), m.errors_key_nothing_kept()),
    next: m.errors_key_unusable_next(),
  }),
  permission_denied: (details) => ({
    title: m.errors_permission_denied_title(),
    text: refusedRequestText(details, m.errors_permission_denied_text),
    next: m.errors_permission_denied_next(),
  }),
  no_such_path: words(m.errors_no_such_path_title, m.errors_no_such_path_text, m.errors_no_such_path_next),
  file_exists: words(m.errors_file_exists_title, m.errors_file_exists_text, m.errors_file_exists_next),
  disk_full: (details) => ({
    title: m.errors_disk_full_title(),
    text: diskFullText(details),
    next: m.errors_disk_full_next(),
  }),
  verify_failed: words(
    m.errors_verify_failed_title,
    m.errors_verify_failed_text,
    m.errors_verify_failed_next,
  ),
  sftp_failed: (details) => ({
    title: m.errors_sftp_failed_title(),
    text: refusedRequestText(details, m.errors_sftp_failed_text),
    next: m.errors_sftp_failed_next(),
  }),
  file_unreadable: ({ reason, ...facts }) => ({
    title: m.errors_file_unreadable_title(),
    text: reason === undefined ? m.errors_file_unreadable_text() : unreadableWords(reason, facts),
    // A reason of its own says what helps as well.
    next: reason === undefined ? m.errors_file_unreadable_next() : '',
  }),
  file_changed: fileChangedWords,
  too_many_rows: words(
    m.errors_too_many_rows_title,
    m.errors_too_many_rows_text,
    m.errors_too_many_rows_next,
  ),
  nothing_to_send: words(
    m.errors_nothing_to_send_title,
    m.errors_nothing_to_send_text,
    m.errors_nothing_to_send_next,
  ),
  start_passed: startPassedWords,
  call_centre_changed: ({ before = '?', after = '?' }) => ({
    title: m.errors_call_centre_changed_title(),
    text: m.errors_call_centre_changed_text({ before, after }),
    next: m.errors_call_centre_changed_next({ before }),
  }),
  sent_before: words(m.errors_sent_before_title, m.errors_sent_before_text, m.errors_sent_before_next),
  backup_unreadable: ({ reason = 'damaged' }) => ({
    title: m.errors_backup_unreadable_title(),
    text: backupReasons[reason](),
    next: m.errors_backup_unreadable_next(),
  }),
  backup_stale: words(m.errors_backup_stale_title, m.errors_backup_stale_text, m.errors_backup_stale_next),
  wrong_passphrase: words(
    m.errors_wrong_passphrase_title,
    m.errors_wrong_passphrase_text,
    m.errors_wrong_passphrase_next,
  ),
  local_disk: ({ cause }) =>
    fullDisk.has(cause)
      ? {
          title: m.errors_local_full_title(),
          text: m.errors_local_full_text(),
          next: m.errors_local_full_next(),
        }
      : {
          title: m.errors_local_disk_title({ cause: shown(cause, noCause) }),
          text: m.errors_local_disk_text(),
          next: m.errors_local_disk_next(),
        },
  database_newer: words(
    m.errors_database_newer_title,
    m.errors_database_newer_text,
    m.errors_database_newer_next,
  ),
  secret_key_needed: words(
    m.errors_secret_key_needed_title,
    m.errors_secret_key_needed_text,
    m.errors_secret_key_needed_next,
  ),
  keychain_unavailable: words(
    m.errors_keychain_unavailable_title,
    m.errors_keychain_unavailable_text,
    m.errors_keychain_unavailable_next,
  ),
  keychain_locked: words(
    m.errors_keychain_locked_title,
    m.errors_keychain_locked_text,
    m.errors_keychain_locked_next,
  ),
};

/** The words for an error of main, in the language of the moment. */
export function errorWords(error: Pick<ErrorShape, 'code' | 'details'>): ErrorWords {
  const said = wordsOf(table, error.code, error.details);
  const left = underNameText(readDetails(error.code, error.details));
  return left === '' ? said : { ...said, text: sentences(said.text, left) };
}

function wordsOf<C extends ErrorCode>(
  all: { readonly [K in C]: Words<K> },
  code: C,
  details: ErrorShape['details'],
): ErrorWords {
  return all[code](readDetails(code, details));
}

/** Anything thrown as an ErrorShape; what main did not send is a defect of ours. */
export function asErrorShape(error: unknown): ErrorShape {
  if (isDialdeskError(error)) return error.toShape();
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

function isDialdeskError(error: unknown): error is DialdeskError {
  return error instanceof Error && error.name === 'DialdeskError';
}
