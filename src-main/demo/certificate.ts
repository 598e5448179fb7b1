import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import { isIP } from 'node:net';
import { systemClock } from '../platform/clock.ts';
import * as der from './der.ts';

const oid = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const;

const day = 86_400_000;

/** What a certificate is to say. */
export interface CertificateRequest {
  readonly commonName: string;
  readonly organization?: string;
  /** DNS names and IP addresses it holds for. Default: 127.0.0.1, ::1 and localhost; none for a CA. */
  readonly altNames?: readonly string[];
  /** Default: yesterday. */
  readonly notBefore?: Date;
  /** Default: in 825 days. In the past makes an expired certificate. */
  readonly notAfter?: Date;
  /** Whether it may sign other certificates. Default false. */
  readonly isCa?: boolean;
  /** Who signs it. Default: itself. */
  readonly issuer?: IssuedCertificate;
  /** Where the serial number comes from; keys always come from the system's generator. */
  readonly random?: (size: number) => Uint8Array;
}

/** A certificate with its private key, ready for `tls.createServer`. */
export interface IssuedCertificate {
  /** PEM, this certificate alone. */
  readonly certificatePem: string;
  /** PEM, PKCS #8, not encrypted. */
  readonly privateKeyPem: string;
  /** SHA-256 over the DER form, upper-case hex with colons, as browsers and Node show it. */
  readonly fingerprint256: string;
  /** The subject's name in DER: what a certificate signed by this one names as its issuer. */
  readonly subjectDer: Uint8Array;
}

/**
 * Makes an X.509 v3 certificate (RFC 5280) with a new ECDSA P-256 key: self-signed, a CA, or signed by `issuer`.
 * Throws a TypeError for an alternative name that is no IP address and has characters outside ASCII.
 */
export function createCertificate(request: CertificateRequest): IssuedCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const { isCa = false, issuer } = request;
  const subjectDer = distinguishedName(request.commonName, request.organization);
  const notBefore = request.notBefore ?? new Date(systemClock.now() - day);
  const notAfter = request.notAfter ?? new Date(systemClock.now() + 825 * day);
  const signature = der.sequence(der.oid(oid.ecdsaWithSha256));
  const issuerKey = issuer
    ? createPublicKey(issuer.certificatePem).export({ type: 'spki', format: 'der' })
    : publicKey;

  const body = der.sequence(
    der.tlv(0xa0, der.integer(Buffer.of(2))), // v3
    der.integer(serialNumber(request.random ?? randomBytes)),
    signature,
    issuer ? issuer.subjectDer : subjectDer,
    der.sequence(der.time(notBefore), der.time(notAfter)),
    subjectDer,
    publicKey,
    der.tlv(
      0xa3,
      der.sequence(
        ...extensions(isCa, issuer !== undefined, request.altNames),
        extension(oid.subjectKeyIdentifier, der.octetString(keyIdentifier(publicKey))),
        extension(oid.authorityKeyIdentifier, der.sequence(der.tlv(0x80, keyIdentifier(issuerKey)))),
      ),
    ),
  );
  const certificate = der.sequence(
    body,
    signature,
    der.bitString(sign('sha256', body, issuer?.privateKeyPem ?? privateKey)),
  );
  const parsed = new X509Certificate(certificate);
  return {
    certificatePem: parsed.toString(),
    privateKeyPem: privateKey,
    fingerprint256: parsed.fingerprint256,
    subjectDer,
  };
}

function extensions(isCa: boolean, hasIssuer: boolean, altNames?: readonly string[]): Buffer[] {
  const names = altNames ?? (isCa ? [] : ['127.0.0.1', '::1', 'localhost']);
  const list = [extension(oid.basicConstraints, der.sequence(...(isCa ? [der.boolean(true)] : [])), true)];
  // A self-signed leaf goes without keyUsage: one that lacks keyCertSign would not count as its own issuer
  // in BoringSSL (Electron), and could not be trusted by naming it as a CA file.
  if (isCa)
    list.push(extension(oid.keyUsage, der.bitString(Buffer.of(0b0000_0110), 1), true)); // certificates, CRLs
  else if (hasIssuer) list.push(extension(oid.keyUsage, der.bitString(Buffer.of(0b1000_0000), 7), true)); // signatures
  if (!isCa) list.push(extension(oid.extendedKeyUsage, der.sequence(der.oid(oid.serverAuth))));
  if (names.length > 0) list.push(extension(oid.subjectAltName, der.sequence(...names.map(generalName))));
  return list;
}

function extension(id: string, value: Uint8Array, critical = false): Buffer {
  return der.sequence(der.oid(id), ...(critical ? [der.boolean(true)] : []), der.octetString(value));
}

function distinguishedName(commonName: string, organization?: string): Buffer {
  const attribute = (id: string, text: string) => der.set(der.sequence(der.oid(id), der.utf8String(text)));
  return der.sequence(
    ...(organization === undefined ? [] : [attribute(oid.organization, organization)]),
    attribute(oid.commonName, commonName),
  );
}

function generalName(name: string): Buffer {
  const kind = isIP(name);
  if (kind !== 0)
    return der.tlv(0x87, kind === 4 ? Buffer.from(name.split('.').map(Number)) : ipv6Bytes(name));
  if (!/^[\x21-\x7e]+$/.test(name)) throw new TypeError(`Not a DNS name in ASCII: ${name}`);
  return der.tlv(0x82, Buffer.from(name));
}

/** The 16 bytes of an IPv6 address without an embedded IPv4 part or zone. */
function ipv6Bytes(address: string): Buffer {
  const [head = '', tail] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)));
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const zeros = new Array<number>(8 - left.length - right.length).fill(0);
  return Buffer.from([...left, ...zeros, ...right].flatMap((group) => [group >> 8, group & 0xff]));
}

/** SHA-1 of the public key's bits (RFC 5280, 4.2.1.2, method 1). P-256 keys end with 65 bytes of point. */
function keyIdentifier(spki: Uint8Array): Buffer {
  return createHash('sha1').update(spki.subarray(-65)).digest();
}

/** 16 random bytes with the top bits set to 01: positive, and never shortened (RFC 5280 allows 20). */
function serialNumber(random: (size: number) => Uint8Array): Buffer {
  const bytes = Buffer.from(random(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}
