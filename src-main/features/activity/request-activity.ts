import type { RequestLogEntry } from '../../aicc/request-log.ts';
import type { ActivityEntry } from '../../contract/activity.ts';
import { fieldLines } from './field-lines.ts';

/** On whose behalf a request went out. A connection that is only being tried has no ID yet. */
export interface Requester {
  readonly connectionId: string | null;
  readonly connectionName: string;
}

/** What a request is called that only tries the connection: nothing was uploaded, and its refusal is no failure. */
const probeSubject = 'probe';

/**
 * One attempt at a request, as an activity entry. Its fields were masked when it was logged.
 * @param jobId the job it was made for
 */
export function requestActivity(
  entry: RequestLogEntry,
  requester: Requester,
  jobId: string | null = null,
): ActivityEntry {
  const asked = [
    fieldLines(entry.request),
    // a file is sent as bytes, so there are no fields to show
    entry.request === null && entry.requestBytes > 0 ? `bytes: ${entry.requestBytes}` : '',
    // this may be the only place with the ID of a campaign or server
    `path: ${entry.path}`,
    entry.attempt > 1 ? `attempt: ${entry.attempt}` : '',
  ];
  const answered = [
    entry.status !== null && entry.status !== 200 ? `HTTP: ${entry.status}` : '',
    fieldLines(entry.answer, ['resultCode', 'returnCode']),
    entry.cause === null ? '' : `cause: ${entry.cause}`,
  ];
  return {
    at: entry.at.getTime(),
    duration: entry.ms,
    ...requester,
    kind: 'request',
    interface: entry.probe === true ? probeSubject : entry.interface,
    outcome: outcomeOf(entry),
    code: entry.error === null || entry.error === 'result_code' ? entry.resultCode : entry.error,
    asked: asked.filter(Boolean).join('\n'),
    answered: answered.filter(Boolean).join('\n'),
    jobId,
  };
}

function outcomeOf({ error }: RequestLogEntry): ActivityEntry['outcome'] {
  if (error === null) return 'ok';
  if (error === 'cancelled') return 'cancelled';
  return error === 'outcome_unknown' ? 'unknown' : 'failed';
}
