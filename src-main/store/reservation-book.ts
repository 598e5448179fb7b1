import { BookedReservation, type BookQuery } from '../contract/reservation-book.ts';
import { jsonColumn } from './json-column.ts';
import { KeptElsewhere } from './kept-elsewhere.ts';
import type { Row, Statements } from './statements.ts';
import { likeAnywhere, numberOf } from './statements.ts';

const entryColumn = jsonColumn(BookedReservation);

/**
 * The book of the reservations that went through this app: one entry for each reservation of a connection,
 * with what was last asked for it. Systems that cannot list their reservations leave this as the only list.
 */
export class ReservationBookTable {
  readonly #sql: Statements;
  readonly #elsewhere: KeptElsewhere;

  constructor(sql: Statements) {
    this.#sql = sql;
    this.#elsewhere = new KeptElsewhere(sql);
  }

  get(id: string): BookedReservation | null {
    const row = this.#sql.one('SELECT entry FROM reservation_book WHERE id = ?', id);
    return row && fromRow(row);
  }

  /** The entry of a reservation. */
  find(connectionId: string, appointId: string): BookedReservation | null {
    const row = this.#sql.one(
      'SELECT entry FROM reservation_book WHERE connection_id = ? AND appoint_id = ?',
      connectionId,
      appointId,
    );
    return row && fromRow(row);
  }

  /**
   * Writes an entry; one of the same ID, or of the same reservation, is replaced. The connection must exist; where it was
   * changed to another call centre while this entry was under way, it stays with the one it is of.
   */
  put(entry: BookedReservation): void {
    const { id, connectionId, appointId, appointTime, at } = entry;
    const values = [
      ...[appointId, appointTime === null ? null : Math.round(appointTime), Math.round(at)],
      ...[entryColumn.encode(entry), searchText(entry)],
    ];
    if (this.#elsewhere.replace('reservation_book', connectionId, [id, ...values])) return;
    this.#sql.run(
      `INSERT OR REPLACE INTO reservation_book
         (id, connection_id, appoint_id, appoint_time, at, entry, search) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ...[id, connectionId, ...values],
    );
  }

  /** Forgets an entry. Says whether it was there. */
  remove(id: string): boolean {
    if (this.#elsewhere.remove('reservation_book', id)) return true;
    return this.#sql.run('DELETE FROM reservation_book WHERE id = ?', id) > 0;
  }

  /** One page, the last sent first, and how many there are in all. */
  list(query: BookQuery): { entries: BookedReservation[]; total: number } {
    const { connectionId, search, from = null, to = null, standing = false, offset, limit } = query;
    const where = `connection_id = ?1 AND search LIKE ?2 ESCAPE '\\'
      AND (?3 IS NULL OR appoint_time >= ?3) AND (?4 IS NULL OR appoint_time < ?4)
      AND (?5 = 0 OR entry ->> '$.value.action' <> 'cancelled' OR entry ->> '$.value.outcome' = 'not_done')`;
    const values = [connectionId, likeAnywhere(search.trim()), from, to, Number(standing)] as const;
    const rows = this.#sql.all(
      `SELECT entry FROM reservation_book WHERE ${where} ORDER BY at DESC, id LIMIT ?6 OFFSET ?7`,
      ...values,
      limit,
      offset,
    );
    const count = this.#sql.one(`SELECT count(*) AS total FROM reservation_book WHERE ${where}`, ...values);
    return {
      entries: rows.map(fromRow).filter((entry) => entry !== null),
      total: count === null ? 0 : numberOf(count, 'total'),
    };
  }
}

function searchText(entry: BookedReservation): string {
  const { appointId, calledNo, taskId, taskName, agent, agentName, remark } = entry;
  return [appointId, calledNo, taskId, taskName, agent, agentName, remark]
    .filter((part) => part !== null)
    .join('\n')
    .toLowerCase();
}

function fromRow(row: Row): BookedReservation | null {
  const entry = entryColumn.decode(row['entry']);
  return entry.ok ? entry.value : null;
}
