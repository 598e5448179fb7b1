import { jobStates } from '../contract/jobs.ts';
import type { Job, SortableColumn, JobCounts, JobState } from '../contract/jobs.ts';
import { JobOrder } from './job-order.ts';
import { condition, type ListQuery } from './job-query.ts';
import { changingColumns, jobColumns, readJob } from './job-row.ts';
import { sortedIds, sortKeys } from './job-sorting.ts';
import type { Row, Statements } from './statements.ts';
import { numberOf, textOf, textOrNull } from './statements.ts';

/** What a row holds besides the job that the window sees. Payload and memory are texts of the job's kind. */
export interface JobCargo {
  /** What the job is to do. */
  readonly payload: string;
  /** What its steps have learned, e.g. how far an upload is. */
  readonly memory: string | null;
  /** What only one job may use at a time, e.g. a file server; null when the job needs nothing of the kind. */
  readonly resource: string | null;
}

/** A row that could not be read: the whole of it, as JSON, and why. */
export interface JobSetAside {
  readonly id: string;
  readonly reason: string;
  readonly row: string;
  readonly setAsideAt: number;
}

/** The jobs. What cannot be read is moved to `jobs_set_aside`, never deleted. */
export class JobsTable {
  readonly order: JobOrder;
  readonly #sql: Statements;
  readonly #now: () => number;

  constructor(sql: Statements, now: () => number) {
    this.#sql = sql;
    this.#now = now;
    this.order = new JobOrder(sql, (id) => this.knows(id));
  }

  insert(job: Job, cargo: JobCargo): void {
    this.#sql.run(
      `INSERT INTO jobs (id, kind, position, created_at, name, connection_id, state, hold, waiting_kind,
         retry_at, attempts, report, search, updated_at, resource, payload, memory)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      job.id,
      job.kind,
      job.position,
      job.createdAt,
      ...changingColumns(job),
      cargo.resource,
      cargo.payload,
      cargo.memory,
    );
  }

  /**
   * Saves the job, and what of its cargo is given, in one commit; its place in the order is that of `order` alone.
   * Says whether the row was there.
   */
  save(job: Job, cargo: Partial<JobCargo> = {}): boolean {
    return this.#sql.transaction(() => {
      const found = this.#sql.run(
        `UPDATE jobs SET name = ?, connection_id = ?, state = ?, hold = ?, waiting_kind = ?, retry_at = ?, attempts = ?,
           report = ?, search = ?, updated_at = ? WHERE id = ?`,
        ...changingColumns(job),
        job.id,
      );
      if (cargo.payload !== undefined) {
        this.#sql.run('UPDATE jobs SET payload = ? WHERE id = ?', cargo.payload, job.id);
      }
      if (cargo.resource !== undefined) {
        this.#sql.run('UPDATE jobs SET resource = ? WHERE id = ?', cargo.resource, job.id);
      }
      if (cargo.memory !== undefined) this.saveMemory(job.id, cargo.memory);
      return found > 0;
    });
  }

  /** Does what `work` writes in one commit, or, when it throws, nothing of it. */
  atOnce<T>(work: () => T): T {
    return this.#sql.transaction(work);
  }

  /** Saves several jobs in one commit. */
  saveAll(jobs: readonly Job[]): void {
    this.#sql.transaction(() => {
      for (const job of jobs) this.save(job);
    });
  }

  /** Saves only what the steps have learned: this comes several times a second. */
  saveMemory(id: string, memory: string | null): void {
    this.#sql.run('UPDATE jobs SET memory = ? WHERE id = ?', memory, id);
  }

  /** The job, or null where there is none or it could not be read (and was set aside). */
  get(id: string): Job | null {
    const row = this.#sql.one(`SELECT ${jobColumns} FROM jobs WHERE id = ?`, id);
    return row && this.#read(row);
  }

  cargo(id: string): JobCargo | null {
    const row = this.#sql.one('SELECT payload, memory, resource FROM jobs WHERE id = ?', id);
    return (
      row && {
        payload: textOf(row, 'payload'),
        memory: textOrNull(row, 'memory'),
        resource: textOrNull(row, 'resource'),
      }
    );
  }

  /** One page and how many jobs the query finds in all. */
  list(query: ListQuery): { readonly jobs: Job[]; readonly total: number } {
    const { where, values } = condition(query);
    if (query.sort !== 'order' && query.sort !== 'newest') return this.#sorted(query, query.sort);
    const order = query.sort === 'newest' ? 'created_at DESC, id' : 'position, id';
    const rows = this.#sql.all(
      `SELECT ${jobColumns} FROM jobs ${where} ORDER BY ${order} LIMIT ? OFFSET ?`,
      ...values,
      query.limit,
      query.offset,
    );
    const jobs = rows.map((row) => this.#read(row)).filter((job) => job !== null);
    const count = this.#sql.one(`SELECT count(*) AS total FROM jobs ${where}`, ...values);
    return { jobs, total: Number(count?.['total']) };
  }

  /** A page in the order of a column. Names are compared as people sort them, which SQLite cannot. */
  #sorted(query: ListQuery, by: SortableColumn): { readonly jobs: Job[]; readonly total: number } {
    const { where, values } = condition(query);
    const ids = sortedIds(this.#sql.all(sortKeys(by, where), ...values), query.descending ?? false);
    const page = ids.slice(query.offset, query.offset + query.limit);
    const rows = this.#sql.all(
      `SELECT ${jobColumns} FROM jobs WHERE id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(page),
    );
    const found = new Map(rows.map((row) => [textOf(row, 'id'), row]));
    const jobs = page.map((id) => {
      const row = found.get(id);
      return row ? this.#read(row) : null;
    });
    return { jobs: jobs.filter((job) => job !== null), total: ids.length };
  }

  /** How many jobs are in each state: all, or those that a query finds whatever states it asks for. */
  counts(query: Pick<ListQuery, 'kinds' | 'search'> = { search: '' }): JobCounts {
    const counts = Object.fromEntries(jobStates.map((state) => [state, 0])) as JobCounts;
    const { where, values } = condition({ ...query, states: [] });
    const sql = `SELECT state, count(*) AS n FROM jobs ${where} GROUP BY state`;
    for (const row of this.#sql.all(sql, ...values)) {
      const state = textOf(row, 'state');
      if (Object.hasOwn(counts, state)) counts[state as JobState] = numberOf(row, 'n');
    }
    return counts;
  }

  /** Whether a job that is not over needs this connection. */
  needsConnection(connectionId: string): boolean {
    const row = this.#sql.one(
      `SELECT 1 FROM jobs WHERE connection_id = ? AND state NOT IN ('done', 'cancelled') LIMIT 1`,
      connectionId,
    );
    return row !== null;
  }

  /** All jobs in a state, in order. For states that hold few. */
  inState(state: JobState): Job[] {
    return this.#sql
      .all(`SELECT ${jobColumns} FROM jobs WHERE state = ? ORDER BY position, id`, state)
      .map((row) => this.#read(row))
      .filter((job) => job !== null);
  }

  /**
   * The next job to run: the first queued one whose resource is free. A resource is taken by a job in `busy`,
   * and by one that waits for its network, password or host key, since the next would meet the same.
   */
  nextQueued(busy: readonly string[]): Job | null {
    for (;;) {
      const row = this.#sql.one(
        `SELECT ${jobColumns} FROM jobs WHERE state = 'queued' AND (resource IS NULL OR resource NOT IN (
           SELECT value FROM json_each(?)
           UNION ALL
           SELECT resource FROM jobs
           WHERE state = 'waiting' AND waiting_kind != 'decision' AND resource IS NOT NULL))
         ORDER BY position, id LIMIT 1`,
        JSON.stringify(busy),
      );
      if (!row) return null;
      const job = this.#read(row);
      if (job) return job;
    }
  }

  /** When the first job that waits for the network is to be tried again, or null. */
  nextRetry(): number | null {
    const row = this.#sql.one(
      `SELECT min(retry_at) AS at FROM jobs WHERE state = 'waiting' AND waiting_kind = 'network'`,
    );
    const at = row?.['at'];
    return typeof at === 'number' ? at : null;
  }

  remove(id: string): boolean {
    return this.#sql.run('DELETE FROM jobs WHERE id = ?', id) > 0;
  }

  /** Whether a job of this ID is there, readable or not. */
  knows(id: string): boolean {
    return (
      this.#sql.one(
        'SELECT 1 FROM jobs WHERE id = ?1 UNION SELECT 1 FROM jobs_set_aside WHERE id = ?1',
        id,
      ) !== null
    );
  }

  /** The states of all jobs, by their IDs; null for one that was set aside. One look, where many are asked about. */
  states(): ReadonlyMap<string, string | null> {
    const rows = this.#sql.all(
      'SELECT id, state FROM jobs UNION ALL SELECT id, NULL AS state FROM jobs_set_aside',
    );
    return new Map(rows.map((row) => [textOf(row, 'id'), textOrNull(row, 'state')]));
  }

  /** Moves a row that cannot be read out of the queue's way, whole. */
  setAside(id: string, reason: string): void {
    this.#sql.transaction(() => {
      const row = this.#sql.one('SELECT * FROM jobs WHERE id = ?', id);
      if (!row) return;
      this.#sql.run(
        'INSERT OR REPLACE INTO jobs_set_aside (id, reason, row, set_aside_at) VALUES (?, ?, ?, ?)',
        id,
        reason,
        JSON.stringify(row),
        this.#now(),
      );
      this.remove(id);
    });
  }

  listSetAside(): JobSetAside[] {
    return this.#sql.all('SELECT * FROM jobs_set_aside ORDER BY set_aside_at').map((row) => ({
      id: textOf(row, 'id'),
      reason: textOf(row, 'reason'),
      row: textOf(row, 'row'),
      setAsideAt: numberOf(row, 'set_aside_at'),
    }));
  }

  #read(row: Row): Job | null {
    const { job, reason } = readJob(row);
    if (job === null) this.setAside(textOf(row, 'id'), reason);
    return job;
  }
}
