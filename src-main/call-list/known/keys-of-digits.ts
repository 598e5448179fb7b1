import { numberKeyWords } from '../check/packed-number.ts';
import { callingCodeOf } from '../do-not-call/calling-codes.ts';
import { isChineseFixed } from '../do-not-call/chinese-numbers.ts';
import { blockWords, form, purpose, type Form, type Purpose } from './number-block.ts';

// The keys of listed-numbers.ts and number-readings.ts once more, over digits instead of strings: half a million numbers
// have several keys each. A test compares the two on numbers of every shape. What is written in an unusual way is left to
// the strings: more than one 0 in front, zeros behind a code, China's code before what is no number of China, signs, and
// numbers of few or very many digits.

/** The countries that numbers without a code belong to: in the call list, and as the do-not-call list was read. */
export interface Homes {
  readonly home: string;
  readonly homeOfList: string;
}

const shortest = 8;
const longest = 20;
const shortestWithCode = 11;
const longestWithCode = 15;
/** China's code is one only before so many digits. */
const shortestBehindCode = 10;
const characters = 24;

/** A reading: the country's code, '' where it is not known, and where the number within it begins. */
interface Found {
  readonly country: string;
  readonly from: number;
  readonly unlikely: boolean;
}

/** How many digits the calling code has that three digits begin with. */
const codeLengths = Uint8Array.from({ length: 1000 }, (_, three) => callingCodeOf(digitsOf(three, 3)).length);
const isFixedBegin = new Map(
  [9, 10, 11].map((length) => [
    length,
    // decided by four digits and the length
    Uint8Array.from({ length: 10_000 }, (_, four) =>
      Number(isChineseFixed(digitsOf(four, 4).padEnd(length, '0'))),
    ),
  ]),
);

function digitsOf(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

/** Makes the keys of one number after another; it is reused, and makes no strings. */
export class KeysOfDigits {
  readonly #homes: Homes;
  readonly #digits = new Uint8Array(characters);
  #length = 0;
  /** Where the number begins behind a 0 in front of it. */
  #first: 0 | 1 = 0;
  readonly #blocks = new Uint32Array(64 * blockWords);
  #count = 0;
  readonly #purpose: Purpose;

  constructor(homes: Homes, use: Purpose = purpose.doNotCall) {
    this.#homes = homes;
    this.#purpose = use;
  }

  /** The blocks of the last number's keys, that of its likeliest reading first. */
  get blocks(): Uint32Array {
    return this.#blocks;
  }

  /**
   * Makes the keys of a packed number (see packed-number.ts).
   * @returns how many there are; -1 for a number that is left to the strings
   */
  make(key: Uint32Array, at: number): number {
    this.#count = 0;
    if (!this.#unpack(key, at)) return -1;
    const { home, homeOfList } = this.#homes;
    const first = this.#first;
    const isZero = first === 1;
    const readings = this.#readings(first, isZero, home);
    if (readings === undefined) return -1;
    for (const { country, from, unlikely } of readings) {
      this.#add(country === '' ? form.unknown : form.international, country, from);
      if (!unlikely) this.#add(country === '' ? form.national : form.unknown, '', from);
    }
    if (home === homeOfList) return this.#count;
    const begins = readings.flatMap(({ from, unlikely }) => (unlikely ? [] : [from]));
    // a number that is one within its country is written with the 0 that is dialled there, and without
    const isWhole = begins.includes(first);
    for (const from of new Set([first, ...begins])) {
      for (const zero of from === first && !isWhole ? [isZero] : [false, true]) {
        const there = this.#readings(from, zero, homeOfList);
        if (there === undefined) return -1;
        for (const each of there) this.#addListed(each);
      }
    }
    return this.#count;
  }

  /**
   * Makes the block of a packed number's likeliest reading, and no other one.
   * @returns false for a number that is left to the strings
   */
  makeFirst(key: Uint32Array, at: number): boolean {
    this.#count = 0;
    if (!this.#unpack(key, at)) return false;
    const [likeliest] = this.#readings(this.#first, this.#first === 1, this.#homes.home) ?? [];
    if (likeliest === undefined) return false;
    const { country, from } = likeliest;
    this.#add(country === '' ? form.unknown : form.international, country, from);
    return this.#count === 1;
  }

  #addListed({ country, from, unlikely }: Found): void {
    this.#add(country === '' ? form.unknown : form.international, country, from);
    const isPlain =
      country === '86' && this.#homes.homeOfList === '86' && this.#length - from === shortestWithCode;
    if (country !== '' && !unlikely && !isPlain) this.#add(form.national, '', from);
  }

  #unpack(key: Uint32Array, at: number): boolean {
    let length = 0;
    for (; length < characters; length += 1) {
      const code = ((key[at + (length >>> 3)] as number) >>> ((length & 7) << 2)) & 15;
      if (code === 0) break;
      if (code > 10) return false;
      this.#digits[length] = code - 1;
    }
    this.#length = length;
    this.#first = this.#digits[0] === 0 ? 1 : 0;
    return length >= shortest && length <= longest;
  }

  /** As readingsOf: of the digits from one on, with a 0 in front or without. Undefined for what is left to the strings. */
  #readings(from: number, zero: boolean, home: string): Found[] | undefined {
    const d = this.#digits;
    const length = this.#length - from;
    if (length < shortest || d[from] === 0) return undefined;
    const found: Found[] = [];
    if (d[from] === 8 && d[from + 1] === 6) {
      if ((home !== '86' && home !== '') || !this.#isChinese(from + 2)) return undefined;
      found.push({ country: '86', from: from + 2, unlikely: false });
      return found;
    }
    const isMobile = this.#isMobile(from);
    const add = (country: string, begin: number, unlikely = false): void =>
      void found.push({ country, from: begin, unlikely });
    let isFixed = true;
    if (home === '86' || home === '') {
      if (isMobile) {
        add('86', from);
        if (!zero && this.#isNorthAmerican(from)) add('1', from + 1, true);
        return found;
      }
      isFixed = this.#isFixed(from);
      if (isFixed) add('86', from);
      if (zero && isFixed) return found;
      add('', from);
    } else {
      if (!zero && length >= home.length + shortest && this.#beginsWith(from, home)) {
        if (d[from + home.length] === 0) return undefined;
        if (length >= shortestWithCode) {
          add(home, from + home.length);
          add('', from);
          return found;
        }
      }
      add(home, from);
      if (isMobile) add('86', from);
    }
    if (zero) return found;
    const code = codeLengths[this.#value(from, 3)] as number;
    if (code > 0 && length >= shortestWithCode && length <= longestWithCode) {
      if (d[from + code] === 0) return undefined;
      add(digitsOf(this.#value(from, code), code), from + code, isFixed);
    }
    // within Russia and Kazakhstan
    const isRussian = length === shortestWithCode && d[from] === 8 && (d[from + 1] as number) >= 3;
    if (isRussian) add('7', from + 1, true);
    return found;
  }

  /** A whole number of China, with nothing in front that may be a code again. */
  #isChinese(from: number): boolean {
    return this.#isMobile(from) || (this.#length - from >= shortestBehindCode && this.#isFixed(from));
  }

  #isMobile(from: number): boolean {
    const d = this.#digits;
    return this.#length - from === shortestWithCode && d[from] === 1 && (d[from + 1] as number) >= 3;
  }

  #isFixed(from: number): boolean {
    return isFixedBegin.get(this.#length - from)?.[this.#value(from, 4)] === 1;
  }

  #isNorthAmerican(from: number): boolean {
    return (this.#digits[from + 1] as number) >= 2 && (this.#digits[from + 4] as number) >= 2;
  }

  #beginsWith(from: number, code: string): boolean {
    for (let i = 0; i < code.length; i += 1) {
      if (this.#digits[from + i] !== code.charCodeAt(i) - 0x30) return false;
    }
    return true;
  }

  #value(from: number, length: number): number {
    let value = 0;
    for (let i = from; i < from + length; i += 1) value = value * 10 + (this.#digits[i] as number);
    return value;
  }

  #add(as: Form, country: string, from: number): void {
    if (country.length + this.#length - from > characters) return;
    const b = this.#blocks;
    const at = this.#count * blockWords;
    b.fill(0, at, at + blockWords);
    b[at] = (this.#purpose << 8) | as;
    let place = 0;
    const put = (digit: number): void => {
      const word = at + 1 + (place >>> 3);
      b[word] = ((b[word] as number) | ((digit + 1) << ((place & 7) << 2))) >>> 0;
      place += 1;
    };
    for (let i = 0; i < country.length; i += 1) put(country.charCodeAt(i) - 0x30);
    for (let i = from; i < this.#length; i += 1) put(this.#digits[i] as number);
    for (let other = 0; other < at; other += blockWords) {
      let same = 0;
      while (same <= numberKeyWords && b[other + same] === b[at + same]) same += 1;
      if (same > numberKeyWords) return;
    }
    this.#count += 1;
  }
}
