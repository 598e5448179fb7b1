import { createHmac } from 'node:crypto';
import type { HostKeyBook, HostKeyInfo, KnownHostKey } from './host-key.ts';
import { hostKeyInfo, isWholeKey } from './host-key.ts';
import { MalformedPacket } from './wire/packet.ts';

/** One line of a known_hosts file that could be read (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). */
export interface KnownHostsLine {
  readonly line: number;
  readonly marker: 'revoked' | 'cert-authority' | null;
  /** The names as they stand: `host`, `[host]:port`, patterns with * ? !, or one `|1|salt|hash`. */
  readonly names: readonly string[];
  readonly keyBase64: string;
}

/** A line that was left out, and why. */
export interface SkippedLine {
  readonly line: number;
  readonly reason: 'malformed' | 'cert_authority' | 'no_match' | 'revoked' | 'conflict';
}

/** What an import did. */
export interface KnownHostsImport {
  readonly remembered: readonly HostKeyInfo[];
  /** Keys that were on record already. */
  readonly known: readonly HostKeyInfo[];
  readonly revoked: readonly HostKeyInfo[];
  readonly skipped: readonly SkippedLine[];
}

/** A server by the name and port it is reached under. */
export interface HostAddress {
  readonly host: string;
  readonly port: number;
}

/** How known_hosts names a server: the bare name on port 22, else `[name]:port`; names in lower case. */
function nameOf({ host, port }: HostAddress): string {
  if (!namesOneServer(host)) return host;
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

/** Whether a name is that of one server: not hashed, and no pattern. */
export const namesOneServer = (name: string): boolean => !/^\||[*?!]/.test(name);

/** The server a plain name stands for; undefined for hashes and patterns, which name none in particular. */
function addressOf(name: string): HostAddress | undefined {
  if (!namesOneServer(name)) return undefined;
  const bracketed = /^\[([^\]]+)\]:(\d{1,5})$/.exec(name);
  if (bracketed) return { host: (bracketed[1] ?? '').toLowerCase(), port: Number(bracketed[2]) };
  return { host: name.toLowerCase(), port: 22 };
}

function matchesHash(name: string, address: HostAddress): boolean {
  const [, version, salt = '', hash] = name.split('|');
  const key = Buffer.from(salt, 'base64');
  return version === '1' && createHmac('sha1', key).update(nameOf(address)).digest('base64') === hash;
}

/**
 * Whether a pattern with * and ? fits. By hand instead of by a regular expression: the file is foreign, and
 * many stars in one would take for ever.
 */
function matchesPattern(pattern: string, address: HostAddress): boolean {
  const wanted = pattern.toLowerCase();
  const name = nameOf(address);
  let [at, position, star, retry] = [0, 0, -1, 0];
  while (position < name.length) {
    if (wanted[at] === '*') {
      star = at++;
      retry = position;
    } else if (wanted[at] === '?' || wanted[at] === name[position]) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++retry;
    } else {
      return false;
    }
  }
  while (wanted[at] === '*') at++;
  return at === wanted.length;
}

/** Whether a line is about a server. A name with "!" in front that matches rules the whole line out. */
function isAbout(names: readonly string[], address: HostAddress): boolean {
  let about = false;
  for (const name of names) {
    if (name.startsWith('|')) about ||= matchesHash(name, address);
    else if (!name.startsWith('!')) about ||= matches(name, address);
    else if (matches(name.slice(1), address)) return false;
  }
  return about;
}

function matches(name: string, address: HostAddress): boolean {
  const plain = addressOf(name);
  return plain === undefined ? matchesPattern(name, address) : nameOf(plain) === nameOf(address);
}

/**
 * Whether a key on record is about a server. Those of one server are; a revoked one may be on record under the patterns
 * or the hash that its line had, which are looked at anew for every server.
 */
export function isForServer({ host }: Pick<KnownHostKey, 'host'>, address: HostAddress): boolean {
  return namesOneServer(host) || isAbout(host.split(','), address);
}

/** Reads the text of a known_hosts file line by line; what cannot be read is skipped and said so. */
export function parseKnownHosts(text: string): { lines: KnownHostsLine[]; skipped: SkippedLine[] } {
  const lines: KnownHostsLine[] = [];
  const skipped: SkippedLine[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const trimmed = raw.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const found = /^(?:@(revoked|cert-authority)\s+)?([^\s@]\S*)\s+(\S+)\s+([A-Za-z0-9+/]+=*)(?:\s.*)?$/.exec(
      trimmed,
    );
    const [, marker, names = '', type, keyBase64 = ''] = found ?? [];
    const line = index + 1;
    const written = namesOf(names);
    if (!found || typeInBlob(keyBase64) !== type || !written.every(isName)) {
      skipped.push({ line, reason: 'malformed' });
      continue;
    }
    lines.push({
      line,
      marker: marker === 'revoked' || marker === 'cert-authority' ? marker : null,
      names: written,
      keyBase64,
    });
  }
  return { lines, skipped };
}

/** The names of a line. OpenSSH's own tools also write several hosts that share a port as `[one,two]:port`. */
function namesOf(names: string): string[] {
  return names
    .replace(/\[([^\][]*)\](:\d+)/g, (_, hosts: string, port: string) =>
      hosts
        .split(',')
        .map((host) => `[${host}]${port}`)
        .join(','),
    )
    .split(',');
}

/** Whether a name can be one: a host of at most 253 characters, and a port that there is. */
function isName(name: string): boolean {
  const address = addressOf(name.replace(/^!/, ''));
  if (address === undefined) return name.length <= longestName;
  const { host, port } = address;
  return host.length > 0 && host.length <= longestName && !/[\][]/.test(host) && port >= 1 && port <= 65_535;
}

/** Characters of a host's name, and of what stands for it on record. */
const longestName = 253;

/**
 * What a revoked key is on record under where its line names no server in particular: each hash by itself, and the
 * patterns with all their exceptions. Undefined where those have no room beside each other.
 */
function namesOnRecord(names: readonly string[]): readonly string[] | undefined {
  const exceptions = names.filter((name) => name.startsWith('!'));
  const unlike = names.filter((name) => !namesOneServer(name) && !name.startsWith('!'));
  const onRecord = unlike.map((name) => (name.startsWith('|') ? name : [name, ...exceptions].join(',')));
  return onRecord.every((name) => name.length <= longestName) ? onRecord : undefined;
}

function typeInBlob(keyBase64: string): string | undefined {
  try {
    if (!isWholeKey(Buffer.from(keyBase64, 'base64'))) return undefined;
    return hostKeyInfo('', 22, Buffer.from(keyBase64, 'base64')).type;
  } catch (error) {
    if (error instanceof MalformedPacket) return undefined;
    throw error;
  }
}

/**
 * Takes the keys of a known_hosts file into the book. Plain names are taken as they are. Hashed names and
 * patterns do not say which server they mean, so they are tried on `servers`, those Dialdesk knows of; a line
 * that fits none is skipped. Certificate authorities are skipped: ssh2 cannot check host certificates, and
 * taken for a host's own key such a line would be wrong. Revoked keys go to `book.revoke`, under a plain name or under
 * their patterns and hashes: those hold for servers that are met only later, too (`isForServer`).
 *
 * What is on record wins: a file never makes a revoked key trusted, nor another key of a type for which one is
 * trusted. That is a changed host key, which is replaced on purpose or not at all.
 */
export async function importKnownHosts(
  text: string,
  book: HostKeyBook,
  servers: readonly HostAddress[],
): Promise<KnownHostsImport> {
  const { lines, skipped } = parseKnownHosts(text);
  const remembered: HostKeyInfo[] = [];
  const known: HostKeyInfo[] = [];
  const revoked: HostKeyInfo[] = [];
  for (const line of lines) {
    if (line.marker === 'cert-authority') {
      skipped.push({ line: line.line, reason: 'cert_authority' });
      continue;
    }
    const blob = Buffer.from(line.keyBase64, 'base64');
    const plain = line.names
      .map(addressOf)
      .filter((address) => address !== undefined)
      .filter((address) => isAbout(line.names, address));
    const named = (addresses: readonly HostAddress[]): HostKeyInfo[] => {
      const once = new Map(addresses.map((address) => [nameOf(address), address]));
      return [...once.values()].map(({ host, port }) => hostKeyInfo(host, port, blob));
    };
    if (line.marker === 'revoked') {
      const unlike = namesOnRecord(line.names);
      const keys = [...named(plain), ...(unlike ?? []).map((names) => hostKeyInfo(names, 22, blob))];
      for (const key of book.revoke ? keys : []) await book.revoke?.(key);
      if (book.revoke) revoked.push(...keys);
      if (!book.revoke || !unlike) skipped.push({ line: line.line, reason: 'revoked' });
      continue;
    }
    const keys = named([...plain, ...servers.filter((server) => isAbout(line.names, server))]);
    if (keys.length === 0) skipped.push({ line: line.line, reason: 'no_match' });
    let conflict = false;
    for (const key of keys) {
      const onRecord = (await book.find(key.host, key.port)).filter((one) => isForServer(one, key));
      const same = onRecord.filter(({ keyBase64 }) => keyBase64 === key.keyBase64);
      if (same.length > 0 && !same.some((one) => one.revoked)) known.push(key);
      else if (same.length > 0 || onRecord.some(({ type, revoked: never }) => type === key.type && !never))
        conflict = true;
      else {
        await book.remember(key);
        remembered.push(key);
      }
    }
    if (conflict) skipped.push({ line: line.line, reason: 'conflict' });
  }
  return { remembered, known, revoked, skipped: skipped.toSorted((one, other) => one.line - other.line) };
}

/** The text of a known_hosts file with these keys, names in the clear, as `ssh-keyscan` writes it. */
export function exportKnownHosts(keys: readonly KnownHostKey[]): string {
  return keys
    .map((key) => `${key.revoked ? '@revoked ' : ''}${nameOf(key)} ${key.type} ${key.keyBase64}\n`)
    .join('');
}
