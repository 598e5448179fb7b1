import * as v from 'valibot';

/**
 * Every way a call can fail, as one closed list. The renderer has one table that turns each code into
 * words and an action, and the compiler checks that the table is complete.
 */
export const errorCodes = [
  // the bridge
  'forbidden', // the sender is not our window
  'invalid_request', // the input does not fit the contract; `fields` says where
  'internal', // a defect of ours; details are in the log
  'cancelled', // the user stopped it
  'not_found', // the thing named no longer exists
  'conflict', // it exists already, or is in use
  'not_allowed', // the policy of this machine forbids it; details.host where a host is forbidden
  'policy_invalid', // only at the start; details.file, details.text
  // reaching a system
  'name_not_resolved',
  'connection_refused',
  'timed_out', // details.phase: 'connect', 'tls' or 'answer'
  'unreachable', // any other network failure; details.cause is the system's code
  'proxy_failed', // details.proxy, and details.status (407: it wants a login) or details.cause
  'tls_untrusted', // details: the certificate as CertificateInfo
  'tls_changed', // pinned before, and now another; details: certificate, pinned
  'tls_failed', // no common protocol, not TLS at all
  // what the call centre answered
  'unauthorized', // 401; details.ourTime, details.serverTime (ISO 8601, UTC; null if it gave none)
  'source_blocked', // 403
  'not_offered', // 404: this system lacks the interface
  'flow_control', // 429; details.retryAfterMs where the server said when
  'http_status', // any other status; details.status
  'bad_answer', // not what the interface says it answers
  'result_code', // details.interface, details.resultCode, details.resultDesc
  'outcome_unknown', // sent, but the answer was lost; must not be repeated blindly; details.interface, details.reason
  // SFTP
  'connection_lost', // was there, and is gone; details.cause: 'closed', 'silent' or the system's code
  'ssh_failed', // details.reason: 'not_ssh', 'no_common_algorithm', 'no_sftp', 'protocol'; details.text
  'host_key_unknown', // details: HostKeyInfo
  'host_key_changed', // details: HostKeyInfo, known: HostKeyInfo
  'login_refused', // details.reason says what was refused
  'password_needed', // details.what: 'password', 'passphrase', 'answer' (a question of the server's) or 'key'
  'key_unusable', // a private key; details.reason is a KeyTrouble of src-main/sftp/private-key.ts
  'permission_denied',
  'no_such_path',
  'incomplete_server', // queryServer leaves out address, port, path or user; details.serverId
  'file_exists',
  'disk_full',
  'verify_failed', // the file on the server is not the file that was sent
  'sftp_failed', // any other failure of the server; details.status, details.text
  // local files and the keychain
  'file_unreadable', // details.reason is a call-list or voice reason
  'file_changed', // the source is no longer what was checked
  'too_many_rows',
  'nothing_to_send',
  'backup_unreadable', // details.reason: 'foreign', 'newer', 'damaged' or 'too-large'
  'wrong_passphrase',
  'local_disk', // details.cause
  'database_newer', // a later Dialdesk wrote it; details.version, details.supported
  'secret_key_needed', // the connection's secret key is not in the vault; details.connectionId
  'keychain_unavailable',
  'keychain_locked',
] as const;

export const ErrorCode = v.picklist(errorCodes);
export type ErrorCode = v.InferOutput<typeof ErrorCode>;

/** One field of the input that is wrong: a dotted path and the rule it breaks. */
export const FieldIssue = v.object({ path: v.string(), rule: v.string() });
export type FieldIssue = v.InferOutput<typeof FieldIssue>;

/** An error as it crosses the bridge. `message` is for logs; users read words made from `code`. */
export const ErrorShape = v.object({
  code: ErrorCode,
  message: v.string(),
  fields: v.optional(v.array(FieldIssue)),
  details: v.optional(v.record(v.string(), v.unknown())),
});
export type ErrorShape = v.InferOutput<typeof ErrorShape>;

const signIn: ReadonlySet<unknown> = new Set([407, 511]);

/**
 * Whether the status of an `http_status` is that of the network in between, which says by it that it passed nothing
 * on: a proxy (RFC 9110, 15.5.8) or a network wants a sign-in first (RFC 6585, 6: not sent by the server that was
 * meant).
 */
export function wantsSignIn(details: Readonly<Record<string, unknown>> = {}): boolean {
  return signIn.has(details['status']);
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorShape };

/** The one error class of the project: a code of the list above plus what a message needs. */
export class DialdeskError extends Error {
  override readonly name = 'DialdeskError';
  readonly code: ErrorCode;
  readonly fields: readonly FieldIssue[] | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    more: {
      fields?: readonly FieldIssue[];
      details?: Readonly<Record<string, unknown>>;
      cause?: unknown;
    } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.fields = more.fields;
    this.details = more.details;
  }

  /** The error that `toShape` made plain data of, on this side of whatever it crossed. */
  static fromShape({ code, message, fields, details }: ErrorShape): DialdeskError {
    return new DialdeskError(code, message, { ...(fields && { fields }), ...(details && { details }) });
  }

  /** The error as plain data, for the bridge and for the database. Never carries the cause or the stack. */
  toShape(): ErrorShape {
    return {
      code: this.code,
      message: this.message,
      ...(this.fields && { fields: [...this.fields] }),
      ...(this.details && { details: { ...this.details } }),
    };
  }
}
