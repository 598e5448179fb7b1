import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Handlers } from '../../contract/derive.ts';
import { changedMeanwhile, DialdeskError } from '../../contract/errors.ts';
import { writeWhole } from '../../platform/atomic-file.ts';
import { readError } from '../../platform/system-error.ts';
import * as v from 'valibot';
import { KnownHostKey, knownHostsSkips, type HostKeyInfo } from '../../contract/host-keys.ts';
import type { WaitingKind } from '../../contract/jobs.ts';
import { hostKeyInfo } from '../../sftp/host-key.ts';
import { exportKnownHosts, importKnownHosts, isForServer } from '../../sftp/known-hosts.ts';
import type { HostAddress, SkippedLine } from '../../sftp/known-hosts.ts';
import type { HostKeysTable, StoredHostKey } from '../../store/host-keys.ts';
import type { Desktop } from '../app/desktop.ts';

/** The largest known_hosts that is read, bytes: thousands of hosts take less. */
const largestFile = 8 * 1024 * 1024;

export interface HostKeyDeps {
  readonly book: HostKeysTable;
  /** Notified of what jobs may have been waiting for. */
  readonly resumeWaitingFor: (what: WaitingKind) => void;
  readonly desktop: Desktop;
  /** The servers Dialdesk knows of: hashed names in a known_hosts file are tried on these. */
  readonly servers: () => Promise<readonly HostAddress[]>;
  /** A key is trusted no longer: sessions that rest on it are closed as soon as nothing is under way in them. */
  readonly distrusted: () => void;
}

/** What the window says must be true of the key itself: the fingerprint the user saw is the key's. */
function assertGenuine(info: HostKeyInfo): void {
  const real = hostKeyInfo(info.host, info.port, Buffer.from(info.keyBase64, 'base64'));
  if (real.fingerprint !== info.fingerprint || real.type !== info.type) {
    throw new DialdeskError('invalid_request', 'the fingerprint is not that of the key', {
      fields: [{ path: 'fingerprint', rule: 'fingerprint' }],
    });
  }
}

/** Revoked means never: only taking the mark off the record, on purpose, ends it. */
function refuseRevoked(offered: HostKeyInfo, onRecord: readonly StoredHostKey[]): void {
  const revoked = onRecord.find((key) => key.revoked && key.keyBase64 === offered.keyBase64);
  if (revoked === undefined) return;
  throw new DialdeskError('host_key_changed', 'this key is revoked and is not trusted again', {
    details: { ...offered, known: revoked, revoked: true },
  });
}

/** Trusting a server's key after the user has seen its fingerprint, and looking after those that are trusted. */
export function hostKeyHandlers(deps: HostKeyDeps): Handlers['hostKeys'] {
  const { book, resumeWaitingFor, desktop } = deps;
  const keysFor = (server: HostAddress): StoredHostKey[] =>
    book.find(server.host, server.port).filter((key) => isForServer(key, server));
  return {
    trust(info) {
      assertGenuine(info);
      const known = keysFor(info);
      refuseRevoked(info, known);
      // One that is revoked is no key of the server's any more: this one comes in its place.
      const another = known.find(
        (key) => !key.revoked && key.type === info.type && key.keyBase64 !== info.keyBase64,
      );
      if (another) throw changedMeanwhile('another key is known for this server');
      book.remember(info);
      resumeWaitingFor('host-key');
    },
    replace({ known, offered }) {
      assertGenuine(offered);
      const onRecord = keysFor(offered);
      refuseRevoked(offered, onRecord);
      if (!onRecord.some((key) => key.fingerprint === known.fingerprint)) {
        throw changedMeanwhile('the key to be replaced is no longer the known one');
      }
      book.replace(offered);
      resumeWaitingFor('host-key');
    },

    // One that an older version took from a malformed line must not hide all the others.
    list: () => book.list().filter((key) => v.is(KnownHostKey, key)),
    forget(key) {
      book.remove(key);
      deps.distrusted();
    },

    async importKnownHosts() {
      const [path] = await desktop.pickFiles('known-hosts');
      if (path === undefined) return null;
      const text = await readKnownHosts(path);
      const { remembered, known, revoked, skipped } = await importKnownHosts(
        text,
        book,
        await deps.servers(),
      );
      if (remembered.length > 0) resumeWaitingFor('host-key');
      if (revoked.length > 0) deps.distrusted();
      return {
        fileName: basename(path),
        added: remembered.length,
        known: known.length,
        revoked: revoked.length,
        skipped: byReason(skipped),
      };
    },

    async exportKnownHosts() {
      const path = await desktop.pickSavePath('known_hosts');
      if (path === null) return null;
      const keys = book.list();
      await writeWhole(path, exportKnownHosts(keys));
      return { name: basename(path), keys: keys.length };
    },
  };
}

async function readKnownHosts(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw readError(cause, basename(path));
  });
  const text = bytes.length > largestFile ? undefined : textOf(bytes);
  if (text === undefined) {
    throw new DialdeskError('file_unreadable', 'not a known_hosts file', {
      details: { reason: 'not-known-hosts', name: basename(path) },
    });
  }
  return text;
}

/** The text of a file; undefined for what is none. PowerShell writes what `ssh-keyscan` says as UTF-16. */
function textOf(bytes: Buffer): string | undefined {
  const mark = bytes.subarray(0, 2).toString('hex');
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  const text = new TextDecoder(encoding).decode(bytes);
  return text.includes('\0') ? undefined : text;
}

const byReason = (skipped: readonly SkippedLine[]) =>
  knownHostsSkips.flatMap((reason) => {
    const lines = skipped.filter((line) => line.reason === reason).map(({ line }) => line);
    return lines.length > 0 ? [{ reason, lines }] : [];
  });
