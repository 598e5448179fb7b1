import type { SQLInputValue } from 'node:sqlite';
import type { Row, Statements } from './statements.ts';

/**
 * What is kept by the IDs of a call centre, beside the connection that leads there: the same ID is another server, campaign
 * or reservation in the next one. The first column is what a row is found by.
 */
const tables = {
  server_settings: ['server_id', 'settings', 'updated_at'],
  server_states: ['server_id', 'state'],
  recent_campaigns: ['campaign_id', 'campaign_name', 'used_at'],
  reservation_book: ['id', 'appoint_id', 'appoint_time', 'at', 'entry', 'search'],
} as const;
type KeptTable = keyof typeof tables;
const names = Object.keys(tables) as KeptTable[];

/** Rows of connections that have since been changed to another call centre: they return when the connection leads back. */
export class KeptElsewhere {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /**
   * Puts the rows of `before` away and brings back those of `after`, both as `callCentreOf` names them. What statistics
   * said of the one before is forgotten.
   */
  led(connectionId: string, before: string, after: string): void {
    this.#sql.transaction(() => {
      for (const table of names) this.#putAway(table, connectionId, before);
      for (const table of names) this.#bringBack(table, connectionId, after);
      // what another one counted today is of no use later, but it was asked: statistics may not be asked at will
      this.#sql.run('DELETE FROM campaign_counts WHERE connection_id = ?', connectionId);
      this.#sql.run(
        'UPDATE statistics_asked SET outcome = NULL, error = NULL WHERE connection_id = ?',
        connectionId,
      );
    });
  }

  /** Rows that belong elsewhere, found by their first column: their values, in the order of the columns. */
  find(
    table: KeptTable,
    connectionId: string,
    key: string,
  ): { readonly centre: string; readonly value: Row }[] {
    const columns = tables[table].map((column, index) => `value ->> ${index} AS ${column}`).join(', ');
    return this.#sql
      .all(
        `SELECT centre, ${columns} FROM kept_elsewhere WHERE connection_id = ? AND kind = ? AND value ->> 0 = ?`,
        ...[connectionId, table, key],
      )
      .map((value) => ({ centre: String(value['centre']), value }));
  }

  /** The first columns of all rows of a connection that belong elsewhere, each once. */
  keys(table: KeptTable, connectionId: string): string[] {
    return this.#sql
      .all(
        'SELECT DISTINCT value ->> 0 AS key FROM kept_elsewhere WHERE connection_id = ? AND kind = ?',
        ...[connectionId, table],
      )
      .map(({ key }) => String(key));
  }

  /** Writes over a row that belongs elsewhere. @returns whether there is one */
  replace(table: KeptTable, connectionId: string, values: readonly [string, ...SQLInputValue[]]): boolean {
    const [key] = values;
    const marks = values.map(() => '?').join(', ');
    return (
      this.#sql.run(
        `UPDATE kept_elsewhere SET value = json_array(${marks})
         WHERE connection_id = ? AND kind = ? AND value ->> 0 = ?`,
        ...[...values, connectionId, table, key],
      ) > 0
    );
  }

  /** Forgets a row that belongs elsewhere, of whichever connection. @returns whether there was one */
  remove(table: KeptTable, key: string): boolean {
    return this.#sql.run('DELETE FROM kept_elsewhere WHERE kind = ? AND value ->> 0 = ?', table, key) > 0;
  }

  #putAway(table: KeptTable, connectionId: string, centre: string): void {
    this.#sql.run(
      `INSERT INTO kept_elsewhere (connection_id, centre, kind, value)
       SELECT connection_id, ?, ?, json_array(${tables[table].join(', ')}) FROM ${table} WHERE connection_id = ?`,
      ...[centre, table, connectionId],
    );
    this.#sql.run(`DELETE FROM ${table} WHERE connection_id = ?`, connectionId);
  }

  #bringBack(table: KeptTable, connectionId: string, centre: string): void {
    const columns = tables[table];
    const values = columns.map((_, index) => `value ->> ${index}`).join(', ');
    const where = 'WHERE connection_id = ? AND centre = ? AND kind = ?';
    const place = [connectionId, centre, table];
    this.#sql.run(
      `INSERT OR REPLACE INTO ${table} (connection_id, ${columns.join(', ')})
       SELECT connection_id, ${values} FROM kept_elsewhere ${where}`,
      ...place,
    );
    this.#sql.run(`DELETE FROM kept_elsewhere ${where}`, ...place);
  }
}
