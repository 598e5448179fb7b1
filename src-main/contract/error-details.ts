import * as v from 'valibot';
import { unreadableReasons } from './call-list.ts';
import { CertificateInfo } from './certificates.ts';
import { disconnectReasons } from './disconnect-reason.ts';
import { errorCodes, type ErrorCode } from './error-codes.ts';
import { HostKeyInfo } from './host-keys.ts';
import { SentBefore } from './sent-before.ts';

const text = v.string();
const maybeText = v.optional(v.string());
const maybeNumber = v.optional(v.number());

/** Why a sound file cannot be converted: it is no WAV, or one with nothing that can be decoded or resampled. */
export const soundReasons = ['not-wav', 'codec', 'sample-rate', 'no-sound'] as const;
/** Why a file cannot be used, whichever feature was to read it. */
export const FileReason = v.picklist([
  ...unreadableReasons,
  ...soundReasons,
  'no-certificate',
  'not-known-hosts',
]);
export type FileReason = v.InferOutput<typeof FileReason>;

/** Why a private key cannot be used. */
export const KeyReason = v.picklist([
  'not_a_key',
  'public_key',
  'putty',
  'unsupported',
  'outdated', // DSA
  'security_key', // FIDO: the private half is in a device
  'passphrase_needed',
  'wrong_passphrase',
  'too_long',
]);
export type KeyReason = v.InferOutput<typeof KeyReason>;

/** What of a login was refused. */
export const LoginReason = v.picklist([
  'password',
  'password_expired',
  'answers',
  'key',
  'agent',
  'agent_unreachable',
  'more_needed', // the first proof was accepted
  'disconnected', // the server hung up and gave no verdict
  'wrong_passphrase',
  'bad_key',
]);
export type LoginReason = v.InferOutput<typeof LoginReason>;

/** Why no SFTP session came about, or why it ended. */
export const SshReason = v.picklist([
  'not_ssh',
  'no_common_algorithm',
  'no_sftp',
  'closed_after_login',
  'floods', // what it sends before a session has begun does not end
  'protocol',
  'garbled', // in the middle of a session
]);
export type SshReason = v.InferOutput<typeof SshReason>;

export const BackupReason = v.picklist(['foreign', 'newer', 'damaged', 'too-large']);
export type BackupReason = v.InferOutput<typeof BackupReason>;

/** What a login lacks; `answer` is one to a question of the server's own. */
export const NeededThing = v.picklist(['password', 'passphrase', 'answer', 'key']);
export type NeededThing = v.InferOutput<typeof NeededThing>;

/** Which part of a request was under way. */
export const Phase = v.picklist([
  'connect',
  'tls',
  'answer',
  // of a file server: until it has greeted, decided on the login, started SFTP, and answered one request
  'handshake',
  'login',
  'sftp',
  'request',
]);
export type Phase = v.InferOutput<typeof Phase>;

/** Where another machine could not be reached; `cause` is the system's code. */
const network = {
  cause: maybeText,
  phase: v.optional(Phase),
  host: maybeText,
  port: maybeNumber,
  afterMs: maybeNumber,
};

/** What an HTTP answer said, and its body where that is one of the service's own. */
const http = {
  status: maybeNumber,
  resultCode: maybeText,
  resultDesc: maybeText,
  /** What the server asked to wait. */
  retryAfterMs: maybeNumber,
};

/** What a file server refused: the request as SFTP names it, and the server's own status and words. */
const refusal = { request: maybeText, path: maybeText, status: maybeNumber, text: maybeText };

/**
 * What is known of an error besides its code. Whoever throws one gives what is not optional here; whoever reads one
 * asks `detailsOf`, because it may come from a database that another version wrote.
 */
export const errorDetails = {
  forbidden: {},
  invalid_request: {
    host: maybeText,
    row: maybeNumber,
    bytes: maybeNumber,
    /** In the unit of what is too long. */
    limit: maybeNumber,
  },
  internal: {},
  cancelled: {
    paused: v.optional(v.boolean()),
    /** How many of many changes had been sent, or tried, before. */
    sent: maybeNumber,
    failed: maybeNumber,
    unknown: maybeNumber,
  },
  not_found: {},
  /** `changed`: it is no longer as it was shown. So it is where there is a `state`: that of a job, which forbids it. */
  conflict: { state: maybeText, path: maybeText, reason: v.optional(v.picklist(['not_empty', 'changed'])) },
  not_allowed: { host: maybeText },
  policy_invalid: { file: text, text },

  name_not_resolved: network,
  connection_refused: network,
  timed_out: network,
  unreachable: network,
  /** `status` 407: it wants a login. `proxy` is its host and port, never a password. */
  proxy_failed: { proxy: text, cause: maybeText, status: maybeNumber },
  tls_untrusted: CertificateInfo.entries,
  tls_changed: { certificate: CertificateInfo, pinned: text },
  tls_failed: network,

  /** Times are ISO 8601, UTC; null where the server gave none. */
  unauthorized: { ...http, ourTime: text, serverTime: v.nullable(text) },
  source_blocked: http,
  not_offered: { ...http, interface: maybeText },
  flow_control: http,
  http_status: { ...http, status: v.number() },
  bad_answer: { cause: maybeText, phase: v.optional(Phase), fields: v.optional(v.array(text)) },
  result_code: { interface: text, resultCode: text, resultDesc: text },
  /** `reason` is the code of what hid the answer, and the rest what was known of that. */
  outcome_unknown: {
    reason: v.picklist([...errorCodes, 'ended', 'database_lost', 'not_done']),
    interface: maybeText,
    ...network,
    ...http,
  },

  /** `cause`: 'closed', 'silent' or the system's code. */
  connection_lost: { cause: text },
  ssh_failed: { reason: SshReason, text },
  host_key_unknown: HostKeyInfo.entries,
  host_key_changed: {
    ...HostKeyInfo.entries,
    /** The key on record; of the same type where there is one. */
    known: HostKeyInfo,
    revoked: v.optional(v.literal(true)),
  },
  login_refused: {
    reason: LoginReason,
    username: maybeText,
    /** What the server would still take. */
    methods: v.optional(v.array(text)),
    key: v.optional(KeyReason),
    text: maybeText,
  },
  password_needed: { what: NeededThing, username: maybeText, text: maybeText },
  key_unusable: { reason: KeyReason },
  permission_denied: refusal,
  no_such_path: refusal,
  incomplete_server: { serverId: text },
  /** Of the file that is there: bytes, and ms since 1970. */
  file_exists: { ...refusal, size: v.nullish(v.number()), modifiedMs: v.nullish(v.number()) },
  disk_full: { ...refusal, available: maybeNumber, needed: maybeNumber, quota: v.optional(v.boolean()) },
  /** Sizes in bytes, or SHA-256 in hex. */
  verify_failed: {
    path: maybeText,
    expected: v.optional(v.union([text, v.number()])),
    /** Null or 'unseen' where the server does not say. */
    found: v.nullable(v.union([text, v.number()])),
  },
  sftp_failed: { ...refusal, reason: v.optional(v.picklist(['outcome_unknown', 'unreadable_answer'])) },

  file_unreadable: {
    reason: FileReason,
    name: maybeText,
    /** The system's code. */
    cause: maybeText,
    /** What the file is instead, what is wrong in a prepared import, or the part that is at fault. */
    found: maybeText,
    /** At fault, at or below the row. */
    sheet: maybeText,
    row: maybeNumber,
    columns: v.optional(v.array(text)),
    sheets: v.optional(v.array(text)),
    encoding: maybeText,
    /** Of a do-not-call list: how many could not be read as numbers. */
    lines: maybeNumber,
    codec: maybeText,
    bitsPerSample: maybeNumber,
    sampleRate: maybeNumber,
  },
  file_changed: {
    name: maybeText,
    path: maybeText,
    /** `reading`: it changed while it was read into the do-not-call library; `lists`: those of `lists` did, or are gone. */
    what: v.optional(v.picklist(['source', 'outcome', 'lists', 'reading'])),
    lists: v.optional(v.array(text)),
    sha256: maybeText,
    expected: maybeText,
  },
  too_many_rows: { limit: v.number(), rows: maybeNumber },
  nothing_to_send: {},
  /** What was planned; `at` is null where the day is not on record. */
  start_passed: {
    hour: v.number(),
    minute: v.number(),
    at: v.nullable(v.number()),
    zone: text,
    zoneKnown: v.boolean(),
  },
  /** As `callCentreOf` names them. */
  call_centre_changed: { before: text, after: text },
  sent_before: { sent: v.array(SentBefore) },
  backup_unreadable: { reason: BackupReason },
  backup_stale: {},
  wrong_passphrase: {},
  local_disk: { cause: maybeText, path: maybeText },
  database_newer: { version: v.number(), supported: v.number() },
  secret_key_needed: { connectionId: text },
  keychain_unavailable: {},
  keychain_locked: {},
} as const satisfies Record<ErrorCode, v.ObjectEntries>;

/**
 * What a caller may add to an error of any code on its way up: which file server it is and as whom it was tried, what
 * was left behind, and in which list or entry it happened.
 */
export const addedDetails = {
  connectionId: text,
  serverId: text,
  host: text,
  port: v.number(),
  userName: text,
  login: v.picklist(['password', 'key', 'agent', 'questions']),
  /** What the server said to people: while the login was under way, and when it hung up. */
  said: text,
  /** The server hung up itself, and the reason that it gave by number; `reserved` where that is none of those known. */
  hungUp: v.picklist(disconnectReasons),
  /** The server showed another host key in the middle of a session: the login was before that. */
  afterLogin: v.literal(true),
  /** Paths on the file server: a probe, a complete upload, and the file that it was to replace. */
  left: text,
  complete: text,
  aside: text,
  /** What an upload straight to the final name left there: a file that may be incomplete, or none any more. */
  underName: v.picklist(['half', 'removed']),
  /** Any file that had the name before is lost, or may be. */
  oldLost: v.boolean(),
  /** Not the call list cannot be read, but the do-not-call list. */
  file: v.literal('do-not-call'),
  sheet: text,
  row: v.number(),
  /** In the reservation book. */
  entry: text,
} as const satisfies v.ObjectEntries;

type Output<E extends v.ObjectEntries> = Readonly<v.InferOutput<v.ObjectSchema<E, undefined>>>;

/** The details of each code, as they are given. */
export type DetailsOf = { readonly [C in ErrorCode]: Output<(typeof errorDetails)[C]> };
export type AddedDetails = Partial<Output<typeof addedDetails>>;

/** The details of an error as they are read: any of them may be missing. */
export type KnownDetails<C extends ErrorCode> = Partial<DetailsOf[C]> & AddedDetails;

/** An error as it was caught, or came over the bridge or out of the database. */
interface Read {
  readonly code: ErrorCode;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** Those of the details that an error of this code may have; what is of another shape is left out. */
export function readDetails<C extends ErrorCode>(code: C, details: Read['details']): KnownDetails<C> {
  const entries: v.ObjectEntries = { ...addedDetails, ...errorDetails[code] };
  const known: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(details ?? {})) {
    const schema = Object.hasOwn(entries, name) ? entries[name] : undefined;
    const parsed = schema && v.safeParse(schema, value);
    if (parsed?.success) known[name] = parsed.output;
  }
  return known as KnownDetails<C>;
}

/** What is known of an error if it is of this code; nothing otherwise. */
export function detailsOf<C extends ErrorCode>(
  error: Read | null | undefined,
  code: C,
): Partial<KnownDetails<C>> {
  return error?.code === code ? readDetails(code, error.details) : {};
}

/** The system's name for what went wrong, such as `ENOSPC`, whatever the code; undefined where none is known. */
export function causeOf(error: Pick<Read, 'details'> | null | undefined): string | undefined {
  const cause = error?.details?.['cause'];
  return typeof cause === 'string' ? cause : undefined;
}
