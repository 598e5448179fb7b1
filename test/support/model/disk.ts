import type { DatabaseSync } from 'node:sqlite';
import { openStore, type Store } from '../../../src-main/store/store.ts';

/** What a write to the database meets. */
export type Writes = (sql: string) => void;

/**
 * Opens the store so that each write can be watched and refused, as a full disk refuses it.
 * @param before called before a write; what it throws is what SQLite throws
 * @param after called once a write is in the journal
 */
export function watchedStore(folder: string, before: Writes, after: Writes): Store {
  return openStore(folder, { prepare: (database) => watchWrites(database, before, after) });
}

/** The error of a disk that takes nothing: SQLITE_FULL. */
export function fullDisk(): Error {
  return Object.assign(new Error('database or disk is full'), { errcode: 13 });
}

const writing = /^\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b/i;

function watchWrites(database: DatabaseSync, before: Writes, after: Writes): void {
  const prepare = database.prepare.bind(database);
  database.prepare = (sql, ...rest) => {
    const statement = prepare(sql, ...rest);
    if (!writing.test(sql)) return statement;
    const run = statement.run.bind(statement) as (...values: unknown[]) => ReturnType<typeof statement.run>;
    statement.run = (...values: unknown[]) => {
      before(sql);
      const result = run(...values);
      if (!database.isTransaction) after(sql);
      return result;
    };
    return statement;
  };
  const exec = database.exec.bind(database);
  database.exec = (sql) => {
    exec(sql);
    if (/^\s*(?:COMMIT|RELEASE)\b/i.test(sql) && !database.isTransaction) after(sql);
  };
}
