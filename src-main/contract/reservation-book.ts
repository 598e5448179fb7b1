import * as v from 'valibot';
import { ChosenFrom, ConnectionId } from './connections.ts';
import {
  NewReservation,
  Reservation,
  ReservationChange,
  ReservationId,
  ReservationPage,
  ReservationQuery,
} from './reservations.ts';
import { call } from './define.ts';

/** What was asked of the system for a reservation, last. */
export const BookedAction = v.picklist(['created', 'modified', 'cancelled']);
export type BookedAction = v.InferOutput<typeof BookedAction>;

/** What a modification was to change, and how that was before, as far as it was known. */
export const AskedChange = v.object({
  agent: v.optional(v.string()),
  appointTime: v.optional(v.number()),
  remark: v.optional(v.string()),
  before: v.pick(Reservation, ['agent', 'appointTime', 'remark']),
});
export type AskedChange = v.InferOutput<typeof AskedChange>;

/** A reservation that went through this app, with what is known of it since. */
export const BookedReservation = v.object({
  /** Of the entry: the answer to a creation may have been lost together with the reservation's ID. */
  id: v.pipe(v.string(), v.uuid()),
  connectionId: ConnectionId,
  ...v.pick(Reservation, [
    'appointId',
    'callType',
    'appointTime',
    'calledNo',
    'taskId',
    'taskName',
    'agent',
    'agentName',
    'remark',
  ]).entries,
  action: BookedAction,
  /** Of a modification. Null of what was sent before this was kept. */
  change: v.optional(v.nullable(AskedChange), null),
  /** `unknown`: sent, and its answer was lost. `not_done`: looked up afterwards, and it had not been carried out. */
  outcome: v.picklist(['done', 'unknown', 'not_done']),
  /** When it was sent, epoch milliseconds. */
  at: v.number(),
});
export type BookedReservation = v.InferOutput<typeof BookedReservation>;

export const BookQuery = v.object({
  connectionId: ConnectionId,
  /** Anywhere in ID, number, agent, campaign or remark, whatever the case. */
  search: v.pipe(v.string(), v.maxLength(200)),
  /** Reserved for a time from here, and before there. Epoch milliseconds. */
  from: v.optional(v.number()),
  to: v.optional(v.number()),
  /** Only those that are still there, as far as is known: none that was cancelled. */
  standing: v.optional(v.boolean()),
  offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
});
export type BookQuery = v.InferOutput<typeof BookQuery>;

export const BookPage = v.object({ entries: v.array(BookedReservation), total: v.number() });

/** The reservation interfaces a system may lack, and whether this one is known to. */
export const ReservationOffers = v.object({ list: v.boolean(), create: v.boolean(), delete: v.boolean() });
export type ReservationOffers = v.InferOutput<typeof ReservationOffers>;

/** What the window knows of a reservation already: the book keeps it. */
const known = v.nullable(Reservation);

export const ModifyReservation = v.object({ ...ChosenFrom.entries, change: ReservationChange, known });
export const CreateReservation = v.object({ ...ChosenFrom.entries, reservation: NewReservation });
export const CancelReservation = v.object({ ...ChosenFrom.entries, appointId: ReservationId, known });

/** What the system's list showed about an action whose answer was lost. */
export const LookedUp = v.object({
  /**
   * `not_found`: the system lists no such reservation, and that alone does not say why. `unclear`: what it lists does
   * not tell, as where it leaves out the remark that was to change.
   */
  verdict: v.picklist(['done', 'not_done', 'unclear', 'not_found']),
  reservation: v.nullable(Reservation),
});
export type LookedUp = v.InferOutput<typeof LookedUp>;

/** A reservation as the book knows it, in the shape of the system's list. */
export function asReservation(entry: BookedReservation): Reservation {
  const { appointId, callType, appointTime, calledNo, taskId, taskName, agent, agentName, remark } = entry;
  return {
    appointId,
    callType,
    appointTime,
    calledNo,
    taskId,
    taskName,
    taskStatus: null,
    timeout: null,
    agent,
    agentName,
    remark,
  };
}

/** Single reservations. */
export const reservations = {
  /** Which of the reservation interfaces this system is not yet known to lack. */
  offers: call(v.object({ connectionId: ConnectionId }), ReservationOffers),
  /** Does without the list from now on: a system may lack it and answer with an error of its own. */
  doWithoutList: call(v.object({ connectionId: ConnectionId }), ReservationOffers),
  /** Forgets what was noticed: the system may have been updated. */
  lookAgain: call(v.object({ connectionId: ConnectionId }), ReservationOffers),
  /** One page as the system lists it. */
  list: call(v.object({ connectionId: ConnectionId, query: ReservationQuery }), ReservationPage),
  /** Sends a change, a single time. After `outcome_unknown`, `details.entry` is what `lookUp` takes. */
  modify: call(ModifyReservation, BookedReservation),
  create: call(CreateReservation, BookedReservation),
  cancel: call(CancelReservation, BookedReservation),
  /** Looks in the system's list for what became of an action whose answer was lost. Changes nothing there. */
  lookUp: call(v.object({ id: BookedReservation.entries.id }), LookedUp),
  /** The reservations that went through this app, the last first. */
  book: call(BookQuery, BookPage),
  /** Takes an entry out of the book; the call centre keeps its reservation. */
  forget: call(v.object({ id: BookedReservation.entries.id }), v.void()),
} as const;
