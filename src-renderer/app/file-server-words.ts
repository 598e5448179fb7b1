import type {
  AddedDetails,
  KnownDetails,
  LoginReason,
  SshReason,
} from '../../src-main/contract/error-details.ts';
import { m } from '../../src-main/contract/messages/messages.js';

/**
 * What a file server did at the step at which it failed. Each sentence says only what is known at that step; what
 * the server said itself follows, marked as its own.
 */

/** As much of a server's own text as is shown, in characters. */
const mostShown = 300;

/** The server's own words behind a sentence of ours, where it gave any. */
export function withServerText(sentence: string, text = ''): string {
  if (text.trim() === '') return sentence;
  // One line: what a server sends must not look like a paragraph of ours.
  const line = text.trim().replaceAll(/\s+/g, ' ').slice(0, mostShown);
  return `${sentence} ${m.errors_server_says({ text: line })}`;
}

/**
 * What an upload straight to the final name left there, where it left anything that somebody has to know of; '' for
 * all others. The kept old file of other errors is then no longer true.
 */
export function underNameText({ underName, oldLost }: AddedDetails): string {
  if (underName === 'removed') return oldLost ? m.errors_under_name_removed_lost() : '';
  if (underName !== 'half') return '';
  return oldLost ? m.errors_under_name_half_lost() : m.errors_under_name_half();
}

const refusals: Readonly<Record<LoginReason, () => string>> = {
  password: m.errors_login_password,
  password_expired: m.errors_login_password_expired,
  answers: m.errors_login_answers,
  key: m.errors_login_key,
  agent: m.errors_login_agent,
  agent_unreachable: m.errors_login_agent_unreachable,
  more_needed: m.errors_login_more_needed,
  disconnected: m.errors_login_disconnected,
  wrong_passphrase: m.errors_login_wrong_passphrase,
  bad_key: m.errors_login_bad_key,
};

/** Why a login was refused. */
export function loginRefusedText({ reason, said }: KnownDetails<'login_refused'>): string {
  const words = reason === undefined ? m.errors_login_refused_text : refusals[reason];
  return withServerText(words(), said);
}

const failures: Readonly<Record<SshReason, (() => string) | null>> = {
  no_common_algorithm: m.errors_ssh_no_common_algorithm,
  not_ssh: m.errors_ssh_not_ssh,
  no_sftp: m.errors_ssh_closed_after_login,
  closed_after_login: m.errors_ssh_closed_after_login,
  // Only the server's own words tell more than that it failed.
  protocol: null,
};

/** Why no SFTP session came about, or why it ended. */
export function sshFailedText({ reason, text }: KnownDetails<'ssh_failed'>): string {
  const words = reason === undefined ? null : failures[reason];
  return words === null ? withServerText(m.errors_ssh_failed_text(), text) : words();
}

const requests: Readonly<Record<string, () => string>> = {
  rename: m.errors_request_rename,
  'posix-rename': m.errors_request_rename,
  remove: m.errors_request_remove,
  open: m.errors_request_open,
  write: m.errors_request_write,
  close: m.errors_request_close,
  mkdir: m.errors_request_mkdir,
  opendir: m.errors_request_list,
  readdir: m.errors_request_list,
};

/** What the server refused, where the request is known, and its own words to it. */
export function refusedRequestText(
  { reason, aside, request = '', text }: KnownDetails<'sftp_failed'>,
  otherwise: () => string,
): string {
  if (reason === 'outcome_unknown') return m.errors_request_outcome_unknown();
  if (aside !== undefined) return withServerText(m.errors_request_aside({ path: aside }), text);
  return withServerText((requests[request] ?? otherwise)(), text);
}
