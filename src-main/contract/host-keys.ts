import * as v from 'valibot';
import { call } from './define.ts';

/** A server's key as the user is shown it. */
export const HostKeyInfo = v.object({
  host: v.pipe(v.string(), v.nonEmpty(), v.maxLength(253)),
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535)),
  /** As SSH names it: ssh-ed25519, ecdsa-sha2-nistp256, ssh-rsa. */
  type: v.pipe(v.string(), v.nonEmpty(), v.maxLength(100)),
  /** `SHA256:` and the unpadded base64 of the hash, as OpenSSH prints it. */
  fingerprint: v.pipe(v.string(), v.regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'fingerprint')),
  /** The public key itself, base64, as in known_hosts. */
  keyBase64: v.pipe(v.string(), v.base64(), v.maxLength(20_000)),
  /** Length of the key; left out for types we do not know. */
  bits: v.exactOptional(v.number()),
});
export type HostKeyInfo = v.InferOutput<typeof HostKeyInfo>;

/** The user has compared both and replaces the one that is known. */
export const HostKeyChange = v.object({ known: HostKeyInfo, offered: HostKeyInfo });
export type HostKeyChange = v.InferOutput<typeof HostKeyChange>;

/** A key on record. A revoked one is refused, whatever else is on record. */
export const KnownHostKey = v.object({
  ...HostKeyInfo.entries,
  revoked: v.boolean(),
  /** When it was trusted or revoked, ms since 1970. */
  since: v.number(),
});
export type KnownHostKey = v.InferOutput<typeof KnownHostKey>;

/** Why a line of a known_hosts file was left out. */
export const knownHostsSkips = ['malformed', 'cert_authority', 'no_match', 'revoked', 'conflict'] as const;

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What reading a known_hosts file came to, in keys; `skipped` in lines of the file. */
export const KnownHostsOutcome = v.object({
  fileName: v.string(),
  added: Count,
  known: Count,
  revoked: Count,
  skipped: v.array(
    v.object({ reason: v.picklist(knownHostsSkips), lines: v.pipe(v.array(Count), v.minLength(1)) }),
  ),
});
export type KnownHostsOutcome = v.InferOutput<typeof KnownHostsOutcome>;

/** Host keys on record. */
export const hostKeys = {
  /** Remembers a key the user has seen, for a server that had none. */
  trust: call(HostKeyInfo, v.void()),
  /** Replaces a remembered key on purpose. */
  replace: call(HostKeyChange, v.void()),
  /** All on record, revoked ones too. */
  list: call(v.void(), v.array(KnownHostKey)),
  /** Takes one key off the record; the server is then asked about as at the first time. */
  forget: call(HostKeyInfo, v.void()),
  /** Lets the user pick an OpenSSH known_hosts file and takes its keys; null when the dialog was cancelled. */
  importKnownHosts: call(v.void(), v.nullable(KnownHostsOutcome)),
  /** Asks where to, and writes all keys as known_hosts; null when cancelled. */
  exportKnownHosts: call(v.void(), v.nullable(v.object({ name: v.string(), keys: v.number() }))),
} as const;
