import * as v from 'valibot';
import { CampaignProgress, ListProgress, SeenCounts, StatisticsState } from './campaign-progress.ts';
import { ChosenFrom, ConnectionId } from './connections.ts';
import { call } from './define.ts';
import { ErrorShape } from './errors.ts';
import { JobId } from './jobs.ts';

/** The longest text the list can be asked for; names themselves may have 100 characters. */
export const maxCampaignName = 30;
/** The states of a campaign. The filter takes the last three; 1 is a draft by the list's own example. */
export const campaignStates = { '1': 'draft', '2': 'active', '3': 'suspended', '4': 'ended' } as const;
export type CampaignState = (typeof campaignStates)[keyof typeof campaignStates];

/** What a status is called; null for a number that no document explains, which is shown as it is. */
export function campaignStateOf(status: string): CampaignState | null {
  return (campaignStates as Readonly<Record<string, CampaignState>>)[status] ?? null;
}

/** Whether a status says that a campaign is not paused; one that was not read (null) or that no document explains does not. */
export function isKnownUnpaused(status: string | null): boolean {
  const state = status === null ? null : campaignStateOf(status);
  return state !== null && state !== 'suspended';
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

/** What a campaign does, by its `deviceType`. 1 is not in the documents of 2023, 4 is in none. */
export const campaignKinds = {
  '1': 'intelligent',
  '2': 'predictive',
  '3': 'automatic',
  '5': 'preview',
  '6': 'preoccupied',
} as const;
export type CampaignKind = (typeof campaignKinds)[keyof typeof campaignKinds];

/** What a `deviceType` is called; null for a number that no document explains, which is shown as it is. */
export function campaignKindOf(deviceType: string): CampaignKind | null {
  return (campaignKinds as Readonly<Record<string, CampaignKind>>)[deviceType] ?? null;
}

/** A campaign as it is chosen: `name` and `status` are null where the system gives none of the usual names. */
export const Campaign = v.object({
  id: v.string(),
  name: v.nullable(v.string()),
  status: v.nullable(v.string()),
});
export type Campaign = v.InferOutput<typeof Campaign>;

/** A campaign as it is listed. Any field may be missing; without an ID it can only be looked at. */
export const ListedCampaign = v.object({
  id: v.nullable(v.string()),
  name: v.nullable(v.string()),
  status: v.nullable(v.string()),
  deviceType: v.nullable(v.string()),
  /** ISO 8601, UTC; a text that is not understood as it came. */
  begins: v.nullable(v.string()),
  ends: v.nullable(v.string()),
  callerNo: v.nullable(v.string()),
});
export type ListedCampaign = v.InferOutput<typeof ListedCampaign>;

export const CampaignPage = v.object({
  campaigns: v.array(ListedCampaign),
  /** How many the system puts on a page: it may be fewer than it was asked for. */
  rows: v.number(),
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

/** The states that the list can be asked for; drafts are listed among all. */
export const CampaignFilter = v.picklist(['all', 'active', 'suspended', 'ended']);
export type CampaignFilter = v.InferOutput<typeof CampaignFilter>;

/** What this system is not yet known to lack. */
export const CampaignOffers = v.object({
  list: v.boolean(),
  detail: v.boolean(),
  dates: v.boolean(),
  pause: v.boolean(),
  resume: v.boolean(),
  statistics: v.boolean(),
});
export type CampaignOffers = v.InferOutput<typeof CampaignOffers>;

/** Rows of the list of campaigns, in the system's order. */
export const CampaignRows = v.object({
  items: v.array(ListedCampaign),
  /** In all; where the system does not say, as many as are known of, and one more while there seem to be more. */
  total: v.number(),
  /** Whether the system has said how many there are. */
  counted: v.boolean(),
  offers: CampaignOffers,
  /** What was seen today of those that are listed, by their ID. */
  seen: v.record(v.string(), SeenCounts),
});
export type CampaignRows = v.InferOutput<typeof CampaignRows>;

/** From when to when is called, as the system writes it (`09:00`). In which zone is not documented. */
export const CallingWindow = v.object({ from: v.string(), to: v.string() });
export type CallingWindow = v.InferOutput<typeof CallingWindow>;

/** What only the details of a campaign say. */
export const CampaignDetail = v.object({
  ...ListedCampaign.entries,
  description: v.nullable(v.string()),
  /** On ordinary days, and on the special dates. */
  workdays: v.array(CallingWindow),
  holidays: v.array(CallingWindow),
  skill: v.nullable(v.string()),
  /** Seconds. */
  ringTime: v.nullable(v.number()),
});
export type CampaignDetail = v.InferOutput<typeof CampaignDetail>;

/** A special date of a campaign: days of the week, a period, or one that returns every year. */
export const SpecialDate = v.object({
  name: v.nullable(v.string()),
  /** `1` weekly, `2` by date, `3` every year; others as they came. */
  type: v.nullable(v.string()),
  /** Of weekly ones: 1 Monday to 7 Sunday, with commas, as it came. */
  week: v.nullable(v.string()),
  /** `yyyy-MM-dd`, or `MM-dd` of those that return. */
  from: v.nullable(v.string()),
  to: v.nullable(v.string()),
});
export type SpecialDate = v.InferOutput<typeof SpecialDate>;

/** One of several answers that a view is made of: it may be there, the system may lack it, or it failed. */
const partOf = <T extends v.GenericSchema>(value: T) =>
  v.variant('kind', [
    v.object({ kind: v.literal('given'), value }),
    v.object({ kind: v.literal('lacking') }),
    v.object({ kind: v.literal('failed'), error: ErrorShape }),
  ]);

export const CampaignAbout = v.object({
  detail: partOf(CampaignDetail),
  dates: partOf(v.array(SpecialDate)),
});
export type CampaignAbout = v.InferOutput<typeof CampaignAbout>;

export const CampaignAction = v.picklist(['pause', 'resume']);
export type CampaignAction = v.InferOutput<typeof CampaignAction>;

/** A campaign of a connection. Its name, where it is known, helps to find it in the list. */
const CampaignRef = v.object({
  ...ChosenFrom.entries,
  campaignId: v.pipe(v.string(), v.trim(), v.nonEmpty('required'), v.maxLength(64, 'too_long')),
  name: v.nullable(v.string()),
});
export type CampaignRef = v.InferOutput<typeof CampaignRef>;

/** The state that a campaign is in, as the call centre shows it now. */
export const CampaignStatus = v.object({
  /** Null where it could not be read, or is not shown. */
  status: v.nullable(v.string()),
  /** Why it could not be read. */
  error: v.nullable(ErrorShape),
});
export type CampaignStatus = v.InferOutput<typeof CampaignStatus>;

/**
 * What became of pausing or resuming. `done`: the call centre has accepted it. `refused`: the state does not allow it
 * (0200011). `unknown`: the answer was lost. The state is what the call centre has shown after it.
 */
export const ControlOutcome = v.object({
  answer: v.picklist(['done', 'refused', 'unknown']),
  now: CampaignStatus,
});
export type ControlOutcome = v.InferOutput<typeof ControlOutcome>;

/** The state that an action leads to. */
export const stateAfter: Readonly<Record<CampaignAction, CampaignState>> = {
  pause: 'suspended',
  resume: 'active',
};

/** Campaigns of a call centre. */
export const campaigns = {
  /**
   * Campaigns whose name holds the text, 100 to a page, and those used last with this connection before
   * them. A system that has no list of campaigns is no failure.
   */
  find: call(CampaignSearch, CampaignChoices),
  /** The next `find` asks the call centre anew, even one that had no list. */
  askAgain: call(v.object({ connectionId: ConnectionId }), v.void()),
  /** Rows of the list as the call centre gives them now. Errors as the interface; `not_offered` where it lacks one. */
  list: call(
    v.object({
      connectionId: ConnectionId,
      name: v.pipe(v.string(), v.trim(), v.maxLength(maxCampaignName, 'too_long')),
      filter: CampaignFilter,
      offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
    }),
    CampaignRows,
  ),
  /** What the call centre says about one campaign, and its special dates. */
  about: call(CampaignRef, CampaignAbout),
  /** The state that a campaign is in now. */
  status: call(CampaignRef, CampaignStatus),
  /**
   * Pauses or resumes a campaign: one request, never repeated. Whatever was answered, the state is read afterwards.
   * Rejects where nothing was changed for certain: the request was not sent, or was refused for another reason than
   * the state.
   */
  control: call(v.object({ ...CampaignRef.entries, action: CampaignAction }), ControlOutcome),
  /**
   * Asks for today's statistics of all campaigns, if they may be asked for by now; else says how they stand. Rejects
   * where there is nothing to ask with.
   */
  statistics: call(v.object({ connectionId: ConnectionId, ask: v.boolean() }), StatisticsState),
  /** What was seen of one campaign today. */
  progress: call(v.object({ connectionId: ConnectionId, campaignId: v.string() }), CampaignProgress),
  /** What was seen today of an import that was sent into a campaign; nothing where the connection leads elsewhere now. */
  listProgress: call(
    v.object({ connectionId: ConnectionId, campaignId: v.string(), importId: JobId }),
    ListProgress,
  ),
  /** Forgets what this system was found to lack. */
  lookAgain: call(v.object({ connectionId: ConnectionId }), CampaignOffers),
} as const;
