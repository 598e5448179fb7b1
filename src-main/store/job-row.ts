import * as v from 'valibot';
import { Job } from '../contract/jobs.ts';
import { jsonColumn } from './json-column.ts';
import type { Row } from './statements.ts';

const Report = v.pick(Job, ['centre', 'steps', 'waitingFor', 'error', 'result', 'summary']);
const reportColumn = jsonColumn(Report);

/** All but payload and memory, which may be long and which no list needs. */
export const jobColumns = `id, kind, name, connection_id, state, hold, position, attempts, report, created_at, updated_at`;

/** The column was NOT NULL from the first version on. */
const noConnection = '';

/** The job of a row, or why it cannot be read. */
export function readJob(
  row: Row,
): { readonly job: Job; readonly reason: null } | { readonly job: null; readonly reason: string } {
  const report = reportColumn.decode(row['report']);
  const parsed = report.ok
    ? v.safeParse(Job, {
        id: row['id'],
        kind: row['kind'],
        name: row['name'],
        connectionId: row['connection_id'] === noConnection ? null : row['connection_id'],
        state: row['state'],
        hold: row['hold'] === 1,
        position: row['position'],
        attempts: row['attempts'],
        createdAt: row['created_at'],
        updatedAt: row['updated_at'],
        progress: null,
        ...report.value,
      })
    : null;
  if (parsed?.success) return { job: parsed.output, reason: null };
  const issue = parsed?.issues[0];
  const reason = issue ? `${v.getDotPath(issue) ?? 'row'}: ${issue.message}` : report.ok ? '' : report.reason;
  return { job: null, reason };
}

/** The columns from `name` to `updated_at`, in the order of both statements. */
export function changingColumns(job: Job): (string | number | null)[] {
  const { centre, steps, waitingFor, error, result, summary } = job;
  return [
    job.name,
    job.connectionId ?? noConnection,
    job.state,
    job.hold ? 1 : 0,
    job.state === 'waiting' ? (waitingFor?.kind ?? null) : null,
    job.state === 'waiting' ? (waitingFor?.retryAt ?? null) : null,
    job.attempts,
    reportColumn.encode({
      ...(centre !== undefined && { centre }),
      steps,
      waitingFor,
      error,
      result,
      summary,
    }),
    searchWords(job),
    job.updatedAt,
  ];
}

/** What the list's search looks in: every text of the summary, and the task ID once there is one. */
function searchWords(job: Job): string {
  const values = [job.name, ...Object.values(job.summary), ...Object.values(job.result ?? {})];
  return values
    .filter((value) => typeof value === 'string')
    .join('\n')
    .toLowerCase();
}
