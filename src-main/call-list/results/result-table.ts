import type { CallResultRow } from '../../contract/call-result-rows.ts';
import { ownPages } from '../../platform/own-pages.ts';
import type { LinePlace } from './result-lines.ts';

/** A result, and whether it was found for a row of the list before. */
export interface FoundResult {
  readonly index: number;
  readonly row: CallResultRow;
}

/** Gives the rows of results again, by their places. */
export interface RowSource {
  readonly row: (place: LinePlace) => CallResultRow;
}

/**
 * The final results of a list's numbers, found by number. The rows stay in their file: of each there are its place and
 * a hash of its number, some 30 bytes. Of a number with the same session ID only the latest counts: it may have been
 * called anew while the results were fetched.
 */
export class ResultTable {
  readonly #source: RowSource;
  #capacity: number;
  #heads: Int32Array;
  #next: Int32Array;
  #hashes: Uint32Array;
  #places: Float64Array;
  #lengths: Uint32Array;
  #used: Uint8Array;
  #size = 0;
  #superseded = 0;

  /** @param expected how many rows there are, as far as it is known: then nothing has to be moved */
  constructor(source: RowSource, expected = 0) {
    this.#source = source;
    const capacity = Math.max(1 << 12, expected);
    this.#capacity = capacity;
    this.#heads = emptyHeads(capacity);
    this.#next = new Int32Array(ownPages(capacity * 4));
    this.#hashes = new Uint32Array(ownPages(capacity * 4));
    this.#places = new Float64Array(ownPages(capacity * 8));
    this.#lengths = new Uint32Array(ownPages(capacity * 4));
    this.#used = new Uint8Array(ownPages(capacity));
  }

  /** How many numbers have a result. */
  get size(): number {
    return this.#size;
  }

  /** Results that a later one of the same number has replaced. */
  get superseded(): number {
    return this.#superseded;
  }

  add(row: CallResultRow, place: LinePlace): void {
    const called = row.called ?? '';
    const same = this.find(called).find((found) => found.row.sessionId === row.sessionId);
    if (same !== undefined) {
      this.#superseded += 1;
      if (isLater(row, same.row)) this.#put(same.index, place);
      return;
    }
    if (this.#size === this.#capacity) this.#grow();
    const index = this.#size;
    this.#size += 1;
    const hash = hashOf(called);
    this.#hashes[index] = hash;
    this.#put(index, place);
    this.#link(index, hash);
  }

  /** The results of a number, of whatever session. */
  find(called: string): FoundResult[] {
    const hash = hashOf(called);
    const found: FoundResult[] = [];
    let index = this.#heads[hash % this.#heads.length] ?? -1;
    for (; index !== -1; index = this.#next[index] ?? -1) {
      if (this.#hashes[index] !== hash) continue;
      const row = this.#row(index);
      if ((row.called ?? '') === called) found.push({ index, row });
    }
    return found;
  }

  /** Marks a result as one of the list's. @returns whether it was not marked before */
  use(index: number): boolean {
    const first = this.#used[index] !== 1;
    this.#used[index] = 1;
    return first;
  }

  /** The results that no row of the list has asked for. */
  *unused(): Generator<CallResultRow> {
    for (let index = 0; index < this.#size; index++) {
      if (this.#used[index] !== 1) yield this.#row(index);
    }
  }

  #row(index: number): CallResultRow {
    return this.#source.row({ at: this.#places[index] as number, length: this.#lengths[index] as number });
  }

  #put(index: number, { at, length }: LinePlace): void {
    this.#places[index] = at;
    this.#lengths[index] = length;
  }

  #link(index: number, hash: number): void {
    const slot = hash % this.#heads.length;
    this.#next[index] = this.#heads[slot] ?? -1;
    this.#heads[slot] = index;
  }

  #grow(): void {
    const capacity = this.#capacity * 2;
    const moved = <T extends Int32Array | Uint32Array | Float64Array | Uint8Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.#capacity = capacity;
    this.#next = new Int32Array(ownPages(capacity * 4));
    this.#hashes = moved(new Uint32Array(ownPages(capacity * 4)), this.#hashes);
    this.#places = moved(new Float64Array(ownPages(capacity * 8)), this.#places);
    this.#lengths = moved(new Uint32Array(ownPages(capacity * 4)), this.#lengths);
    this.#used = moved(new Uint8Array(ownPages(capacity)), this.#used);
    this.#heads = emptyHeads(capacity);
    for (let index = 0; index < this.#size; index++) this.#link(index, this.#hashes[index] as number);
  }
}

const emptyHeads = (capacity: number): Int32Array => new Int32Array(ownPages(capacity * 4)).fill(-1);

/** Times are `yyyy-mm-dd hh:mm:ss`: what is later in a text is later in time. */
export function isLater(row: CallResultRow, than: CallResultRow): boolean {
  return (row.time ?? '') > (than.time ?? '');
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619) >>> 0;
  return (hash ^ (hash >>> 15)) >>> 0;
}
