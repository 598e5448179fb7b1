import type { Connection } from '../../src-main/contract/connections.ts';
import type { ImportSummary, Job } from '../../src-main/contract/jobs.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { formatCount, formatMoment } from '../app/format.ts';
import { markWords } from './mark-words.ts';
import { campaignWords, clockTime } from '../app/jobs/job-words.ts';

/** What an import is, line by line; a dash where something is not known. */
export function importFacts(
  job: Pick<Job, 'createdAt'>,
  summary: ImportSummary,
  connection: Pick<Connection, 'name'> | undefined,
): { readonly term: string; readonly value: string }[] {
  return [
    {
      term: m.imports_review_list(),
      value: `${summary.sourceName} · ${m.outbox_rows({ count: summary.rows, countText: formatCount(summary.rows) })}`,
    },
    { term: m.imports_review_connection(), value: connection?.name ?? '–' },
    {
      term: m.imports_review_campaign(),
      value: summary.campaignId
        ? campaignWords(summary.campaignId, summary.campaignName)
        : m.imports_not_chosen(),
    },
    { term: m.imports_review_server(), value: summary.serverName ?? summary.serverId ?? '–' },
    { term: m.imports_review_path(), value: summary.remotePath ?? '–' },
    {
      term: m.imports_review_start(),
      value: summary.startsAt
        ? m.imports_review_start_at({ time: clockTime(summary.startsAt) })
        : m.imports_at_once(),
    },
    { term: m.marks_term(), value: markWords(summary) },
    { term: m.imports_created(), value: formatMoment(job.createdAt) },
  ];
}
