import type { X509Certificate } from 'node:crypto';
import type { CertificateInfo } from '../contract/certificates.ts';

/** Long enough for any real name, short enough for a dialog. */
const maxNameLength = 500;

/**
 * A certificate as the user is shown it. The names come from a peer that is not trusted yet: control and
 * direction characters are taken out, so that they cannot dress up the dialog that asks for trust.
 */
export function describeCertificate(certificate: X509Certificate, reason: string): CertificateInfo {
  return {
    subject: nameText(certificate.subject),
    issuer: nameText(certificate.issuer),
    validFrom: isoTime(certificate.validFromDate),
    validTo: isoTime(certificate.validToDate),
    fingerprint256: certificate.fingerprint256,
    reason,
  };
}

/** Why a certificate does not hold at this time, in the words of Node's TLS; empty if it does. */
export function dateProblem(certificate: X509Certificate, now: Date): string {
  if (now > certificate.validToDate) return 'CERT_HAS_EXPIRED';
  if (now < certificate.validFromDate) return 'CERT_NOT_YET_VALID';
  return '';
}

/** Node writes a name with one attribute on a line; a certificate without any name has none. */
function nameText(name: string | undefined): string {
  return (name ?? '')
    .split('\n')
    .join(', ')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ')
    .slice(0, maxNameLength);
}

function isoTime(date: Date): string {
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
