import type { Batches } from './batches.ts';
import { optionalText, Refusal } from './request-fields.ts';
import type { JsonObject } from './request-fields.ts';
import type { IsalesRoute } from './isales-routes.ts';
import type { DemoState } from './records.ts';

/** In what the answers of a system may differ: neither is in the documents. */
export interface DeletionAnswers {
  /** An empty body deletes all that may be deleted, instead of being refused. */
  readonly emptyDeletesAll?: boolean;
  /** The answer says how many were deleted. */
  readonly tellDeleted?: boolean;
}

/** Deletes numbers that are neither called nor in a call, of a campaign that does not run. */
export function deletionRoute(
  state: DemoState,
  { batches }: { readonly batches: Batches },
  unlike: DeletionAnswers = {},
): IsalesRoute {
  return {
    name: 'calldata/delete',
    method: 'POST',
    path: ['calldata', '*', 'delete'],
    body: true,
    failures: 'resultDesc',
    run: ({ ids, body }) => {
      const id = ids[0] ?? '';
      if (!/^\d+$/.test(id)) throw new Refusal('type', 'campaignId');
      const campaign = state.campaigns.get(id);
      if (!campaign) throw new Refusal('noCampaign', 'campaignId');
      const choice = {
        sessionId: optionalText(body, 'sessionId', { max: 32 }),
        called: optionalText(body, 'called', { max: 24, characters: /^[\d*#]+$/ }),
        customField: optionalText(body, 'customField', { max: 200 }),
      };
      const recycled = recycleTime(body);
      wholeNumber(body, 'archiveHistory', [0, 1]);
      const empty = Object.values(choice).every((value) => value === undefined) && !recycled;
      if (empty && !unlike.emptyDeletesAll)
        throw new Refusal('empty', 'sessionId, called, customField, recycleTime');
      if (campaign.status === '2') throw new Refusal('noDeletion', `status ${campaign.status}`);
      // it keeps no recycle times: none lies in any period
      const count = recycled ? 0 : batches.delete(campaign, choice);
      state.loaded.add(campaign.id);
      return unlike.tellDeleted ? { count } : {};
    },
  };
}

/** Whether one is given. Throws Refusal: timeFormat, value. */
function recycleTime(body: JsonObject): boolean {
  const time = optionalText(body, 'recycleTime');
  if (time !== undefined && !/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(time)) {
    throw new Refusal('timeFormat', 'recycleTime');
  }
  optionalText(body, 'recycleType', { form: /^[123]$/ });
  return time !== undefined;
}

function wholeNumber(body: JsonObject, name: string, values: readonly number[]): void {
  const value = body[name];
  if (value === undefined || value === null) return;
  if (typeof value !== 'number') throw new Refusal('type', name);
  if (!values.includes(value)) throw new Refusal('value', name);
}
