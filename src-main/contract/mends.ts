import * as v from 'valibot';
import { templateColumns } from './call-data-template.ts';

/**
 * The bulk mends that a supervisor can choose, in the order in which they are applied: each makes the next one's
 * work possible (spaces must be gone before a country code can be seen).
 */
export const mendIds = [
  'trim',
  'remove-apostrophe',
  'full-width',
  'unescape-json',
  'repair-json',
  'remove-separators',
  'remove-plus',
  'remove-country-code',
  'restore-leading-zero',
  'wrap-numbers',
  'recycle-time-form',
] as const;
export const MendId = v.picklist(mendIds);
export type MendId = v.InferOutput<typeof MendId>;

/** What some mends have to be told. */
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
