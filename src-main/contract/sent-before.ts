import * as v from 'valibot';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * What is known of an earlier sending. `under_way`: handed over, and the call centre has not been asked yet;
 * `accepted`: it took the import; `unknown`: it was asked, and its answer was lost; `taken_back`: its numbers were deleted
 * again, but for those that were called before, or are not known to be gone.
 */
export const SentOutcome = v.picklist(['under_way', 'accepted', 'unknown', 'taken_back']);
export type SentOutcome = v.InferOutput<typeof SentOutcome>;

/** An import of the same content into the same campaign. Names are those of that time. */
export const SentBefore = v.object({
  jobId: v.pipe(v.string(), v.uuid()),
  name: v.string(),
  sourceName: v.string(),
  rows: Count,
  connectionName: v.string(),
  campaignId: v.string(),
  campaignName: v.nullable(v.string()),
  /** When it was sent; of one under way, when it was handed over. Epoch milliseconds. */
  at: v.number(),
  outcome: SentOutcome,
  /** `workbook`: the very rows. `source`: the same file, from which other rows may have been taken. */
  same: v.picklist(['workbook', 'source']),
});
export type SentBefore = v.InferOutput<typeof SentBefore>;
