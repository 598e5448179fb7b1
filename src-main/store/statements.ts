import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { storeError } from './sqlite-error.ts';
import { inTransaction } from './transaction.ts';

/** A row as SQLite gives it; repositories narrow it. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/**
 * Prepared statements over one database, each compiled once. SQLite's errors come out as DialdeskError:
 * `local_disk` (a full disk, for one) or `conflict`.
 */
export class Statements {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** The first row, or null. */
  one(sql: string, ...values: SQLInputValue[]): Row | null {
    return this.#try(() => this.#prepare(sql).get(...values) ?? null);
  }

  /** All rows. */
  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#try(() => this.#prepare(sql).all(...values));
  }

  /** Runs a change and says how many rows it touched. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return this.#try(() => Number(this.#prepare(sql).run(...values).changes));
  }

  /** All of `work` or nothing; see inTransaction. */
  transaction<T>(work: () => T): T {
    return this.#try(() => inTransaction(this.#database, work));
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#prepared.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }

  #try<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storeError(error);
    }
  }
}

/** A column that the schema declares INTEGER or REAL. */
export function numberOf(row: Row, column: string): number {
  return Number(row[column]);
}

/** A column that the schema declares TEXT NOT NULL. */
export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`${column} is not text`);
  return value;
}

/** A column that the schema declares TEXT. */
export function textOrNull(row: Row, column: string): string | null {
  const value = row[column];
  return typeof value === 'string' ? value : null;
}

/** A term for `LIKE ? ESCAPE '\'` that finds `words` anywhere, whatever signs they hold. */
export function likeAnywhere(words: string): string {
  return `%${words.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
}
