import { numberKeyWords } from '../check/packed-number.ts';
import type { NumberTable } from '../check/number-table.ts';
import { readingsOf, writtenNumber } from '../do-not-call/number-readings.ts';
import { KeysOfDigits } from './keys-of-digits.ts';
import { blockWords, form, writeBlock, writeReading, type Purpose } from './number-block.ts';

const eight = 9;
const six = 7;

/**
 * The numbers of a list in their normal form: their likeliest reading, as duplicates and do-not-call lists are compared.
 * A Chinese mobile number, as nearly all are, costs next to nothing, and hardly any number costs a string.
 */
export class NormalNumbers {
  readonly #table: NumberTable;
  readonly #home: string;
  readonly #purpose: Purpose;
  readonly #byDigits: KeysOfDigits;

  /** @param home the calling code of the country that the list's numbers without one belong to */
  constructor(table: NumberTable, home: string, use: Purpose) {
    this.#table = table;
    this.#home = home;
    this.#purpose = use;
    this.#byDigits = new KeysOfDigits({ home, homeOfList: home }, use);
  }

  /** Writes the block of a number. */
  write(id: number, into: Uint32Array, at: number): void {
    this.#table.copyKey(id, into, at + 1);
    if ((this.#home === '86' || this.#home === '') && isMobile(into, at + 1)) {
      const a = into[at + 1] as number;
      const b = into[at + 2] as number;
      into[at] = (this.#purpose << 8) | form.international;
      // China's code in front
      into[at + 1] = eight | (six << 4) | (a << 8);
      into[at + 2] = (a >>> 24) | (b << 8);
    } else if (this.#byDigits.makeFirst(into, at + 1)) {
      const { blocks } = this.#byDigits;
      for (let i = 0; i < blockWords; i += 1) into[at + i] = blocks[i] as number;
    } else this.#writeText(this.#table.text(id), into, at);
  }

  #writeText(text: string, into: Uint32Array, at: number): void {
    const [reading] = readingsOf(writtenNumber(text, false), this.#home);
    if (reading !== undefined && writeReading(this.#purpose, reading, into, at)) return;
    // Longer than any number is with a code in front: itself and no other.
    writeBlock(this.#purpose, form.unknown, text, into, at);
  }
}

/** Whether a packed number is 1, a digit from 3 on, and nine digits more. */
function isMobile(key: Uint32Array, at: number): boolean {
  const a = key[at] as number;
  const b = key[at + 1] as number;
  if ((a & 15) !== 2 || ((a >>> 4) & 15) < 4 || key[at + numberKeyWords - 1] !== 0) return false;
  if (b >>> 12 !== 0 || b >>> 8 === 0) return false;
  return !hasSign(a) && !hasSign(b);
}

/** Whether one of the eight characters is * or #. */
function hasSign(word: number): boolean {
  const even = ((word & 0x0f0f0f0f) + 0x05050505) & 0x10101010;
  const odd = (((word >>> 4) & 0x0f0f0f0f) + 0x05050505) & 0x10101010;
  return (even | odd) !== 0;
}
