import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import type { ParsedKey } from 'ssh2';
import type { KeyReason } from '../contract/error-details.ts';
import { DialdeskError } from '../contract/errors.ts';
import { sshFormOf } from './pkcs8.ts';
import { loadSsh2 } from './ssh2.ts';
import { anyOf, withoutEnd } from '../contract/text-edges.ts';
import { MalformedPacket, PacketReader } from './wire/packet.ts';

const unusable = (reason: KeyReason): DialdeskError =>
  new DialdeskError('key_unusable', `the private key cannot be used: ${reason}`, { details: { reason } });

/** What a file looks like before anything of it is read: the first that holds. */
const looks: readonly (readonly [RegExp, KeyReason])[] = [
  [/^PuTTY-User-Key-File-/, 'putty'],
  [/^-----BEGIN (?:RSA |EC |DSA |OPENSSH )?PUBLIC KEY-----/, 'public_key'],
  [/^---- BEGIN SSH2 PUBLIC KEY ----/, 'public_key'],
  [/^(?:ssh-|ecdsa-|sk-)\S+ AAAA/, 'public_key'],
  [/^-----BEGIN CERTIFICATE-----/, 'public_key'],
  // of ssh.com and Tectia
  [/^---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----/, 'unsupported'],
];

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
  // What no passphrase helps against is said before one is asked for.
  const { type, rounds = 0 } = openSshHead(pem) ?? {};
  refuseType(label === 'DSA PRIVATE KEY' ? 'ssh-dss' : type);
  if (rounds > mostRounds) throw unusable('unsupported');
  const key =
    label === 'PRIVATE KEY' || label === 'ENCRYPTED PRIVATE KEY'
      ? fromPkcs8(pem, passphrase)
      : parse(pem, passphrase);
  if (!key.isPrivateKey()) throw unusable('public_key');
  refuseType(key.type);
  return key;
}

/** Throws for kinds of keys whose form is known, but which servers take no more, or which are not in the file. */
function refuseType(type: string | undefined): void {
  if (type === 'ssh-dss') throw unusable('outdated');
  if (type?.startsWith('sk-')) throw unusable('security_key');
}

const openSshMark = Buffer.from('openssh-key-v1\0');

/**
 * Rounds of bcrypt by which a passphrase becomes a key, at most: ssh-keygen takes 16 to 24 unless told otherwise, and the
 * app stands still meanwhile, some hundredths of a second for each.
 */
const mostRounds = 256;

/** The type of a key in OpenSSH's own form, encrypted or not, and its rounds (PROTOCOL.key); undefined for other forms. */
function openSshHead(pem: string): { type: string; rounds: number } | undefined {
  const body = bodyOf(pem);
  if (!body.subarray(0, openSshMark.length).equals(openSshMark)) return undefined;
  try {
    const reader = new PacketReader(body, openSshMark.length);
    reader.bytes(); // the cipher
    const bcrypt = reader.text() === 'bcrypt';
    const options = new PacketReader(reader.bytes());
    if (bcrypt) options.bytes(); // salt
    reader.uint32(); // how many keys
    const type = new PacketReader(reader.bytes()).text();
    return { type, rounds: bcrypt ? options.uint32() : 0 };
  } catch (error) {
    if (error instanceof MalformedPacket) return undefined;
    throw error;
  }
}

const bodyOf = (pem: string): Buffer => Buffer.from(pem.replace(/-----[^-]*-----/g, ''), 'base64');

function parse(pem: string, passphrase: string | undefined): ParsedKey {
  const parsed = loadSsh2().utils.parseKey(pem, passphrase) as ParsedKey | ParsedKey[] | Error;
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (!(key instanceof Error) && key) return key;
  const words = key?.message ?? '';
  if (/no passphrase/i.test(words)) throw unusable('passphrase_needed');
  if (passphrase !== undefined && /passphrase|decrypt|integrity|malformed|authenticate/i.test(words)) {
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
  } catch (error) {
    // The library says of a damaged key what it says of a wrong passphrase, and of some wrong ones what it says of
    // encryption that it lacks. The usual kinds it has.
    const lacks = /unsupported|unknown/i.test(String(error)) && !isUsuallyEncrypted(pem);
    throw unusable(encrypted && !lacks ? 'wrong_passphrase' : 'unsupported');
  }
  if (key.asymmetricKeyType === 'dsa') refuseType('ssh-dss');
  const form = sshFormOf(key);
  if (form === undefined) throw unusable('unsupported');
  return parse(form, undefined);
}

/** AES in CBC mode (NIST CSOR 1.3.4.1.2, .22, .42) and triple DES (PKCS #5 and #12), as they stand in PKCS#8. */
const usualEncryption = /06096086480165030401(?:02|16|2a)|06082a864886f70d0307|060a2a864886f70d010c010[34]/;

const isUsuallyEncrypted = (pem: string): boolean =>
  usualEncryption.test(bodyOf(pem).toString('hex', 0, 200));

/** The fingerprint of a public key blob, as OpenSSH prints it: `SHA256:` and unpadded base64. */
export function keyFingerprint(blob: Buffer): string {
  return `SHA256:${withoutEnd(createHash('sha256').update(blob).digest('base64'), anyOf('='))}`;
}
