import type { DuplicatePolicy } from '../../contract/call-list.ts';
import { GrowingArray } from './growing-array.ts';
import { numberKeyWords } from './packed-number.ts';
import type { NumberTable } from './number-table.ts';
import { RowSet } from './row-set.ts';
import { rowState, type RowStates } from './row-states.ts';

/** A row that is left out because another one calls the same number. */
export interface DuplicateRow {
  readonly row: number;
  /** The identity of the number they share, as this row writes it. */
  readonly number: number;
  /** The row that is kept; with policy `none` the first other row with the number. */
  readonly other: number;
  /** The identity of the same number as the other row writes it. */
  readonly otherNumber: number;
}

/** As many numbers as are looked up at a time. */
const batch = 1024;

/**
 * Which numbers each row without errors calls, in 8 bytes a row and 4 a number. Who is a duplicate is decided when
 * all rows are known, and decided anew when an edit changes a row, always by the same code.
 */
export class CalledRows {
  readonly #table: NumberTable;
  readonly #rows = new GrowingArray();
  /** Where each row's numbers begin in #numbers. */
  readonly #from = new GrowingArray();
  readonly #numbers = new GrowingArray();
  /** Numbers that have been added and not yet looked up, packed. */
  readonly #pending = new Uint32Array(batch * numberKeyWords);
  #pendingCount = 0;
  readonly #ids = new Uint32Array(batch);
  /** Rows that were edited: their numbers as they are now, in place of those above. */
  readonly #edited = new Map<number, readonly number[]>();
  #leftOut = new RowSet();
  #keptOut = this.#leftOut;

  /** @param table where each number gets its identity */
  constructor(table: NumberTable) {
    this.#table = table;
  }

  /**
   * Adds a row with its numbers, packed, from word `from` to `to`. Rows come in order, but for those of which nothing
   * will be sent.
   */
  add(row: number, keys: Uint32Array, from: number, to: number): void {
    this.#rows.push(row);
    this.#from.push(this.#numbers.length + this.#pendingCount);
    for (let i = from; i < to; i += numberKeyWords)
      this.#addNumber(keys[i] as number, keys[i + 1] as number, keys[i + 2] as number);
  }

  #addNumber(a: number, b: number, c: number): void {
    const at = this.#pendingCount * numberKeyWords;
    this.#pending[at] = a;
    this.#pending[at + 1] = b;
    this.#pending[at + 2] = c;
    this.#pendingCount += 1;
    if (this.#pendingCount === batch) this.#lookUp();
  }

  #lookUp(): void {
    this.#table.internAll(this.#pending, this.#pendingCount, this.#ids);
    for (let i = 0; i < this.#pendingCount; i += 1) this.#numbers.push(this.#ids[i] as number);
    this.#pendingCount = 0;
  }

  /** Replaces the numbers of a row; none if it has errors now. */
  replace(row: number, numbers: readonly number[]): void {
    this.#edited.set(row, numbers);
  }

  /** Takes a row out that is not to be sent after all, until it is edited. */
  leaveOut(row: number): void {
    if (this.#edited.has(row)) this.#edited.set(row, []);
    else this.#leftOut.add(row);
  }

  /** Keeps which rows are left out, for `takeBack`. */
  keep(): void {
    this.#keptOut = this.#leftOut.copy();
  }

  /** Takes those rows in again that were left out since; none may have been edited. */
  takeBack(): void {
    this.#leftOut = this.#keptOut.copy();
  }

  /** Calls back for each row that has numbers, in row order, with the identities of its numbers: good until it returns. */
  each(visit: (row: number, numbers: ArrayLike<number>) => void): void {
    this.#lookUp();
    const few = Array.from({ length: 9 }, (_, length) => new Uint32Array(length));
    const pending = [...this.#edited.keys()].sort((a, b) => a - b);
    let next = 0;
    const { length } = this.#rows;
    let end = 0;
    for (let i = 0; i < length; i += 1) {
      const row = this.#rows.at(i);
      const begin = end;
      end = i + 1 < length ? this.#from.at(i + 1) : this.#numbers.length;
      for (; next < pending.length && (pending[next] as number) < row; next += 1) {
        this.#visitEdited(pending[next] as number, visit);
      }
      if (pending.length > 0 && this.#edited.has(row)) continue; // its turn comes with the next row, or came
      if (this.#leftOut.has(row)) continue;
      const numbers = few[end - begin] ?? new Uint32Array(end - begin);
      for (let k = begin; k < end; k += 1) numbers[k - begin] = this.#numbers.at(k);
      visit(row, numbers);
    }
    for (; next < pending.length; next += 1) this.#visitEdited(pending[next] as number, visit);
  }

  /** How many identities there are. */
  countNumbers(): number {
    this.#lookUp();
    return this.#table.count;
  }

  #visitEdited(row: number, visit: (row: number, numbers: ArrayLike<number>) => void): void {
    const numbers = this.#edited.get(row) ?? [];
    if (numbers.length > 0) visit(row, numbers);
  }
}

/**
 * Decides which rows are duplicates and notes it in the states: rows with numbers become `ready` or `duplicate`.
 *
 * @param same for each identity the first one that is the same number (see same-numbers.ts); undefined where all differ
 * @param report called for each row that is left out, in row order
 */
export function decideDuplicates(
  rows: CalledRows,
  policy: DuplicatePolicy,
  states: RowStates,
  same: Uint32Array | undefined,
  report: (duplicate: DuplicateRow) => void,
): void {
  if (policy === 'keep-all') {
    rows.each((row) => states.setState(row, rowState.ready));
    return;
  }
  const owners = new Owners(rows.countNumbers(), same);
  if (policy === 'first') {
    const isTaken = (id: number): boolean => owners.of(id) !== 0;
    rows.each((row, numbers) => {
      const taken = find(numbers, isTaken);
      states.setState(row, taken === -1 ? rowState.ready : rowState.duplicate);
      if (taken !== -1) report(owners.duplicate(row, taken));
      else for (let i = 0; i < numbers.length; i += 1) owners.set(numbers[i] as number, row);
    });
    return;
  }
  if (policy === 'last') {
    keepLast(rows, owners, states, report);
    return;
  }
  const seconds = new Owners(rows.countNumbers(), same);
  rows.each((row, numbers) => {
    for (let i = 0; i < numbers.length; i += 1) {
      const id = numbers[i] as number;
      const first = owners.of(id);
      if (first === 0) owners.set(id, row);
      else if (first !== row && seconds.of(id) === 0) seconds.set(id, row);
    }
  });
  const isShared = (id: number): boolean => seconds.of(id) !== 0;
  rows.each((row, numbers) => {
    const shared = find(numbers, isShared);
    states.setState(row, shared === -1 ? rowState.ready : rowState.duplicate);
    if (shared === -1) return;
    report((owners.of(shared) === row ? seconds : owners).duplicate(row, shared));
  });
}

/** The row that each number is called by, and how that row writes it. */
class Owners {
  readonly #rows: Uint32Array;
  readonly #same: Uint32Array | undefined;
  /** Needed only where one number may be written in two ways. */
  readonly #written: Uint32Array | undefined;

  constructor(count: number, same: Uint32Array | undefined) {
    this.#rows = new Uint32Array(count);
    this.#same = same;
    this.#written = same && new Uint32Array(count);
  }

  /** The row that calls the number; 0 if none does. */
  of(id: number): number {
    return this.#rows[this.#same === undefined ? id : (this.#same[id] as number)] as number;
  }

  set(id: number, row: number): void {
    const number = this.#same === undefined ? id : (this.#same[id] as number);
    this.#rows[number] = row;
    if (this.#written !== undefined) this.#written[number] = id;
  }

  duplicate(row: number, id: number): DuplicateRow {
    const number = this.#same === undefined ? id : (this.#same[id] as number);
    return {
      row,
      number: id,
      other: this.#rows[number] as number,
      otherNumber: this.#written?.[number] ?? id,
    };
  }
}

/** The last row stays: the same as keeping the first, read from the end. */
function keepLast(
  rows: CalledRows,
  owners: Owners,
  states: RowStates,
  report: (duplicate: DuplicateRow) => void,
): void {
  const order = new GrowingArray();
  const from = new GrowingArray();
  const ids = new GrowingArray();
  rows.each((row, numbers) => {
    order.push(row);
    from.push(ids.length);
    for (let i = 0; i < numbers.length; i += 1) ids.push(numbers[i] as number);
  });
  const duplicates: DuplicateRow[] = [];
  let end = ids.length;
  for (let i = order.length - 1; i >= 0; i -= 1) {
    const row = order.at(i);
    const begin = from.at(i);
    let taken = -1;
    for (let at = begin; at < end && taken === -1; at += 1)
      if (owners.of(ids.at(at)) !== 0) taken = ids.at(at);
    states.setState(row, taken === -1 ? rowState.ready : rowState.duplicate);
    if (taken !== -1) duplicates.push(owners.duplicate(row, taken));
    else for (let at = begin; at < end; at += 1) owners.set(ids.at(at), row);
    end = begin;
  }
  for (const duplicate of duplicates.reverse()) report(duplicate);
}

function find(numbers: ArrayLike<number>, test: (id: number) => boolean): number {
  for (let i = 0; i < numbers.length; i += 1) {
    if (test(numbers[i] as number)) return numbers[i] as number;
  }
  return -1;
}
