import * as v from 'valibot';
import { call } from './define.ts';

const Token = v.pipe(v.string(), v.uuid());

/** A passphrase that protects a backup. It only ever goes from the window to main. */
export const NewPassphrase = v.pipe(
  v.string(),
  v.minLength(12, 'passphrase_short'),
  v.maxLength(1024, 'too_long'),
);

/** What became part of a backup. */
export const SavedBackup = v.object({
  name: v.string(),
  connections: v.number(),
  mappings: v.number(),
  /** Secret keys and passwords. */
  secrets: v.number(),
});
export type SavedBackup = v.InferOutput<typeof SavedBackup>;

/**
 * One thing a backup holds and what importing it would do. `same` is here already just so; `unfit` cannot be
 * read by this version and is skipped, `barred` is what the administrator's policy does not allow.
 */
export const BackupItem = v.object({
  key: v.string(),
  what: v.picklist(['connection', 'mapping', 'preferences']),
  name: v.string(),
  effect: v.picklist(['add', 'replace', 'same', 'unfit', 'barred']),
  /** Of a connection: the fields that would change, e.g. `isales`, `trust`. */
  changes: v.array(v.string()),
  /** Secret keys and passwords that come with it. */
  secrets: v.number(),
});
export type BackupItem = v.InferOutput<typeof BackupItem>;

/** What importing an opened backup would do; nothing has been done yet. */
export const BackupPlan = v.object({
  kind: v.literal('plan'),
  token: Token,
  fileName: v.string(),
  /** When it was made, ISO 8601. */
  made: v.string(),
  items: v.array(BackupItem),
});
export type BackupPlan = v.InferOutput<typeof BackupPlan>;

/** A backup that needs its passphrase first. */
export const LockedBackup = v.object({ kind: v.literal('locked'), token: Token, fileName: v.string() });
export type LockedBackup = v.InferOutput<typeof LockedBackup>;

export const OpenedBackup = v.variant('kind', [BackupPlan, LockedBackup]);

export const BackupToken = v.object({ token: Token });
export const Unlocking = v.object({
  token: Token,
  passphrase: v.pipe(v.string(), v.maxLength(1024, 'too_long')),
});
export const BackupChoice = v.object({
  token: Token,
  keys: v.pipe(v.array(v.string()), v.maxLength(10_000)),
});

/** What an import did. */
export const RestoredBackup = v.object({
  added: v.number(),
  replaced: v.number(),
  secrets: v.number(),
});
export type RestoredBackup = v.InferOutput<typeof RestoredBackup>;

/** Settings saved to a file and taken from one. */
export const backup = {
  /** Asks where to, and saves the settings: with their secrets under a passphrase, without them in the open. */
  save: call(v.object({ passphrase: v.optional(NewPassphrase) }), v.nullable(SavedBackup)),
  /** Lets the user pick a backup and says what importing it would do; null when the dialog was cancelled. */
  open: call(v.void(), v.nullable(OpenedBackup)),
  unlock: call(Unlocking, BackupPlan),
  /** Does it for the chosen items. The backup is closed afterwards. */
  apply: call(BackupChoice, RestoredBackup),
  close: call(BackupToken, v.void()),
} as const;
