import * as v from 'valibot';
import { StoredActivity } from '../contract/activity.ts';
import { lookUps } from '../contract/result-codes.ts';
import type {
  ActivityConnection,
  ActivityEntry,
  ActivityFilter,
  ActivityQuery,
  ActivityTask,
} from '../contract/activity.ts';
import type { Row, Statements } from './statements.ts';
import { likeAnywhere, numberOf, textOf } from './statements.ts';

/** Look-ups that are no further apart are one task, milliseconds. */
const inARow = 60_000;

/** What was done, the newest first. */
export class ActivityTable {
  readonly #sql: Statements;
  /** The look-ups that were kept last, by what they have to share to be one task. */
  readonly #lookUps = new Map<string, { task: string; at: number }>();

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /** Keeps entries in one commit, all or none. */
  addAll(entries: readonly ActivityEntry[]): void {
    this.#sql.transaction(() => {
      for (const entry of entries) this.add(entry);
    });
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
    const id = Number(row?.['id']);
    this.#join(id, entry);
    return id;
  }

  /** The new entry stands for its task from now on; for a job, what became of it stays where it is. */
  #join(id: number, entry: ActivityEntry): void {
    const task = entry.jobId ?? this.#lookUpOf(id, entry);
    if (task === null) return;
    const ended =
      entry.kind !== 'job' &&
      this.#sql.one(`SELECT 1 FROM activity WHERE task = ? AND head = 1 AND kind = 'job'`, task) !== null;
    if (!ended) this.#sql.run('UPDATE activity SET head = 0 WHERE task = ? AND head = 1', task);
    this.#sql.run('UPDATE activity SET task = ?, head = ? WHERE id = ?', task, ended ? 0 : 1, id);
  }

  #lookUpOf(id: number, entry: ActivityEntry): string | null {
    if (entry.kind !== 'request' || !lookUps.has(entry.interface)) return null;
    const key = [entry.connectionId, entry.interface, entry.outcome].join('\n');
    const last = this.#lookUps.get(key);
    const task = last && entry.at - last.at <= inARow ? last.task : `look-up-${id}`;
    this.#lookUps.set(key, { task, at: entry.at });
    return task;
  }

  /** How many tasks there are of each day, the newest first. Days are those of this computer. */
  taskDays(query: ActivityFilter): { readonly day: string; readonly count: number }[] {
    const { where, values } = headsOf(query);
    return this.#sql
      .all(
        `SELECT date(at / 1000, 'unixepoch', 'localtime') AS day, count(*) AS n FROM activity ${where}
         GROUP BY day ORDER BY day DESC`,
        ...values,
      )
      .map((row) => ({ day: textOf(row, 'day'), count: numberOf(row, 'n') }));
  }

  /** A page of tasks, without their jobs; null in the place of one that cannot be read. */
  tasks(query: ActivityQuery): (Omit<ActivityTask, 'job'> | null)[] {
    const { where, values } = headsOf(query);
    const rows = this.#sql.all(
      `SELECT * FROM activity ${where} ORDER BY at DESC, id DESC LIMIT ? OFFSET ?`,
      ...values,
      query.limit,
      query.offset,
    );
    return rows.map((row) => {
      const head = fromRow(row);
      if (head === null) return null;
      const task = typeof row['task'] === 'string' ? row['task'] : null;
      const sum =
        task === null
          ? null
          : this.#sql.one('SELECT count(*) AS n, min(at) AS since FROM activity WHERE task = ?', task);
      const [entries, since] = [Number(sum?.['n'] ?? 1), Number(sum?.['since'] ?? head.at)];
      return { kind: 'task' as const, entry: head, task, entries, since };
    });
  }

  /** The ID of the entry that was recorded last; 0 where there is none. */
  newestId(): number {
    return Number(this.#sql.one('SELECT max(id) AS id FROM activity')?.['id'] ?? 0);
  }

  /**
   * One page, and how many entries the query finds in all. With `upToId`, what is recorded while somebody reads
   * page after page does not move the pages.
   */
  list(query: ActivityQuery & { readonly upToId?: number }): {
    readonly entries: StoredActivity[];
    readonly total: number;
  } {
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

  /** The connections that entries name, each by the name it had last, in the order of names. */
  connections(): ActivityConnection[] {
    // SQLite gives the other columns from the row that has the maximum
    return this.#sql
      .all(
        `SELECT connection_id AS id, connection_name AS name, max(id) FROM activity
         WHERE connection_id IS NOT NULL GROUP BY connection_id ORDER BY name`,
      )
      .map((row) => ({ id: textOf(row, 'id'), name: textOf(row, 'name') }));
  }

  /** Forgets entries older than an instant, then the oldest beyond `most`. Says how many went. */
  prune(olderThan: number, most = 200_000): number {
    return this.#sql.transaction(() => {
      const old = this.#sql.run('DELETE FROM activity WHERE at < ?', olderThan);
      const over = this.#sql.run(
        'DELETE FROM activity WHERE id IN (SELECT id FROM activity ORDER BY at DESC, id DESC LIMIT -1 OFFSET ?)',
        most,
      );
      if (old + over > 0) this.#headTheHeadless();
      return old + over;
    });
  }

  /** A task whose head was forgotten is led by the newest of what is left of it. */
  #headTheHeadless(): void {
    this.#sql.run(
      `UPDATE activity SET head = 1 WHERE id IN (
         SELECT (SELECT id FROM activity AS entry WHERE entry.task = headless.task ORDER BY at DESC, id DESC LIMIT 1)
         FROM (SELECT task FROM activity WHERE task IS NOT NULL GROUP BY task HAVING max(head) = 0) AS headless)`,
    );
  }
}

function condition(query: ActivityFilter & { readonly upToId?: number }): {
  where: string;
  values: (string | number)[];
} {
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
  add('task = ?', query.task);
  add('at >= ?', query.from);
  add('at < ?', query.to);
  add('id <= ?', query.upToId);
  return { where: terms.length ? `WHERE ${terms.join(' AND ')}` : '', values };
}

/** The entries that stand for tasks in which a filter finds any. */
function headsOf(query: ActivityFilter): { where: string; values: (string | number)[] } {
  const { where, values } = condition(query);
  if (where === '') return { where: 'WHERE head = 1', values };
  const found = `SELECT coalesce(task, 'entry-' || id) FROM activity ${where}`;
  return { where: `WHERE head = 1 AND coalesce(task, 'entry-' || id) IN (${found})`, values };
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
