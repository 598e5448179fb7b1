import { keyOf } from '../do-not-call/listed-numbers.ts';
import { readingsOf, writtenNumber } from '../do-not-call/number-readings.ts';
import { homeOfTable } from './home-of-table.ts';
import type { NumberTable } from './number-table.ts';
import { TailSet } from './packed-number.ts';

/**
 * Which of the numbers of a list are one number, written in two ways: 8613800138000, 013800138000 and 13800138000. They
 * are compared by what they most likely are, as called numbers and a do-not-call list are; where the country of one of
 * them is a judgement, they are two, because a customer who is called twice is better than one who is not called.
 *
 * Nearly every list writes its numbers in one way, and costs one look at each.
 */
export class SameNumbers {
  readonly #table: NumberTable;
  #home = '';
  /** How many identities have been looked at. */
  #seen = 0;
  #isMixed = false;
  #first: Uint32Array = new Uint32Array(0);

  readonly #known: string | undefined;

  /**
   * @param table of the list's numbers as they are written
   * @param home the calling code of the country they are in, if it is known
   */
  constructor(table: NumberTable, home?: string) {
    this.#table = table;
    this.#known = home;
  }

  /**
   * For each identity the first one that is the same number; undefined where all numbers differ. Numbers that have been
   * added since the last call are looked at.
   */
  find(): Uint32Array | undefined {
    const { count } = this.#table;
    if (count === this.#seen) return this.#isMixed ? this.#first : undefined;
    for (let id = this.#seen; id < count && !this.#isMixed; id += 1) this.#isMixed = !this.#isUsual(id);
    this.#seen = count;
    if (!this.#isMixed) return undefined;
    this.#home = this.#known ?? homeOfTable(this.#table);
    this.#first = this.#firstOfEach(count);
    return this.#first;
  }

  /** Whether a number is written as nearly all are in China: a mobile number, or a fixed one with its 0. No two of them are one. */
  #isUsual(id: number): boolean {
    const length = this.#table.length(id);
    const first = this.#table.digit(id, 0);
    const second = this.#table.digit(id, 1);
    if (first === 1) return length === 11 && second >= 3;
    return first === 0 && length > 9 && (second > 1 || (second === 1 && this.#table.digit(id, 2) === 0));
  }

  #firstOfEach(count: number): Uint32Array {
    const first = Uint32Array.from({ length: count }, (_, id) => id);
    const once = new TailSet();
    const again = new TailSet();
    for (let id = 0; id < count; id += 1) {
      const tail = this.#table.tail(id);
      if (tail >= 0) (once.has(tail) ? again : once).add(tail);
    }
    const forms = new Map<string, number>();
    for (let id = 0; id < count; id += 1) {
      const tail = this.#table.tail(id);
      if (tail < 0 || !again.has(tail)) continue;
      const [reading] = readingsOf(writtenNumber(this.#table.text(id), false), this.#home);
      if (reading === undefined || reading.country === '') continue;
      const key = keyOf(reading);
      const known = forms.get(key);
      if (known === undefined) forms.set(key, id);
      else first[id] = known;
    }
    return first;
  }
}
