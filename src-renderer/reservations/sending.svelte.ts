import type { Client } from '../../src-main/contract/derive.ts';
import { detailsOf } from '../../src-main/contract/error-details.ts';
import { wantsSignIn, type ErrorCode, type ErrorShape } from '../../src-main/contract/errors.ts';
import type { BookedReservation, LookedUp } from '../../src-main/contract/reservation-book.ts';
import { asErrorShape } from '../app/error-words.ts';

/** Passing failures after which it is certain that nothing was sent: the outbox can send it later. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'name_not_resolved',
  'connection_refused',
  'timed_out',
  'unreachable',
  'connection_lost',
  'proxy_failed',
  'tls_untrusted',
  'tls_failed',
  'flow_control',
  'secret_key_needed',
  'keychain_locked',
  'keychain_unavailable',
]);

/** Something sent a single time: whether it is under way, why it failed, and what became of a lost answer. */
export class Sending {
  readonly #client: Pick<Client, 'reservations'>;
  #busy = $state(false);
  #failure: ErrorShape | null = $state.raw(null);
  #lookedUp: LookedUp | null = $state.raw(null);

  constructor(client: Pick<Client, 'reservations'>) {
    this.#client = client;
  }

  get busy(): boolean {
    return this.#busy;
  }
  get failure(): ErrorShape | null {
    return this.#failure;
  }
  /** Whether what was not sent can wait for a better moment. */
  get mayWait(): boolean {
    if (this.#failure === null) return false;
    return passing.has(this.#failure.code) || wantsSignIn(detailsOf(this.#failure, 'http_status'));
  }
  /** What the system's list shows of it, once asked. */
  get lookedUp(): LookedUp | null {
    return this.#lookedUp;
  }

  /** @returns what the book has of it, or null when it did not succeed; null too while it is under way */
  async send(work: () => Promise<BookedReservation>): Promise<BookedReservation | null> {
    return this.#busy ? null : this.#attempt(work);
  }

  /** Looks for what became of it. Errors as the call; a look that fails leaves the question where it was. */
  async lookUp(): Promise<void> {
    const { entry } = detailsOf(this.#failure, 'outcome_unknown');
    if (entry === undefined || this.#busy) return;
    this.#busy = true;
    try {
      this.#lookedUp = await this.#client.reservations.lookUp({ id: entry });
      this.#failure = null;
    } finally {
      this.#busy = false;
    }
  }

  /** Forgets what an earlier attempt showed. */
  clear(): void {
    this.#failure = null;
    this.#lookedUp = null;
  }

  async #attempt<T>(work: () => Promise<T>): Promise<T | null> {
    this.#busy = true;
    this.clear();
    try {
      return await work();
    } catch (error) {
      this.#failure = asErrorShape(error);
      return null;
    } finally {
      this.#busy = false;
    }
  }
}
