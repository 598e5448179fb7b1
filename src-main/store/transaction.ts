import type { DatabaseSync } from 'node:sqlite';

/**
 * Runs `work` in one transaction: all of it is on the disk when this returns, or none of it.
 * A transaction inside another joins it. `work` must be synchronous.
 */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  if (database.isTransaction) return work();
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/** SQLite rolls back by itself on a full disk, for one; a second ROLLBACK would hide the first error. */
function rollBack(database: DatabaseSync): void {
  if (database.isTransaction) database.exec('ROLLBACK');
}
