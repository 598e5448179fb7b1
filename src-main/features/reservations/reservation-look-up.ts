import type { AskedChange, BookedReservation, LookedUp } from '../../contract/reservation-book.ts';
import {
  reservationRules,
  type Reservation,
  type ReservationPage,
  type ReservationQuery,
} from '../../contract/reservations.ts';

/** Gives a page of the system's list. */
export type ListPage = (query: ReservationQuery) => Promise<ReservationPage>;

/** Pages looked through at most: a customer has few reservations, an agent not many more. */
const mostPages = 20;
/** How far around a reserved time is looked: a system may keep whole minutes. */
const aroundMs = 60_000;

/** What was asked for a reservation, and whose it is as far as that is known. */
export type AskedFor = Pick<
  BookedReservation,
  'action' | 'appointId' | 'agent' | 'appointTime' | 'calledNo' | 'taskId' | 'callType'
> & {
  /** Of a modification: what was to change. */
  readonly change: AskedChange | null;
};

/** Whether the list shows what was asked for: `not shown` where it leaves that open. */
type Shown = 'as asked' | 'otherwise' | 'not shown';

/**
 * Finds out what became of an action whose answer was lost, by the system's own list. The list cannot be asked
 * for an ID, so it is asked for the customer's number, or else for the agent at that time. What the list does not
 * tell proves nothing: `unclear` then.
 * @param isOther says of an ID whether it is known to be another reservation than the one that was created
 * @param now epoch milliseconds: one that is past may be off the list because it was called
 */
export async function lookUpOutcome(
  list: ListPage,
  entry: AskedFor,
  now: number,
  isOther: (appointId: string) => boolean = () => false,
): Promise<LookedUp> {
  const filters = filtersFor(entry);
  if (filters === null) return { verdict: 'not_found', reservation: null };
  const { listed, complete } = await read(list, filters, entry.appointId);
  if (entry.action === 'created' && entry.appointId === null) {
    return createdOutcome(
      listed.filter(({ appointId }) => appointId === null || !isOther(appointId)),
      entry,
    );
  }
  const found = listed.find(({ appointId }) => appointId === entry.appointId) ?? null;
  if (entry.action === 'cancelled') {
    if (found !== null) return { verdict: 'not_done', reservation: found };
    // Only in the customer's own list does absence prove anything, if all of it was seen. That of a time may lack one
    // that was moved by someone else, and one whose time has come may have been called.
    const tells =
      entry.calledNo !== null &&
      complete &&
      listed.every(({ appointId }) => appointId !== null) &&
      entry.appointTime !== null &&
      entry.appointTime > now;
    return { verdict: tells ? 'done' : 'not_found', reservation: null };
  }
  if (found === null) return { verdict: 'not_found', reservation: null };
  if (entry.action === 'created') return { verdict: 'done', reservation: found };
  return { verdict: changedOutcome(found, entry.change), reservation: found };
}

/** What a listed reservation says about a change of it. */
function changedOutcome(listed: Reservation, change: AskedChange | null): LookedUp['verdict'] {
  if (change === null) return 'unclear';
  const { before } = change;
  const texts = (['agent', 'remark'] as const).map((field) =>
    shownText(listed[field], change[field], before[field]),
  );
  const shown = [shownTime(listed.appointTime, change.appointTime, before.appointTime), ...texts];
  const asked = shown.filter((one) => one !== 'not asked');
  if (asked.includes('back')) return 'not_done';
  if (asked.length > 0 && asked.every((one) => one === 'as asked')) return 'done';
  return 'unclear';
}

/**
 * How a field that was to change is shown. `back` is what it was before; `other` is neither, so somebody else has
 * changed it since, or the system keeps it in its own way.
 */
type ShownField = 'not asked' | 'as asked' | 'back' | 'other' | 'not shown';

function shownText(listed: string | null, asked: string | undefined, before: string | null): ShownField {
  // what was so before proves nothing
  if (asked === undefined || asked === before) return 'not asked';
  if (listed === null) return 'not shown';
  if (listed.trim() === asked.trim()) return before?.trim() === asked.trim() ? 'not shown' : 'as asked';
  return before === null || listed.trim() === before.trim() ? 'back' : 'other';
}

function shownTime(listed: number | null, asked: number | undefined, before: number | null): ShownField {
  if (asked === undefined || asked === before) return 'not asked';
  if (listed === null) return 'not shown';
  if (listed === asked) return 'as asked';
  // within one minute, whole minutes do not tell the one from the other
  if (before !== null && Math.abs(before - asked) < aroundMs)
    return listed === before ? 'not shown' : 'other';
  if (Math.abs(listed - asked) < aroundMs) return 'as asked';
  return before === null || Math.abs(listed - before) < aroundMs ? 'back' : 'other';
}

/** What a customer's list says about a creation whose ID was lost: one reservation may be like another. */
function createdOutcome(listed: readonly Reservation[], entry: AskedFor): LookedUp {
  const judged = listed.map((reservation) => ({ reservation, shown: isCreated(reservation, entry) }));
  const same = judged.filter(({ shown }) => shown === 'as asked');
  const [only] = same;
  if (only && same.length === 1) return { verdict: 'done', reservation: only.reservation };
  const like = same.length > 1 ? null : judged.find(({ shown }) => shown === 'not shown');
  if (same.length > 1) return { verdict: 'unclear', reservation: null };
  return like
    ? { verdict: 'unclear', reservation: like.reservation }
    : { verdict: 'not_found', reservation: null };
}

/** By customer, campaign and time, which must be given; an agent or a type, if given, must match. */
function isCreated(listed: Reservation, entry: AskedFor): Shown {
  const differs = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b;
  const time = (at: number | null): boolean =>
    at !== null && entry.appointTime !== null && Math.abs(at - entry.appointTime) >= aroundMs;
  if (
    differs(listed.calledNo, entry.calledNo) ||
    differs(listed.taskId, entry.taskId) ||
    differs(listed.agent, entry.agent) ||
    differs(listed.callType, entry.callType) ||
    time(listed.appointTime)
  ) {
    return 'otherwise';
  }
  const needed = [
    listed.appointId,
    listed.calledNo,
    listed.taskId,
    listed.appointTime,
    entry.taskId,
    entry.appointTime,
  ];
  return needed.every((one) => one !== null) ? 'as asked' : 'not shown';
}

type Filters = Omit<ReservationQuery, 'offset' | 'limit'>;

function filtersFor({ calledNo, agent, appointTime }: AskedFor): Filters | null {
  if (calledNo !== null) return { calledNo };
  if (agent === null && appointTime === null) return null;
  return {
    ...(agent !== null && { agents: [agent] }),
    ...(appointTime !== null && {
      beginTime: Math.max(0, appointTime - aroundMs),
      endTime: appointTime + aroundMs,
    }),
  };
}

/** Reads the list, up to the page with this ID. `complete` when all that the system says there is was seen. */
async function read(
  list: ListPage,
  filters: Filters,
  upTo: string | null,
): Promise<{ readonly listed: readonly Reservation[]; readonly complete: boolean }> {
  const limit = reservationRules.pageMax;
  const listed: Reservation[] = [];
  for (let page = 0; page < mostPages; page++) {
    const { reservations, total } = await list({ ...filters, offset: listed.length, limit });
    listed.push(...reservations);
    if (upTo !== null && reservations.some(({ appointId }) => appointId === upTo)) break;
    if (total === null ? reservations.length < limit : listed.length >= total)
      return { listed, complete: true };
    if (reservations.length === 0) break;
  }
  return { listed, complete: false };
}
