import * as v from 'valibot';
import { ImportTask } from './call-data-import.ts';
import { ConnectionId } from './connections.ts';
import { ErrorShape } from './errors.ts';
import { JobId } from './jobs.ts';
import { call, push } from './define.ts';
import { TakeBackCounts } from './take-back.ts';

/** Milliseconds since 1970-01-01 UTC. */
const Instant = v.pipe(v.number(), v.integer());

/**
 * Whether an import is still followed. `gave_up`: it did not end in two days; `not_offered`: the system has no
 * import results; `no_task_id`: it accepted the import and gave nothing to ask for it by.
 */
export const Following = v.picklist([
  'following',
  'ended',
  'stopped',
  'gave_up',
  'not_offered',
  'no_task_id',
]);
export type Following = v.InferOutput<typeof Following>;

/** How an import that was sent from here goes in the call centre. */
export const ImportResult = v.object({
  jobId: JobId,
  connectionId: ConnectionId,
  campaignId: v.string(),
  taskId: v.nullable(v.string()),
  /** Rows that were sent. */
  sent: v.pipe(v.number(), v.integer(), v.minValue(0)),
  sentAt: Instant,
  following: Following,
  /** As the call centre last reported it; null while it has not, or does not list the task. */
  task: v.nullable(ImportTask),
  lookedAt: v.nullable(Instant),
  /** When it is asked again. */
  nextAt: v.nullable(Instant),
  /** Why it could not be asked the last time. */
  error: v.nullable(ErrorShape),
  /** The last take-back whose deletion the call centre accepted; null: none. */
  takenBack: v.nullable(v.object({ at: Instant, counts: v.nullable(TakeBackCounts) })),
});
export type ImportResult = v.InferOutput<typeof ImportResult>;

/** The counts of an import that has ended, and whether they account for every row that was sent. */
export interface ResultSum {
  readonly imported: number;
  readonly repeated: number;
  readonly failed: number;
  readonly blocked: number;
  /** Rows sent less rows reported; not 0 when the call centre accounts for fewer or more. */
  readonly difference: number;
}

/** The sum of a task's counts against the rows sent; null where the system reported none of them. */
export function resultSum({ task, sent }: Pick<ImportResult, 'task' | 'sent'>): ResultSum | null {
  if (task === null) return null;
  const counts = [task.imported, task.repeated, task.failed, task.blocked];
  if (counts.every((count) => count === null)) return null;
  const [imported = 0, repeated = 0, failed = 0, blocked = 0] = counts.map((count) => count ?? 0);
  return { imported, repeated, failed, blocked, difference: sent - imported - repeated - failed - blocked };
}

/** What became of imports that were sent. */
export const importResults = {
  /** What is known of these imports; those that were not sent are left out. */
  of: call(v.object({ jobs: v.pipe(v.array(JobId), v.maxLength(1000)) }), v.array(ImportResult)),
  /** Stops following an import. */
  stop: call(v.object({ job: JobId }), v.void()),
  /** Asks at once, and resumes following where it had stopped. */
  askAgain: call(v.object({ job: JobId }), v.void()),
  /**
   * Asks all who may know what became of an import whose outcome is unknown, also those that a system lacked before. What
   * they say is with the job then. Refused as `call_centre_changed` where its connection leads elsewhere by now.
   */
  askWitnesses: call(v.object({ job: JobId }), v.void()),
  changed: push(v.array(ImportResult)),
} as const;
