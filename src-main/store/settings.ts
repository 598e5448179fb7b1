import type * as v from 'valibot';
import { jsonColumn } from './json-column.ts';
import type { JsonColumn } from './json-column.ts';
import type { Statements } from './statements.ts';

/** One setting: its name in the table, its shape, and the value of a new installation. */
export interface Setting<T> {
  readonly name: string;
  readonly column: JsonColumn<T>;
  readonly initial: T;
}

/** Declares a setting. `upgrades` as in jsonColumn. */
export function setting<T>(
  name: string,
  schema: v.GenericSchema<unknown, T>,
  initial: T,
  upgrades: readonly ((older: unknown) => unknown)[] = [],
): Setting<T> {
  return { name, column: jsonColumn(schema, upgrades), initial };
}

/** Settings of the app: language, theme, the window's place. Whoever uses one declares it. */
export class SettingsTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /** The kept value, or the initial one where there is none or it cannot be read. */
  get<T>(setting: Setting<T>): T {
    const row = this.#sql.one('SELECT value FROM settings WHERE name = ?', setting.name);
    const value = setting.column.decode(row?.['value']);
    return value.ok ? value.value : setting.initial;
  }

  set<T>(setting: Setting<T>, value: T): void {
    this.#sql.run(
      'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      setting.name,
      setting.column.encode(value),
    );
  }
}
