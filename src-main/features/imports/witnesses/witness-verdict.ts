import type { ImportTask } from '../../../contract/call-data-import.ts';
import type { Doubt, Testimony } from '../../../contract/witnesses.ts';
import { hasRows, tasksSince, type CallWindow, type SentRequest } from './sent-request.ts';

/** All that was found out. */
export interface Evidence {
  readonly log: Testimony;
  readonly statistics: Testimony;
  /** Of the campaign, but for those that are known to be of another import; null where they could not be asked for. */
  readonly tasks: readonly ImportTask[] | null;
  /** Whether these are all, and it is known of each when it began. */
  readonly allTasks: boolean;
  /** When the request may have been recorded; null where that is not known. */
  readonly window: CallWindow | null;
  /** Another import of this app's was sent with the same file name at the same time. */
  readonly otherImport: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** `taskId`: the import's task, where only one can be it. */
export type Verdict =
  | { readonly kind: 'arrived'; readonly by: Testimony; readonly taskId: string | null }
  | { readonly kind: 'ask'; readonly doubt: Doubt | null };

/** So long a call that is proved waits for its task to end, milliseconds; then it counts by itself. */
const waitsForTask = 2 * 3_600_000;

const ask = (doubt: Doubt | null = null): Verdict => ({ kind: 'ask', doubt });

/**
 * Whether it is proved that an import arrived: by its call in the log, or by rows with its mark. Nothing proves that it
 * did not arrive: that is for a person to decide, and so is everything in doubt.
 */
export function verdictOn(evidence: Evidence, sent: SentRequest): Verdict {
  const { log, statistics, window } = evidence;
  if (statistics.says === 'found') {
    // the file may have been imported by somebody else's call
    const otherwise = log.says === 'elsewhen' && window !== null && (log.at ?? 0) > window.to;
    if (otherwise) return ask('elsewhen');
    if (log.says === 'refused') return ask('refused');
    return { kind: 'arrived', by: statistics, taskId: window && onlyTask(evidence, window, sent) };
  }
  if (log.says !== 'found' || log.at === null) return ask();
  if (evidence.otherImport) return ask('other_import');
  const called = { from: log.at, to: log.at };
  const doubt = doubtOf(evidence, called, sent);
  return doubt === null ? { kind: 'arrived', by: log, taskId: taskOf(evidence, called, sent) } : ask(doubt);
}

/** Whether the tasks that began after the call contradict it, or may still. A scheduled one begins at another time. */
function doubtOf({ tasks, allTasks, now }: Evidence, called: CallWindow, sent: SentRequest): Doubt | null {
  if (sent.startsAt !== null) return null;
  // a colleague's call with another file of that name would look the same
  if (tasks === null) return 'no_tasks';
  const near = tasksSince(tasks, called);
  const rows = near.map((task) => hasRows(task, sent.rows));
  if (rows.includes(true)) return null;
  if (near.length === 0) return allTasks ? null : 'no_tasks';
  const runs = near.some(({ status }) => status === 'preparing' || status === 'running');
  if (runs) return now - sent.sentAt < waitsForTask ? 'task_runs' : null;
  return rows.every((same) => same === false) ? 'other_rows' : null;
}

/** The task of an import that is known to have arrived, where no other can be it. */
function taskOf({ tasks, allTasks }: Evidence, called: CallWindow, sent: SentRequest): string | null {
  if (tasks === null || !allTasks || sent.startsAt !== null) return null;
  const near = tasksSince(tasks, called);
  const fits = near.filter((task) => hasRows(task, sent.rows) !== false);
  const [only] = fits;
  return only !== undefined && fits.length === 1 ? only.id : null;
}

/**
 * The same where the moment of the call is not on record, and this computer's clock may have been corrected since: no
 * other task of the campaign, whenever it began, has as many rows.
 */
function onlyTask(evidence: Evidence, window: CallWindow, sent: SentRequest): string | null {
  const alike = (evidence.tasks ?? []).filter((task) => hasRows(task, sent.rows) === true);
  const [only] = alike;
  if (only === undefined || alike.length > 1) return null;
  return taskOf(evidence, window, sent) === only.id ? only.id : null;
}
