import type { KeyReason } from '../../src-main/contract/error-details.ts';
import { m } from '../../src-main/contract/messages/messages.js';

/** Why a private key cannot be used. */
export const keyReasons: Readonly<Record<KeyReason, () => string>> = {
  not_a_key: m.errors_key_not_a_key,
  public_key: m.errors_key_public,
  putty: m.errors_key_putty,
  unsupported: m.errors_key_unsupported,
  outdated: m.errors_key_outdated,
  security_key: m.errors_key_security_key,
  passphrase_needed: m.errors_key_passphrase_needed,
  wrong_passphrase: m.errors_key_wrong_passphrase,
  // No private key is as long as that.
  too_long: m.errors_key_not_a_key,
};
