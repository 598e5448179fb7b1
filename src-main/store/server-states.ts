import { ServerState } from '../contract/server-state.ts';
import { jsonColumn } from './json-column.ts';
import type { Statements } from './statements.ts';

const stateColumn = jsonColumn(ServerState);

/** How each file server stood when it was last tried. They go with their connection. */
export class ServerStatesTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /** The last state; null where the server was never tried, or it cannot be read. */
  get(connectionId: string, serverId: string): ServerState | null {
    const row = this.#sql.one(
      'SELECT state FROM server_states WHERE connection_id = ? AND server_id = ?',
      connectionId,
      serverId,
    );
    const state = stateColumn.decode(row?.['state']);
    return state.ok ? state.value : null;
  }

  /** Replaces the state. Does nothing if the connection has been removed meanwhile. */
  set(connectionId: string, serverId: string, state: ServerState): void {
    this.#sql.run(
      `INSERT INTO server_states (connection_id, server_id, state)
       SELECT id, ?, ? FROM connections WHERE id = ?
       ON CONFLICT DO UPDATE SET state = excluded.state`,
      serverId,
      stateColumn.encode(state),
      connectionId,
    );
  }

  /** Forgets what is no longer true. */
  remove(connectionId: string, serverId: string): void {
    this.#sql.run(
      'DELETE FROM server_states WHERE connection_id = ? AND server_id = ?',
      connectionId,
      serverId,
    );
  }
}
