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
  /** It was to have secrets, and the keychain, which may have more of them, could not be read. */
  mayLackSecrets: v.boolean(),
});
export type SavedBackup = v.InferOutput<typeof SavedBackup>;

/** Where a connection leads, or whom it trusts there, as it may be shown. */
export const BackupPlace = v.variant('kind', [
  v.object({ kind: v.literal('text'), text: v.string() }),
  v.object({ kind: v.literal('system') }),
  /** `sha256` is that of the file's text: upper-case hex with colons. */
  v.object({ kind: v.literal('ca'), name: v.string(), sha256: v.string() }),
  v.object({ kind: v.literal('pinned'), isales: v.nullable(v.string()), ccfs: v.nullable(v.string()) }),
]);
export type BackupPlace = v.InferOutput<typeof BackupPlace>;

/** A place that would be another one; `from` is null where the connection is not here, and only its secret is. */
export const BackupMove = v.object({
  field: v.picklist(['isales', 'ccfs', 'vdnId', 'accessKey', 'trust']),
  from: v.nullable(BackupPlace),
  to: BackupPlace,
});
export type BackupMove = v.InferOutput<typeof BackupMove>;

/**
 * One thing a backup holds and what importing it would do. `repoint` replaces a connection so that a secret that stays
 * in the vault, or may be there, would be used at another place. `same` is here already just so; `unfit` cannot be
 * read by this version and is skipped, `barred` is what the administrator's policy does not allow.
 */
export const BackupItem = v.object({
  key: v.string(),
  what: v.picklist(['connection', 'mapping', 'preferences']),
  name: v.string(),
  effect: v.picklist(['add', 'replace', 'repoint', 'same', 'unfit', 'barred']),
  /** Of a connection: the fields that would change, e.g. `isales`, `trust`. */
  changes: v.array(v.string()),
  /** Of a connection: the one here that it is matched with, by its present name, and what by. */
  match: v.nullable(v.object({ by: v.picklist(['id', 'name']), name: v.string() })),
  /** Of one that re-points: what of it leads elsewhere. */
  moves: v.array(BackupMove),
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
  /** What importing it would do now: something here may have changed since it was opened. */
  review: call(BackupToken, BackupPlan),
  /**
   * Does it for the chosen items, if that is still what was shown: otherwise `backup_stale`, and nothing is done. The
   * backup is closed afterwards.
   */
  apply: call(BackupChoice, RestoredBackup),
  close: call(BackupToken, v.void()),
} as const;
