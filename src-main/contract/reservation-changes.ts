import * as v from 'valibot';
import { ChosenFrom } from './connections.ts';
import { ErrorShape } from './errors.ts';
import { JobId } from './jobs.ts';
import { Reservation, ReservationChange } from './reservations.ts';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * Where one change of many stands. `sending` is on record before the request goes out; a row that still says
 * so after a crash becomes `unknown`, and is never sent again by itself.
 */
export const changeStates = ['waiting', 'sending', 'sent', 'failed', 'unknown'] as const;
export const ChangeState = v.picklist(changeStates);
export type ChangeState = v.InferOutput<typeof ChangeState>;

const TextOrUnknown = v.optional(v.nullable(v.string()), null);

/** What was known of a reservation before the change; unknown fields are null. */
export const KnownReservation = v.object({
  ...v.pick(Reservation, ['agent', 'appointTime', 'remark']).entries,
  /** Whose it is: the book finds it by this, and a lost answer is looked up by the customer's number. */
  calledNo: TextOrUnknown,
  taskId: TextOrUnknown,
  taskName: TextOrUnknown,
  agentName: TextOrUnknown,
});
export type KnownReservation = v.InferOutput<typeof KnownReservation>;

/** What a change keeps of a reservation that was seen. */
export function knownOf(reservation: Reservation): KnownReservation {
  const { agent, agentName, appointTime, remark, calledNo, taskId, taskName } = reservation;
  return { agent, agentName, appointTime, remark, calledNo, taskId, taskName };
}

/** One row of a bulk change, with its result. */
export const ChangeRow = v.object({
  /** Counts from 0, in the order of sending. */
  position: Count,
  /** Its row in the sheet it came from; null where it came from a list. */
  sheetRow: v.nullable(Count),
  change: ReservationChange,
  known: v.nullable(KnownReservation),
  state: ChangeState,
  /** Why it failed, or why its outcome is unknown. */
  error: v.nullable(ErrorShape),
  /** When the answer came, or when it was sent where none came. */
  at: v.nullable(v.number()),
});
export type ChangeRow = v.InferOutput<typeof ChangeRow>;

/** How many rows of a bulk change are in each state. */
export const ChangeCounts = v.object(v.entriesFromList(changeStates, Count));
export type ChangeCounts = v.InferOutput<typeof ChangeCounts>;

export const ChangeRowQuery = v.object({
  job: JobId,
  /** Empty for all. */
  states: v.array(ChangeState),
  offset: Count,
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
});
export type ChangeRowQuery = v.InferOutput<typeof ChangeRowQuery>;

export const ChangeRowPage = v.object({ rows: v.array(ChangeRow), total: Count, counts: ChangeCounts });
export type ChangeRowPage = v.InferOutput<typeof ChangeRowPage>;

/** How fast changes may go out, a minute. */
export const changePaces = [60, 300, 1200] as const;

/** Changes to be sent by the outbox, one after the other. */
export const NewReservationChanges = v.object({
  ...ChosenFrom.entries,
  name: v.pipe(v.string(), v.trim(), v.nonEmpty('required'), v.maxLength(120, 'too_long')),
  perMinute: v.picklist(changePaces),
  rows: v.pipe(
    v.array(v.pick(ChangeRow, ['sheetRow', 'change', 'known'])),
    v.minLength(1, 'required'),
    v.maxLength(20_000, 'too_many'),
  ),
});
export type NewReservationChanges = v.InferOutput<typeof NewReservationChanges>;
