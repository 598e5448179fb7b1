import { codePlan, type CodePlan } from './code-plan.ts';
import { callingCodeAt, rulesOf, type CountryRules } from './country-data.ts';

/** A number that was read: whose it is, if anybody's. */
export interface ReadNumber {
  /** The calling code; '' where the number is meant for another country, and none has that code. */
  readonly code: string;
  /** Without code and trunk prefix. */
  readonly national: string;
  /** See `numberKind`; none if nobody can have the number. */
  readonly kind: number;
  /** How it was written: as at home, with the country's code but no sign of it, or as dialled from abroad. */
  readonly written: 'national' | 'code' | 'international';
}

/**
 * Reads numbers as people of a country write them, exactly as libphonenumber's `parsePhoneNumber` with this default
 * country; a test compares the two on a million numbers.
 */
export class NumberReader {
  readonly rules: CountryRules;
  readonly home: CodePlan;
  readonly #international: RegExp;

  /** @throws RangeError for a country without a plan */
  constructor(country: string) {
    const rules = rulesOf(country);
    if (rules === undefined) throw new RangeError(`no numbering plan of ${country}`);
    this.rules = rules;
    this.home = codePlan(rules.code);
    this.#international = new RegExp(`^(?:${rules.international})`);
  }

  /** @param digits nothing but digits @param plus whether a + stood before them */
  read(digits: string, plus = false): ReadNumber {
    const abroad = plus ? digits : this.#withoutInternational(digits);
    if (abroad !== undefined) {
      const code = callingCodeAt(abroad);
      if (code === '') return { code, national: abroad, kind: 0, written: 'international' };
      const plan = codePlan(code);
      return this.#found(plan, code, abroad.slice(code.length), 'international', 0);
    }
    const { code, order } = this.rules;
    const shorter = this.#withoutOwnCode(digits);
    if (shorter !== undefined) return this.#found(this.home, code, shorter, 'code', 0);
    return this.#found(this.home, code, digits, 'national', order);
  }

  #found(
    plan: CodePlan,
    code: string,
    digits: string,
    written: ReadNumber['written'],
    place: number,
  ): ReadNumber {
    const national = nationalPart(plan, place, digits);
    return { code, national, kind: plan.kind(national), written };
  }

  /** What follows the prefix for calls abroad; no calling code begins with 0. */
  #withoutInternational(digits: string): string | undefined {
    const prefix = this.#international.exec(digits)?.[0] ?? '';
    const rest = digits.slice(prefix.length);
    return prefix === '' || rest === '' || rest.startsWith('0') ? undefined : rest;
  }

  /** 8613900138000: the own code, where the number is none with it and one without it. */
  #withoutOwnCode(digits: string): string | undefined {
    const { code, order, lengths } = this.rules;
    if (!digits.startsWith(code)) return undefined;
    const fits = (national: string): boolean => this.home.fitsAt(this.home.walk(national), order);
    const rest = digits.slice(code.length);
    const whole = nationalPart(this.home, order, digits);
    if (!fits(whole) && fits(nationalPart(this.home, order, rest))) return rest;
    return whole.length > (lengths.at(-1) ?? 0) ? rest : undefined;
  }
}

/** The number without trunk prefix and carrier's code, where it is a number without them (extractNationalNumber). */
export function nationalPart(plan: CodePlan, place: number, digits: string): string {
  const rules = plan.countries[place];
  const prefix = rules?.prefix;
  if (rules === undefined || prefix === undefined) return digits;
  const found = prefixOf(prefix).exec(digits);
  if (found === null) return digits;
  const group = found.length > 1 ? found.at(-1) : undefined;
  const after =
    rules.transform !== undefined && group !== undefined && group !== ''
      ? digits.replace(prefixOf(prefix), rules.transform)
      : digits.slice(found[0].length);
  if (after === digits) return digits;
  if (plan.fitsAt(plan.walk(digits), place) && !plan.fitsAt(plan.walk(after), place)) return digits;
  const { lengths } = plan.owner(after) ?? rules;
  const isTooLong = after.length > (lengths.at(-1) ?? 0);
  return isTooLong || lengths.includes(after.length) ? after : digits;
}

const prefixes = new Map<string, RegExp>();

function prefixOf(pattern: string): RegExp {
  const prefix = prefixes.get(pattern) ?? new RegExp(`^(?:${pattern})`);
  prefixes.set(pattern, prefix);
  return prefix;
}
