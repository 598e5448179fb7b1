import type { CallResultRow } from '../../contract/call-result-rows.ts';
import type { FailedBy, ResultCounts } from '../../contract/call-results.ts';

/** So many kinds of failure are counted apart; a call centre has about a hundred. */
const mostKinds = 500;

/** Counts outcomes as they come. */
export class OutcomeCounts {
  readonly #failed = new Map<string, { failCode: string | null; resultCode: string | null; count: number }>();
  #connected = 0;
  #unknown = 0;
  #none = 0;
  #again = 0;
  #others = 0;

  /** A row's result, or that it has none. */
  add(row: CallResultRow | undefined): void {
    if (row === undefined) this.#none += 1;
    else if (row.outcome === 'connected') this.#connected += 1;
    else if (row.outcome === 'unknown') this.#unknown += 1;
    else this.#addFailed(row);
  }

  /** A row whose number has its result at an earlier row. */
  addAgain(): void {
    this.#again += 1;
  }

  /** A result of a number that is not in the list. */
  addOther(): void {
    this.#others += 1;
  }

  get counts(): ResultCounts {
    const failedBy: FailedBy[] = [...this.#failed.values()].toSorted((a, b) => b.count - a.count);
    return {
      connected: this.#connected,
      failed: failedBy.reduce((sum, { count }) => sum + count, 0),
      unknown: this.#unknown,
      none: this.#none,
      again: this.#again,
      others: this.#others,
      failedBy,
    };
  }

  #addFailed({ failCode, resultCode }: CallResultRow): void {
    const key = this.#failed.size < mostKinds ? `${failCode}\0${resultCode}` : '';
    const known = this.#failed.get(key);
    if (known) known.count += 1;
    else if (key === '') this.#failed.set(key, { failCode: null, resultCode: null, count: 1 });
    else this.#failed.set(key, { failCode, resultCode, count: 1 });
  }
}
