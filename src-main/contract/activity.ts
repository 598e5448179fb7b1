import * as v from 'valibot';
import { SavedFile } from './files.ts';
import { Job } from './jobs.ts';
import { call, push } from './define.ts';

export const activityKinds = ['request', 'transfer', 'job'] as const;
export const activityOutcomes = ['ok', 'failed', 'unknown', 'cancelled'] as const;

/**
 * One thing that was asked of a system, one file that was sent, or one job that ended. `asked` and `answered`
 * are lines of the form `field: value`, by the names the interfaces give. The recorder leaves out
 * secrets and masks customer numbers by field, since masking by value would damage IDs.
 */
export const ActivityEntry = v.object({
  /** When it began, epoch milliseconds. */
  at: v.number(),
  /** Milliseconds. */
  duration: v.number(),
  connectionId: v.nullable(v.string()),
  /** Kept with the entry: the connection may be renamed or deleted. */
  connectionName: v.string(),
  kind: v.picklist(activityKinds),
  /** The interface's name, e.g. `queryServer`; the step's id for a transfer, the job's kind for a job. */
  interface: v.string(),
  outcome: v.picklist(activityOutcomes),
  /** The result code as the system sent it, or the app's error code. */
  code: v.nullable(v.string()),
  asked: v.string(),
  answered: v.string(),
  jobId: v.nullable(v.string()),
});
export type ActivityEntry = v.InferOutput<typeof ActivityEntry>;

/** An entry as it was kept. `id` grows with each. */
export const StoredActivity = v.object({ id: v.number(), ...ActivityEntry.entries });
export type StoredActivity = v.InferOutput<typeof StoredActivity>;

const Instant = v.pipe(v.number(), v.integer());

/** Which entries. Left out means all; `search` looks in every text, whatever its case. */
export const ActivityFilter = v.object({
  search: v.optional(v.pipe(v.string(), v.maxLength(200))),
  connectionId: v.optional(v.string()),
  kind: v.optional(ActivityEntry.entries.kind),
  outcome: v.optional(ActivityEntry.entries.outcome),
  jobId: v.optional(v.string()),
  task: v.optional(v.string()),
  /** From this instant on, and up to but without that one. */
  from: v.optional(Instant),
  to: v.optional(Instant),
});
export type ActivityFilter = v.InferOutput<typeof ActivityFilter>;

/** A page of what a filter finds, the newest first. */
export const ActivityQuery = v.object({
  ...ActivityFilter.entries,
  offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
});
export type ActivityQuery = v.InferOutput<typeof ActivityQuery>;

export const ActivityPage = v.object({ entries: v.array(StoredActivity), total: v.number() });

/** What belongs together: a job with its requests and transfers, or look-ups of one kind in a row. */
export const ActivityTask = v.object({
  kind: v.literal('task'),
  /** The entry that stands for it: a job's outcome, or else the newest. */
  entry: StoredActivity,
  /** By which its entries are found; null where there is only this one. */
  task: v.nullable(v.string()),
  entries: v.number(),
  /** When the first of them began, epoch milliseconds. */
  since: v.number(),
  /** The job as it is now; null where it is none, or was removed. */
  job: v.nullable(Job),
});
export type ActivityTask = v.InferOutput<typeof ActivityTask>;

/** A line of the list: a task, or the day, `2026-11-28` in this computer's zone, that the following tasks are of. */
export const ActivityLine = v.variant('kind', [
  ActivityTask,
  v.object({ kind: v.literal('day'), day: v.string() }),
]);
export type ActivityLine = v.InferOutput<typeof ActivityLine>;

/** A page of lines, and how many there are with those of the days. */
export const ActivityLines = v.object({ lines: v.array(ActivityLine), total: v.number() });

/** A connection that entries name, as it was called last; it may be gone by now. */
export const ActivityConnection = v.object({ id: v.string(), name: v.string() });
export type ActivityConnection = v.InferOutput<typeof ActivityConnection>;

/** For how many days entries are kept. */
export const ActivityDays = v.picklist([30, 90, 180, 365]);
export type ActivityDays = v.InferOutput<typeof ActivityDays>;

/** Stands for what was left out of an entry: a secret, a customer's number, call data. */
export const maskSign = '•••';

/** What Dialdesk has done. */
export const activity = {
  list: call(ActivityQuery, ActivityPage),
  /** The tasks that have an entry which a filter finds, the newest first, under their days. */
  tasks: call(ActivityQuery, ActivityLines),
  /** Those that entries name, for a choice. */
  connections: call(v.void(), v.array(ActivityConnection)),
  /** Asks where to, and writes all that a filter finds as CSV; null when the dialog was cancelled. */
  saveCsv: call(ActivityFilter, v.nullable(SavedFile)),
  /** For how many days entries are kept. */
  days: call(v.void(), ActivityDays),
  /** Says how many entries were older than that, and are gone. */
  keepFor: call(v.object({ days: ActivityDays }), v.object({ forgotten: v.number() })),
  /** Something was recorded, or entries are gone. */
  changed: push(v.object({})),
} as const;
