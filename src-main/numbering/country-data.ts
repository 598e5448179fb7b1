import data from './countries.json' with { type: 'json' };

/** A pattern of national numbers and the lengths it may have; 0 where the country has no numbers of the kind. */
type KindRules = readonly [pattern: string, lengths: readonly number[]] | 0;

/**
 * The numbering plan of a country, as `scripts/numbering.mjs` takes it from libphonenumber-js. Patterns are regular
 * expressions over digits, of whole national numbers: without calling code and trunk prefix.
 */
export interface CountryRules {
  /** The calling code: 86. Several countries may share one. */
  readonly code: string;
  /** The place among those countries: a number that fits several is the first one's. */
  readonly order: number;
  /** What is dialled before another country's code, as a pattern. */
  readonly international: string;
  readonly pattern: string;
  /** In rising order. */
  readonly lengths: readonly number[];
  /** What is dialled before a national number: 0. */
  readonly trunk?: string;
  /** Whatever may stand before a national number, carriers' codes among it, as a pattern. */
  readonly prefix?: string;
  /** What a number that `prefix` found groups in is replaced by. */
  readonly transform?: string;
  /** A number with these first digits is this country's and no other's with the same code. */
  readonly leading?: string;
  /** In the order of `libraryKinds`. */
  readonly kinds: readonly KindRules[];
  /** A mobile number that is nobody's. */
  readonly mobile: string;
  /** Whether people write the trunk prefix before mobile numbers, fixed lines, and toll-free and service numbers. */
  readonly mobileTrunk: boolean;
  readonly fixedTrunk: boolean;
  readonly serviceTrunk: boolean;
}

// The file is JSON of exactly this; a test compares it with the library.
const rules = data as unknown as Readonly<Record<string, CountryRules>>;

const byCode = new Map<string, CountryRules[]>();
for (const country of Object.values(rules)) {
  const same = byCode.get(country.code) ?? [];
  same[country.order] = country;
  byCode.set(country.code, same);
}

/** Of a country's code (ISO 3166-1 alpha-2, in capitals); undefined for one that is not known. */
export const rulesOf = (country: string): CountryRules | undefined =>
  Object.hasOwn(rules, country) ? rules[country] : undefined;

/** Every country that has a plan, by its code. Numbers of no country are in the data under their calling code: +800. */
export const plannedCountries: readonly string[] = Object.keys(rules).filter((name) => !name.startsWith('+'));

/** The countries of a calling code, the main one first; none if nobody has it. */
export const countriesWithCode = (code: string): readonly CountryRules[] => byCode.get(code) ?? [];

/** The calling code that a number (digits, no + and no 00) begins with; '' where no country has it. No code begins another. */
export function callingCodeAt(digits: string): string {
  for (let length = 1; length <= 3; length += 1) {
    const code = digits.slice(0, length);
    if (byCode.has(code)) return code;
  }
  return '';
}
