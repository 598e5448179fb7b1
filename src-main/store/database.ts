import { copyFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DialdeskError } from '../contract/errors.ts';
import { diskError } from '../platform/system-error.ts';
import { migrate, migrations, schemaVersion } from './migrations.ts';
import { isDamage, storeError } from './sqlite-error.ts';

/** How long to wait for another process to let go of the file, milliseconds. */
const busyTimeout = 2000;

/** What happened on opening; the app informs the user of `damaged`. */
export type OpenReport =
  | { readonly kind: 'opened' }
  | { readonly kind: 'created' }
  /** An older version was brought up to date; the file as it was is at `keptAs`. */
  | { readonly kind: 'migrated'; readonly from: number; readonly to: number; readonly keptAs: string }
  /** The file could not be read. It lies at `keptAs` for a rescue, and a new one was made. */
  | { readonly kind: 'damaged'; readonly reason: string; readonly keptAs: string };

export interface OpenDatabase {
  readonly database: DatabaseSync;
  readonly report: OpenReport;
}

export interface OpenOptions {
  /** For the names of kept files. */
  readonly now?: () => Date;
  /** The schema's steps; tests pass fewer or more. */
  readonly steps?: readonly string[];
  /** Called with the opened database; tests set limits on it. */
  readonly prepare?: (database: DatabaseSync) => void;
}

/**
 * Opens `dialdesk.db` in `folder`, making both where they are missing.
 *
 * The file is held exclusively: a second process gets `conflict`, because two queues over one table could
 * send one import twice. The operating system lets go of it when the process dies, however it dies.
 *
 * @throws DialdeskError `database_newer` when a later version wrote it (it is left alone), `conflict` when
 * another process has it, `local_disk` when the folder cannot be written.
 */
export function openDatabase(folder: string, options: OpenOptions = {}): OpenDatabase {
  const { now = () => new Date(), steps = migrations } = options;
  const path = join(folder, 'dialdesk.db');
  try {
    mkdirSync(folder, { recursive: true });
    const existed = existsSync(path) && statSync(path).size > 0;
    try {
      return open(path, existed, steps, now);
    } catch (error) {
      if (!isDamage(error) || !(error instanceof Error)) throw error;
      const keptAs = keepAside(path, 'damaged', now());
      const { database } = open(path, false, steps, now);
      return { database, report: { kind: 'damaged', reason: error.message, keptAs } };
    }
  } catch (error) {
    throw diskError(storeError(error), 'the data folder');
  }
}

function open(path: string, existed: boolean, steps: readonly string[], now: () => Date): OpenDatabase {
  const database = new DatabaseSync(path, { timeout: busyTimeout, enableForeignKeyConstraints: true });
  try {
    // Before WAL, so that the lock is held from the first read on.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('PRAGMA journal_mode = WAL');
    // With WAL, NORMAL may lose the last commits in a power cut: the mark "sending" must not be one of them.
    database.exec('PRAGMA synchronous = FULL');
    // What is deleted is overwritten: rows of changes and of the book may hold what is said of customers.
    database.exec('PRAGMA secure_delete = ON');
    refuseDamage(database);
    const version = schemaVersion(database);
    if (version > steps.length) {
      throw new DialdeskError('database_newer', `The database has version ${version}`, {
        details: { version, supported: steps.length },
      });
    }
    if (version === steps.length) return { database, report: { kind: 'opened' } };
    if (!existed || version === 0) {
      migrate(database, steps);
      return { database, report: { kind: 'created' } };
    }
    // All of it into the one file, so that the copy is whole.
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const keptAs = datedName(path, `version-${version}`, now());
    copyFileSync(path, keptAs);
    migrate(database, steps);
    return { database, report: { kind: 'migrated', from: version, to: steps.length, keptAs } };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Some 10 ms for a file of 20 MB, which is 10,000 jobs. */
function refuseDamage(database: DatabaseSync): void {
  const row = database.prepare('PRAGMA quick_check(1)').get();
  const verdict = row?.['quick_check'];
  if (verdict === 'ok') return;
  throw Object.assign(new Error(String(verdict)), { errcode: 11 });
}

/** Moves the file away with its journal, which may hold what the file lacks. */
function keepAside(path: string, why: string, at: Date): string {
  const keptAs = datedName(path, why, at);
  renameSync(path, keptAs);
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, keptAs + suffix);
  }
  return keptAs;
}

function datedName(path: string, why: string, at: Date): string {
  const stamp = at.toISOString().replaceAll(':', '-');
  return path.replace(/\.db$/, `.${why}.${stamp}.db`);
}
