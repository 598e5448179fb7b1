import type { OpenedPrepared, SentPrepared } from '../../../src-main/contract/imports.ts';
import type { Job } from '../../../src-main/contract/jobs.ts';
import { m } from '../../../src-main/contract/messages/messages.js';
import { errorWords } from '../error-words.ts';
import { enumerate, formatCount } from '../format.ts';

/** What a prepared import lacks before it can be sent, in words; none when it is complete. */
export function missingWords({ connectionId, summary }: Pick<Job, 'connectionId' | 'summary'>): string[] {
  if (summary.kind !== 'import') return [];
  return [
    ...(connectionId === null ? [m.prepared_missing_connection()] : []),
    ...(summary.campaignId === null ? [m.prepared_missing_campaign()] : []),
    ...(summary.serverId === null ? [m.prepared_missing_server()] : []),
  ];
}

/** What was opened, and which connection it was given. */
export function openedWords({ job: { name }, matched, connectionName }: OpenedPrepared): string {
  if (matched === null) {
    return connectionName === null
      ? m.prepared_opened({ name })
      : m.prepared_opened_unmatched({ name, connection: connectionName });
  }
  return matched === 'name'
    ? m.prepared_opened_by_name({ name, connection: connectionName ?? '' })
    : m.prepared_opened_by_host({ name, connection: connectionName ?? '' });
}

/** Why a prepared import was not sent. */
export function refusedWords({ name, error }: SentPrepared['refused'][number]): string {
  const lacking = error.fields?.map(({ path }) => lackingWords[path]?.() ?? path) ?? [];
  return lacking.length > 0
    ? m.prepared_refused_missing({ name, missing: enumerate(lacking) })
    : m.prepared_refused({ name, reason: errorWords(error).title });
}

/** "3 imports are being sent." */
export function sentWords(count: number): string {
  return m.prepared_sent({ count, countText: formatCount(count) });
}

const lackingWords: Readonly<Record<string, () => string>> = {
  connectionId: m.prepared_missing_connection,
  campaignId: m.prepared_missing_campaign,
  serverId: m.prepared_missing_server,
};
