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
  /**
   * Two words a slot: identity + 1, or 0 for a free one, and the hash, side by side so that looking takes one line of
   * the processor's cache, and another one only for a number that is there. At most five of eight slots are taken.
   */
  #slots = new Int32Array(4096);

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
    if (this.#count * numberKeyWords > this.#keys.length) {
      const grown = new Uint32Array(this.#keys.length * 2);
      grown.set(this.#keys);
      this.#keys = grown;
    }
    this.#keys[id * 3] = a;
    this.#keys[id * 3 + 1] = b;
    this.#keys[id * 3 + 2] = c;
    if (this.#count * 16 > this.#slots.length * 5) this.#rehash();
    return id;
  }

  has(a: number, b: number, c: number): boolean {
    return this.#slots[this.#slot(mixed(a, b, c), a, b, c)] !== 0;
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

  /** The place of the slot that holds the number, or of the free one where it belongs. */
  #slot(hash: number, a: number, b: number, c: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (hash << 1) & mask;
    for (;;) {
      const known = slots[slot] as number;
      if (known === 0) return slot;
      if (slots[slot + 1] === hash) {
        const keys = this.#keys;
        const key = (known - 1) * 3;
        if (keys[key] === a >>> 0 && keys[key + 1] === b >>> 0 && keys[key + 2] === c >>> 0) return slot;
      }
      slot = (slot + 2) & mask;
    }
  }

  #rehash(): void {
    const old = this.#slots;
    const slots = new Int32Array(old.length * 2);
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
