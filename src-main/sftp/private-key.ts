import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import type { ParsedKey } from 'ssh2';
import type { KeyReason } from '../contract/error-details.ts';
import { DialdeskError } from '../contract/errors.ts';
import { sshFormOf } from './pkcs8.ts';
import { loadSsh2 } from './ssh2.ts';
import { anyOf, withoutEnd } from '../contract/text-edges.ts';

const unusable = (reason: KeyReason): DialdeskError =>
  new DialdeskError('key_unusable', `the private key cannot be used: ${reason}`, { details: { reason } });

/** What a file looks like before anything of it is read: the first that holds. */
const looks: readonly (readonly [RegExp, KeyReason])[] = [
  [/^PuTTY-User-Key-File-/, 'putty'],
  [/^-----BEGIN (?:RSA |EC |DSA |OPENSSH )?PUBLIC KEY-----/, 'public_key'],
  [/^---- BEGIN SSH2 PUBLIC KEY ----/, 'public_key'],
  [/^(?:ssh-|ecdsa-|sk-)\S+ AAAA/, 'public_key'],
  [/^-----BEGIN CERTIFICATE-----/, 'public_key'],
];

/** A kind of key whose form is known, but which neither we nor the servers of today should use. */
const outdated = new Set(['ssh-dss']);

/** A private key within other text: what tools write above it, and certificates beside it. */
function blockIn(text: string): { readonly pem: string; readonly label: string } | undefined {
  const begin = /-----BEGIN ([A-Z0-9 ]{0,40}PRIVATE KEY)-----/.exec(text);
  const label = begin?.[1];
  if (!begin || label === undefined) return undefined;
  const end = `-----END ${label}-----`;
  const at = text.indexOf(end, begin.index);
  return { pem: text.slice(begin.index, at < 0 ? undefined : at + end.length), label };
}

/**
 * Reads a private key in OpenSSH's own form, in PEM or in PKCS#8, encrypted or not, wherever in the text it stands.
 *
 * Throws `key_unusable` (details.reason a KeyReason). ssh2 gives its reasons in words only, and says
 * of a wrong passphrase what it says of a damaged key: if a passphrase was given, it is taken to be wrong.
 */
export function readPrivateKey(text: string, passphrase: string | undefined): ParsedKey {
  const found = blockIn(text);
  if (!found) {
    const trimmed = text.replace(/^\uFEFF/, '').trim();
    throw unusable(looks.find(([form]) => form.test(trimmed))?.[1] ?? 'not_a_key');
  }
  const { pem, label } = found;
  const key =
    label === 'PRIVATE KEY' || label === 'ENCRYPTED PRIVATE KEY'
      ? fromPkcs8(pem, passphrase)
      : parse(pem, passphrase);
  if (!key.isPrivateKey()) throw unusable('public_key');
  if (outdated.has(key.type)) throw unusable('unsupported');
  return key;
}

function parse(pem: string, passphrase: string | undefined): ParsedKey {
  const parsed = loadSsh2().utils.parseKey(pem, passphrase) as ParsedKey | ParsedKey[] | Error;
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (!(key instanceof Error) && key) return key;
  const words = key?.message ?? '';
  if (/no passphrase/i.test(words)) throw unusable('passphrase_needed');
  if (passphrase !== undefined && /passphrase|decrypt|integrity|malformed/i.test(words)) {
    throw unusable('wrong_passphrase');
  }
  throw unusable('unsupported');
}

/** ssh2 does not know PKCS#8; the crypto library does, and writes the older forms that ssh2 reads. */
function fromPkcs8(pem: string, passphrase: string | undefined): ParsedKey {
  const encrypted = pem.startsWith('-----BEGIN ENCRYPTED');
  if (encrypted && (passphrase === undefined || passphrase === '')) throw unusable('passphrase_needed');
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, format: 'pem', ...(encrypted && { passphrase }) });
  } catch {
    // The library says of a damaged key what it says of a wrong passphrase.
    throw unusable(encrypted ? 'wrong_passphrase' : 'unsupported');
  }
  const form = sshFormOf(key);
  if (form === undefined) throw unusable('unsupported');
  return parse(form, undefined);
}

/** The fingerprint of a public key blob, as OpenSSH prints it: `SHA256:` and unpadded base64. */
export function keyFingerprint(blob: Buffer): string {
  return `SHA256:${withoutEnd(createHash('sha256').update(blob).digest('base64'), anyOf('='))}`;
}
