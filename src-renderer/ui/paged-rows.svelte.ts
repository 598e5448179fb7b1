import { SvelteMap } from 'svelte/reactivity';

/** A page of a long list: how many rows there are in all, and those asked for. */
export interface RowsPage<Row> {
  readonly total: number;
  readonly items: readonly Row[];
}

/** Asks for rows. The signal is aborted once they are no longer wanted. */
export type LoadRows<Row> = (offset: number, limit: number, signal: AbortSignal) => Promise<RowsPage<Row>>;

/** A page must have been in sight for this long, in milliseconds, before it is asked for: dragging asks for none. */
const inSightFor = 40;
/** Pages kept in memory; the one unused longest goes first. */
const keptPages = 50;

interface Clock {
  readonly set: (run: () => void, ms: number) => unknown;
  readonly clear: (handle: unknown) => void;
}
const systemClock: Clock = {
  set: (run, ms) => setTimeout(run, ms),
  clear: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
};

/** Rows that are loaded page by page as they come into sight, and forgotten when they have long been out of it. */
export class PagedRows<Row> {
  readonly #load: LoadRows<Row>;
  readonly #size: number;
  readonly #clock: Clock;
  readonly #pages = new SvelteMap<number, readonly Row[]>();
  #underWay: readonly { readonly page: number; readonly stop: AbortController }[] = [];
  #wanted: readonly number[] = [];
  #timer: unknown;
  #closed = false;
  #total: number | null = $state(null);
  #failure: unknown = $state.raw();

  constructor(load: LoadRows<Row>, size = 100, clock: Clock = systemClock) {
    this.#load = load;
    this.#size = size;
    this.#clock = clock;
    this.#wanted = [0];
    this.#fetch();
  }

  /** How many rows there are; null until the first page has come. */
  get total(): number | null {
    return this.#total;
  }

  /** Why rows in sight are missing. */
  get failure(): unknown {
    return this.#failure;
  }

  /** The row, or undefined while it is not here. */
  at(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / this.#size))?.[index % this.#size];
  }

  /** The rows [first, last) are in sight: asks for what is missing of them, and no longer for anything else. */
  want(first: number, last: number): void {
    if (last <= first) return;
    const from = Math.floor(first / this.#size);
    const to = Math.floor((last - 1) / this.#size);
    this.#wanted = Array.from({ length: to - from + 1 }, (_, at) => from + at);
    for (const { page, stop } of this.#underWay) if (!this.#wanted.includes(page)) stop.abort();
    if (!this.#missing().length) return;
    this.#clock.clear(this.#timer);
    this.#timer = this.#clock.set(() => this.#fetch(), inSightFor);
  }

  retry(): void {
    this.#failure = undefined;
    this.#fetch();
  }

  /** Some rows have changed: loads those in sight again, which stay as they are until then, and forgets the rest. */
  refresh(): void {
    for (const page of this.#pages.keys()) if (!this.#wanted.includes(page)) this.#pages.delete(page);
    for (const page of this.#wanted) void this.#fetchPage(page);
  }

  /** The table is gone. */
  close(): void {
    this.#closed = true;
    this.#clock.clear(this.#timer);
    for (const { stop } of this.#underWay) stop.abort();
  }

  #missing(): number[] {
    return this.#wanted.filter(
      (page) => !this.#pages.has(page) && !this.#underWay.some((load) => load.page === page),
    );
  }

  #fetch(): void {
    for (const page of this.#missing()) void this.#fetchPage(page);
  }

  async #fetchPage(page: number): Promise<void> {
    const load = { page, stop: new AbortController() };
    this.#underWay = [...this.#underWay, load];
    try {
      const { total, items } = await this.#load(page * this.#size, this.#size, load.stop.signal);
      if (this.#closed) return;
      // An answer that is no longer awaited is still a page; only the failure of such a load is of no interest.
      this.#total = total;
      this.#pages.set(page, items);
      this.#failure = undefined;
      this.#forget();
    } catch (error) {
      if (!this.#closed && !load.stop.signal.aborted) this.#failure = error;
    } finally {
      this.#underWay = this.#underWay.filter((other) => other !== load);
      // Given up, and wanted again before it ended.
      if (!this.#closed && load.stop.signal.aborted) this.#fetch();
    }
  }

  #forget(): void {
    for (const page of this.#pages.keys()) {
      if (this.#pages.size <= keptPages) return;
      if (!this.#wanted.includes(page)) this.#pages.delete(page);
    }
  }
}
