import { m } from '../../src-main/contract/messages/messages.js';

/** OpenSSL's and Node's names for why a certificate is not trusted (CertificateInfo.reason), in words. */
const reasons: Readonly<Record<string, () => string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: m.connections_reason_self_signed,
  SELF_SIGNED_CERT_IN_CHAIN: m.connections_reason_unknown_issuer,
  UNABLE_TO_GET_ISSUER_CERT: m.connections_reason_unknown_issuer,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: m.connections_reason_unknown_issuer,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: m.connections_reason_unknown_issuer,
  CERT_HAS_EXPIRED: m.connections_reason_expired,
  CERT_NOT_YET_VALID: m.connections_reason_not_yet,
  ERR_TLS_CERT_ALTNAME_INVALID: m.connections_reason_name,
  HOSTNAME_MISMATCH: m.connections_reason_name,
};

/** The reason in words, with the library's own name behind it for who has to look it up. */
export function certificateReason(reason: string): string {
  const words = reasons[reason]?.();
  return words === undefined ? reason : `${words} (${reason})`;
}
