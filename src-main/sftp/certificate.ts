import type { Client, ParsedKey } from 'ssh2';
import { MalformedPacket, PacketReader } from './wire/packet.ts';

// OpenSSH's certificates for users (PROTOCOL.certkeys): a public key, signed by an authority that the server trusts
// instead of the key itself. They lie beside the private key, as `id_ed25519-cert.pub`, or in the same file.

/** A certificate for a private key. */
export interface UserCertificate {
  /** As SSH names it, such as ssh-ed25519-cert-v01@openssh.com. */
  readonly type: string;
  readonly blob: Buffer;
}

const line =
  /^((?:ssh-(?:rsa|ed25519)|ecdsa-sha2-nistp(?:256|384|521))-cert-v01@openssh\.com) ([A-Za-z0-9+/=]{1,60000})/gm;

/** How many lines of a file are looked at for a certificate. */
const mostLines = 20;

/** The user certificate in a text that is one for this key; those for other keys or for hosts are passed over. */
export function certificateFor(key: ParsedKey, text: string): UserCertificate | undefined {
  let lines = 0;
  for (const [, type = '', base64 = ''] of text.matchAll(line)) {
    if ((lines += 1) > mostLines) return undefined;
    const blob = Buffer.from(base64, 'base64');
    if (certifies(blob, type, key)) return { type, blob };
  }
  return undefined;
}

const skip = (reader: PacketReader, fields: number): void => {
  for (let field = 0; field < fields; field += 1) reader.bytes();
};

function certifies(blob: Buffer, type: string, key: ParsedKey): boolean {
  try {
    const certificate = new PacketReader(blob);
    const own = new PacketReader(key.getPublicSSH());
    if (certificate.text() !== type || type !== `${own.text()}-cert-v01@openssh.com`) return false;
    certificate.bytes(); // a nonce
    while (!own.finished) if (!own.bytes().equals(certificate.bytes())) return false;
    certificate.uint64(); // its serial number
    if (certificate.uint32() !== 1) return false; // for a user, not for a host
    skip(certificate, 2); // its name, the accounts it is for
    certificate.uint64(); // valid from
    certificate.uint64(); // until
    skip(certificate, 5); // options, extensions, reserved, authority, signature
    return certificate.finished;
  } catch (error) {
    if (error instanceof MalformedPacket) return false;
    throw error;
  }
}

/** What a server is to be shown a certificate with: the algorithm of the request, and that of the signature in it. */
const algorithms = (type: string): readonly [request: string, signature: string] => {
  const plain = type.replace('-cert-v01@openssh.com', '');
  // The signature that a certificate of RSA was named for is no longer taken (RFC 8332).
  const signature = plain === 'ssh-rsa' ? 'rsa-sha2-512' : plain;
  return [`${signature}-cert-v01@openssh.com`, signature];
};

const signatureNames = new WeakMap<object, string>();

/** The same key, to be shown with its certificate. To be used on a client that `signWithCertificates` was called for. */
export function certified(key: ParsedKey, { type, blob }: UserCertificate): ParsedKey {
  const [request, signature] = algorithms(type);
  const shown = Object.assign(Object.create(key) as ParsedKey, {
    type: request,
    getPublicSSH: () => blob,
    sign: (data: Buffer) => {
      const signed = key.sign(data, signature === 'rsa-sha2-512' ? 'sha512' : undefined);
      return key.type.startsWith('ecdsa-') && Buffer.isBuffer(signed) ? sshSignature(signed) : signed;
    },
  });
  signatureNames.set(shown, signature);
  return shown;
}

/** An ECDSA signature as SSH writes it (RFC 5656, section 3.1.2), from the DER that the crypto library makes. */
function sshSignature(der: Buffer): Buffer {
  // SEQUENCE, its length in one byte or two; then two INTEGERs, whose bytes are those of an mpint.
  let at = der[1] === 0x81 ? 3 : 2;
  const parts: Buffer[] = [];
  for (let part = 0; part < 2; part += 1) {
    const length = der[at + 1] ?? 0;
    const head = Buffer.alloc(4);
    head.writeUInt32BE(length);
    parts.push(head, der.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return Buffer.concat(parts);
}

interface PacketWriter {
  allocStart: number;
  alloc(length: number): Buffer;
  finalize(packet: Buffer): Buffer;
}
type Signer = (data: Buffer, done: (signature: Buffer) => void) => void;
interface Protocol {
  _packetRW: { write: PacketWriter };
  authPK(user: string, key: ParsedKey, algorithm?: string, sign?: Signer): void;
}

/**
 * Lets a client of ssh2 sign with certificates. It writes the algorithm of the request into the signature as well,
 * where a certificate's differs: the packet is made anew with the right one before it leaves. Tied to the pinned
 * version of ssh2, as `lean-gcm.ts` is; a login with a certificate in the tests fails if that changes.
 */
export function signWithCertificates(client: Client): void {
  const { _protocol: protocol } = client as unknown as { _protocol?: Protocol };
  if (!protocol) return;
  const before = protocol.authPK.bind(protocol);
  protocol.authPK = (user, key, algorithm, sign) => {
    const name = signatureNames.get(key);
    if (name === undefined || sign === undefined) {
      before(user, key, algorithm, sign);
      return;
    }
    before(user, key, algorithm, (data, done) => {
      sign(data, (signature) => {
        const { write } = protocol._packetRW;
        const finalize = write.finalize.bind(write);
        write.finalize = (packet) => finalize(withSignature(write, packet, name, signature));
        try {
          done(signature);
        } finally {
          write.finalize = finalize;
        }
      });
    });
  };
}

/** A signed request whose last field, the signature, is written with another algorithm's name. */
function withSignature(write: PacketWriter, packet: Buffer, name: string, signature: Buffer): Buffer {
  const start = write.allocStart;
  const reader = new PacketReader(packet.subarray(start));
  reader.uint8(); // USERAUTH_REQUEST
  skip(reader, 3); // user, service, method
  reader.uint8(); // that it is signed
  skip(reader, 2); // algorithm, key
  const kept = packet.subarray(start, start + reader.position);
  const field = [Buffer.from(name), signature].map((part) => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(part.length);
    return Buffer.concat([head, part]);
  });
  const inner = Buffer.concat(field);
  const made = write.alloc(kept.length + 4 + inner.length);
  made.set(kept, start);
  made.writeUInt32BE(inner.length, start + kept.length);
  made.set(inner, start + kept.length + 4);
  return made;
}
