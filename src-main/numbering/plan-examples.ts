import type { NumberPlan, PlanExample } from '../contract/number-plan.ts';
import { firstState, stateWidth } from './automaton.ts';
import type { CodePlan } from './code-plan.ts';
import { CompiledPlan } from './compiled-plan.ts';
import { rulesOf } from './country-data.ts';
import { dialForm } from './dial-form.ts';
import { numberKind } from './kinds.ts';

/**
 * Numbers of a plan as people write them, and as they are dialled. They are examples that fit the country's patterns.
 *
 * @throws RangeError for a country without a plan
 */
export function planExamples(plan: NumberPlan): PlanExample[] {
  const compiled = new CompiledPlan(plan);
  const { rules, home } = compiled.reader;
  const fixed = fixedExample(
    home,
    rules.lengths.filter((length) => length <= rules.mobile.length),
  );
  // Whoever is asked for a number of another country thinks of a neighbour's, and anyone knows these two.
  const elsewhere = rulesOf(plan.country === 'GB' ? 'CN' : 'GB');
  const written: { kind: PlanExample['kind']; written: string }[] = [
    { kind: 'mobile', written: `+${rules.code} ${rules.mobile}` },
    ...(fixed === undefined ? [] : [{ kind: 'fixed' as const, written: `+${rules.code} ${fixed}` }]),
    ...(elsewhere ? [{ kind: 'foreign' as const, written: `+${elsewhere.code} ${elsewhere.mobile}` }] : []),
    ...plan.fine.slice(0, 1).map((pattern) => ({
      kind: 'fine' as const,
      written: pattern.replaceAll('x', () => '5'),
    })),
  ];
  return written
    .map((example) => ({ ...example, dialled: dialForm(example.written, compiled) ?? null }))
    .filter(({ kind, dialled }) => dialled !== null || kind === 'foreign');
}

/** A fixed line's number, of the longest of these lengths: one with its area code. */
function fixedExample(plan: CodePlan, lengths: readonly number[]): string | undefined {
  for (const length of [...lengths].reverse()) {
    const found = find(plan, firstState, '', length, new Set());
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @param seen states from which nothing was found, so that none is looked at twice at the same place */
function find(
  plan: CodePlan,
  state: number,
  digits: string,
  length: number,
  seen: Set<string>,
): string | undefined {
  if (digits.length === length) {
    const kind = plan.kindAt(state, length);
    return kind === numberKind.fixed || kind === numberKind.fixedOrMobile ? digits : undefined;
  }
  const place = `${state} ${digits.length}`;
  if (seen.has(place)) return undefined;
  for (const digit of '2034567891') {
    const next = plan.automaton.next[state * stateWidth + Number(digit) + 1] as number;
    const found = next === 0 ? undefined : find(plan, next, digits + digit, length, seen);
    if (found !== undefined) return found;
  }
  seen.add(place);
  return undefined;
}
