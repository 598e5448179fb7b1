import { createCertificate, type IssuedCertificate } from '../../src-main/demo/certificate.ts';

const hour = 3_600_000;

/** A company's own authority. */
export const companyCa: IssuedCertificate = createCertificate({ commonName: 'Test CA', isCa: true });

/** Issued by the authority for 127.0.0.1 and localhost. */
export const issuedByCa = createCertificate({ commonName: 'isales.example', issuer: companyCa });

/** Issued by the authority, but for another host. */
export const issuedForOther = createCertificate({
  commonName: 'other.example',
  altNames: ['other.example'],
  issuer: companyCa,
});

/** Issued by the authority and past its date. */
export const issuedExpired = createCertificate({
  commonName: 'isales.example',
  issuer: companyCa,
  notBefore: new Date(Date.now() - 48 * hour),
  notAfter: new Date(Date.now() - 24 * hour),
});

/** As on-premises systems have it. */
export const selfSigned = createCertificate({
  commonName: '10.0.0.1',
  organization: 'CC-iSales',
  altNames: [],
});

/** Another one of the same kind: what is there after a change, or in an attack. */
export const otherSelfSigned = createCertificate({ commonName: '10.0.0.1', altNames: [] });

/** Self-signed and past its date. */
export const selfSignedExpired = createCertificate({
  commonName: '10.0.0.1',
  notBefore: new Date(Date.now() - 48 * hour),
  notAfter: new Date(Date.now() - 24 * hour),
});
