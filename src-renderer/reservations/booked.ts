import type { BookedReservation } from '../../src-main/contract/reservation-book.ts';
import type { Reservation } from '../../src-main/contract/reservations.ts';

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
