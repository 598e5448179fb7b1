import type { Tally } from '../../contract/call-list.ts';
import type { Judgement } from '../../numbering/compiled-plan.ts';
import { numberKind } from '../../numbering/kinds.ts';
import { verdict } from '../../numbering/why-not.ts';
import type { Checker } from './checker.ts';
import { numberKeyWords } from './packed-number.ts';
import { rowState } from './row-states.ts';

/**
 * Counts the ready rows by what their plan says of the first number: `mobile`, `fixed`, `service`, `foreign`, `listed`
 * (always fine) and `off` (not of the plan), the most frequent first; nothing without a plan.
 */
export function rowsByKind(checker: Checker): Tally[] {
  const { plan } = checker;
  if (plan === undefined) return [];
  const key = new Uint32Array(numberKeyWords);
  const counts = new Map<string, number>();
  checker.eachCalled((row, firstNumber) => {
    if (checker.states.state(row) !== rowState.ready) return;
    checker.numbers.copyKey(firstNumber, key, 0);
    const kind = groupOf(plan.judge(key, 0));
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  });
  return Array.from(counts, ([kind, count]) => ({ key: kind, count })).sort((a, b) => b.count - a.count);
}

function groupOf({ verdict: said, kind, foreign, listed }: Judgement): string {
  if (said !== verdict.fine) return 'off';
  if (listed) return 'listed';
  if (foreign) return 'foreign';
  if (kind === numberKind.mobile || kind === numberKind.fixedOrMobile) return 'mobile';
  return kind === numberKind.fixed ? 'fixed' : 'service';
}
