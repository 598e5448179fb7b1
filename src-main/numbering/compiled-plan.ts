import type { NumberForm, NumberPlan } from '../contract/number-plan.ts';
import { firstState, stateWidth } from './automaton.ts';
import { AlwaysValidNumbers } from './always-valid.ts';
import { numberKind } from './kinds.ts';
import { Patterns } from './pattern.ts';
import { NumberReader, type ReadNumber } from './read-number.ts';
import { verdict, whyNot, type Verdict } from './why-not.ts';

/** A number of the template has no more characters. */
const longest = 24;
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
    this.#reading = readings(rules.international, rules.prefix, rules.trunk);
  }

  /** Judges a packed number (see packed-number.ts). */
  verdict(keys: Uint32Array, at: number): Verdict {
    this.#unpack(keys, at);
    const kind = this.#quickKind();
    if (kind > 0) return verdict.fine;
    if (this.#fine.has(this.#codes, this.#length)) return verdict.fine;
    return kind < 0 ? verdict.form : this.#whole().verdict;
  }

  /** The same with what is known besides; for what is counted and shown. */
  judge(keys: Uint32Array, at: number): Judgement {
    this.#unpack(keys, at);
    const kind = this.#quickKind();
    if (kind > 0) return { verdict: verdict.fine, kind, foreign: false, listed: false };
    const listed = this.#fine.has(this.#codes, this.#length);
    const close = kind < 0 ? judgedForm(-kind) : this.#whole();
    return listed ? { ...close, verdict: verdict.fine, listed: close.kind === numberKind.none } : close;
  }

  /** The same of a text of digits, * and #; longer ones than the template allows are judged as well. */
  judgeText(number: string): Judgement {
    const codes = Uint8Array.from(number, (character) => '0123456789*#'.indexOf(character) + 1);
    const close = this.#closely(number, this.#readingOf(codes, codes.length) === plain);
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

  #walk(from: number): number {
    let state: number = firstState;
    for (let i = from; i < this.#length && state !== 0; i += 1) {
      state = this.#next[state * stateWidth + (this.#codes[i] as number)] as number;
    }
    return state;
  }

  /** The kind of a number in order; less than 0 for one in a wrong form; 0 for whatever must be looked at closely. */
  #quickKind(): number {
    const length = this.#length;
    const reading = length > this.#longest ? closely : this.#readingOf(this.#codes, length);
    if (reading === closely) return 0;
    const { home } = this.reader;
    if (reading === plain) {
      const state = this.#walk(0);
      const kind = state === 0 ? 0 : home.kindAt(state, length);
      // a neighbour's with the same calling code, which may be the code and a number of the country
      if (kind !== 0 && this.#fits[state] === 0) return 0;
      return kind === 0 ? 0 : this.#isDialled(kind, 'national') ? kind : -kind;
    }
    const after = this.#walk(this.#trunkLength);
    if (after === 0) return 0;
    const kind = home.kindAt(after, length - this.#trunkLength);
    return kind === 0 ? 0 : this.#isDialled(kind, 'trunk') ? kind : -kind;
  }

  #readingOf(codes: Uint8Array, length: number): number {
    if (length < 4) return closely;
    for (let i = 0; i < 3; i += 1) if ((codes[i] as number) > 10) return closely;
    const first = ((codes[0] as number) * 11 + (codes[1] as number)) * 11 + (codes[2] as number);
    return this.#reading[first] as number;
  }

  #isDialled(kind: number, form: NumberForm): boolean {
    const wanted = this.#formOf(kind);
    if (wanted === form || (wanted === 'either' && form !== 'code')) return true;
    return kind === numberKind.fixedOrMobile && (this.plan.fixed === form || this.plan.fixed === 'either');
  }

  #whole(): Judgement {
    return this.#closely(this.#digits(), this.#readingOf(this.#codes, this.#length) === plain);
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

/**
 * For each three first digits (as codes, 11 values each): whether nothing can stand before the national number, exactly
 * the trunk prefix does, or more must be looked at.
 */
function readings(international: string, prefix: string | undefined, trunk: string | undefined): Uint8Array {
  const table = new Uint8Array(11 * 11 * 11);
  const mayBeAbroad = beginnings(international);
  const mayHavePrefix = prefix === undefined ? () => 'no' as const : beginnings(prefix);
  for (let first = 0; first < 1000; first += 1) {
    const digits = String(first).padStart(3, '0');
    const place = Array.from(digits).reduce((at, digit) => at * 11 + Number(digit) + 1, 0);
    const begins = mayHavePrefix(digits);
    const isTrunk = begins === trunk;
    table[place] =
      mayBeAbroad(digits) !== 'no' || (begins !== 'no' && !isTrunk) ? closely : isTrunk ? withTrunk : plain;
  }
  return table;
}

/**
 * What of a pattern stands at the beginning of a text of which three digits are known: the digits that fit it, where
 * there is one way only and no more can follow; `no` where it does not fit; `maybe` for everything else.
 */
function beginnings(pattern: string): (digits: string) => string {
  // `$` is in patterns of whole numbers, which are looked at closely anyway.
  const all = new Patterns();
  const start = all.state();
  const end = all.add(pattern.replaceAll('$', ''), start);
  const closure = (states: Iterable<number>): Set<number> => {
    const reached = new Set(states);
    for (const state of reached) for (const to of all.free[state] ?? []) reached.add(to);
    return reached;
  };
  return (digits) => {
    let states = closure([start]);
    let fitted: string[] = states.has(end) ? [''] : [];
    for (const [place, digit] of Array.from(digits).entries()) {
      const bit = 1 << Number(digit);
      const next = [...states].flatMap((state) =>
        (all.edges[state] ?? []).filter(([wanted]) => (wanted & bit) !== 0).map(([, to]) => to),
      );
      states = closure(next);
      if (states.has(end)) fitted = [...fitted, digits.slice(0, place + 1)];
    }
    const canGoOn = [...states].some((state) => (all.edges[state] ?? []).length > 0);
    if (canGoOn || fitted.length > 1) return 'maybe';
    return fitted[0] ?? 'no';
  };
}

let last: CompiledPlan | undefined;

/** The plan made ready; the same one again while the plan is the same. */
export function compiledPlan(plan: NumberPlan): CompiledPlan {
  if (last === undefined || JSON.stringify(last.plan) !== JSON.stringify(plan)) last = new CompiledPlan(plan);
  return last;
}
