import type { RuleId } from '../../contract/template-rules.ts';
import { verdict, type Verdict } from '../../numbering/why-not.ts';

/** The rule that says why a number is none of the plan. */
export const ruleOfVerdict: Readonly<Record<Exclude<Verdict, typeof verdict.fine>, RuleId>> = {
  [verdict.tooShort]: 'number-too-short',
  [verdict.tooLong]: 'number-too-long',
  [verdict.unknownPrefix]: 'number-unknown-prefix',
  [verdict.foreign]: 'number-foreign',
  [verdict.noAreaCode]: 'number-no-area-code',
  [verdict.form]: 'number-form',
  [verdict.signs]: 'number-signs',
};
