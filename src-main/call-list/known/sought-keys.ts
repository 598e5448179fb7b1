import { GrowingArray } from '../check/growing-array.ts';
import type { NumberTable } from '../check/number-table.ts';
import { keysSought, keysSoughtElsewhere } from '../do-not-call/listed-numbers.ts';
import type { NumberCipher } from './fingerprints.ts';
import { writeKey } from './list-file.ts';
import { blockWords } from './number-block.ts';
import { SoughtNumbers } from './sought-numbers.ts';

/** The countries that numbers without a code belong to: in the call list, and as the do-not-call list was read. */
export interface Homes {
  readonly home: string;
  readonly homeOfList: string;
}

/** Everything that numbers of a call list may stand under in a do-not-call list, made into fingerprints. */
export class SoughtKeys {
  readonly sought: SoughtNumbers;
  /** Twice the number whose key it is, and 1 more for that of the likeliest reading. */
  readonly #owners = new GrowingArray();

  /** @param from the first number that is sought */
  constructor(table: NumberTable, from: number, { home, homeOfList }: Homes, cipher: NumberCipher) {
    const words = new GrowingArray();
    const block = new Uint32Array(blockWords);
    const add = (key: string, owner: number): void => {
      if (!writeKey(key, block, 0)) return;
      for (const word of block) words.push(word);
      this.#owners.push(owner);
    };
    for (let id = from; id < table.count; id += 1) {
      const digits = table.text(id);
      const { first, others } = keysSought(digits, home);
      if (first === undefined) continue;
      const elsewhere = home === homeOfList ? [] : keysSoughtElsewhere(digits, home, homeOfList);
      for (const key of new Set([first, ...others, ...elsewhere])) add(key, id * 2 + Number(key === first));
    }
    const fingerprints = cipher.fingerprints(this.#owners.length, (index, into, at) => {
      for (let i = 0; i < blockWords; i += 1) into[at + i] = words.at(index * blockWords + i);
    });
    this.sought = new SoughtNumbers(fingerprints);
  }

  /** The number whose key it is. */
  owner(index: number): number {
    return this.#owners.at(index) >>> 1;
  }

  /** Whether it is the key of the number's likeliest reading. */
  isFirst(index: number): boolean {
    return (this.#owners.at(index) & 1) === 1;
  }
}
