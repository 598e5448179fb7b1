import * as v from 'valibot';

/** A page of the list of campaigns. `page` counts from 1; 100 rows are the most the interface gives. */
export const CampaignQuery = v.object(
  {
    name: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200, 'too_long'))),
    status: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(20, 'too_long'))),
    deviceType: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(20, 'too_long'))),
    /** Epoch milliseconds, UTC. */
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
});
export type CampaignPage = v.InferOutput<typeof CampaignPage>;
