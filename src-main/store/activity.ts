import * as v from 'valibot';
import type { Row, Statements } from './statements.ts';
import { likeAnywhere, numberOf } from './statements.ts';

/**
 * One thing that was asked of a system, or one job that ended. `asked` and `answered` are short summaries
 * for people: whoever records one leaves out secrets and masks customer numbers by field, since masking by
 * value would damage IDs.
 */
export const ActivityEntry = v.object({
  /** When it began, epoch milliseconds. */
  at: v.number(),
  /** Milliseconds. */
  duration: v.number(),
  connectionId: v.nullable(v.string()),
  /** Kept with the entry: the connection may be renamed or deleted. */
  connectionName: v.string(),
  kind: v.picklist(['request', 'transfer', 'job']),
  /** The interface's name, e.g. `queryServer`; the job's kind for a job. */
  interface: v.string(),
  outcome: v.picklist(['ok', 'failed', 'unknown', 'cancelled']),
  /** The result code as the system sent it, or the app's error code. */
  code: v.nullable(v.string()),
  asked: v.string(),
  answered: v.string(),
  jobId: v.nullable(v.string()),
});
export type ActivityEntry = v.InferOutput<typeof ActivityEntry>;

/** An entry as it was kept. `id` grows with each. */
const StoredActivity = v.object({ id: v.number(), ...ActivityEntry.entries });
export type StoredActivity = v.InferOutput<typeof StoredActivity>;

/** Which entries. Left out means all; `search` looks in every text, whatever its case. */
export interface ActivityQuery {
  readonly search?: string;
  readonly connectionId?: string;
  readonly kind?: ActivityEntry['kind'];
  readonly outcome?: ActivityEntry['outcome'];
  readonly jobId?: string;
  /** From this instant on, and up to but without that one. */
  readonly from?: number;
  readonly to?: number;
  readonly offset: number;
  readonly limit: number;
}

/** What was done, the newest first. */
export class ActivityTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /** Keeps an entry and gives its ID. */
  add(entry: ActivityEntry): number {
    const words = [entry.connectionName, entry.interface, entry.code ?? '', entry.asked, entry.answered];
    const row = this.#sql.one(
      `INSERT INTO activity (at, duration, connection_id, connection_name, kind, interface, outcome, code,
         asked, answered, job_id, search)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
      Math.round(entry.at),
      Math.round(entry.duration),
      entry.connectionId,
      entry.connectionName,
      entry.kind,
      entry.interface,
      entry.outcome,
      entry.code,
      entry.asked,
      entry.answered,
      entry.jobId,
      words.join('\n').toLowerCase(),
    );
    return Number(row?.['id']);
  }

  /** One page, and how many entries the query finds in all. */
  list(query: ActivityQuery): { readonly entries: StoredActivity[]; readonly total: number } {
    const { where, values } = condition(query);
    const rows = this.#sql.all(
      `SELECT * FROM activity ${where} ORDER BY at DESC, id DESC LIMIT ? OFFSET ?`,
      ...values,
      query.limit,
      query.offset,
    );
    const count = this.#sql.one(`SELECT count(*) AS total FROM activity ${where}`, ...values);
    return { entries: rows.map(fromRow).filter((entry) => entry !== null), total: Number(count?.['total']) };
  }

  /** Forgets entries older than an instant, then the oldest beyond `most`. Says how many went. */
  prune(olderThan: number, most = 200_000): number {
    return this.#sql.transaction(() => {
      const old = this.#sql.run('DELETE FROM activity WHERE at < ?', olderThan);
      const over = this.#sql.run(
        'DELETE FROM activity WHERE id IN (SELECT id FROM activity ORDER BY at DESC, id DESC LIMIT -1 OFFSET ?)',
        most,
      );
      return old + over;
    });
  }
}

function condition(query: ActivityQuery): { where: string; values: (string | number)[] } {
  const terms: string[] = [];
  const values: (string | number)[] = [];
  const add = (term: string, value: string | number | undefined) => {
    if (value === undefined) return;
    terms.push(term);
    values.push(value);
  };
  add(`search LIKE ? ESCAPE '\\'`, query.search ? likeAnywhere(query.search) : undefined);
  add('connection_id = ?', query.connectionId);
  add('kind = ?', query.kind);
  add('outcome = ?', query.outcome);
  add('job_id = ?', query.jobId);
  add('at >= ?', query.from);
  add('at < ?', query.to);
  return { where: terms.length ? `WHERE ${terms.join(' AND ')}` : '', values };
}

function fromRow(row: Row): StoredActivity | null {
  const parsed = v.safeParse(StoredActivity, {
    id: numberOf(row, 'id'),
    at: numberOf(row, 'at'),
    duration: numberOf(row, 'duration'),
    connectionId: row['connection_id'],
    connectionName: row['connection_name'],
    kind: row['kind'],
    interface: row['interface'],
    outcome: row['outcome'],
    code: row['code'],
    asked: row['asked'],
    answered: row['answered'],
    jobId: row['job_id'],
  });
  return parsed.success ? parsed.output : null;
}
