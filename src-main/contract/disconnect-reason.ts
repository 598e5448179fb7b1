/** Why a server hung up, as RFC 4253, section 11.1, numbers the reasons from 1. */
export const disconnectReasons = [
  'host_not_allowed_to_connect',
  'protocol_error',
  'key_exchange_failed',
  'reserved',
  'mac_error',
  'compression_error',
  'service_not_available',
  'protocol_version_not_supported',
  'host_key_not_verifiable',
  'connection_lost',
  'by_application',
  'too_many_connections',
  'auth_cancelled_by_user',
  'no_more_auth_methods_available',
  'illegal_user_name',
] as const;
export type DisconnectReason = (typeof disconnectReasons)[number];

const letters = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim();
const constants: ReadonlySet<string> = new Set(disconnectReasons.map(letters));

/**
 * Whether a text is nothing but such a number's name, as programs write it: `SSH_DISCONNECT_BY_APPLICATION`, "disconnected
 * by application", "Disconnect: 11". It tells nobody anything that the number does not.
 */
export function isDisconnectConstant(text: string): boolean {
  const name = letters(text.slice(0, 200)).replace(
    /^(?:ssh2? )?(?:msg )?(?:disconnect(?:ed|ion)?(?: reason| code)? ?)?/,
    '',
  );
  return name === '' || constants.has(name.replace('canceled', 'cancelled'));
}
