import * as v from 'valibot';
import { ImportTask } from './call-data-import.ts';
import { ErrorCode } from './errors.ts';

/** Who may know what became of an import whose answer was lost. */
export const witnessNames = ['log', 'tasks', 'statistics'] as const;
export type WitnessName = (typeof witnessNames)[number];

/**
 * What a witness says.
 * `found`: one call, one task, or rows with the mark, that fit; `refused`: the call is in the log, with a code by which it
 * was refused; `several`: more than one fits; `elsewhen`: calls with this file, none at this time; `not_found`: nothing
 * that fits, which proves nothing; `not_asked`: it could not be asked; `not_there`: the system lacks it; `nothing`: it was
 * asked, or need not be, and cannot tell.
 */
const Says = v.picklist([
  ...(['found', 'refused', 'several', 'elsewhen'] as const),
  ...(['not_found', 'not_asked', 'not_there', 'nothing'] as const),
]);

/**
 * Why a witness cannot tell. `no_mark`: the rows carry none of Dialdesk's; `shared_mark`: other imports carry it too, or
 * may; `scheduled`: it starts later; `later`: statistics may be asked for again later; `incomplete`: there is more than
 * was read; `unreadable`: records at that time lack what they are compared by; `no_clock`: it is not known what the call
 * centre's clock shows.
 */
const Reason = v.picklist([
  ...(['no_mark', 'shared_mark', 'scheduled', 'later', 'incomplete', 'unreadable', 'no_clock'] as const),
]);

const Instant = v.nullable(v.number());

/** What one witness said, and when it was asked. Times are epoch milliseconds. */
export const Testimony = v.object({
  witness: v.picklist(witnessNames),
  says: Says,
  askedAt: Instant,
  reason: v.optional(v.nullable(Reason), null),
  /** Why it could not be asked. */
  error: v.optional(v.nullable(ErrorCode), null),
  /** Of the call in the log, by the call centre's clock. */
  at: v.optional(Instant, null),
  /** How many fit, or were made at another time. */
  count: v.optional(v.nullable(v.number()), null),
  /** Of the call in the log: the result code of the refusal. */
  code: v.optional(v.nullable(v.string()), null),
  /** Rows with the mark. */
  rows: v.optional(v.nullable(v.number()), null),
  /** When it can be asked again. */
  nextAt: v.optional(Instant, null),
});
export type Testimony = v.InferOutput<typeof Testimony>;

/**
 * Why a testimony that would do does not settle it. `other_rows`: the import that began then has other rows;
 * `task_runs`: it has not ended, so that its rows cannot be compared; `other_import`: another import from here fits as
 * well; `elsewhen`: the file was imported by a call at another time; `refused`: rows with the mark are there, and the call
 * was refused; `no_tasks`: the call is in the log, and there are no tasks to compare its rows with.
 */
const Doubt = v.picklist(['other_rows', 'task_runs', 'other_import', 'elsewhen', 'refused', 'no_tasks']);
export type Doubt = v.InferOutput<typeof Doubt>;

/** What was found out about an import whose outcome is unknown: kept with its job. */
export const WitnessReport = v.object({
  /** When the import was sent, epoch milliseconds; and its rows. */
  sentAt: Instant,
  rows: v.nullable(v.number()),
  /** The campaign's import tasks, newest first, for a person to compare. */
  tasks: v.array(ImportTask),
  /** Missing from jobs of earlier versions. */
  witnesses: v.optional(v.array(Testimony), []),
  doubt: v.optional(v.nullable(Doubt), null),
});
export type WitnessReport = v.InferOutput<typeof WitnessReport>;

/** The result of an import whose answer was lost, and whose arrival a witness proved. */
export const ProvedArrival = v.object({ provedBy: v.picklist(witnessNames), proof: Testimony });
export type ProvedArrival = v.InferOutput<typeof ProvedArrival>;
