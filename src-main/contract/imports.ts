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
  /** A list that is too long for one import goes out as several, each with a file of its own. */
  split: v.optional(v.boolean(), false),
});
export type NewImport = v.InferOutput<typeof NewImport>;

const longestName = 120;

/** What the workbook of a part is called: `leads.xlsx` becomes `leads-2.xlsx`. */
export function partFileName(fileName: string, part: number): string {
  return fileName.replace(/(?=\.[^.]*$)|$/, `-${part}`);
}

/** What the import of a part is called in the list. */
export function partName(name: string, part: number, of: number): string {
  const suffix = ` (${part}/${of})`;
  return `${name.slice(0, longestName - suffix.length)}${suffix}`;
}
