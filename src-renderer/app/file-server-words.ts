import type {
  AddedDetails,
  KnownDetails,
  LoginReason,
  NeededThing,
  Phase,
  SshReason,
} from '../../src-main/contract/error-details.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { serverText } from '../../src-main/contract/server-text.ts';
import type { ErrorWords } from './error-parts.ts';
import { hungUpText } from './hung-up-words.ts';
import { keyReasons } from './key-words.ts';
import { sentences } from './sentences.ts';

/**
 * What a file server did at the step at which it failed. Each sentence says only what is known at that step; what
 * the server said itself follows, marked as its own.
 */

/** The server's own words behind a sentence of ours, where it gave any. */
export function withServerText(sentence: string, text = ''): string {
  const said = serverText(text);
  return said === '' ? sentence : sentences(sentence, m.errors_server_says({ text: said }));
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

/** What was tried, as SSH names it; the methods a server lists are only of interest where it is not among them. */
const tried: Readonly<Partial<Record<LoginReason, readonly string[]>>> = {
  password: ['password', 'keyboard-interactive'],
  answers: ['keyboard-interactive'],
  key: ['publickey'],
  agent: ['publickey'],
  more_needed: [],
};

/** Which ways to log in the server names, where that tells more than the reason. */
function methodsText({ reason, methods = [] }: KnownDetails<'login_refused'>): string {
  const own = reason && tried[reason];
  if (!own || methods.length === 0 || methods.some((method) => own.includes(method))) return '';
  return m.errors_login_methods({ methods: serverText(methods.slice(0, 8).join(', ')) });
}

/** Why a login was refused, or did not come about. */
export function loginRefusedText(details: KnownDetails<'login_refused'>): string {
  const { reason, key, said, hungUp } = details;
  const words = reason === undefined ? m.errors_login_refused_text : refusals[reason];
  const why = reason === 'bad_key' && key !== undefined ? keyReasons[key]() : '';
  // what was judged before it hung up is the reason, and not the number
  const farewell = reason === 'disconnected' ? hungUpText(hungUp, said) : '';
  return withServerText(sentences(words(), why, methodsText(details), farewell), said);
}

const otherTitles: Readonly<Partial<Record<LoginReason, () => string>>> = {
  bad_key: m.errors_login_key_title,
  wrong_passphrase: m.errors_login_key_title,
  agent_unreachable: m.errors_login_agent_title,
  disconnected: m.errors_login_disconnected_title,
};

/** What a login that failed is called: refused only if the server judged it. */
export function loginRefusedTitle({ reason }: KnownDetails<'login_refused'>): string {
  const title = reason && otherTitles[reason];
  return (title ?? m.errors_login_refused_title)();
}

const failures: Readonly<Record<SshReason, () => string>> = {
  no_common_algorithm: m.errors_ssh_no_common_algorithm,
  not_ssh: m.errors_ssh_not_ssh,
  no_sftp: m.errors_ssh_no_sftp,
  closed_after_login: m.errors_ssh_closed_after_login,
  floods: m.errors_ssh_floods,
  // Nothing more is known than that it failed.
  protocol: m.errors_ssh_failed_text,
  garbled: m.errors_ssh_garbled,
};

/** Why no SFTP session came about, or why it ended. */
export function sshFailedWords({ reason, said, hungUp }: KnownDetails<'ssh_failed'>): ErrorWords {
  const words = reason === undefined ? m.errors_ssh_failed_text : failures[reason];
  const account = reason === 'no_sftp' || reason === 'closed_after_login';
  const garbled = reason === 'garbled';
  const odd = garbled || reason === 'floods';
  return {
    title: garbled ? m.errors_ssh_garbled_title() : m.errors_ssh_failed_title(),
    text: withServerText(sentences(words(), hungUpText(hungUp, said)), said),
    next: odd
      ? m.errors_ssh_garbled_next()
      : account
        ? m.errors_ssh_account_next()
        : m.errors_ssh_failed_next(),
  };
}

/** A connection that ended: whether the server ended it is the difference between asking its administrator and the network. */
export function connectionLostWords({ said, hungUp }: KnownDetails<'connection_lost'>): ErrorWords {
  const own = hungUp !== undefined;
  const text = own
    ? sentences(m.errors_hung_up_text(), hungUpText(hungUp, said))
    : m.errors_connection_lost_text();
  return {
    title: m.errors_connection_lost_title(),
    text: withServerText(text, said),
    next: own ? m.errors_hung_up_next() : m.errors_connection_lost_next(),
  };
}

const needed: Readonly<Record<NeededThing, readonly [() => string, () => string, () => string]>> = {
  password: [m.errors_password_needed_title, m.errors_password_needed_text, m.errors_password_needed_next],
  passphrase: [
    m.errors_passphrase_needed_title,
    m.errors_passphrase_needed_text,
    m.errors_passphrase_needed_next,
  ],
  key: [m.errors_own_key_needed_title, m.errors_own_key_needed_text, m.errors_own_key_needed_next],
  answer: [m.errors_answer_needed_title, m.errors_answer_needed_text, m.errors_answer_needed_next],
};

/** What a login lacks. Only of a question the text is the server's. */
export function neededWords({ what = 'password', text }: KnownDetails<'password_needed'>): ErrorWords {
  const [title, sentence, next] = needed[what];
  return {
    title: title(),
    text: withServerText(sentence(), what === 'answer' ? text : ''),
    next: next(),
  };
}

const lateSteps: Readonly<Partial<Record<Phase, () => string>>> = {
  handshake: m.errors_timed_out_handshake,
  login: m.errors_timed_out_login,
  sftp: m.errors_timed_out_sftp,
  request: m.errors_timed_out_request,
};

/** What there was no answer to in time. */
export function timedOutText({ phase }: KnownDetails<'timed_out'>): string {
  return ((phase && lateSteps[phase]) ?? m.errors_timed_out_text)();
}

/** Why nothing could be stored. */
export function diskFullText({ quota, text }: KnownDetails<'disk_full'>): string {
  return withServerText(quota === true ? m.errors_disk_full_quota() : m.errors_disk_full_text(), text);
}

const requests: Readonly<Record<string, () => string>> = {
  rename: m.errors_request_rename,
  'posix-rename': m.errors_request_rename,
  remove: m.errors_request_remove,
  open: m.errors_request_open,
  write: m.errors_request_write,
  close: m.errors_request_close,
  mkdir: m.errors_request_mkdir,
  rmdir: m.errors_request_rmdir,
  read: m.errors_request_read,
  lstat: m.errors_request_look,
  stat: m.errors_request_look,
  fstat: m.errors_request_look,
  opendir: m.errors_request_list,
  readdir: m.errors_request_list,
};

/** What the server refused, where the request is known, and its own words to it. */
export function refusedRequestText(
  { reason, aside, request = '', text }: KnownDetails<'sftp_failed'>,
  otherwise: () => string,
): string {
  if (reason === 'outcome_unknown') return m.errors_request_outcome_unknown();
  if (reason === 'unreadable_answer') return m.errors_request_unreadable({ request });
  if (aside !== undefined) return withServerText(m.errors_request_aside({ path: aside }), text);
  const words = Object.hasOwn(requests, request) ? requests[request] : undefined;
  return withServerText((words ?? otherwise)(), text);
}
