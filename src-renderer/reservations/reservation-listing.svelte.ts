import { DialdeskError } from '../../src-main/contract/errors.ts';
import type { Reservation, ReservationPage } from '../../src-main/contract/reservations.ts';
import type { LoadRows } from '../ui/paged-rows.svelte.ts';
import type { Filters, ReservationFilters } from './reservation-filters.svelte.ts';
import { reservationColumns, sortReservations, type ReservationSorting } from './reservation-order.ts';
import { ReservationScan, type ReadPage } from './reservation-scan.svelte.ts';
import { RowPicks } from './row-picks.svelte.ts';

/** Gives a page of a system's list. */
type ReadList = (filters: Filters, offset: number, limit: number) => Promise<ReservationPage>;

export interface ListingParts {
  readonly filters: ReservationFilters;
  /** The list of the connection in use: pages that belong together are read by the same one. */
  readonly reader: () => ReadList;
  /** Another value means another list: of another connection, or read anew. */
  readonly edition: () => string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** How many reservations a list shows. */
export interface ListCount {
  readonly shown: number;
  /** The system does not say how many there are, or gave fewer than it says: these at least. */
  readonly atLeast: boolean;
  /** How many there are without any filter; null while that is not known. */
  readonly all: number | null;
}

/** The whole list once read, and as it was sorted last. */
interface Whole {
  readonly key: string;
  readonly scan: ReservationScan;
  readonly ended: Promise<void>;
}

/**
 * The reservations that the list view shows, narrowed down and sorted. The system cannot be asked for a type or an
 * order: for these the whole list is read once, and sorted here.
 */
export class ReservationListing {
  readonly #parts: ListingParts;
  #sorting = $state.raw<ReservationSorting | null>(null);
  #whole = $state.raw<Whole | null>(null);
  #sorted: { readonly key: string; readonly rows: readonly Reservation[] } | null = null;
  #count = $state.raw<Omit<ListCount, 'all'> | null>(null);
  #all = $state.raw<{ readonly edition: string; readonly total: number | null } | null>(null);
  /** The reservations that the next change of many is for. */
  readonly picks = new RowPicks<Reservation, string>(
    (from, to) => this.#between(from, to),
    ({ appointId }) => appointId,
  );

  constructor(parts: ListingParts) {
    this.#parts = parts;
  }

  /** Null in the system's order. */
  get sorting(): ReservationSorting | null {
    return this.#sorting;
  }
  /** A look through the whole list. */
  get scan(): ReservationScan | null {
    return this.#whole?.scan ?? null;
  }
  /** Null until the first rows have come. */
  get count(): ListCount | null {
    if (this.#count === null) return null;
    const all = this.#all?.edition === this.#parts.edition() ? this.#all.total : null;
    return { ...this.#count, all };
  }

  /** Sorts by a column; a second press turns it round, a third gives the system's order back. */
  sortBy(column: string): void {
    const by = reservationColumns.find((each) => each === column);
    if (by === undefined) return;
    if (this.#sorting?.by !== by) this.#sorting = { by, descending: false };
    else this.#sorting = this.#sorting.descending ? null : { by, descending: true };
  }

  /** The rows, as a table asks for them. */
  readonly rows: LoadRows<Reservation> = async (offset, limit) => {
    const edition = this.#parts.edition();
    const asked = this.#asked;
    const { any } = this.#parts.filters;
    const whole = this.#isWhole;
    const { reservations, total } = await this.pages()(offset, limit);
    const soFar = offset + reservations.length;
    // Without a total, a full page lets more be expected.
    const expected = total ?? soFar + (reservations.length < limit ? 0 : limit);
    // of another list by now, or of one that is narrowed down in another way
    if (asked === this.#asked) {
      const isPart = whole && this.#whole?.scan.complete === false;
      this.#count = { shown: total ?? soFar, atLeast: isPart || (total === null && expected > soFar) };
      if (!any) this.#all = { edition, total: isPart ? null : total };
      else if (this.#all?.edition !== edition) void this.#countAll(edition);
    }
    return { total: expected, items: reservations };
  };

  /** What the rows that are asked for now are of. */
  get #asked(): string {
    const { query, type } = this.#parts.filters;
    return JSON.stringify([this.#parts.edition(), query, type, this.#sorting]);
  }
  get #isWhole(): boolean {
    return this.#parts.filters.type !== 'any' || this.#sorting !== null;
  }

  /** All that is shown now and in this order, page by page, whatever is chosen meanwhile. */
  pages(): ReadPage {
    const { filters } = this.#parts;
    const { query } = filters;
    if (!this.#isWhole) {
      const read = this.#reader();
      return (offset, limit) => read(query, offset, limit);
    }
    const whole = this.#readWhole();
    return async (offset, limit) => {
      const rows = await whole;
      return { reservations: rows.slice(offset, offset + limit), total: rows.length };
    };
  }

  /** Those that are ticked, page by page. */
  ticked(): ReadPage {
    const { rows } = this.picks;
    return (offset, limit) =>
      Promise.resolve({ reservations: rows.slice(offset, offset + limit), total: rows.length });
  }

  /** The list is another one, or is to be read anew. */
  stop(): void {
    this.#whole?.scan.stop();
    this.#whole = null;
    this.#sorted = null;
  }

  /** Another connection's: nothing is ticked, sorted or counted. */
  restart(): void {
    this.stop();
    this.picks.none();
    this.#sorting = null;
    this.#count = this.#all = null;
  }

  /** A filter is set: how many there are without it is asked for apart, and may stay unknown. */
  async #countAll(edition: string): Promise<void> {
    this.#all = { edition, total: null };
    const total = await this.#reader()({}, 0, 1).then(
      (page) => page.total,
      () => null,
    );
    if (edition === this.#parts.edition()) this.#all = { edition, total };
  }

  /** What comes in is what the ticked ones are now. */
  #reader(): ReadList {
    const read = this.#parts.reader();
    const edition = this.#parts.edition();
    return async (filters, offset, limit) => {
      const page = await read(filters, offset, limit);
      if (edition === this.#parts.edition()) this.picks.renew(page.reservations);
      return page;
    };
  }

  async #between(from?: number, to?: number): Promise<readonly Reservation[]> {
    if (from === undefined || to === undefined) return this.#readWhole();
    const read = this.pages();
    const found: Reservation[] = [];
    const page = 100;
    for (let offset = from; offset < to; offset += page) {
      const { reservations } = await read(offset, Math.min(page, to - offset));
      found.push(...reservations);
    }
    return found;
  }

  /** Reads the whole list, once for each edition and query, and gives what is shown of it. */
  async #readWhole(): Promise<readonly Reservation[]> {
    const { filters, edition, now } = this.#parts;
    const { query, type } = filters;
    const sorting = this.#sorting;
    const key = JSON.stringify([edition(), query]);
    if (this.#whole?.key !== key) {
      this.stop();
      const read = this.#reader();
      const scan = new ReservationScan((from, count) => read(query, from, count));
      this.#whole = { key, scan, ended: scan.run() };
    }
    const { scan, ended } = this.#whole;
    await ended;
    if (scan.stopped) throw new DialdeskError('cancelled', 'the list is read anew');
    if (scan.failure) throw DialdeskError.fromShape(scan.failure);
    const wanted = JSON.stringify([key, type, sorting]);
    if (this.#sorted?.key === wanted) return this.#sorted.rows;
    const matching = type === 'any' ? scan.rows : scan.rows.filter(({ callType }) => callType === type);
    const rows = sorting === null ? matching : sortReservations(matching, sorting, now());
    this.#sorted = { key: wanted, rows };
    return rows;
  }
}
