import type { AiccClient } from '../../aicc/client.ts';
import { createReservation, deleteReservation, updateReservation } from '../../aicc/reservations.ts';
import { callCentreOf, requireSameCallCentre, type ChosenFrom } from '../../contract/connections.ts';
import { readDetails } from '../../contract/error-details.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { BookedAction, BookedReservation } from '../../contract/reservation-book.ts';
import type { NewReservation, Reservation, ReservationChange } from '../../contract/reservations.ts';
import { verdictOnSending } from '../../jobs/verdict.ts';
import type { StoredConnection } from '../../store/connections.ts';
import type { ReservationBookTable } from '../../store/reservation-book.ts';

interface ReservationSenderDeps {
  readonly book: ReservationBookTable;
  /** As `Clients.from`. */
  readonly clientOf: (from: ChosenFrom) => Promise<AiccClient>;
  /** The call centre that a connection leads to now, as `callCentreOf` names it; undefined where it is gone. */
  readonly centreOf: (connectionId: string) => string | undefined;
  readonly newId: () => string;
  readonly now: () => number;
}

/** What the book keeps of a reservation. */
type Facts = Omit<BookedReservation, 'id' | 'connectionId' | 'action' | 'outcome' | 'at'>;
type KnownFacts = Omit<Facts, 'change'>;

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
  change: null,
};

/**
 * Sends what changes a reservation, each a single time. The book has it as unknown from before the first byte
 * until the answer: put back when it certainly was not carried out, left when that is unknown.
 */
export class ReservationSender {
  readonly #deps: ReservationSenderDeps;
  /** The last that was asked for each reservation while it is under way: a second one could overtake it. */
  readonly #underWay = new Map<string, Promise<unknown>>();

  constructor(deps: ReservationSenderDeps) {
    this.#deps = deps;
  }

  /**
   * Errors as `updateReservation`; `outcome_unknown` carries the book's entry as `details.entry`.
   * @param known what was seen of the reservation, all or a part of it
   */
  modify(
    connection: StoredConnection,
    change: ReservationChange,
    known: Partial<Reservation> | null,
  ): Promise<BookedReservation> {
    return this.#inTurn(connection, change.appointId, () => this.#modify(connection, change, known));
  }

  async #modify(
    connection: StoredConnection,
    change: ReservationChange,
    known: Partial<Reservation> | null,
  ): Promise<BookedReservation> {
    const { appointId, agent, appointTime, remark } = change;
    const before = this.#known(connection, appointId, known);
    const asked = {
      agent,
      ...(appointTime !== undefined && { appointTime }),
      ...(remark !== undefined && { remark }),
    };
    const was = { agent: before.agent, appointTime: before.appointTime, remark: before.remark };
    const after: Facts = {
      ...before,
      change: { ...asked, before: was },
      agent,
      agentName: agent === before.agent ? before.agentName : null,
      ...(appointTime !== undefined && { appointTime }),
      ...(remark !== undefined && { remark }),
    };
    return this.#send('modified', connection, after, async (client) => {
      await updateReservation(client, client.settings.mode, change);
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
      createReservation(client, client.settings.mode, reservation),
    );
  }

  /** Errors as `deleteReservation`, and as `modify`. */
  cancel(
    connection: StoredConnection,
    appointId: string,
    known: Reservation | null,
  ): Promise<BookedReservation> {
    return this.#inTurn(connection, appointId, () =>
      this.#send('cancelled', connection, this.#known(connection, appointId, known), async (client) => {
        await deleteReservation(client, appointId);
        return {};
      }),
    );
  }

  /** What is asked of one reservation goes one after the other, so that the last answer is that of the last request. */
  async #inTurn<T>(connection: StoredConnection, appointId: string, work: () => Promise<T>): Promise<T> {
    const key = JSON.stringify([connection.id, appointId]);
    const before = this.#underWay.get(key);
    const mine = before === undefined ? work() : before.then(work);
    const over = mine.catch(() => undefined);
    this.#underWay.set(key, over);
    try {
      return await mine;
    } finally {
      if (this.#underWay.get(key) === over) this.#underWay.delete(key);
    }
  }

  /** What was just seen of a reservation; what that leaves out, the book may know. */
  #known(connection: StoredConnection, appointId: string, seen: Partial<Reservation> | null): Facts {
    const booked: Partial<KnownFacts> = this.#deps.book.find(connection.id, appointId) ?? {};
    const known = <Name extends keyof KnownFacts>(name: Name): KnownFacts[Name] | null =>
      seen?.[name] ?? booked[name] ?? null;
    return {
      appointId,
      callType: known('callType'),
      appointTime: known('appointTime'),
      calledNo: known('calledNo'),
      taskId: known('taskId'),
      taskName: known('taskName'),
      agent: known('agent'),
      agentName: known('agentName'),
      remark: known('remark'),
      change: null,
    };
  }

  async #send(
    action: BookedAction,
    connection: StoredConnection,
    facts: Facts,
    work: (client: AiccClient) => Promise<Partial<Facts>>,
  ): Promise<BookedReservation> {
    const { book, clientOf, centreOf, newId, now } = this.#deps;
    const centre = callCentreOf(connection.settings);
    // the keychain may be slow, and the connection led elsewhere meanwhile
    const client = await clientOf({ connectionId: connection.id, centre });
    // also since that client was found: the book would keep the entry with the other call centre
    requireSameCallCentre(centre, centreOf(connection.id));
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
      this.#keep(() => book.put(done));
      return done;
    } catch (error) {
      if (verdictOnSending(error) === 'unknown') throw outcomeUnknown(error, id);
      this.#keep(() => (before === null ? book.remove(id) : book.put(before)));
      throw error;
    }
  }

  /**
   * Writes what is known after the answer. A full disk leaves the entry as unknown, which
   * a look-up puts right; it must not turn an answer into another.
   */
  #keep(write: () => unknown): void {
    try {
      write();
    } catch (error) {
      if (!(error instanceof DialdeskError)) throw error;
    }
  }
}

/** Whether it was carried out is unknown: also after a defect, and after a server failed in the middle. */
function outcomeUnknown(error: unknown, entry: string): DialdeskError {
  const { code, message, details } =
    error instanceof DialdeskError ? error : new DialdeskError('internal', String(error));
  return new DialdeskError('outcome_unknown', message, {
    details: { reason: code, ...readDetails('outcome_unknown', details) },
    cause: error,
  }).withDetails({ entry });
}
