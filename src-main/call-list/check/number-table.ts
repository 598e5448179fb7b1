import { numberKeyWords, packedLength, packedTail, unpackNumber } from './packed-number.ts';

/** Numbers in a block of keys: blocks are never copied, so that growing touches no memory twice. */
const blockBits = 14;
const blockSize = 1 << blockBits;
/** How many codes of prefixes there are: of three characters, with four bits each. */
export const prefixCodes = 4096;
/** A table that is large already grows by less. */
const largeTable = 1 << 21;

/**
 * Numbers, each with an identity counted from 0: an open-addressing hash table over packed numbers in typed
 * arrays. A million numbers take 28 MB, a Set of strings about 90.
 */
export class NumberTable {
  #count = 0;
  readonly #keys: Uint32Array[] = [];
  /**
   * Two words a slot: identity + 1, or 0 for a free one, and the hash, side by side so that looking takes one line of
   * the processor's cache, and another one only for a number that is there. At most five of eight slots are taken.
   */
  #slots = new Int32Array(8192);

  get count(): number {
    return this.#count;
  }

  /** The identity of a number; the next free one if it is new. */
  intern(a: number, b: number, c: number): number {
    const hash = mixed(a, b, c);
    const slot = this.#slot(hash, a, b, c);
    const known = this.#slots[slot] as number;
    if (known !== 0) return known - 1;
    const id = this.#count;
    this.#count += 1;
    this.#slots[slot] = this.#count;
    this.#slots[slot + 1] = hash;
    const key = (id & (blockSize - 1)) * numberKeyWords;
    if (key === 0) this.#keys.push(new Uint32Array(blockSize * numberKeyWords));
    const keys = this.#keys[id >>> blockBits] as Uint32Array;
    keys[key] = a;
    keys[key + 1] = b;
    keys[key + 2] = c;
    if (this.#count * 16 > this.#slots.length * 5) this.#rehash();
    return id;
  }

  /**
   * The identities of many numbers, packed one behind the other, into `ids`. Nearly every look-up misses the
   * processor's cache; their slots are touched beforehand, so that many are fetched at a time.
   */
  internAll(keys: Uint32Array, count: number, ids: Uint32Array): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let i = 0; i < count; i += 1) {
      const key = i * numberKeyWords;
      const hash = mixed(keys[key] as number, keys[key + 1] as number, keys[key + 2] as number);
      // Written somewhere, or the compiler would leave the touching out.
      ids[i] = slots[(hash << 1) & mask] as number;
    }
    for (let i = 0; i < count; i += 1) {
      const key = i * numberKeyWords;
      ids[i] = this.intern(keys[key] as number, keys[key + 1] as number, keys[key + 2] as number);
    }
  }

  has(a: number, b: number, c: number): boolean {
    return this.#slots[this.#slot(mixed(a, b, c), a, b, c)] !== 0;
  }

  /** The number of an identity, as text. */
  text(id: number): string {
    return unpackNumber(this.#keys[id >>> blockBits] as Uint32Array, (id & (blockSize - 1)) * numberKeyWords);
  }

  /** Copies a number as it is packed; see packed-number.ts. */
  copyKey(id: number, into: Uint32Array, at: number): void {
    const keys = this.#keys[id >>> blockBits] as Uint32Array;
    const key = (id & (blockSize - 1)) * numberKeyWords;
    into[at] = keys[key] as number;
    into[at + 1] = keys[key + 1] as number;
    into[at + 2] = keys[key + 2] as number;
  }

  /** The first three characters of a number as one of `prefixCodes` codes. */
  prefix(id: number): number {
    const keys = this.#keys[id >>> blockBits] as Uint32Array;
    return (keys[(id & (blockSize - 1)) * numberKeyWords] as number) & (prefixCodes - 1);
  }

  /** How many characters a number has. */
  length(id: number): number {
    return packedLength(this.#keys[id >>> blockBits] as Uint32Array, (id & (blockSize - 1)) * numberKeyWords);
  }

  /** The digit at a place of a number, from 0; -1 where there is none. */
  digit(id: number, place: number): number {
    const code = this.#code(id, place);
    return code > 10 ? -1 : code - 1;
  }

  /** How a number ends; see `packedTail`. */
  tail(id: number): number {
    return packedTail(this.#keys[id >>> blockBits] as Uint32Array, (id & (blockSize - 1)) * numberKeyWords);
  }

  /** See packed-number.ts. */
  #code(id: number, place: number): number {
    const key = (id & (blockSize - 1)) * numberKeyWords + (place >>> 3);
    return (((this.#keys[id >>> blockBits] as Uint32Array)[key] as number) >>> ((place & 7) << 2)) & 15;
  }

  /** The place of the slot that holds the number, or of the free one where it belongs. */
  #slot(hash: number, a: number, b: number, c: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (hash << 1) & mask;
    for (;;) {
      const known = slots[slot] as number;
      if (known === 0) return slot;
      if (slots[slot + 1] === hash && this.#isKey(known - 1, a, b, c)) return slot;
      slot = (slot + 2) & mask;
    }
  }

  #isKey(id: number, a: number, b: number, c: number): boolean {
    const keys = this.#keys[id >>> blockBits] as Uint32Array;
    const key = (id & (blockSize - 1)) * numberKeyWords;
    return keys[key] === a >>> 0 && keys[key + 1] === b >>> 0 && keys[key + 2] === c >>> 0;
  }

  #rehash(): void {
    const old = this.#slots;
    // Filled, so that each page of it is mapped once, by a write; read first, each would be mapped twice.
    const slots = new Int32Array(old.length * (old.length < largeTable ? 4 : 2)).fill(0);
    const mask = slots.length - 1;
    for (let from = 0; from < old.length; from += 2) {
      if (old[from] === 0) continue;
      const hash = old[from + 1] as number;
      let slot = (hash << 1) & mask;
      while (slots[slot] !== 0) slot = (slot + 2) & mask;
      slots[slot] = old[from] as number;
      slots[slot + 1] = hash;
    }
    this.#slots = slots;
  }
}

/** Lists of numbers are often consecutive: every bit of the words must reach the low bits that choose the slot. */
function mixed(a: number, b: number, c: number): number {
  let h = Math.imul(a ^ (a >>> 15), 0x85ebca6b);
  h = Math.imul((h ^ b) + (h >>> 13), 0xc2b2ae35);
  h = Math.imul((h ^ c) + (h >>> 16), 0x27d4eb2f);
  return h ^ (h >>> 15);
}
