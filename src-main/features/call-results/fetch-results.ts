import * as v from 'valibot';
import { resultPageSize, type CallResultQuery } from '../../contract/call-result-rows.ts';
import { detailsOf } from '../../contract/error-details.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { resultMeaning } from '../../contract/result-codes.ts';
import type { ResultPeriod } from './result-periods.ts';
import type { PageStore, PeriodCounts, ReadPage } from './result-pages.ts';

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

/** A page of results that was asked for, and is held by the store. */
export interface AskedPage extends ReadPage {
  /** How many rows there are in all; null where the system does not say. */
  readonly total: number | null;
}

export interface FetchDeps {
  readonly ask: (query: CallResultQuery, signal: AbortSignal) => Promise<AskedPage>;
  readonly pages: PageStore;
  /** How many pages are asked for side by side. */
  readonly width: number;
  /** Asks for pages together once it is their turn: the call centre's pace is that of all who ask it. */
  readonly inTurn: <T>(ask: () => Promise<T>) => Promise<T>;
  /** Keeps the state. */
  readonly keep: (state: FetchState) => void;
  readonly progress: (rows: number, total: number | null) => void;
  /** The most rows that are fetched. Default two million. */
  readonly mostRows?: number;
}

const nothingYet: PeriodCounts = { seen: 0, numbers: 0 };

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
  #counts: PeriodCounts = nothingYet;

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
  }

  /** Goes on until all is there. @throws DialdeskError as the interface, `local_disk`, `cancelled` */
  async run(): Promise<FetchState> {
    await this.#restore();
    while (this.#state.period < this.#periods.length && !this.#state.cut) await this.#fetchPeriod();
    return this.#state;
  }

  async #restore(): Promise<void> {
    const { pages } = this.#deps;
    const kept = await pages.restore(this.#state.bytes);
    if (kept === null) this.#state = notBegun;
    this.#counts = kept ?? nothingYet;
    // Of several periods it is not known which rows were this one's: it begins anew, and no row is kept twice.
    if (this.#periods.length > 1) {
      await this.#beginPeriod();
      this.#set({ page: 0, passes: 0 });
    }
  }

  async #beginPeriod(): Promise<void> {
    await this.#deps.pages.beginPeriod();
    this.#counts = nothingYet;
  }

  async #fetchPeriod(): Promise<void> {
    if (this.#state.page === 0) await this.#begin();
    let news = true;
    for (;;) {
      const { page, size, total, cut, firstPage } = this.#state;
      if (cut || size === 0) break;
      const last = total === null ? 0 : Math.ceil(total / size) - (firstPage === 0 ? 1 : 0);
      if (page > last && !news) break;
      const beyond = page > last;
      const count = beyond ? 1 : Math.min(this.#deps.width, last - page + 1);
      const pages = Array.from({ length: count }, (_, index) => page + index);
      news = await this.#group(pages, beyond);
    }
    await this.#endPass();
  }

  /**
   * The first page by either count. Page 0 is kept first: until page 1 is kept as well, a restart begins here.
   */
  async #begin(): Promise<void> {
    const [one, zero] = await this.#askGroup([1, 0]);
    const [first, before] = [pageOrNone(one), pageOrNone(zero)];
    // neither is a page: that is what is said
    if (first === null && before === null) throw (one as PromiseRejectedResult).reason;
    const total = first?.total ?? before?.total ?? null;
    // a system may give shorter pages than it was asked for
    const size = Math.max(first?.rows ?? 0, before?.rows ?? 0);
    if (before !== null) await this.#take(before, { page: 0, total, size });
    const seen = this.#counts.seen;
    if (first !== null) await this.#take(first, { page: 2, total, size });
    else this.#set({ page: 2 });
    if (size === 0 || this.#state.firstPage !== null) return;
    const none = (before?.rows ?? 0) === 0;
    const same = (first?.rows ?? 0) > 0 && this.#counts.seen === seen;
    this.#set({ firstPage: none || same ? 1 : 0 });
  }

  /**
   * Asks for pages side by side, a while after those before.
   * @param beyond the last page that there should be: one that is refused as no page is the end
   * @returns whether the last of them brought something new
   */
  async #group(pages: readonly number[], beyond: boolean): Promise<boolean> {
    const answers = await this.#askGroup(pages);
    let news = false;
    for (const [index, answer] of answers.entries()) {
      if (beyond && pageOrNone(answer) === null) return false;
      // what came before the failure is kept: it goes on from there
      if (answer.status === 'rejected') throw answer.reason;
      const before = this.#counts.seen;
      const { total } = answer.value;
      await this.#take(answer.value, {
        page: (pages[index] ?? 0) + 1,
        total: total ?? this.#state.total,
      });
      news = this.#counts.seen > before;
      if (this.#state.cut) break;
    }
    return news;
  }

  #askGroup(pages: readonly number[]): Promise<PromiseSettledResult<AskedPage>[]> {
    return this.#deps.inTurn(() => Promise.allSettled(pages.map((page) => this.#ask(page))));
  }

  #ask(page: number): Promise<AskedPage> {
    const period = this.#periods[this.#state.period];
    if (!period) throw new DialdeskError('internal', 'no such period');
    return this.#deps.ask(
      { ...this.#query, ...period, pageSize: resultPageSize.final, pageNum: page },
      this.#signal,
    );
  }

  async #take({ id }: AskedPage, change: Partial<FetchState>): Promise<void> {
    const { mostRows = 2_000_000, pages } = this.#deps;
    const before = this.#counts.seen;
    const { fresh, kept, bytes, ...counts } = await pages.take(id, mostRows - this.#state.rows);
    this.#counts = counts;
    this.#set({
      ...change,
      highest: Math.max(this.#state.highest ?? 0, change.total ?? 0),
      news: this.#state.news || counts.seen > before,
      bytes: this.#state.bytes + bytes,
      rows: this.#state.rows + kept,
      cut: kept < fresh,
    });
    this.#deps.progress(this.#state.rows, this.#state.total);
  }

  /** All pages were turned: once more, or on to the next period. */
  async #endPass(): Promise<void> {
    const { total, highest, passes, period, missing, news, cut } = this.#state;
    const lacking = total === null ? null : Math.max(0, total - this.#counts.seen);
    // of one list a number has one result: two of them are an earlier and a later one
    const twice = this.#query.customField !== undefined && total !== null && total > this.#counts.numbers;
    const moved = total !== null && (total < (highest ?? 0) || twice);
    if (!cut && news && passes + 1 < mostPasses && (moved || (lacking ?? 0) > 0)) {
      this.#set({ page: 0, passes: passes + 1, news: false, highest: null });
      return;
    }
    await this.#beginPeriod();
    this.#set({
      period: period + 1,
      page: 0,
      passes: 0,
      size: 0,
      news: false,
      highest: null,
      missing: lacking === null || (missing === null && period > 0) ? null : (missing ?? 0) + lacking,
    });
  }

  #set(change: Partial<FetchState>): void {
    this.#state = { ...this.#state, ...change };
    this.#deps.keep(this.#state);
  }
}

/**
 * A page, or null where the system says that its number is none. Whatever else went wrong says nothing of that.
 * @throws what went wrong
 */
function pageOrNone(answer: PromiseSettledResult<AskedPage> | undefined): AskedPage | null {
  if (answer === undefined) return null;
  if (answer.status === 'fulfilled') return answer.value;
  const { resultCode } =
    answer.reason instanceof DialdeskError ? detailsOf(answer.reason, 'result_code') : {};
  const meaning = resultCode === undefined ? undefined : resultMeaning('callresult', resultCode);
  if (meaning?.startsWith('parameter_') === true) return null;
  throw answer.reason;
}
