import * as v from 'valibot';
import { ActivityDays } from '../../contract/activity.ts';
import { LanguageChoice, ThemeChoice } from '../../contract/app.ts';
import { ConnectionId, ConnectionSettings, SecretKey } from '../../contract/connections.ts';
import type { BackupReason } from '../../contract/error-details.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { SavedMapping } from '../../contract/mapping.ts';
import { ServerLabel, TemporaryNames } from '../../contract/server-reach.ts';

/** Incremented when an earlier version could no longer read the backups of this one. */
const version = 1;
const format = 'dialdesk-settings';
/** Far beyond any real backup: a thousand connections with a certificate each. */
export const maxBackupBytes = 16 * 1024 * 1024;
const maxItems = 2_000;

const Secret = v.pipe(v.string(), v.nonEmpty(), v.maxLength(1024));

const ServerKey = v.pipe(v.string(), v.nonEmpty(), v.maxLength(64));

const BackedConnection = v.object({
  id: ConnectionId,
  settings: ConnectionSettings,
  /** Only in a backup with secrets. */
  secretKey: v.optional(v.fallback(v.optional(SecretKey), undefined)),
  /** By the ID of the file server. */
  serverPasswords: v.optional(v.record(ServerKey, Secret)),
  /** How files are named while they are sent, by the ID of the file server. Backups of earlier versions lack it. */
  serverNames: v.optional(v.record(ServerKey, TemporaryNames)),
  /** What file servers are called here, by their IDs. */
  serverLabels: v.optional(v.record(ServerKey, ServerLabel)),
});
export type BackedConnection = v.InferOutput<typeof BackedConnection>;

const BackedMapping = v.object({
  ...SavedMapping.entries,
  fingerprint: v.pipe(v.string(), v.maxLength(200)),
});
export type BackedMapping = v.InferOutput<typeof BackedMapping>;

const Preferences = v.object({
  language: v.optional(LanguageChoice),
  theme: v.optional(ThemeChoice),
  activityDays: v.optional(ActivityDays),
});
export type Preferences = v.InferOutput<typeof Preferences>;

/** A backup as read: what this version cannot use is only listed by name. */
export interface Backup {
  /** ISO 8601. */
  readonly made: string;
  readonly connections: readonly (BackedConnection | Unfit)[];
  readonly mappings: readonly (BackedMapping | Unfit)[];
  readonly preferences: Preferences | null;
}
export interface Unfit {
  readonly unfit: string;
}

const Items = v.pipe(v.array(v.unknown()), v.maxLength(maxItems));
const Envelope = v.object({
  format: v.literal(format),
  version: v.number(),
  made: v.pipe(v.string(), v.isoTimestamp()),
  connections: Items,
  mappings: Items,
  preferences: v.optional(v.unknown()),
});

/** The file's text, UTF-8: JSON that can be read and compared. */
export function writeBackup(backup: {
  readonly made: string;
  readonly connections: readonly BackedConnection[];
  readonly mappings: readonly BackedMapping[];
  readonly preferences: Preferences;
}): string {
  return `${JSON.stringify({ format, version, ...backup }, null, 2)}\n`;
}

/** @throws DialdeskError `backup_unreadable` with details.reason: `foreign`, `newer`, `damaged` or `too-large`. */
export function readBackup(text: string): Backup {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unreadable(text.includes(`"${format}"`) ? 'damaged' : 'foreign', cause);
  }
  if (!v.is(v.object({ format: v.literal(format) }), value)) throw unreadable('foreign');
  if (v.is(v.object({ version: v.pipe(v.number(), v.minValue(version + 1)) }), value))
    throw unreadable('newer');
  const envelope = v.safeParse(Envelope, value);
  if (!envelope.success) throw unreadable('damaged');
  const { made, connections, mappings, preferences } = envelope.output;
  const known = v.safeParse(Preferences, preferences);
  return {
    made,
    connections: connections.map((item) => readable(BackedConnection, item)),
    mappings: mappings.map((item) => readable(BackedMapping, item)),
    preferences: known.success && Object.keys(known.output).length > 0 ? known.output : null,
  };
}

function readable<T>(schema: v.GenericSchema<unknown, T>, item: unknown): T | Unfit {
  const parsed = v.safeParse(schema, item);
  if (parsed.success) return parsed.output;
  const Named = v.object({
    name: v.optional(v.string()),
    settings: v.optional(v.object({ name: v.optional(v.string()) })),
  });
  const named = v.is(Named, item) ? (item.name ?? item.settings?.name ?? '') : '';
  return { unfit: named.slice(0, 80) };
}

/** The error for a file that cannot be used, and why. */
export function unreadable(reason: BackupReason, cause?: unknown): DialdeskError {
  return new DialdeskError('backup_unreadable', `the backup is ${reason}`, { details: { reason }, cause });
}
