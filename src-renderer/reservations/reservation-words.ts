import type { DeploymentMode } from '../../src-main/contract/connections.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import type { BookedReservation } from '../../src-main/contract/reservation-book.ts';
import type { CallType, Reservation } from '../../src-main/contract/reservations.ts';
import { formatMoment } from '../app/format.ts';

/** The name of a system's field for agents, as its people know it. */
export function agentLabel(mode: DeploymentMode): string {
  return mode === 'op-independent' ? m.reservations_agent_work_no() : m.reservations_agent_account();
}

export function callTypeWords(type: CallType | null): string {
  if (type === null) return m.reservations_type_unknown();
  return type === 'manual' ? m.reservations_type_manual() : m.reservations_type_automatic();
}

/** The end of an appointment ID, by which they differ: they all begin with the time of their creation. */
export function idTail(id: string): string {
  return id.length <= 12 ? id : `…${id.slice(-10)}`;
}

/** The agent as people say it: the name, with the account behind it. */
export function agentWords({ agent, agentName }: Pick<Reservation, 'agent' | 'agentName'>): string {
  if (agent === null) return agentName ?? m.reservations_agent_none();
  return agentName === null || agentName === agent ? agent : `${agentName} (${agent})`;
}

export interface ReservationStateWords {
  readonly tone: 'neutral' | 'warn' | 'accent';
  readonly label: string;
}

/**
 * What there is to say about a reservation's state. Of `timeout` no values are documented: what is
 * not plainly yes or no is shown as the system wrote it.
 * @param now epoch milliseconds
 */
export function reservationState(
  { timeout, appointTime }: Pick<Reservation, 'timeout' | 'appointTime'>,
  now: number,
): ReservationStateWords {
  if (timeout !== null && /^(?:1|true|y|yes)$/i.test(timeout)) {
    return { tone: 'warn', label: m.reservations_status_overdue() };
  }
  if (timeout !== null && !/^(?:0|false|n|no)$/i.test(timeout)) {
    return { tone: 'neutral', label: m.reservations_status_timeout({ value: timeout }) };
  }
  if (appointTime === null) return { tone: 'neutral', label: m.reservations_not_provided() };
  return appointTime <= now
    ? { tone: 'neutral', label: m.reservations_status_passed() }
    : { tone: 'accent', label: m.reservations_when_coming() };
}

/** A moment in UTC and, where it has one of its own, in the call centre's zone. */
export function elsewhereWords(moment: number, centreZone: string | null): string {
  const utc = formatMoment(moment, 'UTC');
  if (centreZone === null) return utc;
  return m.reservations_elsewhere({ utc, time: formatMoment(moment, centreZone) });
}

/** What happened to a reservation of the book. */
export function bookedWords({ action, outcome }: Pick<BookedReservation, 'action' | 'outcome'>): string {
  const words = {
    created: [
      m.reservations_book_created,
      m.reservations_book_created_unknown,
      m.reservations_book_created_not,
    ],
    modified: [
      m.reservations_book_modified,
      m.reservations_book_modified_unknown,
      m.reservations_book_modified_not,
    ],
    cancelled: [
      m.reservations_book_cancelled,
      m.reservations_book_cancelled_unknown,
      m.reservations_book_cancelled_not,
    ],
  } as const;
  const [done, unknown, not] = words[action];
  return outcome === 'done' ? done() : outcome === 'unknown' ? unknown() : not();
}
