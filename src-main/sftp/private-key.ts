import { createHash } from 'node:crypto';
import type { ParsedKey } from 'ssh2';
import { DialdeskError } from '../contract/errors.ts';
import { loadSsh2 } from './ssh2.ts';
import { anyOf, withoutEnd } from '../contract/text-edges.ts';

/** Why a private key cannot be used. */
export type KeyTrouble =
  'not_a_key' | 'public_key' | 'putty' | 'unsupported' | 'passphrase_needed' | 'wrong_passphrase';

const unusable = (reason: KeyTrouble): DialdeskError =>
  new DialdeskError('key_unusable', `the private key cannot be used: ${reason}`, { details: { reason } });

/** What a file looks like before anything of it is read: the first that holds. */
const looks: readonly (readonly [RegExp, KeyTrouble])[] = [
  [/^PuTTY-User-Key-File-/, 'putty'],
  [/^-----BEGIN (?:RSA |EC |DSA |OPENSSH )?PUBLIC KEY-----/, 'public_key'],
  [/^---- BEGIN SSH2 PUBLIC KEY ----/, 'public_key'],
  [/^(?:ssh-|ecdsa-|sk-)\S+ AAAA/, 'public_key'],
  [/^-----BEGIN CERTIFICATE-----/, 'public_key'],
];

/** A kind of key whose form is known, but which neither we nor the servers of today should use. */
const outdated = new Set(['ssh-dss']);

/**
 * Reads a private key in OpenSSH's own form or in PEM.
 *
 * Throws `key_unusable` (details.reason a KeyTrouble). ssh2 tells its reasons in words only, and says
 * of a wrong passphrase what it says of a damaged key: with a passphrase at hand, that is what it is taken for.
 */
export function readPrivateKey(text: string, passphrase: string | undefined): ParsedKey {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  const look = looks.find(([form]) => form.test(trimmed));
  if (look) throw unusable(look[1]);
  if (!/^-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(trimmed)) throw unusable('not_a_key');
  if (/^-----BEGIN ENCRYPTED PRIVATE KEY-----/.test(trimmed)) throw unusable('unsupported');
  const parsed = loadSsh2().utils.parseKey(trimmed, passphrase) as ParsedKey | ParsedKey[] | Error;
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key instanceof Error || !key) {
    const words = key?.message ?? '';
    if (/no passphrase/i.test(words)) throw unusable('passphrase_needed');
    if (passphrase !== undefined && /passphrase|decrypt|integrity|malformed/i.test(words)) {
      throw unusable('wrong_passphrase');
    }
    throw unusable('unsupported');
  }
  if (!key.isPrivateKey()) throw unusable('public_key');
  if (outdated.has(key.type)) throw unusable('unsupported');
  return key;
}

/** The fingerprint of a public key blob, as OpenSSH prints it: `SHA256:` and unpadded base64. */
export function keyFingerprint(blob: Buffer): string {
  return `SHA256:${withoutEnd(createHash('sha256').update(blob).digest('base64'), anyOf('='))}`;
}
