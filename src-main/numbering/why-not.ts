import { firstState, stateWidth } from './automaton.ts';
import { codePlan, type CodePlan } from './code-plan.ts';
import { callingCodeAt, type CountryRules } from './country-data.ts';
import { numberKind } from './kinds.ts';

/** What is to be said of a number under a plan. */
export const verdict = {
  fine: 0,
  tooShort: 1,
  tooLong: 2,
  unknownPrefix: 3,
  foreign: 4,
  noAreaCode: 5,
  /** A number of the plan, written so that it cannot be dialled. */
  form: 6,
  /** * or # in a number that is not among those that are always fine. */
  signs: 7,
} as const;
export type Verdict = (typeof verdict)[keyof typeof verdict];

/** A local number without its area code has no more digits. */
export const longestLocal = 8;
const shortestLocal = 6;
/** An area code has no more digits. */
const longestArea = 5;
/** A number that lacks more digits than that is not begun, but another one. */
const mostMissing = 6;

/**
 * Why a number, in the form of a country's own, is none. Where its length alone rules it out, that is the reason; else
 * how far along it could still have become a number.
 *
 * @param national without trunk prefix
 * @param trunk whether it was written with one: then its area code is there
 */
export function whyNot(plan: CodePlan, rules: CountryRules, national: string, trunk: boolean): Verdict {
  if (!trunk && lacksAreaCode(plan, rules, national)) return verdict.noAreaCode;
  const shortest = rules.lengths[0] ?? 0;
  const longest = rules.lengths.at(-1) ?? 0;
  if (national.length < shortest) return verdict.tooShort;
  if (!trunk && isForeign(rules, national)) return verdict.foreign;
  if (national.length > longest) return verdict.tooLong;
  let state: number = firstState;
  let wasNumber = false;
  for (let i = 0; i < national.length; i += 1) {
    state = plan.automaton.next[state * stateWidth + national.charCodeAt(i) - 0x2f] as number;
    if (state === 0) return wasNumber ? verdict.tooLong : verdict.unknownPrefix;
    wasNumber ||= plan.kindAt(state, i + 1) !== numberKind.none;
  }
  if (canGrow(plan, state, national.length)) return verdict.tooShort;
  return wasNumber ? verdict.tooLong : verdict.unknownPrefix;
}

const growing = new WeakMap<CodePlan, Map<number, boolean>>();

/**
 * Whether more digits may make a number of it. The automaton knows the general form too, which alone is no number.
 * Kept for each state, because a list has the same mistake many times.
 */
function canGrow(plan: CodePlan, from: number, length: number): boolean {
  const known = growing.get(plan) ?? new Map<number, boolean>();
  growing.set(plan, known);
  const key = from * 32 + length;
  const there = known.get(key);
  if (there !== undefined) return there;
  let states = new Set([from]);
  let found = false;
  for (let more = length + 1; more <= length + mostMissing && !found; more += 1) {
    states = following(plan, states);
    for (const state of states) found ||= plan.kindAt(state, more) !== numberKind.none;
  }
  known.set(key, found);
  return found;
}

/**
 * Written with another country's code and nothing before it. A guess, so only where nothing speaks against it: 1 541 234
 * 5678 is American, but what begins with 1 is a mistyped mobile number in China, and elsewhere not a code either.
 */
function isForeign(rules: CountryRules, digits: string): boolean {
  const code = callingCodeAt(digits);
  if (code === '' || code === rules.code || code.length < 2) return false;
  const kind = codePlan(code).kind(digits.slice(code.length));
  return kind === numberKind.mobile || kind === numberKind.fixed || kind === numberKind.fixedOrMobile;
}

/** Whether an area code before it makes a fixed line's number of it. */
function lacksAreaCode(plan: CodePlan, rules: CountryRules, local: string): boolean {
  // Mexico has areas and no trunk prefix; where there is neither, there are no areas.
  if (rules.trunk === undefined && rules.code !== '52') return false;
  if (local.length < shortestLocal || local.length > longestLocal) return false;
  let before = new Set<number>([firstState]);
  for (let area = 1; area <= longestArea; area += 1) {
    before = following(plan, before);
    const length = area + local.length;
    if (area < 2 || !rules.lengths.includes(length)) continue;
    let states = before;
    for (const digit of local) states = after(plan, states, digit.charCodeAt(0) - 0x2f);
    for (const state of states) {
      const kind = plan.kindAt(state, length);
      if (kind === numberKind.fixed || (kind === numberKind.fixedOrMobile && plan.countries.length > 1)) {
        return true;
      }
    }
  }
  return false;
}

function following(plan: CodePlan, states: ReadonlySet<number>): Set<number> {
  const all = new Set<number>();
  for (let code = 1; code <= 10; code += 1) for (const state of after(plan, states, code)) all.add(state);
  return all;
}

function after({ automaton }: CodePlan, states: ReadonlySet<number>, code: number): Set<number> {
  const all = new Set<number>();
  for (const state of states) {
    const next = automaton.next[state * stateWidth + code] as number;
    if (next !== 0) all.add(next);
  }
  return all;
}
