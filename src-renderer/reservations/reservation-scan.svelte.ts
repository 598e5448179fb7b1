import type { ErrorShape } from '../../src-main/contract/errors.ts';
import {
  reservationRules,
  type Reservation,
  type ReservationPage,
} from '../../src-main/contract/reservations.ts';
import { asErrorShape } from '../app/error-words.ts';

/** Gives a page of what is being read. */
export type ReadPage = (offset: number, limit: number) => Promise<ReservationPage>;

/** Pages asked for at a time: an answer takes the system longer than us, and it has others to serve. */
const atOnce = 4;
/** A system that always gives full pages would be asked for ever. */
const mostPages = 1_000;

/** Reads all pages of a list, as far as the system gives them, and shows what has come so far. */
export class ReservationScan {
  readonly #page: ReadPage;
  #rows: readonly Reservation[] = $state.raw([]);
  #total: number | null = $state(null);
  #running = $state(false);
  #failure: ErrorShape | null = $state.raw(null);
  #stopped = false;
  #complete = false;

  constructor(page: ReadPage) {
    this.#page = page;
  }

  /** As far as read, each once, in the system's order. */
  get rows(): readonly Reservation[] {
    return this.#rows;
  }
  /** In all; null where the system does not say. */
  get total(): number | null {
    return this.#total;
  }
  get running(): boolean {
    return this.#running;
  }
  /** Why it ended early; what was read until then stays. */
  get failure(): ErrorShape | null {
    return this.#failure;
  }

  /** Given up before its end: what was read is not all. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Whether the system gave as many as it says there are or, where it says nothing, came to an end. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Reads to the end, or until `stop`. Never throws. */
  async run(): Promise<void> {
    this.#running = true;
    try {
      await this.#read();
    } catch (error) {
      if (!this.#stopped) this.#failure = asErrorShape(error);
    } finally {
      this.#running = false;
    }
  }

  /** The view was left: no further page is asked for. */
  stop(): void {
    this.#stopped ||= this.#running;
  }

  async #read(): Promise<void> {
    const limit = reservationRules.pageMax;
    const all: Reservation[] = [];
    const ids = new Set<string>();
    const take = ({ reservations, total }: ReservationPage): boolean => {
      const before = all.length;
      for (const one of reservations) {
        // A row that moved to the next page meanwhile comes twice.
        if (one.appointId !== null && ids.has(one.appointId)) continue;
        if (one.appointId !== null) ids.add(one.appointId);
        all.push(one);
      }
      this.#total = total;
      const more = reservations.length >= limit && all.length > before;
      return more && (total === null || total > all.length);
    };
    let next = 0;
    let more = true;
    while (more && next < mostPages && !this.#stopped) {
      // One page alone first: it says how many there are.
      const left = this.#total === null ? 1 : Math.ceil(this.#total / limit) - next;
      const count = Math.max(1, Math.min(atOnce, left));
      const pages = await Promise.all(
        Array.from({ length: count }, (_, at) => this.#page((next + at) * limit, limit)),
      );
      // oxlint-disable-next-line typescript/no-unnecessary-condition -- stop() may have come meanwhile
      if (this.#stopped) return;
      more = pages.map(take).at(-1) ?? false;
      next += count;
      this.#rows = [...all];
    }
    this.#complete = this.#total === null ? !more : all.length >= this.#total;
  }
}
