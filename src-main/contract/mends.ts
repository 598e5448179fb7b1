import * as v from 'valibot';
import { templateColumns } from './call-data-template.ts';
import { isNumberRule } from './number-rules.ts';
import { ruleIds, type RuleId } from './template-rules.ts';
import { CellEdit } from './call-list.ts';

/**
 * The bulk mends that a supervisor can choose, in the order in which they are applied: each makes the next one's
 * work possible (spaces must be gone before a country code can be seen).
 */
export const mendIds = [
  'trim',
  'empty-missing',
  'remove-apostrophe',
  'full-width',
  'unescape-json',
  'repair-json',
  'number-plan',
  'remove-separators',
  'remove-plus',
  'remove-country-code',
  'restore-leading-zero',
  'wrap-numbers',
  'recycle-time-form',
] as const;
export const MendId = v.picklist(mendIds);
export type MendId = v.InferOutput<typeof MendId>;

/** The parameters that some mends need. */
export const MendOptions = v.object({
  /** `remove-country-code`: the code without + or 00. */
  countryCode: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,3}$/)), '86'),
  /**
   * `restore-leading-zero`: numbers of that many digits get a 0 in front. Left out, those that are a Chinese
   * fixed-line number without its 0.
   */
  lengthsWithoutZero: v.optional(v.array(v.pipe(v.number(), v.integer(), v.minValue(3), v.maxValue(23)))),
  /** `recycle-time-form`: the time of day for dates without one. Left out, they stay as they are. */
  timeOfDay: v.optional(v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/))),
});
export type MendOptions = v.InferOutput<typeof MendOptions>;

/** What the supervisor has chosen. */
export const ChosenMends = v.object({
  mends: v.array(MendId),
  options: v.optional(MendOptions, {}),
});
export type ChosenMends = v.InferOutput<typeof ChosenMends>;

/** What the chosen mends would do: how many cells change, and the first of them. */
export const MendPreview = v.object({
  changed: v.number(),
  examples: v.array(
    v.object({
      row: v.number(),
      column: v.picklist(templateColumns),
      before: v.string(),
      after: v.string(),
    }),
  ),
});
export type MendPreview = v.InferOutput<typeof MendPreview>;

/** How far a count or a change of many cells is, 0 to 1, and what it has found so far. */
export const MendProgress = v.object({ fraction: v.number(), found: MendPreview });
export type MendProgress = v.InferOutput<typeof MendProgress>;

/** Which cells are mended: those that have an issue, of this rule or column if one is given. */
export const MendScope = v.object({
  rule: v.optional(v.picklist(ruleIds)),
  column: v.optional(v.picklist(templateColumns)),
});
export type MendScope = v.InferOutput<typeof MendScope>;

/** Bulk mends that were done, as what was chosen: doing it again to the same cells gives the same values. */
export const AppliedMends = v.object({ chosen: ChosenMends, scope: MendScope });
export type AppliedMends = v.InferOutput<typeof AppliedMends>;

/** A change of a checked list: of one cell by hand, or of many by mends. */
export const ListChange = v.union([CellEdit, AppliedMends]);
export type ListChange = v.InferOutput<typeof ListChange>;

/** Harmless to any number: what is taken away says nothing. */
const numberMends: readonly MendId[] = [
  'trim',
  'remove-apostrophe',
  'full-width',
  'remove-separators',
  'remove-plus',
];

/** What `number-plan` does better, knowing how numbers have to look. */
const withoutPlan: readonly MendId[] = [...numberMends, 'remove-country-code', 'restore-leading-zero'];

/**
 * The mends to offer against a rule, in the order in which they are applied.
 *
 * @param plan whether the list was checked by a plan: then one mend makes numbers right by it
 */
export function mendsAgainst(rule: RuleId, plan: boolean): readonly MendId[] {
  const known = mendsForRule[rule] ?? [];
  if (isNumberRule(rule)) return plan ? ['number-plan'] : [];
  const isOfNumbers = rule.startsWith('called-') && known.includes('remove-separators');
  if (!plan || !isOfNumbers) return known;
  return mendIds.filter(
    (mend) => mend === 'number-plan' || (known.includes(mend) && !withoutPlan.includes(mend)),
  );
}

/** The mends that can help against a rule, in the order in which they are applied; none for what only a person can know. */
export const mendsForRule: Readonly<Partial<Record<RuleId, readonly MendId[]>>> = {
  'missing-text': ['empty-missing'],
  'session-id-too-long': ['trim'],
  'called-plain-number': [...numberMends, 'remove-country-code', 'restore-leading-zero', 'wrap-numbers'],
  'called-not-json': [
    'trim',
    'remove-apostrophe',
    'full-width',
    'unescape-json',
    'repair-json',
    'remove-separators',
    'remove-plus',
    'wrap-numbers',
  ],
  'called-not-array': ['unescape-json', 'repair-json'],
  'called-no-too-long': [...numberMends, 'remove-country-code'],
  'called-no-characters': [
    'trim',
    'empty-missing',
    ...numberMends.slice(1),
    'remove-country-code',
    'restore-leading-zero',
  ],
  'delay-time': ['empty-missing'],
  'caller-too-long': [...numberMends, 'remove-country-code'],
  'caller-unlikely': [...numberMends, 'remove-country-code', 'restore-leading-zero'],
  'call-data-too-long': ['trim'],
  'call-data-not-json': ['trim', 'unescape-json', 'repair-json'],
  'call-data-escaped': ['unescape-json'],
  'custom-field-too-long': ['trim'],
  'recycle-time-format': ['trim', 'full-width', 'recycle-time-form'],
};

/** The mends that change the meaning if the supervisor is wrong about them: offered, and not chosen beforehand. */
export const doubtfulMends: readonly MendId[] = ['remove-country-code', 'restore-leading-zero'];
