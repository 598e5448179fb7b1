import * as v from 'valibot';
import { ErrorShape, type DialdeskError } from '../contract/errors.ts';
import {
  ChangeRow,
  changeStates,
  type ChangeCounts,
  type ChangeRowPage,
  type ChangeRowQuery,
  type ChangeState,
  KnownReservation,
} from '../contract/reservation-changes.ts';
import { ReservationChange } from '../contract/reservations.ts';
import { jsonColumn } from './json-column.ts';
import type { Row, Statements } from './statements.ts';
import { numberOf, textOf } from './statements.ts';

/** A row to be sent, before anything is known of it. */
export type NewChangeRow = Pick<ChangeRow, 'sheetRow' | 'change' | 'known'>;

const askedColumn = jsonColumn(v.object({ change: ReservationChange, known: v.nullable(KnownReservation) }));
const errorColumn = jsonColumn(ErrorShape);

/** The rows of bulk changes. What a row says is on the disk before the request it speaks of goes out. */
export class ReservationChangesTable {
  readonly #sql: Statements;
  readonly #now: () => number;

  constructor(sql: Statements, now: () => number) {
    this.#sql = sql;
    this.#now = now;
  }

  /** Adds a job's rows, all in one commit. To be done before the job itself is on record. */
  insert(jobId: string, rows: readonly NewChangeRow[]): void {
    this.#sql.transaction(() => {
      for (const [position, { sheetRow, change, known }] of rows.entries()) {
        this.#sql.run(
          `INSERT INTO reservation_changes (job_id, position, sheet_row, asked, state) VALUES (?, ?, ?, ?, 'waiting')`,
          jobId,
          position,
          sheetRow,
          askedColumn.encode({ change, known }),
        );
      }
    });
  }

  /** The first row that waits, or null. */
  next(jobId: string): ChangeRow | null {
    for (;;) {
      const row = this.#sql.one(
        `SELECT * FROM reservation_changes WHERE job_id = ? AND state = 'waiting' ORDER BY position LIMIT 1`,
        jobId,
      );
      if (row === null) return null;
      const read = fromRow(row);
      if (read) return read;
      // What cannot be read cannot be sent; it is reported as failed and does not block the others.
      this.#set(jobId, numberOf(row, 'position'), 'failed', null);
    }
  }

  /** Marks a row as about to be sent. */
  sending(jobId: string, position: number): void {
    this.#set(jobId, position, 'sending', null);
  }

  /** Marks how a row ended, or that it waits again. */
  mark(jobId: string, position: number, state: Exclude<ChangeState, 'sending'>, error?: DialdeskError): void {
    this.#set(jobId, position, state, error ? errorColumn.encode(error.toShape()) : null);
  }

  /** Rows that were being sent when a run ended without an answer: their outcome is unknown. Gives their number. */
  lost(jobId: string, error: DialdeskError): number {
    return this.#sql.run(
      `UPDATE reservation_changes SET state = 'unknown', error = ? WHERE job_id = ? AND state = 'sending'`,
      errorColumn.encode(error.toShape()),
      jobId,
    );
  }

  counts(jobId: string): ChangeCounts {
    const counts = Object.fromEntries(changeStates.map((state) => [state, 0])) as ChangeCounts;
    for (const row of this.#sql.all(
      'SELECT state, count(*) AS n FROM reservation_changes WHERE job_id = ? GROUP BY state',
      jobId,
    )) {
      const state = textOf(row, 'state');
      if (Object.hasOwn(counts, state)) counts[state as ChangeState] = numberOf(row, 'n');
    }
    return counts;
  }

  list({ job, states, offset, limit }: ChangeRowQuery): ChangeRowPage {
    const shown: readonly ChangeState[] = states.length === 0 ? changeStates : states;
    const rows = this.#sql.all(
      `SELECT * FROM reservation_changes WHERE job_id = ? AND state IN (SELECT value FROM json_each(?))
       ORDER BY position LIMIT ? OFFSET ?`,
      job,
      JSON.stringify(shown),
      limit,
      offset,
    );
    const counts = this.counts(job);
    return {
      rows: rows.flatMap((row) => fromRow(row) ?? []),
      total: shown.reduce((total, state) => total + counts[state], 0),
      counts,
    };
  }

  remove(jobId: string): void {
    this.#sql.run('DELETE FROM reservation_changes WHERE job_id = ?', jobId);
  }

  /** Removes the rows of jobs that never came on record, or are gone: the app ended in between. */
  removeOrphans(): void {
    this.#sql.run(
      `DELETE FROM reservation_changes
       WHERE job_id NOT IN (SELECT id FROM jobs UNION ALL SELECT id FROM jobs_set_aside)`,
    );
  }

  #set(jobId: string, position: number, state: ChangeState, error: string | null): void {
    this.#sql.run(
      'UPDATE reservation_changes SET state = ?, error = ?, at = ? WHERE job_id = ? AND position = ?',
      state,
      error,
      state === 'waiting' ? null : this.#now(),
      jobId,
      position,
    );
  }
}

function fromRow(row: Row): ChangeRow | null {
  const asked = askedColumn.decode(row['asked']);
  const error = row['error'] === null ? null : errorColumn.decode(row['error']);
  if (!asked.ok) return null;
  const parsed = v.safeParse(ChangeRow, {
    position: row['position'],
    sheetRow: row['sheet_row'],
    ...asked.value,
    state: row['state'],
    error: error?.ok ? error.value : null,
    at: row['at'],
  });
  return parsed.success ? parsed.output : null;
}
