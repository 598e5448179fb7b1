import * as v from 'valibot';

/** A certificate as the user is shown it. Times are ISO 8601, UTC; the fingerprint is upper-case hex with colons. */
export const CertificateInfo = v.object({
  subject: v.string(),
  issuer: v.string(),
  validFrom: v.string(),
  validTo: v.string(),
  fingerprint256: v.string(),
  /** Why it is not trusted, as Node's TLS names it, e.g. DEPTH_ZERO_SELF_SIGNED_CERT. */
  reason: v.string(),
});
export type CertificateInfo = v.InferOutput<typeof CertificateInfo>;
