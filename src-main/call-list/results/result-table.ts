import type { CallResultRow } from '../../contract/call-result-rows.ts';
import { ByteStore } from '../check/byte-store.ts';
import { lineOf, rowOf } from './result-lines.ts';

/** A result, and whether it was found for a row of the list before. */
export interface FoundResult {
  readonly index: number;
  readonly row: CallResultRow;
}

/**
 * The final results of a list's numbers, found by number. A result is kept as its line, about 100 bytes, and its place
 * in a hash table. Of a number with the same session ID only the latest counts: it may have been called anew while the
 * results were fetched.
 */
export class ResultTable {
  readonly #store = new ByteStore();
  #heads = new Int32Array(1 << 16).fill(-1);
  #next = new Int32Array(1 << 15);
  #hashes = new Uint32Array(1 << 15);
  #places = new Float64Array(1 << 15);
  #lengths = new Uint32Array(1 << 15);
  #used = new Uint8Array(1 << 15);
  #size = 0;
  #superseded = 0;

  /** How many numbers have a result. */
  get size(): number {
    return this.#size;
  }

  /** Results that a later one of the same number has replaced. */
  get superseded(): number {
    return this.#superseded;
  }

  add(row: CallResultRow): void {
    const called = row.called ?? '';
    const same = this.find(called).find((found) => found.row.sessionId === row.sessionId);
    const line = Buffer.from(lineOf(row));
    // longer than any answer of sense, and than the store takes
    if (line.length > 1 << 16) return;
    if (same !== undefined) {
      this.#superseded += 1;
      if (isLater(row, same.row)) this.#put(same.index, line);
      return;
    }
    if (this.#size === this.#next.length) this.#grow();
    const index = this.#size;
    this.#size += 1;
    const hash = hashOf(called);
    this.#hashes[index] = hash;
    this.#put(index, line);
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
    return rowOf(this.#store.text(this.#places[index] as number, this.#lengths[index] as number));
  }

  #put(index: number, line: Buffer): void {
    this.#places[index] = this.#store.add(line, 0, line.length);
    this.#lengths[index] = line.length;
  }

  #link(index: number, hash: number): void {
    const slot = hash % this.#heads.length;
    this.#next[index] = this.#heads[slot] ?? -1;
    this.#heads[slot] = index;
  }

  #grow(): void {
    const capacity = this.#next.length * 2;
    const doubled = <T extends Int32Array | Uint32Array | Float64Array | Uint8Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.#next = new Int32Array(capacity);
    this.#hashes = doubled(new Uint32Array(capacity), this.#hashes);
    this.#places = doubled(new Float64Array(capacity), this.#places);
    this.#lengths = doubled(new Uint32Array(capacity), this.#lengths);
    this.#used = doubled(new Uint8Array(capacity), this.#used);
    this.#heads = new Int32Array(capacity * 2).fill(-1);
    for (let index = 0; index < this.#size; index++) this.#link(index, this.#hashes[index] as number);
  }
}

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
