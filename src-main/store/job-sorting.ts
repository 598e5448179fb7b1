import type { SortableColumn } from '../contract/jobs.ts';
import type { Row } from './statements.ts';

/** Sorts Latin letters as every language here does, and Chinese by its sound; list 2 stands before list 10. */
const collator = new Intl.Collator('zh-CN', { numeric: true, sensitivity: 'base' });

/** What most needs a person stands first. */
const stateRank = `CASE state WHEN 'unknown' THEN 0 WHEN 'failed' THEN 1 WHEN 'waiting' THEN 2 WHEN 'paused' THEN 3
  WHEN 'prepared' THEN 4 WHEN 'running' THEN 5 WHEN 'queued' THEN 6 WHEN 'cancelled' THEN 7 ELSE 8 END`;

/** What each column sorts by, as SQL; `shownMoment` says the same of a job. */
const keys: Readonly<Record<SortableColumn, string>> = {
  name: 'name',
  campaign: `coalesce(json_extract(report, '$.value.summary.campaignName'),
    json_extract(report, '$.value.summary.campaignId'), '')`,
  connection: `coalesce((SELECT json_extract(settings, '$.value.name') FROM connections
    WHERE connections.id = connection_id), '')`,
  rows: `coalesce(json_extract(report, '$.value.summary.rows'), 0)`,
  when: `CASE WHEN state IN ('done', 'cancelled') THEN updated_at ELSE created_at END`,
  state: stateRank,
};

/** The query for `sortedIds`: of each job its ID and what it is sorted by. A report that is no JSON has no key. */
export function sortKeys(by: SortableColumn, where: string): string {
  const key = `CASE WHEN json_valid(report) THEN ${keys[by]} END`;
  return `SELECT id, ${key} AS key FROM jobs ${where} ORDER BY created_at DESC, id`;
}

/** The jobs' IDs by their keys; those with the same key stay as they are, the newest first. */
export function sortedIds(rows: readonly Row[], descending: boolean): string[] {
  const sign = descending ? -1 : 1;
  return rows
    .map((row) => ({ id: String(row['id']), key: row['key'] ?? '' }))
    .sort((a, b) => sign * compare(a.key, b.key))
    .map(({ id }) => id);
}

function compare(a: unknown, b: unknown): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
}
