import type { DisconnectReason } from '../../src-main/contract/disconnect-reason.ts';
import { m } from '../../src-main/contract/messages/messages.js';

const reasons: Readonly<Record<DisconnectReason, () => string>> = {
  host_not_allowed_to_connect: m.errors_hung_up_host_not_allowed_to_connect,
  protocol_error: m.errors_hung_up_protocol_error,
  key_exchange_failed: m.errors_hung_up_key_exchange_failed,
  reserved: m.errors_hung_up_none,
  mac_error: m.errors_hung_up_damaged,
  compression_error: m.errors_hung_up_damaged,
  service_not_available: m.errors_hung_up_service_not_available,
  protocol_version_not_supported: m.errors_hung_up_protocol_version_not_supported,
  host_key_not_verifiable: m.errors_hung_up_host_key_not_verifiable,
  connection_lost: m.errors_hung_up_connection_lost,
  by_application: m.errors_hung_up_none,
  too_many_connections: m.errors_hung_up_too_many_connections,
  auth_cancelled_by_user: m.errors_hung_up_auth_cancelled_by_user,
  no_more_auth_methods_available: m.errors_hung_up_no_more_auth_methods_available,
  illegal_user_name: m.errors_hung_up_illegal_user_name,
};

/** Numbers that servers give with a text of any kind. */
const general: ReadonlySet<DisconnectReason> = new Set(['reserved', 'by_application', 'protocol_error']);

/** What the number means by which a server hung up; '' where it did not, or said more in words of its own. */
export function hungUpText(hungUp: DisconnectReason | undefined, said = ''): string {
  if (hungUp === undefined || (said.trim() !== '' && general.has(hungUp))) return '';
  return reasons[hungUp]();
}
