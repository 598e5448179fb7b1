import * as v from 'valibot';
import { ImportResult } from '../contract/import-results.ts';
import { jsonColumn } from './json-column.ts';
import type { SentPlace } from './sent-imports.ts';
import type { Row, Statements } from './statements.ts';
import { numberOf, textOf } from './statements.ts';

const Report = v.pick(ImportResult, ['task', 'error']);
const reportColumn = jsonColumn(Report);

const Followed = v.omit(ImportResult, ['takenBack']);

/** A result, and how many polls in a row brought nothing new. */
export interface FollowedImport extends v.InferOutput<typeof Followed> {
  readonly attempts: number;
  /** When it is given up, epoch milliseconds. */
  readonly until: number;
}

/** What is known of the imports that were sent. A row goes with its job. */
export class ImportResultsTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /** Adds it, or replaces what was known. The job must exist. */
  save(result: FollowedImport): void {
    const { jobId, connectionId, campaignId, taskId, sent, sentAt, following, until, attempts } = result;
    this.#sql.run(
      `INSERT INTO import_results (job_id, connection_id, campaign_id, task_id, sent, sent_at, following,
         until, attempts, next_at, looked_at, report)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET following = excluded.following, until = excluded.until, attempts = excluded.attempts,
         next_at = excluded.next_at, looked_at = excluded.looked_at, report = excluded.report`,
      ...[jobId, connectionId, campaignId, taskId, sent, sentAt, following, until, attempts],
      result.nextAt,
      result.lookedAt,
      reportColumn.encode({ task: result.task, error: result.error }),
    );
  }

  get(jobId: string): FollowedImport | null {
    const row = this.#sql.one('SELECT * FROM import_results WHERE job_id = ?', jobId);
    return row && fromRow(row);
  }

  /** Those of these jobs that are followed, or were. */
  of(jobIds: readonly string[]): FollowedImport[] {
    return this.#sql
      .all(
        'SELECT * FROM import_results WHERE job_id IN (SELECT value FROM json_each(?))',
        JSON.stringify(jobIds),
      )
      .flatMap((row) => fromRow(row) ?? []);
  }

  /** The tasks that are known to be of other imports into a campaign: another call centre's have the same IDs. */
  tasksOf({ centre, campaignId }: SentPlace, but: string): string[] {
    return this.#sql
      .all(
        `SELECT task_id FROM import_results JOIN sent_imports USING (job_id, campaign_id)
         WHERE campaign_id = ? AND centre = ? AND job_id != ? AND task_id IS NOT NULL`,
        ...[campaignId, centre, but],
      )
      .map((row) => textOf(row, 'task_id'));
  }

  /** All that are still followed, the one to be asked for first in front. */
  following(): FollowedImport[] {
    return this.#sql
      .all(`SELECT * FROM import_results WHERE following = 'following' ORDER BY next_at`)
      .flatMap((row) => fromRow(row) ?? []);
  }

  /** Imports that were sent since then and are not being followed: the app ended in between. */
  unknown(since: number): string[] {
    return this.#sql
      .all(
        `SELECT id FROM jobs WHERE kind = 'import' AND state = 'done' AND updated_at >= ?
           AND id NOT IN (SELECT job_id FROM import_results)`,
        since,
      )
      .map((row) => textOf(row, 'id'));
  }
}

function fromRow(row: Row): FollowedImport | null {
  const report = reportColumn.decode(row['report']);
  const parsed = v.safeParse(Followed, {
    jobId: row['job_id'],
    connectionId: row['connection_id'],
    campaignId: row['campaign_id'],
    taskId: row['task_id'],
    sent: row['sent'],
    sentAt: row['sent_at'],
    following: row['following'],
    lookedAt: row['looked_at'],
    nextAt: row['next_at'],
    // a report that cannot be read is one that will be fetched again
    ...(report.ok ? report.value : { task: null, error: null }),
  });
  if (!parsed.success) return null;
  return { ...parsed.output, attempts: numberOf(row, 'attempts'), until: numberOf(row, 'until') };
}
