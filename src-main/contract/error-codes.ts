import * as v from 'valibot';

/**
 * Every way a call can fail, as one closed list. The renderer has one table that turns each code into
 * words and an action, and the compiler checks that the table is complete. What else is known of each is in
 * `error-details.ts`.
 */
export const errorCodes = [
  // the bridge
  'forbidden', // the sender is not our window
  'invalid_request', // the input does not fit the contract; `fields` says where
  'internal', // a defect of ours; details are in the log
  'cancelled', // the user stopped it
  'not_found', // the thing named no longer exists
  'conflict', // it exists already, or is in use
  'not_allowed', // the policy of this machine forbids it
  'policy_invalid', // only at the start
  // reaching a system
  'name_not_resolved',
  'connection_refused',
  'timed_out',
  'unreachable', // any other network failure
  'proxy_failed',
  'tls_untrusted',
  'tls_changed', // pinned before, and now another
  'tls_failed', // no common protocol, not TLS at all
  // what the call centre answered
  'unauthorized', // 401
  'source_blocked', // 403
  'not_offered', // 404: this system lacks the interface
  'flow_control', // 429
  'http_status', // any other status
  'bad_answer', // not what the interface says it answers
  'result_code', // a code other than that of success
  'outcome_unknown', // sent, but the answer was lost; must not be repeated blindly
  // SFTP
  'connection_lost', // was there, and is gone
  'ssh_failed',
  'host_key_unknown',
  'host_key_changed', // or revoked
  'login_refused',
  'password_needed', // or another thing that a login lacks
  'key_unusable', // a private key
  'permission_denied',
  'no_such_path',
  'incomplete_server', // queryServer leaves out address, port, path or user
  'file_exists',
  'disk_full',
  'verify_failed', // the file on the server is not the file that was sent
  'sftp_failed', // any other failure of the server
  // local files and the keychain
  'file_unreadable',
  'file_changed', // the source is no longer what was checked
  'too_many_rows',
  'nothing_to_send',
  'start_passed', // a scheduled import whose moment is no longer the next at which its clock shows that time
  'call_centre_changed', // the connection of a job leads elsewhere than when the job was put together
  'sent_before', // the same content into the same campaign, and nobody agreed to sending it again
  'backup_unreadable',
  'backup_stale', // what importing it would do is no longer what was shown
  'wrong_passphrase',
  'local_disk',
  'database_newer', // a later Dialdesk wrote it
  'secret_key_needed', // the connection's secret key is not in the vault
  'keychain_unavailable',
  'keychain_locked',
] as const;

export const ErrorCode = v.picklist(errorCodes);
export type ErrorCode = v.InferOutput<typeof ErrorCode>;
