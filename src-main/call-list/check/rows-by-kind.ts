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
  const count = (kind: string, rows: number): void => void counts.set(kind, (counts.get(kind) ?? 0) + rows);
  /** By kind, of numbers that are dialled as they are. */
  const quick = new Uint32Array(kinds);
  checker.eachCalled((row, firstNumber) => {
    if (checker.states.state(row) !== rowState.ready) return;
    checker.numbers.copyKey(firstNumber, key, 0);
    const kind = plan.quickKind(key, 0);
    if (kind > 0) quick[kind] = (quick[kind] as number) + 1;
    else count(groupOf(plan.judge(key, 0)), 1);
  });
  const fine = { verdict: verdict.fine, foreign: false, listed: false };
  for (const [kind, rows] of quick.entries()) if (rows > 0) count(groupOf({ ...fine, kind }), rows);
  return Array.from(counts, ([kind, rows]) => ({ key: kind, count: rows })).sort((a, b) => b.count - a.count);
}

/** As many as there can be. */
const kinds = 16;

function groupOf({ verdict: said, kind, foreign, listed }: Judgement): string {
  if (said !== verdict.fine) return 'off';
  if (listed) return 'listed';
  if (foreign) return 'foreign';
  if (kind === numberKind.mobile || kind === numberKind.fixedOrMobile) return 'mobile';
  return kind === numberKind.fixed ? 'fixed' : 'service';
}
