import { DatabaseSync } from 'node:sqlite';
import { migrate } from '../../src-main/store/migrations.ts';
import { Statements } from '../../src-main/store/statements.ts';

/** Statements over a new database in memory, with the newest schema and foreign keys on. */
export function memoryStatements(): Statements {
  const database = new DatabaseSync(':memory:');
  migrate(database);
  return new Statements(database);
}
