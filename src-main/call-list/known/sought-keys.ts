import { GrowingArray } from '../check/growing-array.ts';
import type { NumberTable } from '../check/number-table.ts';
import { keysSought, keysSoughtElsewhere } from '../do-not-call/listed-numbers.ts';
import type { NumberCipher } from './fingerprints.ts';
import { writeKey } from './list-file.ts';
import { blockWords, form, isMobile, purpose, withChinasCode } from './number-block.ts';
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

  /** The blocks of all keys, one behind the other. */
  readonly #words = new GrowingArray();

  /** @param from the first number that is sought */
  constructor(table: NumberTable, from: number, { home, homeOfList }: Homes, cipher: NumberCipher) {
    const block = new Uint32Array(blockWords);
    const isChinese = home === homeOfList && (home === '86' || home === '');
    for (let id = from; id < table.count; id += 1) {
      table.copyKey(id, block, 1);
      if (isChinese && isMobile(block, 1)) {
        this.#addMobile(id, block[1] as number, block[2] as number);
        continue;
      }
      const digits = table.text(id);
      const { first, others } = keysSought(digits, home);
      if (first === undefined) continue;
      const elsewhere = home === homeOfList ? [] : keysSoughtElsewhere(digits, home, homeOfList);
      for (const key of new Set([first, ...others, ...elsewhere])) {
        if (writeKey(key, block, 0)) this.#add(id * 2 + Number(key === first), block);
      }
    }
    const fingerprints = cipher.fingerprints(this.#owners.length, (index, into, at) => {
      for (let i = 0; i < blockWords; i += 1) into[at + i] = this.#words.at(index * blockWords + i);
    });
    this.sought = new SoughtNumbers(fingerprints);
  }

  /** The keys of a mobile number of China, as keysSought gives them, without a string. */
  #addMobile(id: number, a: number, b: number): void {
    const international = (purpose.doNotCall << 8) | form.international;
    this.#add(id * 2 + 1, [international, ...withChinasCode(a, b), 0]);
    this.#add(id * 2, [(purpose.doNotCall << 8) | form.unknown, a, b, 0]);
    // where the fifth digit is 2 or more, it has the digits of a North American number with its code
    if (((a >>> 16) & 15) >= 3) this.#add(id * 2, [international, a, b, 0]);
  }

  #add(owner: number, block: Iterable<number>): void {
    for (const word of block) this.#words.push(word >>> 0);
    this.#owners.push(owner);
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
