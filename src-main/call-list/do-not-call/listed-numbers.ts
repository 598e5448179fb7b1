import { numberKeyWords, packedTail, packNumber, TailSet, unpackNumber } from '../check/packed-number.ts';
import { NumberTable } from '../check/number-table.ts';
import { readingsOf, writtenNumber, type Reading, type WrittenNumber } from './number-readings.ts';

/** How a called number stands to a do-not-call list. */
export const listing = {
  no: 0,
  /** It is on the list. */
  yes: 1,
  /** A number on the list may be this one: the two are written so that the country of one of them is a judgement. */
  likely: 2,
} as const;
export type Listing = (typeof listing)[keyof typeof listing];

/**
 * The numbers of a do-not-call list, compared by what they are: with or without the country's code, a 0 in front, or a
 * sign. Never by a part of a number: the whole national number must be the same.
 *
 * Numbers are kept packed, under a key for each reading. `#` stands before a number with its country's code, `*` before
 * a national one whose country is known, `**` before one whose country is not.
 */
export class ListedNumbers {
  readonly #home: string;
  /** Under the likeliest reading of each. */
  readonly #first = new NumberTable();
  /** Under everything else they may be. */
  readonly #others = new NumberTable();
  readonly #key = new Uint32Array(numberKeyWords);
  /** How they end; most called numbers go no further. */
  readonly #tails = new TailSet();

  /** @param home the calling code of the country that numbers without one belong to */
  constructor(home: string) {
    this.#home = home;
  }

  /** The country that numbers without a code were taken to belong to. */
  get home(): string {
    return this.#home;
  }

  /** The keys under which numbers are kept: the likeliest reading of each, and everything else they may be. */
  get keys(): { readonly first: NumberTable; readonly others: NumberTable } {
    return { first: this.#first, others: this.#others };
  }

  /** How many different numbers there are. */
  get count(): number {
    return this.#first.count;
  }

  add(number: WrittenNumber): void {
    const { first, others } = keysListed(number, this.#home);
    if (first === undefined || !this.#put(this.#first, first)) return;
    for (const key of others) this.#put(this.#others, key);
    // What is longer than a called number can be is none of them.
    const tail = packNumber(number.digits, this.#key, 0) ? packedTail(this.#key, 0) : -1;
    if (tail >= 0) this.#tails.add(tail);
  }

  /** Looks for a called number, packed (see packed-number.ts). */
  find(keys: Uint32Array, at: number): Listing {
    const tail = packedTail(keys, at);
    if (tail >= 0 && !this.#tails.has(tail)) return listing.no;
    const digits = unpackNumber(keys, at);
    const sought = keysSought(digits, this.#home);
    if (sought.first !== undefined && this.#has(this.#first, sought.first)) return listing.yes;
    return sought.others.some((key) => this.#hasAny(key)) ? listing.likely : listing.no;
  }

  #hasAny(key: string): boolean {
    return this.#has(this.#first, key) || this.#has(this.#others, key);
  }

  #has(table: NumberTable, key: string): boolean {
    const k = this.#key;
    return packNumber(key, k, 0) && table.has(k[0] as number, k[1] as number, k[2] as number);
  }

  #put(table: NumberTable, key: string): boolean {
    const k = this.#key;
    if (!packNumber(key, k, 0)) return false;
    table.intern(k[0] as number, k[1] as number, k[2] as number);
    return true;
  }
}

/** Keys of a number: under its likeliest reading, and under everything else it may be. */
export interface NumberKeys {
  readonly first: string | undefined;
  readonly others: readonly string[];
}

/** The keys that a number on a list is kept under. */
export function keysListed(number: WrittenNumber, home: string): NumberKeys {
  const readings = readingsOf(number, home);
  const [first, ...more] = readings.map(keyOf);
  const nationals = readings.flatMap(({ country, national, unlikely }) => {
    // A Chinese mobile number is read as one wherever it stands, and takes no second key.
    const isPlain = country === '86' && home === '86' && national.length === 11;
    return country === '' || unlikely || isPlain ? [] : [`*${national}`];
  });
  return { first, others: [...more, ...nationals] };
}

/** The keys that a called number is looked for under: the first says that it is listed, the others that it likely is. */
export function keysSought(digits: string, home: string): NumberKeys {
  const readings = readingsOf(writtenNumber(digits, false), home);
  return {
    first: readings[0] && keyOf(readings[0]),
    // mostly nobody asks
    get others() {
      return readings.flatMap((reading) => {
        if (reading.unlikely) return [keyOf(reading)];
        return [keyOf(reading), reading.country === '' ? `*${reading.national}` : `**${reading.national}`];
      });
    },
  };
}

/**
 * What else a called number may stand under in a list that was read as one of another country: written without its
 * code, it was taken for a number of that country.
 */
export function keysSoughtElsewhere(digits: string, home: string, homeOfList: string): string[] {
  const readings = readingsOf(writtenNumber(digits, false), home).filter(({ unlikely }) => !unlikely);
  // as it is called, and as it is written within its country, with what is dialled there in front and without
  const written = [digits, ...readings.flatMap(({ national }) => [national, `0${national}`])];
  return written.flatMap((each) => {
    const { first, others } = keysListed(writtenNumber(each, false), homeOfList);
    return first === undefined ? [] : [first, ...others];
  });
}

/** A text that is the same for two readings of one number. */
export function keyOf({ country, national }: Reading): string {
  return country === '' ? `**${national}` : `#${country}${national}`;
}
