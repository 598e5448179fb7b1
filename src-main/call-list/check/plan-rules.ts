import { mostProblemsOfCell, type RuleId } from '../../contract/template-rules.ts';
import type { CompiledPlan } from '../../numbering/compiled-plan.ts';
import { verdict, type Verdict } from '../../numbering/why-not.ts';
import type { CalledNumbers } from './called-cell.ts';
import type { CalledProblem } from './inspect-called.ts';
import { numberKeyWords, unpackNumber } from './packed-number.ts';

/** The rule that says why a number is none of the plan. */
const ruleOfVerdict: Readonly<Record<Exclude<Verdict, typeof verdict.fine>, RuleId>> = {
  [verdict.tooShort]: 'number-too-short',
  [verdict.tooLong]: 'number-too-long',
  [verdict.unknownPrefix]: 'number-unknown-prefix',
  [verdict.foreign]: 'number-foreign',
  [verdict.noAreaCode]: 'number-no-area-code',
  [verdict.form]: 'number-form',
  [verdict.signs]: 'number-signs',
};

const none: readonly CalledProblem[] = [];

/** The numbers of a row that its plan does not dial. Nothing is made where all are fine, as nearly always. */
export function offPlan({ count, keys }: CalledNumbers, plan: CompiledPlan): readonly CalledProblem[] {
  let problems: CalledProblem[] | undefined;
  for (let i = 0; i < count * numberKeyWords; i += numberKeyWords) {
    const found = plan.verdict(keys, i);
    if (found === verdict.fine) continue;
    problems ??= [];
    if (problems.length === mostProblemsOfCell) return [...problems, { rule: 'more-problems', detail: '' }];
    problems.push({ rule: ruleOfVerdict[found], detail: unpackNumber(keys, i) });
  }
  return problems ?? none;
}
