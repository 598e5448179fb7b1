import * as v from 'valibot';
import { ConnectionId } from './connections.ts';
import { call } from './define.ts';

/** The longest text the list can be asked for; names themselves may have 100 characters. */
export const maxCampaignName = 30;
/** The states of a campaign. The filter takes the last three; 1 is a draft by the list's own example. */
export const campaignStates = { '1': 'draft', '2': 'active', '3': 'suspended', '4': 'ended' } as const;
export type CampaignState = (typeof campaignStates)[keyof typeof campaignStates];

/** What a status is called; null for a number that no document explains, which is shown as it is. */
export function campaignStateOf(status: string): CampaignState | null {
  return (campaignStates as Readonly<Record<string, CampaignState>>)[status] ?? null;
}

/** A page of the list of campaigns. `page` counts from 1; 100 rows are the most the interface gives. */
export const CampaignQuery = v.object(
  {
    name: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(maxCampaignName, 'too_long'))),
    /** 0: all. */
    status: v.optional(v.picklist([0, 2, 3, 4], 'status'), 0),
    /** 0: all; 1 intelligent IVR, 2 predictive, 3 automatic IVR, 5 preview, 6 pre-occupied. */
    deviceType: v.optional(v.picklist([0, 1, 2, 3, 5, 6], 'device_type'), 0),
    /** Epoch milliseconds. */
    beginTime: v.optional(v.pipe(v.number('time'), v.integer('time'))),
    endTime: v.optional(v.pipe(v.number('time'), v.integer('time'))),
    page: v.pipe(v.number('page'), v.integer('page'), v.minValue(1, 'page')),
    rows: v.pipe(v.number('limit'), v.integer('limit'), v.minValue(1, 'limit'), v.maxValue(100, 'limit')),
  },
  'required',
);
export type CampaignQuery = v.InferOutput<typeof CampaignQuery>;

/**
 * A campaign. Which fields the system gives is not documented: `name` and `status` are null where none of
 * the usual names was found.
 */
export const Campaign = v.object({
  id: v.string(),
  name: v.nullable(v.string()),
  status: v.nullable(v.string()),
});
export type Campaign = v.InferOutput<typeof Campaign>;

export const CampaignPage = v.object({
  campaigns: v.array(Campaign),
  /** In all; null where the system does not say. */
  total: v.nullable(v.number()),
  /** Whether there seem to be more pages. */
  more: v.boolean(),
});
export type CampaignPage = v.InferOutput<typeof CampaignPage>;

/** What is looked for wherever a campaign is asked for: a part of its name, or of an ID that was used. */
export const CampaignSearch = v.object({
  connectionId: ConnectionId,
  search: v.pipe(v.string(), v.trim(), v.maxLength(200, 'too_long')),
  /** Counts from 1. */
  page: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
export type CampaignSearch = v.InferOutput<typeof CampaignSearch>;

/** Campaigns to choose from. */
export const CampaignChoices = v.object({
  /** Those used last with this connection that fit, the newest first; with the first page only. */
  recent: v.array(v.pick(Campaign, ['id', 'name'])),
  campaigns: v.array(Campaign),
  more: v.boolean(),
  /** False: this system does not list its campaigns, which is remembered until it is asked again. */
  listed: v.boolean(),
});
export type CampaignChoices = v.InferOutput<typeof CampaignChoices>;

/** Campaigns of a call centre. */
export const campaigns = {
  /**
   * Campaigns whose name holds the text, 100 to a page, and those used last with this connection before
   * them. A system that has no list of campaigns is no failure.
   */
  find: call(CampaignSearch, CampaignChoices),
  /** The next \`find\` asks the call centre anew, even one that had no list. */
  askAgain: call(v.object({ connectionId: ConnectionId }), v.void()),
} as const;
