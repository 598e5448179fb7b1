import { DialdeskError } from '../contract/errors.ts';

/** SQLite's primary result codes that need an answer of their own (https://sqlite.org/rescode.html). */
const busy = 5;
const locked = 6;
const corrupt = 11;
const full = 13;
const notADatabase = 26;

/** SQLite's primary result code of an error that node:sqlite threw, or null for any other error. */
export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  // The upper bytes hold the extended code.
  return error.errcode & 0xff;
}

/** Whether the error says that the file's content is damaged, and not that it could not be reached. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === corrupt || code === notADatabase;
}

/**
 * The error as the rest of the app knows it: `conflict` when another process has the file, `local_disk`
 * (details.cause: SQLITE_FULL, or SQLite's own words) for everything else. Other errors pass unchanged.
 */
export function storeError(error: unknown): unknown {
  const code = sqliteCode(error);
  if (code === null || !(error instanceof Error)) return error;
  if (code === busy || code === locked) {
    return new DialdeskError('conflict', 'Another Dialdesk has the database open', { cause: error });
  }
  const cause = code === full ? 'SQLITE_FULL' : error.message;
  return new DialdeskError('local_disk', `The database: ${error.message}`, {
    details: { cause },
    cause: error,
  });
}
