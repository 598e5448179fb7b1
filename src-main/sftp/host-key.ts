import { createHash } from 'node:crypto';
import { DialdeskError } from '../contract/errors.ts';
import type { HostKeyInfo } from '../contract/host-keys.ts';
import { anyOf, withoutEnd } from '../contract/text-edges.ts';
import { isOfferedKeyType } from './algorithms.ts';
import { MalformedPacket, PacketReader } from './wire/packet.ts';

export type { HostKeyInfo };

/** A key that is on record. A revoked one is never to be trusted, whatever else is on record. */
export type KnownHostKey = HostKeyInfo & { readonly revoked?: boolean };

type Eventually<T> = T | Promise<T>;

/**
 * Where trusted keys are remembered, by host (in lower case) and port; a host may have several, of different
 * types.
 */
export interface HostKeyBook {
  /** The keys of a server, and every revoked one that is on record under patterns or a hash; see `isForServer`. */
  find(host: string, port: number): Eventually<readonly KnownHostKey[]>;
  /** Adds a key the user trusts. */
  remember(key: HostKeyInfo): Eventually<void>;
  /** Forgets the trusted keys of that host and port and remembers this one: after a change, on purpose. */
  replace(key: HostKeyInfo): Eventually<void>;
  /** Marks a key as never to be trusted. Books without it make known_hosts imports skip such lines. */
  revoke?(key: HostKeyInfo): Eventually<void>;
}

const curveBits: Readonly<Record<string, number>> = {
  'ssh-ed25519': 256,
  'ecdsa-sha2-nistp256': 256,
  'ecdsa-sha2-nistp384': 384,
  'ecdsa-sha2-nistp521': 521,
};

function bitsOf(type: string, key: PacketReader): number | undefined {
  if (type !== 'ssh-rsa') return curveBits[type];
  key.bytes(); // the exponent
  const modulus = key.bytes();
  let zeros = 0;
  while (modulus[zeros] === 0) zeros++;
  const first = modulus[zeros];
  return first === undefined ? 0 : (modulus.length - zeros) * 8 - Math.clz32(first) + 24;
}

/**
 * Reads a public key blob (RFC 4253, section 6.6). Throws `MalformedPacket` when it is not one.
 */
export function hostKeyInfo(host: string, port: number, blob: Buffer): HostKeyInfo {
  const reader = new PacketReader(blob);
  const type = reader.text();
  const bits = bitsOf(type, reader);
  return {
    host,
    port,
    type,
    fingerprint: `SHA256:${withoutEnd(createHash('sha256').update(blob).digest('base64'), anyOf('='))}`,
    ...(bits !== undefined && { bits }),
    keyBase64: blob.toString('base64'),
  };
}

/** Lengths in bytes of what follows the type, for the types that fix them; null where they differ. */
const fieldLengths: Readonly<Record<string, readonly (number | null)[]>> = {
  'ssh-ed25519': [32],
  'ecdsa-sha2-nistp256': [8, 65],
  'ecdsa-sha2-nistp384': [8, 97],
  'ecdsa-sha2-nistp521': [8, 133],
  'ssh-rsa': [null, null],
  'ssh-dss': [null, null, null, null],
};

/** Whether a public key blob is whole: its fields fill it, and are those of its type. Cut ones are met in files. */
export function isWholeKey(blob: Buffer): boolean {
  try {
    const reader = new PacketReader(blob);
    const lengths = fieldLengths[reader.text()];
    const found: number[] = [];
    while (!reader.finished) found.push(reader.bytes().length);
    if (found.length === 0 || found.includes(0)) return false;
    if (lengths === undefined) return true;
    return (
      found.length === lengths.length &&
      lengths.every((length, at) => length === null || found[at] === length)
    );
  } catch (error) {
    if (error instanceof MalformedPacket) return false;
    throw error;
  }
}

/**
 * Whether the key a server shows may be trusted: undefined if so, else the error to stop with, before anything
 * secret is sent. `host_key_unknown` has the key's info as details; `host_key_changed` has it too, and `known`,
 * the key on record (of the same type where there is one), or `revoked: true`.
 *
 * Known types are asked for first (`offeredAlgorithms`), so a server that shows another type no longer has a
 * key that is on record: that is a change, not a first use.
 */
export function judgeHostKey(
  shown: HostKeyInfo,
  onRecord: readonly KnownHostKey[],
): DialdeskError | undefined {
  const same = onRecord.filter((known) => known.keyBase64 === shown.keyBase64);
  const where = `${shown.host}:${shown.port} ${shown.type} ${shown.fingerprint}`;
  const revoked = same.find((known) => known.revoked);
  if (revoked) {
    return new DialdeskError('host_key_changed', `revoked host key ${where}`, {
      details: { ...shown, known: revoked, revoked: true },
    });
  }
  if (same.length > 0) return undefined;
  // A key of a type that is not asked for says nothing of what the server shows: its host is as good as unknown.
  const trusted = onRecord.filter((known) => !known.revoked && isOfferedKeyType(known.type));
  const known = trusted.find(({ type }) => type === shown.type) ?? trusted[0];
  return known
    ? new DialdeskError('host_key_changed', `changed host key ${where}, was ${known.fingerprint}`, {
        details: { ...shown, known },
      })
    : new DialdeskError('host_key_unknown', `unknown host key ${where}`, { details: { ...shown } });
}
