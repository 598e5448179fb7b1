import * as v from 'valibot';
import { ConnectionId } from './connections.ts';
import { StartTime } from './jobs.ts';
import { Destination } from './servers.ts';

/** Table 4: the outbound campaign task ID. The vendor's IDs are digits; other systems' may not be. */
export const CampaignId = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty('required'),
  v.maxLength(64, 'too_long'),
  v.regex(/^[A-Za-z0-9_-]+$/, 'campaign_id'),
);

/** What the import wizard hands over: a checked list and, unless it is only kept as prepared, where it goes. */
export const NewImport = v.object({
  list: v.pipe(v.string(), v.uuid()),
  name: v.pipe(v.string(), v.trim(), v.nonEmpty('required'), v.maxLength(120, 'too_long')),
  connectionId: ConnectionId,
  campaignId: CampaignId,
  destination: Destination,
  /** A file of that name may be replaced: the supervisor was asked. */
  replace: v.boolean(),
  /** Null: at once. Otherwise the call centre's clock. */
  startsAt: v.nullable(StartTime),
});
export type NewImport = v.InferOutput<typeof NewImport>;
