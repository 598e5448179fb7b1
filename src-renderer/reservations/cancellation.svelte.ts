import { chosenFrom, type ChosenFrom, type Connection } from '../../src-main/contract/connections.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import type { BookedReservation } from '../../src-main/contract/reservation-book.ts';
import type { Reservation } from '../../src-main/contract/reservations.ts';
import { Sending } from './sending.svelte.ts';

/** A reservation that is about to be cancelled, once somebody has agreed. */
export class Cancellation {
  readonly #client: Pick<Client, 'reservations'>;
  readonly #from: ChosenFrom;
  readonly appointId: string;
  /** What is known of it; null for an ID that was pasted. */
  readonly original: Reservation | null;
  readonly sending: Sending;

  constructor(
    {
      client,
      connection,
    }: { client: Pick<Client, 'reservations'>; connection: Pick<Connection, 'id' | 'isales' | 'vdnId'> },
    appointId: string,
    original: Reservation | null,
  ) {
    this.#client = client;
    this.#from = chosenFrom(connection);
    this.appointId = appointId;
    this.original = original;
    this.sending = new Sending(client);
  }

  /** Sends it, a single time. @returns what the book has of it, or null when it did not succeed */
  send(): Promise<BookedReservation | null> {
    return this.sending.send(() =>
      this.#client.reservations.cancel({
        ...this.#from,
        appointId: this.appointId,
        known: this.original,
      }),
    );
  }
}
