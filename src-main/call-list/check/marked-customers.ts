import { ListedNumbers, listing } from '../do-not-call/listed-numbers.ts';
import { writtenNumber, type WrittenNumber } from '../do-not-call/number-readings.ts';
import { certainty, numbersIn } from '../do-not-call/numbers-in-text.ts';
import type { Judgement, Knowledge } from '../known/knowledge.ts';
import { columnNumber, type CallRecord } from './call-record.ts';
import type { CalledNumbers } from './called-cell.ts';
import { GrowingArray } from './growing-array.ts';
import { homeOfTable } from './home-of-table.ts';
import { numberKeyWords, unpackNumber } from './packed-number.ts';
import type { NumberTable } from './number-table.ts';
import { RowSet } from './row-set.ts';

/**
 * The customers whom the list itself marks as not to be called. They stay so, whatever is edited; and a number of
 * theirs is called in no other row either, however that one writes it.
 */
export class MarkedCustomers implements Knowledge {
  readonly #rows = new RowSet();
  /** Their numbers, packed, as the list writes them. */
  readonly #packed = new GrowingArray();
  /** Those of their numbers that cannot be dialled as written. */
  readonly #misspelt: WrittenNumber[] = [];
  #numbers: ListedNumbers | undefined;
  #table: NumberTable | undefined;
  readonly #key = new Uint32Array(numberKeyWords);

  /** Whether any of their numbers is known. */
  get hasNumbers(): boolean {
    return this.#packed.length > 0 || this.#misspelt.length > 0;
  }

  has(row: number): boolean {
    return this.#rows.has(row);
  }

  add(row: number): void {
    this.#rows.add(row);
  }

  /** Notes what a marked row would call. */
  addNumbers(record: CallRecord, called: CalledNumbers): void {
    const proper = new Set<string>();
    for (let i = 0; i < called.count * numberKeyWords; i += numberKeyWords) {
      proper.add(unpackNumber(called.keys, i));
      for (let word = i; word < i + numberKeyWords; word += 1) this.#packed.push(called.keys[word] as number);
    }
    for (const number of numbersIn(record.text(columnNumber.called)))
      if (number.certainty >= certainty.likely && !proper.has(number.digits)) this.#misspelt.push(number);
  }

  lookUp(table: NumberTable, home: string | undefined): void {
    this.#table = table;
    if (this.#numbers !== undefined) return;
    const numbers = new ListedNumbers(home ?? homeOfTable(table));
    this.#numbers = numbers;
    const key = this.#key;
    for (let i = 0; i < this.#packed.length; i += numberKeyWords) {
      for (let word = 0; word < numberKeyWords; word += 1) key[word] = this.#packed.at(i + word);
      numbers.add(writtenNumber(unpackNumber(key, 0), false));
    }
    for (const number of this.#misspelt) numbers.add(number);
  }

  judge(number: number): Judgement | undefined {
    if (this.#numbers === undefined || this.#table === undefined) return undefined;
    this.#table.copyKey(number, this.#key, 0);
    if (this.#numbers.find(this.#key, 0) === listing.no) return undefined;
    return { rule: 'marked-do-not-call', isError: true, detail: this.#table.text(number) };
  }
}
