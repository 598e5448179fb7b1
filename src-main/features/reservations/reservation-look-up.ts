import type { BookedReservation, LookedUp } from '../../contract/reservation-book.ts';
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
  'action' | 'appointId' | 'agent' | 'appointTime' | 'remark' | 'calledNo'
>;

/**
 * Finds out what became of an action whose answer was lost, by the system's own list. The list cannot be asked
 * for an ID, so it is asked for the customer's number, or else for the agent at that time.
 */
export async function lookUpOutcome(list: ListPage, entry: AskedFor): Promise<LookedUp> {
  const filters = filtersFor(entry);
  if (filters === null) return { verdict: 'not_found', reservation: null };
  const found = await find(list, filters, (listed) => isMeant(listed, entry));
  if (entry.action === 'cancelled') {
    if (found !== null) return { verdict: 'not_done', reservation: found };
    // Only the customer's own list is complete; that of a time may lack one that was moved by someone else.
    return { verdict: entry.calledNo === null ? 'not_found' : 'done', reservation: null };
  }
  if (found === null) return { verdict: 'not_found', reservation: null };
  return { verdict: agrees(found, entry) ? 'done' : 'not_done', reservation: found };
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

async function find(
  list: ListPage,
  filters: Filters,
  isIt: (listed: Reservation) => boolean,
): Promise<Reservation | null> {
  const limit = reservationRules.pageMax;
  for (let page = 0; page < mostPages; page++) {
    const { reservations, total } = await list({ ...filters, offset: page * limit, limit });
    const found = reservations.find(isIt);
    if (found !== undefined) return found;
    if (reservations.length < limit || (total !== null && (page + 1) * limit >= total)) return null;
  }
  return null;
}

/** By its ID; a creation whose ID was lost by its customer and time. */
function isMeant(listed: Reservation, entry: AskedFor): boolean {
  if (entry.appointId !== null) return listed.appointId === entry.appointId;
  return listed.calledNo === entry.calledNo && sameTime(listed, entry);
}

/** Whether the system shows what was asked for. What it does not tell cannot contradict. */
function agrees(listed: Reservation, entry: AskedFor): boolean {
  const same = (a: string | null, b: string | null): boolean => a === null || b === null || a === b;
  return (
    sameTime(listed, entry) && same(listed.agent, entry.agent) && same(listed.remark, entry.remark || null)
  );
}

function sameTime(listed: Reservation, entry: AskedFor): boolean {
  if (listed.appointTime === null || entry.appointTime === null) return true;
  return Math.abs(listed.appointTime - entry.appointTime) < aroundMs;
}
