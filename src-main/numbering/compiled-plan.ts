import type { NumberForm, NumberPlan } from '../contract/number-plan.ts';
import { firstState, stateWidth } from './automaton.ts';
import { AlwaysValidNumbers } from './always-valid.ts';
import { beginnings } from './beginnings.ts';
import { callingCodeAt } from './country-data.ts';
import { numberKind } from './kinds.ts';
import { NumberReader, type ReadNumber } from './read-number.ts';
import { longestLocal, verdict, whyNot, type Verdict } from './why-not.ts';

/** A number of the template has no more characters. */
const longest = 24;
/** So many first digits are looked at for what no number has, and so many beginnings are kept. */
const mostBeginning = 7;
const mostKept = 10_000;
/** A number has no fewer characters. */
const shortest = 4;
/** The bits of a packed number's first three characters. */
const firstThree = 0xfff;
/** How the first three digits of a number are to be read. */
const plain = 0;
const withTrunk = 1;
const closely = 2;

/** What a plan says of a number, and what kind of number it is. */
export interface Judgement {
  readonly verdict: Verdict;
  /** See `numberKind`. */
  readonly kind: number;
  /** It belongs to another country. */
  readonly foreign: boolean;
  /** One of those that are always fine, and no number of the country. */
  readonly listed: boolean;
}

/**
 * A plan made ready to judge numbers. Those written as nearly all are at home are judged by one or two walks through
 * their digits, and nothing is made on the way; everything else is looked at closely.
 */
export class CompiledPlan {
  readonly plan: NumberPlan;
  readonly reader: NumberReader;
  readonly #fine: AlwaysValidNumbers;
  /** By the first three digits. */
  readonly #reading: Uint8Array;
  /** By the same, for those whose reading tells where the national number begins: the state that they lead to. */
  readonly #begun: Uint16Array;
  /** By the same: whether a number may have the own calling code or another country's, or what is dialled before one. */
  readonly #mayBeElsewhere: Uint8Array;
  /** What is to be said of numbers that no number begins like; see `#beginning`. */
  readonly #hopeless = new Map<number, Judgement>();
  readonly #codes = new Uint8Array(longest);
  #length = 0;
  readonly #next: Uint16Array;
  /** By state: whether it has the general form of the country's numbers. */
  readonly #fits: Uint8Array;
  readonly #trunkLength: number;
  /** Longer numbers of the country have something before them. */
  readonly #longest: number;

  /** @throws RangeError for a country without a plan */
  constructor(plan: NumberPlan) {
    this.plan = plan;
    this.reader = new NumberReader(plan.country);
    this.#fine = new AlwaysValidNumbers(plan.fine);
    const { rules, home } = this.reader;
    this.#trunkLength = rules.trunk?.length ?? 0;
    this.#longest = rules.lengths.at(-1) ?? 0;
    this.#next = home.automaton.next;
    this.#fits = Uint8Array.from(home.automaton.set, (_, state) => Number(home.fitsAt(state, rules.order)));
    this.#reading = byFirstDigits(readings(rules.international, rules.prefix, rules.trunk));
    this.#begun = Uint16Array.from(this.#reading, (reading, place) =>
      reading === closely ? 0 : this.#walkFirst(place, reading === plain ? 0 : this.#trunkLength),
    );
    this.#mayBeElsewhere = byFirstDigits((digits) => {
      const code = callingCodeAt(digits);
      const isBegun = (one: string): boolean => digits.startsWith(one) || one.startsWith(digits);
      return plan.foreign === '+' || isBegun(rules.code) || isBegun(plan.foreign) || code.length > 1 ? 1 : 0;
    });
  }

  /** Judges a packed number (see packed-number.ts). */
  verdict(keys: Uint32Array, at: number): Verdict {
    const kind = this.quickKind(keys, at);
    if (kind > 0) return verdict.fine;
    this.#unpack(keys, at);
    if (this.#fine.has(this.#codes, this.#length)) return verdict.fine;
    return kind < 0 ? verdict.form : this.#whole().verdict;
  }

  /** The same with what is known besides; for what is counted and shown. */
  judge(keys: Uint32Array, at: number): Judgement {
    const kind = this.quickKind(keys, at);
    if (kind > 0) return { verdict: verdict.fine, kind, foreign: false, listed: false };
    this.#unpack(keys, at);
    const listed = this.#fine.has(this.#codes, this.#length);
    const close = kind < 0 ? judgedForm(-kind) : this.#whole();
    return listed ? { ...close, verdict: verdict.fine, listed: close.kind === numberKind.none } : close;
  }

  /** The same of a text of digits, * and #; longer ones than the template allows are judged as well. */
  judgeText(number: string): Judgement {
    const codes = Uint8Array.from(number, (character) => '0123456789*#'.indexOf(character) + 1);
    const isPlain = codes.length >= shortest && this.#reading[placeOf(codes)] === plain;
    const close = this.#closely(number, isPlain);
    if (!this.#fine.has(codes, codes.length)) return close;
    return { ...close, verdict: verdict.fine, listed: close.kind === numberKind.none };
  }

  /** A number that was read, as it has to look to be dialled; undefined where the plan does not call such numbers. */
  form({ code, national, kind }: ReadNumber): string | undefined {
    if (kind === numberKind.none) return undefined;
    if (code !== this.reader.rules.code) {
      const { foreign } = this.plan;
      return foreign === 'none' ? undefined : `${foreign === '+' ? '' : foreign}${code}${national}`;
    }
    const form = this.#formOf(kind);
    const { fixedTrunk, serviceTrunk } = this.reader.rules;
    const hasTrunk = kind === numberKind.fixed ? fixedTrunk : serviceTrunk;
    return this.#written(national, form !== 'either' ? form : hasTrunk ? 'trunk' : 'national');
  }

  #written(national: string, form: NumberForm): string {
    const { trunk = '', code } = this.reader.rules;
    return `${form === 'trunk' ? trunk : form === 'code' ? code : ''}${national}`;
  }

  /**
   * How numbers of a kind are dialled. A number that may be either is dialled as a mobile one; a service number, where
   * nothing has the calling code, as people dial it, with the trunk prefix or without.
   */
  #formOf(kind: number): NumberForm | 'either' {
    if (kind === numberKind.mobile || kind === numberKind.fixedOrMobile) return this.plan.mobile;
    return kind === numberKind.fixed || this.plan.fixed === 'code' ? this.plan.fixed : 'either';
  }

  #unpack(keys: Uint32Array, at: number): void {
    const codes = this.#codes;
    let length = 0;
    for (let word = 0; word < 3; word += 1) {
      for (let bits = keys[at + word] as number; bits !== 0; bits >>>= 4) {
        codes[length] = bits & 15;
        length += 1;
      }
    }
    this.#length = length;
  }

  #digits(): string {
    let digits = '';
    for (let i = 0; i < this.#length; i += 1) digits += '0123456789*#'.charAt((this.#codes[i] as number) - 1);
    return digits;
  }

  /** Walks through the first three digits, packed, from one on. @returns the state behind them, 0 where no number begins so */
  #walkFirst(digits: number, from: number): number {
    let state: number = firstState;
    for (let bits = digits >>> (from * 4); bits !== 0; bits >>>= 4) {
      state = this.#next[state * stateWidth + (bits & 15)] as number;
    }
    return state;
  }

  /**
   * Walks through the characters of a packed number behind its first three digits. @returns the state behind the last one,
   * and then `#length` is how many there are; 0 where no number begins so
   */
  #walk(keys: Uint32Array, at: number, begun: number): number {
    let state = begun;
    let bits = (keys[at] as number) >>> 12;
    for (let i = 3; state !== 0;) {
      if (bits === 0 && (i & 7) === 0 && i < longest) bits = keys[at + (i >>> 3)] as number;
      if (bits === 0) {
        this.#length = i;
        break;
      }
      state = this.#next[state * stateWidth + (bits & 15)] as number;
      bits >>>= 4;
      i += 1;
    }
    return state;
  }

  /** The kind of a number that is dialled as it is; less than 0 in a wrong form, 0 for whatever must be looked at closely. */
  quickKind(keys: Uint32Array, at: number): number {
    const first = (keys[at] as number) & firstThree;
    const reading = this.#reading[first] as number;
    if (reading === closely) return 0;
    const from = reading === plain ? 0 : this.#trunkLength;
    const state = this.#walk(keys, at, this.#begun[first] as number);
    const length = this.#length;
    if (state === 0 || length < shortest || length > this.#longest) return 0;
    const kind = this.reader.home.kindAt(state, length - from);
    if (kind === 0) return 0;
    // a neighbour's with the same calling code, which may be the code and a number of the country
    if (reading === plain && this.#fits[state] === 0) return 0;
    return this.#isDialled(kind, reading === plain ? 'national' : 'trunk') ? kind : -kind;
  }

  #isDialled(kind: number, form: NumberForm): boolean {
    const wanted = this.#formOf(kind);
    if (wanted === form || (wanted === 'either' && form !== 'code')) return true;
    return kind === numberKind.fixedOrMobile && (this.plan.fixed === form || this.plan.fixed === 'either');
  }

  #whole(): Judgement {
    const place = placeOf(this.#codes);
    const reading = this.#length < shortest ? closely : (this.#reading[place] as number);
    const key = reading === closely ? 0 : this.#beginning(reading, place);
    const known = this.#hopeless.get(key);
    if (known !== undefined) return known;
    const judged = this.#closely(this.#digits(), reading === plain);
    if (key !== 0 && this.#hopeless.size < mostKept) this.#hopeless.set(key, judged);
    return judged;
  }

  /**
   * For a number that no number begins like: a key of its first digits, up to the one that no number has there, and of its
   * length. What is to be said of it hangs on nothing else, and lists have the same mistake many times. 0 for others.
   */
  #beginning(reading: number, place: number): number {
    const length = this.#length;
    // It may lack its area code, have the own one or another country's, or what is dialled before that.
    if (length <= longestLocal + this.#trunkLength || this.#mayBeElsewhere[place] === 1) return 0;
    let digits = reading === plain ? 0 : this.#endOf(this.#trunkLength);
    digits = Math.max(digits, this.#endOf(0));
    if (digits > mostBeginning) return 0;
    let key = 1;
    for (let i = 0; i < digits; i += 1) key = key * 10 + (this.#codes[i] as number) - 1;
    return key * longest + length - 1;
  }

  /** How many digits it takes to see that none of the country's numbers has them, from a digit on. */
  #endOf(from: number): number {
    let state: number = firstState;
    for (let i = from; i < mostBeginning; i += 1) {
      const code = this.#codes[i] as number;
      if (i >= this.#length || code > 10) return longest;
      state = this.#next[state * stateWidth + code] as number;
      if (state === 0) return i + 1;
    }
    return longest;
  }

  /** @param isPlain nothing can stand before the national number but the own code */
  #closely(number: string, isPlain: boolean): Judgement {
    const none = { kind: numberKind.none, foreign: false, listed: false };
    if (!/^\d+$/.test(number)) return { ...none, verdict: verdict.signs };
    const { reader } = this;
    const { rules, home } = reader;
    const read =
      isPlain && !number.startsWith(rules.code)
        ? ({ code: rules.code, national: number, kind: home.kind(number), written: 'national' } as const)
        : reader.read(number);
    const isForeign = read.code !== rules.code;
    if (isForeign || read.kind === numberKind.none) {
      const abroad = this.#afterPrefix(number);
      if (abroad > 0) return { verdict: verdict.fine, kind: abroad, foreign: true, listed: false };
    }
    if (read.kind !== numberKind.none) {
      if (isForeign) {
        const fits = this.form(read) === number;
        const why = this.plan.foreign === 'none' ? verdict.foreign : verdict.form;
        return { verdict: fits ? verdict.fine : why, kind: read.kind, foreign: true, listed: false };
      }
      return { ...judgedForm(read.kind), ...(this.#hasForm(read, number) && { verdict: verdict.fine }) };
    }
    if (this.plan.foreign === '+') {
      const abroad = reader.read(number, true);
      if (abroad.kind !== numberKind.none && abroad.code !== rules.code)
        return { verdict: verdict.fine, kind: abroad.kind, foreign: true, listed: false };
    }
    if (isForeign) return { ...none, verdict: verdict.foreign, foreign: true };
    const why = whyNot(home, rules, read.national, read.written !== 'national' || read.national !== number);
    return { ...none, verdict: why, foreign: why === verdict.foreign };
  }

  /** The kind of a foreign number behind the digits that the plan dials before one, whatever is dialled in its country. */
  #afterPrefix(number: string): number {
    const { foreign } = this.plan;
    if (foreign === 'none' || foreign === '+' || !number.startsWith(foreign)) return numberKind.none;
    const { code, kind } = this.reader.read(number.slice(foreign.length), true);
    return code === this.reader.rules.code ? numberKind.none : kind;
  }

  /** Whether a number of the country is written in the form, or one of the forms, in which it is dialled. */
  #hasForm({ national, kind }: ReadNumber, number: string): boolean {
    return (['national', 'trunk', 'code'] as const).some(
      (form) => this.#isDialled(kind, form) && this.#written(national, form) === number,
    );
  }
}

const judgedForm = (kind: number): Judgement => ({
  verdict: verdict.form,
  kind,
  foreign: false,
  listed: false,
});

/** The place in such a table: the codes as they are packed. */
const placeOf = (codes: Uint8Array): number =>
  (codes[0] ?? 0) | ((codes[1] ?? 0) << 4) | ((codes[2] ?? 0) << 8);

/** A table of what is true of numbers by their first three characters; of any but digits it is `closely`. */
function byFirstDigits(of: (digits: string) => number): Uint8Array {
  const table = new Uint8Array(firstThree + 1).fill(closely);
  for (let first = 0; first < 1000; first += 1) {
    const ones = first % 10;
    const tens = ((first - ones) / 10) % 10;
    const hundreds = (first - tens * 10 - ones) / 100;
    table[(hundreds + 1) | ((tens + 1) << 4) | ((ones + 1) << 8)] = of(`${hundreds}${tens}${ones}`);
  }
  return table;
}

/** Whether nothing can stand before the national number, exactly the trunk prefix does, or more must be looked at. */
function readings(
  international: string,
  prefix: string | undefined,
  trunk: string | undefined,
): (digits: string) => number {
  const mayBeAbroad = beginnings(international);
  const mayHavePrefix = prefix === undefined ? () => 'no' as const : beginnings(prefix);
  return (digits) => {
    const begins = mayHavePrefix(digits);
    const isTrunk = begins === trunk;
    if (mayBeAbroad(digits) !== 'no' || (begins !== 'no' && !isTrunk)) return closely;
    return isTrunk ? withTrunk : plain;
  };
}

let last: CompiledPlan | undefined;

/** The plan made ready; the same one again while the plan is the same. */
export function compiledPlan(plan: NumberPlan): CompiledPlan {
  if (last === undefined || JSON.stringify(last.plan) !== JSON.stringify(plan)) last = new CompiledPlan(plan);
  return last;
}
