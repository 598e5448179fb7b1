import type { KeyObject } from 'node:crypto';

/**
 * A private key in a form that ssh2 reads: PKCS#1 for RSA, SEC1 for the three curves of ECDSA, OpenSSH's own for
 * Ed25519, which has no older one. Undefined for keys that SSH has no use for.
 */
export function sshFormOf(key: KeyObject): string | undefined {
  const { asymmetricKeyType: type } = key;
  if (type === 'rsa') return key.export({ type: 'pkcs1', format: 'pem' }).toString();
  if (type === 'ec') return key.export({ type: 'sec1', format: 'pem' }).toString();
  return type === 'ed25519' ? openSshForm(key) : undefined;
}

/** PROTOCOL.key of OpenSSH: a header, the public key, and an unencrypted section with both, filled up to 8 bytes. */
function openSshForm(key: KeyObject): string | undefined {
  const { d, x } = key.export({ format: 'jwk' });
  if (d === undefined || x === undefined) return undefined;
  const [seed, point] = [Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')];
  const type = text('ssh-ed25519');
  const check = uint32(0); // two equal numbers say that it was decrypted rightly
  const section = Buffer.concat([
    check,
    check,
    type,
    text(point),
    text(Buffer.concat([seed, point])),
    text(''),
  ]);
  const padding = Buffer.from(
    Array.from({ length: (8 - (section.length % 8)) % 8 }, (_, index) => index + 1),
  );
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    text('none'),
    text('none'),
    text(''),
    uint32(1),
    text(Buffer.concat([type, text(point)])),
    text(Buffer.concat([section, padding])),
  ]);
  const lines = whole.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join(
    '\n',
  );
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const text = (content: string | Buffer): Buffer =>
  Buffer.concat([uint32(Buffer.byteLength(content)), Buffer.from(content)]);
