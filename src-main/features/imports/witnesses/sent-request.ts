import type { ImportTask } from '../../../contract/call-data-import.ts';
import { resultSum } from '../../../contract/import-results.ts';
import { writtenMoment } from '../../../contract/zoned-time.ts';

/** An import request whose answer was lost, as far as witnesses can tell it from others. */
export interface SentRequest {
  readonly jobId: string;
  readonly connectionId: string;
  readonly campaignId: string;
  readonly serverId: string;
  /** Relative to the server's default path; '' is that path itself. */
  readonly folder: string;
  readonly fileName: string;
  /** Null: at once. */
  readonly startsAt: { readonly hour: number; readonly minute: number } | null;
  /** When it went out and when its answer was given up, epoch milliseconds of this computer. */
  readonly sentAt: number;
  readonly lostAt: number;
  /** Null where it is not known. */
  readonly rows: number | null;
  /** What all its rows carry and, as far as is known here, those of no other list; else null, and why. */
  readonly mark: string | null;
  readonly noMark: 'no_mark' | 'shared_mark' | null;
}

/** What the call centre's clock shows more than this computer's, milliseconds, and by how much that may be wrong. */
export interface ClockDifference {
  readonly ahead: number;
  readonly error: number;
}

/** When a call may have been recorded, epoch milliseconds of the call centre's clock. */
export interface CallWindow {
  readonly from: number;
  readonly to: number;
}

/** A server that is slow records a call after its caller has gone; it has as long as a caller waits for an answer. */
const recordedWithin = 30_000;
/** Clocks of several machines of a call centre differ a little. */
const slack = 1_000;

/** When the request may have been recorded. */
export function windowOf(
  { sentAt, lostAt }: Pick<SentRequest, 'sentAt' | 'lostAt'>,
  { ahead, error }: ClockDifference,
): CallWindow {
  const around = error + slack;
  return { from: sentAt + ahead - around, to: Math.max(sentAt, lostAt) + ahead + around + recordedWithin };
}

/** How long after its call an import begins, milliseconds: others of the campaign may be before it. */
const beginsWithin = 120_000;
const beginsBefore = 5_000;

/** Tasks that began when an import that was called for then would have, or have not begun. */
export function tasksSince<Task extends ImportTask>(
  tasks: readonly Task[],
  { from, to }: CallWindow,
): readonly Task[] {
  return tasks.filter(({ beginTime, status }) => {
    if (beginTime === null) return status === 'preparing' || status === 'running';
    const began = writtenMoment(beginTime);
    return began !== null && began >= from - beginsBefore && began <= to + beginsWithin;
  });
}

/** Whether it is known when a task began, or that it did not: of a time without its zone, it is not. */
export function isTimed({ beginTime, status }: Pick<ImportTask, 'beginTime' | 'status'>): boolean {
  return beginTime === null ? status !== 'unknown' : writtenMoment(beginTime) !== null;
}

/** Whether a task has ended with as many rows: null where it does not tell, or has not ended. */
export function hasRows(task: ImportTask, rows: number | null): boolean | null {
  if (rows === null || task.status !== 'complete') return null;
  const sum = resultSum({ task, sent: rows });
  return sum === null ? null : sum.difference === 0;
}
