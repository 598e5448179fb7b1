import * as v from 'valibot';
import { callCentreOf, KeptSettings, type ConnectionSettings } from '../contract/connections.ts';
import { DialdeskError } from '../contract/errors.ts';
import { jsonColumn } from './json-column.ts';
import { KeptElsewhere } from './kept-elsewhere.ts';
import type { Row, Statements } from './statements.ts';
import { numberOf, textOf } from './statements.ts';

/** A connection as it is kept: no secret, and nothing about where the secret is. */
export interface StoredConnection {
  readonly id: string;
  readonly demo: boolean;
  readonly settings: ConnectionSettings;
}

const settingsColumn = jsonColumn(KeptSettings);

/** The connections, in the order the supervisor sees them. */
export class ConnectionsTable {
  readonly #sql: Statements;
  readonly #elsewhere: KeptElsewhere;

  constructor(sql: Statements) {
    this.#sql = sql;
    this.#elsewhere = new KeptElsewhere(sql);
  }

  /** All that can be read. A row that cannot stays in the file, for a later version or a rescue. */
  list(): StoredConnection[] {
    return this.#sql
      .all('SELECT * FROM connections ORDER BY position, id')
      .map(fromRow)
      .filter((connection) => connection !== null);
  }

  get(id: string): StoredConnection | null {
    const row = this.#sql.one('SELECT * FROM connections WHERE id = ?', id);
    return row && fromRow(row);
  }

  /** The call centre that a connection leads to now, as `callCentreOf` names it; null where there is no such connection. */
  centreOf(id: string): string | null {
    const connection = this.get(id);
    return connection && callCentreOf(connection.settings);
  }

  /** Adds one at the end. @throws DialdeskError `conflict` when the ID is taken. */
  add(connection: StoredConnection): void {
    if (this.#sql.one('SELECT 1 FROM connections WHERE id = ?', connection.id)) {
      throw new DialdeskError('conflict', `Connection ${connection.id} exists`);
    }
    this.#sql.run(
      `INSERT INTO connections (id, position, demo, settings)
       VALUES (?, (SELECT coalesce(max(position), 0) + 1 FROM connections), ?, ?)`,
      connection.id,
      connection.demo ? 1 : 0,
      settingsColumn.encode(connection.settings),
    );
  }

  /**
   * Where it leads to another call centre by these settings, what was kept by the IDs of the one before is put away until
   * it leads back. @throws DialdeskError `not_found`.
   */
  update(id: string, settings: ConnectionSettings): void {
    const encoded = settingsColumn.encode(settings);
    this.#sql.transaction(() => {
      const before = this.get(id);
      if (this.#sql.run('UPDATE connections SET settings = ? WHERE id = ?', encoded, id) === 0) {
        throw new DialdeskError('not_found', `Connection ${id} does not exist`);
      }
      const [from, to] = [before && callCentreOf(before.settings), callCentreOf(settings)];
      if (from !== null && from !== to) this.#elsewhere.led(id, from, to);
    });
  }

  /** Removes it with its servers' settings and recent campaigns. Says whether it was there. */
  remove(id: string): boolean {
    return this.#sql.run('DELETE FROM connections WHERE id = ?', id) > 0;
  }

  /** Puts the connections in this order; those not named follow in their old order. */
  reorder(ids: readonly string[]): void {
    this.#sql.transaction(() => {
      const rest = this.#sql
        .all('SELECT id FROM connections ORDER BY position, id')
        .map((row) => textOf(row, 'id'))
        .filter((id) => !ids.includes(id));
      [...ids, ...rest].forEach((id, index) => {
        this.#sql.run('UPDATE connections SET position = ? WHERE id = ?', index + 1, id);
      });
    });
  }
}

function fromRow(row: Row): StoredConnection | null {
  const settings = settingsColumn.decode(row['settings']);
  if (!settings.ok || !v.is(v.pipe(v.string(), v.uuid()), row['id'])) return null;
  return { id: row['id'], demo: numberOf(row, 'demo') === 1, settings: settings.value };
}
