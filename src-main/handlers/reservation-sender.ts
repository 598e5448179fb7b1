import type { AiccClient } from '../aicc/client.ts';
import { createReservation, deleteReservation, updateReservation } from '../aicc/reservations.ts';
import { DialdeskError } from '../contract/errors.ts';
import type { BookedAction, BookedReservation } from '../contract/reservation-book.ts';
import type { NewReservation, Reservation, ReservationChange } from '../contract/reservations.ts';
import type { StoredConnection } from '../store/connections.ts';
import type { ReservationBookTable } from '../store/reservation-book.ts';

export interface ReservationSenderParts {
  readonly book: ReservationBookTable;
  readonly clientOf: (connectionId: string) => Promise<AiccClient>;
  readonly newId: () => string;
  readonly now: () => number;
}

/** What the book keeps of a reservation. */
type Facts = Omit<BookedReservation, 'id' | 'connectionId' | 'action' | 'outcome' | 'at'>;

const nothingKnown: Facts = {
  appointId: null,
  callType: null,
  appointTime: null,
  calledNo: null,
  taskId: null,
  taskName: null,
  agent: null,
  agentName: null,
  remark: null,
};

/**
 * Sends what changes a reservation, each a single time. The book has it as unknown from before the first byte
 * until the answer: put back when it certainly was not carried out, left when nobody can tell.
 */
export class ReservationSender {
  readonly #parts: ReservationSenderParts;

  constructor(parts: ReservationSenderParts) {
    this.#parts = parts;
  }

  /** Errors as `updateReservation`; `outcome_unknown` carries the book's entry as `details.entry`. */
  async modify(
    connection: StoredConnection,
    change: ReservationChange,
    known: Reservation | null,
  ): Promise<BookedReservation> {
    const { appointId, agent, appointTime, remark } = change;
    const before = this.#known(connection, appointId, known);
    const after: Facts = {
      ...before,
      agent,
      agentName: agent === before.agent ? before.agentName : null,
      ...(appointTime !== undefined && { appointTime }),
      ...(remark !== undefined && { remark }),
    };
    return this.#send('modified', connection, after, async (client) => {
      await updateReservation(client, connection.settings.mode, change);
      return { callType: 'manual' }; // no other can be modified
    });
  }

  /**
   * Errors as `createReservation`, and as `modify`.
   * @param taskName the campaign's, where it is known
   */
  async create(
    connection: StoredConnection,
    reservation: NewReservation,
    taskName: string | null,
  ): Promise<BookedReservation> {
    const { callType, calledNo, taskId, appointTime, agent, remark = null } = reservation;
    const facts = { ...nothingKnown, callType, calledNo, taskId, taskName, appointTime, agent, remark };
    return this.#send('created', connection, facts, (client) =>
      createReservation(client, connection.settings.mode, reservation),
    );
  }

  /** Errors as `deleteReservation`, and as `modify`. */
  async cancel(
    connection: StoredConnection,
    appointId: string,
    known: Reservation | null,
  ): Promise<BookedReservation> {
    const facts = this.#known(connection, appointId, known);
    return this.#send('cancelled', connection, facts, async (client) => {
      await deleteReservation(client, appointId);
      return {};
    });
  }

  /** What the window has just seen of a reservation, or else what the book knows. */
  #known(connection: StoredConnection, appointId: string, seen: Reservation | null): Facts {
    const { callType, appointTime, calledNo, taskId, taskName, agent, agentName, remark } =
      seen ?? this.#parts.book.find(connection.id, appointId) ?? nothingKnown;
    return { appointId, callType, appointTime, calledNo, taskId, taskName, agent, agentName, remark };
  }

  async #send(
    action: BookedAction,
    connection: StoredConnection,
    facts: Facts,
    work: (client: AiccClient) => Promise<Partial<Facts>>,
  ): Promise<BookedReservation> {
    const { book, clientOf, newId, now } = this.#parts;
    const client = await clientOf(connection.id);
    const before = facts.appointId === null ? null : book.find(connection.id, facts.appointId);
    const id = before?.id ?? newId();
    const sent: BookedReservation = {
      ...facts,
      id,
      connectionId: connection.id,
      action,
      outcome: 'unknown',
      at: now(),
    };
    book.put(sent);
    try {
      const done: BookedReservation = { ...sent, ...(await work(client)), outcome: 'done' };
      book.put(done);
      return done;
    } catch (error) {
      if (error instanceof DialdeskError && error.code === 'outcome_unknown') {
        throw new DialdeskError(error.code, error.message, {
          details: { ...error.details, entry: id },
          cause: error,
        });
      }
      if (before === null) book.remove(id);
      else book.put(before);
      throw error;
    }
  }
}
