import { lineOf, type ResultLines } from '../../call-list/results/result-lines.ts';
import type { CallResultRow } from '../../contract/call-result-rows.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { callHash, numberHash, SeenRows } from './seen-rows.ts';

/** A page that was read, and waits until it is its turn to be kept. */
export interface ReadPage {
  readonly id: number;
  /** How many it has. */
  readonly rows: number;
}

/** What has come in a period: rows, and numbers, which may have been called several times. */
export interface PeriodCounts {
  readonly seen: number;
  readonly numbers: number;
}

/** What was new on a page. */
export interface TakenPage extends PeriodCounts {
  /** Rows that had come in no period. */
  readonly fresh: number;
  /** How many of them were kept, and what they take in the file, where they are then. */
  readonly kept: number;
  readonly bytes: number;
}

/** Keeps the rows of results, each once. */
export interface PageStore {
  /**
   * Goes on with what was kept, cut to a length on record; without it, begins anew.
   * @returns null where it begins anew
   */
  readonly restore: (bytes: number) => Promise<PeriodCounts | null>;
  /** Another period begins: what is counted in it is counted from 0. */
  readonly beginPeriod: () => Promise<void>;
  /** Keeps the fresh rows of a page that was read, so many at most. */
  readonly take: (id: number, most: number) => Promise<TakenPage>;
}

interface HeldPage {
  readonly lines: string[];
  /** What each is known by: see seen-rows.ts. */
  readonly calls: number[];
  readonly numbers: number[];
}

/**
 * More than the longest answer has of rows that say anything. An answer of nothing but `{}` has millions, each of which
 * takes many times its bytes here, and ten answers wait side by side.
 */
export const mostRowsOnPage = 100_000;

/**
 * The rows of results as they come: which are new, and their file. Pages come side by side and are kept in their order,
 * so that what is on record of them is what is in the file; meanwhile they wait as lines.
 */
export class ResultPages implements PageStore {
  readonly #lines: Pick<ResultLines, 'restore' | 'clear' | 'append'>;
  readonly #periods: number;
  readonly #held = new Map<number, HeldPage>();
  #lastId = 0;
  /** The rows of all periods; the rows of this one, the same where there is one alone, and its numbers. */
  #seen = new SeenRows();
  #seenInPeriod = this.#seen;
  #numbers = new SeenRows();

  /** @param periods how many there are */
  constructor(lines: Pick<ResultLines, 'restore' | 'clear' | 'append'>, periods: number) {
    this.#lines = lines;
    this.#periods = periods;
    this.#forgetPeriod();
  }

  /** @throws DialdeskError `bad_answer` if there are too many; what `rows` throw. Then nothing of them is held. */
  hold(rows: Iterable<CallResultRow>): ReadPage {
    const page: HeldPage = { lines: [], calls: [], numbers: [] };
    for (const row of rows) {
      if (page.lines.length === mostRowsOnPage) {
        throw new DialdeskError('bad_answer', `the page has more than ${mostRowsOnPage} rows`, {
          details: { cause: 'too_large' },
        });
      }
      page.lines.push(lineOf(row));
      page.calls.push(callHash(row));
      page.numbers.push(numberHash(row));
    }
    this.#lastId += 1;
    this.#held.set(this.#lastId, page);
    return { id: this.#lastId, rows: page.lines.length };
  }

  async take(id: number, most: number): Promise<TakenPage> {
    const page = this.#held.get(id);
    if (page === undefined) throw new Error(`no page ${id}`);
    this.#held.delete(id);
    const fresh = page.lines.filter((_, index) =>
      this.#add(page.calls[index] as number, page.numbers[index] as number),
    );
    const kept = fresh.slice(0, Math.max(0, most));
    const bytes = await this.#lines.append(kept);
    return { ...this.#counts(), fresh: fresh.length, kept: kept.length, bytes };
  }

  async restore(bytes: number): Promise<PeriodCounts | null> {
    const whole =
      bytes > 0 &&
      (await this.#lines.restore(bytes, (row) => void this.#add(callHash(row), numberHash(row))));
    if (whole) return this.#counts();
    this.#seen = new SeenRows();
    this.#forgetPeriod();
    await this.#lines.clear();
    return null;
  }

  beginPeriod(): Promise<void> {
    this.#forgetPeriod();
    return Promise.resolve();
  }

  /** @returns whether the row had not come before, in any period */
  #add(call: number, number: number): boolean {
    this.#numbers.add(number);
    if (this.#seenInPeriod !== this.#seen) this.#seenInPeriod.add(call);
    return this.#seen.add(call);
  }

  #forgetPeriod(): void {
    this.#seenInPeriod = this.#periods > 1 ? new SeenRows() : this.#seen;
    this.#numbers = new SeenRows();
  }

  #counts(): PeriodCounts {
    return { seen: this.#seenInPeriod.size, numbers: this.#numbers.size };
  }
}
