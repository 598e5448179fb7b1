import * as v from 'valibot';
import { CampaignStatus } from './campaigns.ts';
import { call } from './define.ts';
import { ConnectionId } from './connections.ts';
import { Job, JobId } from './jobs.ts';

const Count = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)));

/**
 * Why an import cannot be taken back; `under_way`: the call centre has not imported it yet; `elsewhere`: its connection
 * leads to another call centre by now.
 */
export const TakeBackObstacle = v.picklist([
  'no_mark',
  'not_sent',
  'under_way',
  'not_offered',
  'no_connection',
  'elsewhere',
]);
export type TakeBackObstacle = v.InferOutput<typeof TakeBackObstacle>;

/** What became of the numbers, as the statistics of the mark show it; null: not known. */
export const TakeBackCounts = v.object({
  /** Of those that were imported, no longer in the campaign. */
  takenBack: Count,
  /** Called or in a call: they stay. */
  called: Count,
  /** Neither: still to be called. */
  left: Count,
});
export type TakeBackCounts = v.InferOutput<typeof TakeBackCounts>;

/**
 * Whether a take-back holds a campaign paused. `yes`: it paused it, and has not resumed it; `perhaps`: the campaign was
 * found paused after the app had ended in between, and somebody else may have paused it; `no`: it does not.
 */
export const Held = v.picklist(['no', 'yes', 'perhaps']);
export type Held = v.InferOutput<typeof Held>;

/** How a take-back stands. */
export const TakeBack = v.object({
  jobId: JobId,
  importId: JobId,
  importName: v.string(),
  connectionId: ConnectionId,
  campaignId: v.string(),
  campaignName: v.nullable(v.string()),
  mark: v.string(),
  /** The state of its job, or how it ended where the job is no longer in the list. */
  state: v.string(),
  held: Held,
  /** When the call centre accepted the deletion, epoch milliseconds. */
  deletedAt: v.nullable(v.number()),
  counts: v.nullable(TakeBackCounts),
});
export type TakeBack = v.InferOutput<typeof TakeBack>;

/** A take-back that paused a campaign, and whether the call centre shows that campaign paused: else its state is not known. */
const HeldCampaign = v.object({ ...TakeBack.entries, shownPaused: v.boolean() });
export type HeldCampaign = v.InferOutput<typeof HeldCampaign>;

/** What taking an import back would do. */
export const TakeBackView = v.object({
  /** Null: it can be taken back. */
  obstacle: v.nullable(TakeBackObstacle),
  /** Whether the call centre has said that the import has ended; otherwise numbers may still come in afterwards. */
  ended: v.boolean(),
  /** Other imports into the campaign with the same mark: their numbers would be deleted too. */
  shares: v.array(v.object({ jobId: JobId, name: v.string() })),
  /** The last one of this import. */
  last: v.nullable(TakeBack),
});
export type TakeBackView = v.InferOutput<typeof TakeBackView>;

/** Imports that were sent are taken back: their numbers are deleted from their campaign, by their mark. */
export const takeBacks = {
  look: call(v.object({ importId: JobId }), TakeBackView),
  /**
   * Begins. Rejects with `conflict` where it cannot be taken back, one is under way, or it shares its mark with others
   * that are not named.
   */
  begin: call(v.object({ importId: JobId, shared: v.array(JobId) }), Job),
  /** Campaigns of a connection that a take-back has paused and not resumed, but for those seen in another state since. */
  held: call(v.object({ connectionId: ConnectionId }), v.array(HeldCampaign)),
  /** Resumes the campaign that a take-back holds; answers the state that the call centre shows then. */
  resume: call(v.object({ jobId: JobId }), CampaignStatus),
  /** The supervisor knows that the campaign is paused, and leaves it so. */
  leave: call(v.object({ jobId: JobId }), v.void()),
} as const;
