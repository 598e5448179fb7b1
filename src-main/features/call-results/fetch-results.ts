import * as v from 'valibot';
import { resultPageSize, type CallResultQuery, type CallResultRow } from '../../contract/call-result-rows.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { ResultLines } from '../../call-list/results/result-lines.ts';
import type { ResultPeriod } from './result-periods.ts';
import { SeenRows } from './seen-rows.ts';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** How far the results are fetched. What it says of the file is on the disk before it is on record. */
export const FetchState = v.object({
  /** Which period, and the next page of it; 0: not begun. */
  period: Count,
  page: Count,
  /** How often the pages of this period were gone through before. */
  passes: Count,
  /** Rows that this system puts on a page. */
  size: Count,
  /** As the system counted last in this period; null where it does not. */
  total: v.nullable(Count),
  /** The most that it counted while these pages were turned. */
  highest: v.nullable(Count),
  /** Whether anything new came since the pages were begun. */
  news: v.boolean(),
  /** Of the file. */
  bytes: Count,
  rows: Count,
  /** Whether pages count from 0 or 1, as far as it was seen. */
  firstPage: v.nullable(v.picklist([0, 1])),
  /** Over all periods: rows that the system counted, and did not give. Null where it does not count, or they overlap. */
  missing: v.nullable(Count),
  /** There were more than is fetched. */
  cut: v.boolean(),
});
export type FetchState = v.InferOutput<typeof FetchState>;

export const notBegun: FetchState = {
  period: 0,
  page: 0,
  passes: 0,
  size: 0,
  total: null,
  highest: null,
  news: false,
  bytes: 0,
  rows: 0,
  firstPage: null,
  missing: null,
  cut: false,
};

export interface FetchDeps {
  readonly ask: (
    query: CallResultQuery,
    signal: AbortSignal,
  ) => Promise<{ rows: CallResultRow[]; total: number | null }>;
  readonly lines: Pick<ResultLines, 'restore' | 'clear' | 'append'>;
  /** How many pages are asked for side by side, and how long it is waited before the next, milliseconds. */
  readonly pace: { readonly width: number; readonly pauseMs: number };
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Keeps the state. */
  readonly keep: (state: FetchState) => void;
  readonly progress: (rows: number, total: number | null) => void;
  /** The most rows that are fetched. Default two million. */
  readonly mostRows?: number;
}

/** As the vendor asks: at most ten side by side, and more than a second between groups. */
export const vendorPace = { width: 10, pauseMs: 1_100 } as const;

/** Rows that moved to another page meanwhile are looked for again so often. */
const mostPasses = 3;

/**
 * Fetches the results of a campaign, or of one mark in it, page by page.
 *
 * Whether the first page is 0 or 1 is not documented, so both are asked for; every row is kept once, whatever pages it
 * came on. Rows move while calls are made: pages are turned until one brings nothing new. They are turned again where
 * fewer came than the system counts, where it counts fewer than before, and where a number came twice in a list that
 * has it once, because each may have moved another row to a page that was turned already. What then is missing still is
 * in the state.
 */
export class ResultFetch {
  readonly #deps: FetchDeps;
  readonly #query: Pick<CallResultQuery, 'campaignId' | 'customField'>;
  readonly #periods: readonly ResultPeriod[];
  readonly #signal: AbortSignal;
  #state: FetchState;
  /** The rows of all periods; the rows of this one, the same where there is one alone, and its numbers. */
  #seen = new SeenRows();
  #seenInPeriod = this.#seen;
  #numbers = new SeenRows('number');

  constructor(
    deps: FetchDeps,
    query: Pick<CallResultQuery, 'campaignId' | 'customField'>,
    periods: readonly ResultPeriod[],
    state: FetchState,
    signal: AbortSignal,
  ) {
    this.#deps = deps;
    this.#query = query;
    this.#periods = periods;
    this.#state = state;
    this.#signal = signal;
    this.#forgetPeriod();
  }

  /** Goes on until all is there. @throws DialdeskError as the interface, `local_disk`, `cancelled` */
  async run(): Promise<FetchState> {
    await this.#restore();
    while (this.#state.period < this.#periods.length && !this.#state.cut) await this.#fetchPeriod();
    return this.#state;
  }

  async #restore(): Promise<void> {
    const { lines } = this.#deps;
    const whole =
      this.#state.bytes > 0 && (await lines.restore(this.#state.bytes, (row) => void this.#add(row)));
    if (!whole) {
      this.#seen = new SeenRows();
      this.#forgetPeriod();
      this.#state = notBegun;
      await lines.clear();
    }
    // Of several periods it is not known which rows were this one's: it begins anew, and no row is kept twice.
    if (this.#periods.length > 1) {
      this.#forgetPeriod();
      this.#set({ page: 0, passes: 0 });
    }
  }

  /** @returns whether the row had not come before, in any period */
  #add(row: CallResultRow): boolean {
    this.#numbers.add(row);
    if (this.#seenInPeriod !== this.#seen) this.#seenInPeriod.add(row);
    return this.#seen.add(row);
  }

  #forgetPeriod(): void {
    this.#seenInPeriod = this.#periods.length > 1 ? new SeenRows() : this.#seen;
    this.#numbers = new SeenRows('number');
  }

  async #fetchPeriod(): Promise<void> {
    if (this.#state.page === 0) await this.#begin();
    let news = true;
    for (;;) {
      const { page, size, total, cut } = this.#state;
      if (cut || size === 0) break;
      const last = total === null ? 0 : Math.ceil(total / size);
      if (page > last && !news) break;
      const { width, pauseMs } = this.#deps.pace;
      const count = page > last ? 1 : Math.min(width, last - page + 1);
      if (pauseMs > 0) await this.#deps.wait(pauseMs, this.#signal);
      news = await this.#group(Array.from({ length: count }, (_, index) => page + index));
    }
    this.#endPass();
  }

  /** The first page by either count. */
  async #begin(): Promise<void> {
    const first = await this.#ask(1);
    this.#set({ highest: first.total, news: false });
    await this.#take(first.rows, {
      page: 2,
      total: first.total,
      // a system may give shorter pages than it was asked for
      size: Math.max(first.rows.length, first.total === null || first.total <= first.rows.length ? 1 : 0),
    });
    const zero = await this.#ask(0).catch((error: unknown) => {
      // a page 0 that is refused is none
      if (error instanceof DialdeskError && error.code === 'result_code') return null;
      throw error;
    });
    const before = this.#seenInPeriod.size;
    if (zero !== null) {
      await this.#take(zero.rows, {
        total: zero.total ?? this.#state.total,
        size: Math.max(this.#state.size, zero.rows.length),
      });
    }
    if (first.rows.length === 0 && (zero === null || zero.rows.length === 0)) return;
    this.#set({ firstPage: this.#seenInPeriod.size > before ? 0 : 1 });
  }

  /** Asks for pages side by side. @returns whether the last of them brought something new */
  async #group(pages: readonly number[]): Promise<boolean> {
    const answers = await Promise.allSettled(pages.map((page) => this.#ask(page)));
    let news = false;
    for (const [index, answer] of answers.entries()) {
      // what came before the failure is kept: it goes on from there
      if (answer.status === 'rejected') throw answer.reason;
      const before = this.#seenInPeriod.size;
      const { rows, total } = answer.value;
      await this.#take(rows, { page: (pages[index] ?? 0) + 1, total: total ?? this.#state.total });
      news = this.#seenInPeriod.size > before;
      if (this.#state.cut) break;
    }
    return news;
  }

  #ask(page: number): Promise<{ rows: CallResultRow[]; total: number | null }> {
    const period = this.#periods[this.#state.period];
    if (!period) throw new DialdeskError('internal', 'no such period');
    return this.#deps.ask(
      { ...this.#query, ...period, pageSize: resultPageSize.final, pageNum: page },
      this.#signal,
    );
  }

  async #take(rows: readonly CallResultRow[], change: Partial<FetchState>): Promise<void> {
    const { mostRows = 2_000_000 } = this.#deps;
    const before = this.#seenInPeriod.size;
    const fresh = rows.filter((row) => this.#add(row));
    const kept = fresh.slice(0, Math.max(0, mostRows - this.#state.rows));
    const bytes = await this.#deps.lines.append(kept);
    this.#set({
      ...change,
      highest: Math.max(this.#state.highest ?? 0, change.total ?? 0),
      news: this.#state.news || this.#seenInPeriod.size > before,
      bytes: this.#state.bytes + bytes,
      rows: this.#state.rows + kept.length,
      cut: kept.length < fresh.length,
    });
    this.#deps.progress(this.#state.rows, this.#state.total);
  }

  /** All pages were turned: once more, or on to the next period. */
  #endPass(): void {
    const { total, highest, passes, period, missing, news, cut } = this.#state;
    const lacking = total === null ? null : Math.max(0, total - this.#seenInPeriod.size);
    // of one list a number has one result: two of them are an earlier and a later one
    const twice = this.#query.customField !== undefined && total !== null && total > this.#numbers.size;
    const moved = total !== null && (total < (highest ?? 0) || twice);
    if (!cut && news && passes + 1 < mostPasses && (moved || (lacking ?? 0) > 0)) {
      this.#set({ page: 0, passes: passes + 1 });
      return;
    }
    this.#forgetPeriod();
    this.#set({
      period: period + 1,
      page: 0,
      passes: 0,
      size: 0,
      missing: lacking === null || (missing === null && period > 0) ? null : (missing ?? 0) + lacking,
    });
  }

  #set(change: Partial<FetchState>): void {
    this.#state = { ...this.#state, ...change };
    this.#deps.keep(this.#state);
  }
}
