import { automatonOf, firstState, stateWidth, type Automaton, type Labelled } from './automaton.ts';
import { countriesWithCode, type CountryRules } from './country-data.ts';
import { numberKind } from './kinds.ts';

/** More digits than any number has. */
const lengths = 32;
/** Labels of each country: its kinds, and these two. */
const labelsEach = 16;
const wholeLabel = 14;
const leadingLabel = 15;

/**
 * All numbers with a calling code: one automaton over the national number, of every country that has the code. Which
 * country and kind a number is, is decided as libphonenumber does, beforehand for every state and length.
 */
export class CodePlan {
  readonly countries: readonly CountryRules[];
  readonly automaton: Automaton;
  /** By set and length. */
  readonly #kind: Uint8Array;
  /** The place of the country that a number belongs to, counted from 1; 0 for none. */
  readonly #owner: Uint8Array;

  constructor(code: string) {
    this.countries = countriesWithCode(code);
    this.automaton = automatonOf(this.countries.flatMap(patternsOf));
    const { sets } = this.automaton;
    this.#kind = new Uint8Array(sets.length * lengths);
    this.#owner = new Uint8Array(sets.length * lengths);
    for (const [set, labels] of sets.entries()) {
      for (let length = 1; length < lengths; length += 1) {
        const owner = this.#ownerOf(labels, length);
        this.#owner[set * lengths + length] = owner + 1;
        const country = this.countries[owner];
        if (country) this.#kind[set * lengths + length] = kindOf(country, owner, labels, length);
      }
    }
  }

  /** The kind of a number that was read to a state; 0 if it is none. */
  kindAt(state: number, length: number): number {
    return this.#kind[(this.automaton.set[state] as number) * lengths + length] as number;
  }

  /** The state that national digits lead to, 0 if no number begins so. */
  walk(national: string): number {
    let state: number = firstState;
    for (let i = 0; i < national.length && state !== 0; i += 1) {
      state = this.automaton.next[state * stateWidth + national.charCodeAt(i) - 0x2f] as number;
    }
    return state;
  }

  kind(national: string): number {
    return national.length >= lengths ? 0 : this.kindAt(this.walk(national), national.length);
  }

  /** The country of a national number, if its digits tell. */
  owner(national: string): CountryRules | undefined {
    if (this.countries.length === 1) return this.countries[0];
    if (national.length >= lengths) return undefined;
    const set = this.automaton.set[this.walk(national)] as number;
    return this.countries[(this.#owner[set * lengths + national.length] as number) - 1];
  }

  /** Whether digits have the general form of a country's numbers, by the place of that country. */
  fitsAt(state: number, country: number): boolean {
    const labels = this.automaton.sets[this.automaton.set[state] as number] as readonly number[];
    return labels.includes(country * labelsEach + wholeLabel);
  }

  #ownerOf(labels: readonly number[], length: number): number {
    return this.countries.findIndex((country, place) =>
      country.leading === undefined
        ? kindOf(country, place, labels, length) !== numberKind.none
        : labels.includes(place * labelsEach + leadingLabel),
    );
  }
}

function patternsOf(country: CountryRules, place: number): Labelled[] {
  const first = place * labelsEach;
  const kinds = country.kinds.flatMap((kind, i): Labelled[] =>
    kind === 0 || kind[0] === '' ? [] : [{ pattern: kind[0], label: first + i }],
  );
  const leading =
    country.leading === undefined
      ? []
      : [{ pattern: country.leading, label: first + leadingLabel, asPrefix: true }];
  return [{ pattern: country.pattern, label: first + wholeLabel }, ...kinds, ...leading];
}

/** As libphonenumber decides (getNumberType): fixed lines first, and a mobile pattern left out is the fixed one's. */
function kindOf(country: CountryRules, place: number, labels: readonly number[], length: number): number {
  const first = place * labelsEach;
  if (!labels.includes(first + wholeLabel)) return numberKind.none;
  const is = (kind: number): boolean => {
    const rules = country.kinds[kind];
    return rules !== undefined && rules !== 0 && rules[1].includes(length) && labels.includes(first + kind);
  };
  if (is(0)) {
    const mobile = country.kinds[1];
    const isBoth = mobile === undefined || mobile === 0 || mobile[0] === '' || is(1);
    return isBoth ? numberKind.fixedOrMobile : numberKind.fixed;
  }
  // numberKind is one more than the place in the library's order
  return country.kinds.findIndex((_, kind) => is(kind)) + 1;
}

const made = new Map<string, CodePlan>();

/** The plan of a calling code that some country has: made once, in some milliseconds. */
export function codePlan(code: string): CodePlan {
  const plan = made.get(code) ?? new CodePlan(code);
  made.set(code, plan);
  return plan;
}
