import * as v from 'valibot';
import data from './numbered-countries.json' with { type: 'json' };

/**
 * What numbers a call centre dials, and how they must look to be dialled. Plain JSON: it is part of a connection, may be
 * fixed by the policy, and is what `npm run -s check -- FILE --plan PLAN.json` takes.
 */

/** How numbers of a country are usually written; `trunk` is what stands before them then, '' where nothing ever does. */
interface NamedCountry {
  readonly code: string;
  readonly trunk: string;
  readonly mobile: 'national' | 'trunk';
  readonly fixed: 'national' | 'trunk';
}
// Written by scripts/numbering.mjs in exactly this form.
const countries = data as Readonly<Record<string, NamedCountry | undefined>>;

/** Every country that has a numbering plan, by its code (ISO 3166-1). */
export const numberedCountries: readonly string[] = Object.keys(countries);

/** Of a country's code; undefined for one that has no plan. */
export const numberedCountry = (country: string): NamedCountry | undefined =>
  Object.hasOwn(countries, country) ? countries[country] : undefined;

/**
 * `national`: without anything in front, 13900138000; `trunk`: with the country's trunk prefix, 02083630001; `code`:
 * with the calling code, 8613900138000.
 */
export const NumberForm = v.picklist(['national', 'trunk', 'code']);
export type NumberForm = v.InferOutput<typeof NumberForm>;

/** The most patterns of numbers that are always fine: each is compared with every number that is not of the plan. */
const mostFine = 200;

export const NumberPlan = v.strictObject({
  /** The country of numbers without a calling code. */
  country: v.pipe(
    v.string(),
    v.check((country) => numberedCountry(country) !== undefined, 'country'),
  ),
  mobile: NumberForm,
  /** Of fixed lines; service numbers, which carriers take with and without a trunk prefix, follow it only for `code`. */
  fixed: v.union([NumberForm, v.literal('either')]),
  /**
   * Numbers of other countries: not called; with their calling code and these digits before it (00, 011 …); or, for
   * `+`, with the calling code alone, because the template allows no + (Table 3).
   */
  foreign: v.union([
    v.literal('none'),
    v.literal('+'),
    v.pipe(v.string(), v.regex(/^\d{1,6}$/, 'international')),
  ]),
  /** Numbers that are always fine, whatever the plan says: digits, * and #, and x for any digit: 95xxx. */
  fine: v.pipe(
    v.array(v.pipe(v.string(), v.regex(/^[\dx*#]{1,24}$/, 'fine_number'))),
    v.maxLength(mostFine, 'too_many'),
  ),
  /** Whether a row with a number that is not of the plan is left out. */
  severity: v.picklist(['warning', 'error']),
});
export type NumberPlan = v.InferOutput<typeof NumberPlan>;

/** A number as somebody writes it, and as it is dialled under a plan; null where it is not called. */
export const PlanExample = v.object({
  kind: v.picklist(['mobile', 'fixed', 'foreign', 'fine']),
  written: v.string(),
  dialled: v.nullable(v.string()),
});
export type PlanExample = v.InferOutput<typeof PlanExample>;

/** China's service numbers: banks and insurers, carriers, hotlines, and the numbers companies are called by. */
const chineseServices = [
  ...['95xxx', '95xxxx', '95xxxxx', '95xxxxxx', '96xxx', '96xxxx', '96xxxxx'],
  ...['100xx', '123xx', '400xxxxxxx', '800xxxxxxx'],
];

/** The plan of a country as it is usual there. @throws RangeError for a country without a plan */
export function usualPlan(country: string): NumberPlan {
  const named = numberedCountry(country);
  if (named === undefined) throw new RangeError(`no numbering plan of ${country}`);
  return {
    country,
    mobile: named.mobile,
    fixed: named.fixed,
    foreign: 'none',
    fine: country === 'CN' ? chineseServices : [],
    severity: 'warning',
  };
}
