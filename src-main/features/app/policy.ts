import { readFileSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { posix, win32 } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { ConnectionId, ConnectionSettings, defaultSigning } from '../../contract/connections.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { isHost } from '../../contract/host.ts';
import { systemCode } from '../../platform/system-error.ts';
import type { ConnectionsTable, StoredConnection } from '../../store/connections.ts';
import { before } from '../../contract/text-edges.ts';

/** A host name, `*.` and a domain, an IP address, or a range of addresses as `10.1.0.0/16`. */
const HostPattern = v.pipe(
  v.string(),
  v.regex(
    /^(?:(?:\*\.)?[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|[0-9a-f:.]+(?:\/\d{1,3})?)$/i,
    'a name, *.domain, address or range',
  ),
  v.check((pattern) => !pattern.includes('/') || rangeOf(pattern) !== null, 'a range such as 10.1.0.0/16'),
  // what is no host allows none, and would not be missed
  v.check((pattern) => pattern.includes('/') || isHost(pattern.replace(/^\*\./, '')), 'a host'),
);

const { trust, signing, voiceLimitMb } = ConnectionSettings.entries;

/** A connection that users may not change. Its secret key is theirs to enter: no policy holds one. */
const FixedConnection = v.strictObject({
  ...ConnectionSettings.entries,
  /** A UUID that the administrator chooses and never changes: jobs and secrets refer to it. */
  id: ConnectionId,
  trust: v.optional(trust, { kind: 'system' }),
  signing: v.optional(signing, defaultSigning),
  voiceLimitMb: v.optional(voiceLimitMb, 5),
});

/** `policy.json`. Unknown members are refused: a misspelt restriction must not be ignored. */
const PolicyFile = v.strictObject({
  version: v.literal(1),
  connections: v.optional(v.array(FixedConnection), []),
  /** Whether users may create their own connections. */
  ownConnections: v.optional(v.boolean(), true),
  /** The only hosts that may be connected to; left out: any. */
  allowedHosts: v.optional(v.array(HostPattern)),
  demo: v.optional(v.boolean(), true),
  updates: v.optional(v.boolean(), true),
});

/** The restrictions set by the administrator of this machine. */
export interface Policy {
  /** Where it was read from; null if there is none. */
  readonly file: string | null;
  readonly connections: readonly StoredConnection[];
  readonly ownConnections: boolean;
  readonly demo: boolean;
  readonly updates: boolean;
  /** Whether only some hosts may be connected to. */
  readonly restrictsHosts: boolean;
  /** Whether a host, as it stands in the settings, may be connected to. */
  readonly allows: (host: string) => boolean;
}

export const noPolicy: Policy = {
  file: null,
  connections: [],
  ownConnections: true,
  demo: true,
  updates: true,
  restrictsHosts: false,
  allows: () => true,
};

/** Where an administrator keeps the policy: a place that users cannot write to. */
export function policyPath(desktop: NodeJS.Platform, programData = 'C:\\ProgramData'): string {
  if (desktop === 'win32') return win32.join(programData, 'Dialdesk', 'policy.json');
  if (desktop === 'darwin') return '/Library/Application Support/Dialdesk/policy.json';
  return posix.join('/etc', 'dialdesk', 'policy.json');
}

/**
 * Reads the policy; no file is no policy.
 * @throws DialdeskError `policy_invalid` (details.file, details.text) if it exists but cannot be read or is not
 * valid: Dialdesk does not start then, because running without it would lift the restrictions
 */
export function readPolicy(file: string): Policy {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return noPolicy;
    throw invalid(file, (error as Error).message);
  }
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw invalid(file, (error as Error).message);
  }
  const parsed = v.safeParse(PolicyFile, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw invalid(file, `${v.getDotPath(issue) ?? '/'}: ${issue.message}`);
  }
  const { connections, allowedHosts, ownConnections, demo, updates } = parsed.output;
  const twice = connections.find(
    ({ id }, index) => connections.findIndex((other) => other.id === id) !== index,
  );
  if (twice) throw invalid(file, `connections: ${twice.id} is there twice`);
  const allows = allowedHosts ? hostFilter(allowedHosts) : noPolicy.allows;
  for (const { name, isales, ccfs } of connections) {
    const outside = [isales, ccfs].find(({ host }) => !allows(host));
    if (outside) throw invalid(file, `connections: ${name}: ${outside.host} is not among allowedHosts`);
  }
  return {
    file,
    connections: connections.map(({ id, ...settings }) => ({ id, demo: false, settings })),
    ownConnections,
    demo,
    updates,
    restrictsHosts: allowedHosts !== undefined,
    allows,
  };
}

/** Writes the connections of the policy into the table. One that it no longer names becomes the user's own. */
export function fixConnections(policy: Policy, table: ConnectionsTable): void {
  for (const connection of policy.connections) {
    const there = table.get(connection.id);
    // what is so already is not written: the disk may be full
    if (isDeepStrictEqual(there?.settings, connection.settings)) continue;
    if (there) table.update(connection.id, connection.settings);
    else table.add(connection);
  }
}

/** @throws DialdeskError `not_allowed` (details.host) for a host that the policy does not allow. */
export function permitHost(policy: Policy, host: string): void {
  if (policy.allows(host)) return;
  throw new DialdeskError('not_allowed', `the policy of this machine does not allow ${host}`, {
    details: { host },
  });
}

/**
 * What asks for leave to reach a host on behalf of a connection, null for one that is only being tried. The demo
 * system is on this computer: where it is allowed, so are this computer's own addresses, and no others, whatever file
 * servers somebody registers in it.
 */
export function hostPermit(
  policy: Policy,
  table: Pick<ConnectionsTable, 'get'>,
): (host: string, connectionId: string | null) => void {
  return (host, connectionId) => {
    const demo = connectionId !== null && policy.demo && table.get(connectionId)?.demo === true;
    if (demo && isOwnAddress(host)) return;
    permitHost(policy, host);
  };
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** As written: what a name such as `localhost.example.com` resolves to is not asked. */
function isOwnAddress(host: string): boolean {
  const family = isIP(host);
  if (family === 0) return host.toLowerCase() === 'localhost';
  return loopback.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

function invalid(file: string, text: string): DialdeskError {
  return new DialdeskError('policy_invalid', `${file}: ${text}`, { details: { file, text } });
}

function rangeOf(pattern: string): { address: string; prefix: number; family: 'ipv4' | 'ipv6' } | null {
  const [address = '', bits = ''] = pattern.split('/');
  const family = isIP(address);
  const prefix = Number(bits);
  if (family === 0 || prefix > (family === 4 ? 32 : 128)) return null;
  return { address, prefix, family: family === 4 ? 'ipv4' : 'ipv6' };
}

/** Names are compared as they are written, not by what they resolve to: a policy must not depend on a name server. */
function hostFilter(patterns: readonly string[]): (host: string) => boolean {
  const names = new Set<string>();
  const domains: string[] = [];
  const ranges = new BlockList();
  for (const pattern of patterns.map((one) => one.toLowerCase())) {
    const range = rangeOf(pattern);
    if (pattern.includes('/') && range) ranges.addSubnet(range.address, range.prefix, range.family);
    else if (isIP(pattern)) ranges.addAddress(pattern, isIP(pattern) === 6 ? 'ipv6' : 'ipv4');
    else if (pattern.startsWith('*.')) domains.push(pattern.slice(1));
    else names.add(pattern);
  }
  return (host) => {
    const bare = host
      .trim()
      .toLowerCase()
      // nothing but an IPv6 address stands in brackets
      .replace(/^\[([^:]*:.*)\]$/, '$1');
    if (!isHost(bare)) return false;
    // only an address has a zone
    const name = isIP(bare) === 6 ? before(bare, '%') : bare.replace(/\.$/, '');
    const family = isIP(name);
    if (family !== 0) return ranges.check(name, family === 6 ? 'ipv6' : 'ipv4');
    return names.has(name) || domains.some((domain) => name.endsWith(domain) && name !== domain.slice(1));
  };
}
