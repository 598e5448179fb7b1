import { sorted, type Fingerprints, type Sorted } from './fingerprints.ts';
import type { NumberFile } from './number-file.ts';

/** Bits of the filter for each number: one in sixteen of those that are not sought gets through. */
const filterBits = 16;
/** So few are looked up one by one, which looks at no checksum. */
export const fewSought = 64;

/**
 * The fingerprints that are looked for in files. Both are in ascending order, so that a file is read once from its
 * beginning, and what it is compared with goes along: nearly every one of its fingerprints ends at one look at a bit
 * that is in the processor's cache.
 */
export class SoughtNumbers {
  readonly #sorted: Sorted;
  /** A bit for each value of the first bits. */
  readonly #filter: Int32Array;
  readonly #shift: number;
  /** The first sought fingerprint whose first bits are at least so much. */
  readonly #starts: Uint32Array;

  constructor(given: Fingerprints) {
    this.#sorted = sorted(given);
    const { high, count } = this.#sorted.fingerprints;
    const bits = Math.min(28, Math.max(8, Math.ceil(Math.log2(Math.max(1, count) * filterBits))));
    this.#shift = 32 - bits;
    this.#filter = new Int32Array(2 ** (bits - 5));
    for (let i = 0; i < count; i += 1) {
      const bit = (high[i] as number) >>> this.#shift;
      this.#filter[bit >>> 5] = (this.#filter[bit >>> 5] as number) | (1 << (bit & 31));
    }
    this.#starts = new Uint32Array(this.#filter.length + 1).fill(count);
    for (let i = count - 1; i >= 0; i -= 1) {
      this.#starts[(high[i] as number) >>> (this.#shift + 5)] = i;
    }
    for (let i = this.#filter.length - 1; i >= 0; i -= 1) {
      if ((this.#starts[i] as number) > (this.#starts[i + 1] as number)) {
        this.#starts[i] = this.#starts[i + 1] as number;
      }
    }
  }

  get count(): number {
    return this.#sorted.order.length;
  }

  /**
   * Looks for them in a part of a file.
   * @param visit gets the index, as it was given, of each that is there
   * @returns false where the file is damaged: what could be read was compared
   */
  findIn(file: NumberFile, part: number, visit: (index: number) => void): boolean {
    const { fingerprints, order } = this.#sorted;
    if (this.count <= fewSought) {
      for (let i = 0; i < this.count; i += 1) if (file.has(part, fingerprints, i)) visit(order[i] as number);
      return true;
    }
    return file.read(part, (words, count) => this.#compare(words, count, visit));
  }

  #compare(words: Uint16Array, count: number, visit: (index: number) => void): void {
    const filter = this.#filter;
    const shift = this.#shift;
    const { fingerprints, order } = this.#sorted;
    const { high, middle, low } = fingerprints;
    for (let at = 0; at < count * 5; at += 5) {
      const first = ((words[at] as number) | ((words[at + 1] as number) << 16)) >>> 0;
      const bit = first >>> shift;
      if (((filter[bit >>> 5] as number) & (1 << (bit & 31))) === 0) continue;
      const second = ((words[at + 2] as number) | ((words[at + 3] as number) << 16)) >>> 0;
      const third = words[at + 4] as number;
      for (let i = this.#starts[bit >>> 5] as number; i < high.length; i += 1) {
        const there = high[i] as number;
        if (there > first) break;
        if (there === first && middle[i] === second && low[i] === third) visit(order[i] as number);
      }
    }
  }
}
