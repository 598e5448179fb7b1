import { numberKeyWords, unpackNumber } from './number-key.ts';

/**
 * Numbers, each with an identity counted from 0: an open-addressing hash table over packed numbers in typed
 * arrays. A million numbers take 28 MB, a Set of strings about 90.
 */
export class NumberTable {
  #count = 0;
  #keys = new Uint32Array(numberKeyWords * 1024);
  /** The text of each prefix that has been asked for, by its twelve bits. */
  readonly #prefixes: (string | undefined)[] = new Array<string | undefined>(4096);
  /** Identity + 1 in each slot, 0 for a free one. At most half of them are taken. */
  #slots = new Uint32Array(2048);

  get count(): number {
    return this.#count;
  }

  /** The identity of a number; the next free one if it is new. */
  intern(a: number, b: number, c: number): number {
    const slot = this.#slot(a, b, c);
    const known = this.#slots[slot] as number;
    if (known !== 0) return known - 1;
    const id = this.#count;
    this.#count += 1;
    this.#slots[slot] = this.#count;
    if (this.#count * numberKeyWords > this.#keys.length) {
      const grown = new Uint32Array(this.#keys.length * 2);
      grown.set(this.#keys);
      this.#keys = grown;
    }
    this.#keys[id * 3] = a;
    this.#keys[id * 3 + 1] = b;
    this.#keys[id * 3 + 2] = c;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  has(a: number, b: number, c: number): boolean {
    return this.#slots[this.#slot(a, b, c)] !== 0;
  }

  /** The number of an identity, as text. */
  text(id: number): string {
    return unpackNumber(this.#keys, id * numberKeyWords);
  }

  /** The first three characters of a number. */
  prefix(id: number): string {
    const word = this.#keys[id * numberKeyWords] as number;
    return (this.#prefixes[word & 0xfff] ??= this.text(id).slice(0, 3));
  }

  /** The slot that holds the number, or the free one where it belongs. */
  #slot(a: number, b: number, c: number): number {
    const mask = this.#slots.length - 1;
    let slot = mixed(a, b, c) & mask;
    for (;;) {
      const known = this.#slots[slot] as number;
      if (known === 0) return slot;
      const key = (known - 1) * 3;
      if (this.#keys[key] === a >>> 0 && this.#keys[key + 1] === b >>> 0 && this.#keys[key + 2] === c >>> 0)
        return slot;
      slot = (slot + 1) & mask;
    }
  }

  #rehash(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    const keys = this.#keys;
    for (let id = 0; id < this.#count; id += 1) {
      const at = id * 3;
      this.#slots[this.#slot(keys[at] as number, keys[at + 1] as number, keys[at + 2] as number)] = id + 1;
    }
  }
}

/** Lists of numbers are often consecutive: every bit of the words must reach the low bits that choose the slot. */
function mixed(a: number, b: number, c: number): number {
  let h = Math.imul(a ^ (a >>> 15), 0x85ebca6b);
  h = Math.imul((h ^ b) + (h >>> 13), 0xc2b2ae35);
  h = Math.imul((h ^ c) + (h >>> 16), 0x27d4eb2f);
  return (h ^ (h >>> 15)) >>> 0;
}
