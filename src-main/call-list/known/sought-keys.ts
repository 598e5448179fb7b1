import { GrowingArray } from '../check/growing-array.ts';
import type { NumberTable } from '../check/number-table.ts';
import { keysSought, keysSoughtElsewhere } from '../do-not-call/listed-numbers.ts';
import type { NumberCipher } from './fingerprints.ts';
import { KeysOfDigits, type Homes } from './keys-of-digits.ts';
import { writeKey } from './list-file.ts';
import { blockWords } from './number-block.ts';
import { SoughtNumbers } from './sought-numbers.ts';

/** So many keys are sought at a time, and a few more: a list with more numbers is looked through several times. */
export const keysAtATime = 1_000_000;

/** Everything that numbers of a call list may stand under in a do-not-call list, made into fingerprints. */
export class SoughtKeys {
  readonly sought: SoughtNumbers;
  /** The first number whose keys are not among them, for want of room. */
  readonly until: number;
  /** Twice the number whose key it is, and 1 more for that of the likeliest reading. */
  readonly #owners = new GrowingArray();

  /** The blocks of all keys, one behind the other. */
  readonly #words = new GrowingArray();

  /**
   * @param from the first number that is sought
   * @param most so many keys are made; see keysAtATime
   */
  constructor(table: NumberTable, from: number, homes: Homes, cipher: NumberCipher, most = keysAtATime) {
    const block = new Uint32Array(blockWords);
    const ofDigits = new KeysOfDigits(homes);
    let id = from;
    for (; id < table.count && this.#owners.length < most; id += 1) {
      table.copyKey(id, block, 0);
      const count = ofDigits.make(block, 0);
      for (let i = 0; i < count; i += 1) this.#add(id * 2 + Number(i === 0), ofDigits.blocks, i * blockWords);
      if (count < 0) this.#addText(id, table.text(id), homes, block);
    }
    this.until = id;
    const fingerprints = cipher.fingerprints(this.#owners.length, (index, into, at) => {
      for (let i = 0; i < blockWords; i += 1) into[at + i] = this.#words.at(index * blockWords + i);
    });
    this.sought = new SoughtNumbers(fingerprints);
  }

  #addText(id: number, digits: string, { home, homeOfList }: Homes, block: Uint32Array): void {
    const { first, others } = keysSought(digits, home);
    if (first === undefined) return;
    const elsewhere = home === homeOfList ? [] : keysSoughtElsewhere(digits, home, homeOfList);
    for (const key of new Set([first, ...others, ...elsewhere])) {
      if (writeKey(key, block, 0)) this.#add(id * 2 + Number(key === first), block, 0);
    }
  }

  #add(owner: number, blocks: Uint32Array, at: number): void {
    for (let i = 0; i < blockWords; i += 1) this.#words.push(blocks[at + i] as number);
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
