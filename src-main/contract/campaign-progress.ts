import * as v from 'valibot';
import { ErrorShape } from './errors.ts';

/** How often the call centre's statistics may be asked for: once in five minutes, milliseconds (vendor's page 0765). */
export const statisticsEveryMs = 5 * 60_000;

const Count = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)));

/** A campaign's counters of today. Any may be missing: null, which is not 0. */
export const CampaignCounts = v.object({
  /** Dialled today (`calledCount`). */
  called: Count,
  /** Connected today (`dailyCallSucc`). */
  connected: Count,
  /** Still to be dialled (`unCallCount`). */
  left: Count,
  /** Completed, in a call and not called (`totalCount`). */
  total: Count,
});
export type CampaignCounts = v.InferOutput<typeof CampaignCounts>;

/** Counters as they were seen first, and last, before they changed. Epoch milliseconds. */
export const SeenCounts = v.object({ ...CampaignCounts.entries, at: v.number(), seenAt: v.number() });
export type SeenCounts = v.InferOutput<typeof SeenCounts>;

/**
 * What became of the last time the statistics were asked for. `limited`: the call centre asks to wait (429), which is
 * no failure.
 */
export const StatisticsOutcome = v.picklist(['given', 'limited', 'failed', 'lacking']);
export type StatisticsOutcome = v.InferOutput<typeof StatisticsOutcome>;

/** How far a connection's statistics are known. */
export const StatisticsState = v.object({
  /** When they were asked for last, epoch milliseconds; null: never. */
  askedAt: v.nullable(v.number()),
  /** When they may be asked for again. */
  nextAt: v.number(),
  /** Null: never asked, or the app ended before the answer. */
  outcome: v.nullable(StatisticsOutcome),
  error: v.nullable(ErrorShape),
});
export type StatisticsState = v.InferOutput<typeof StatisticsState>;

/** The statistics' state, and what was seen of one campaign today, oldest first. */
export const CampaignProgress = v.object({ state: StatisticsState, seen: v.array(SeenCounts) });
export type CampaignProgress = v.InferOutput<typeof CampaignProgress>;

/** What was seen today of one import's numbers in its campaign, by the mark that they carry. */
export const ListProgress = v.object({
  /** Oldest first; empty too where the import has no mark. */
  seen: v.array(SeenCounts),
  /** Whether other imports into the campaign are known to carry the mark: their numbers are counted as well. */
  shared: v.boolean(),
});
export type ListProgress = v.InferOutput<typeof ListProgress>;
