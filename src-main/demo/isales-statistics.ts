import type { BatchCounts, Batches } from './batches.ts';
import type { Dialler } from './dialler.ts';
import { Refusal } from './request-fields.ts';
import { FlowControl } from './https-service.ts';
import type { IsalesRoute } from './isales-routes.ts';
import type { Campaign, DemoState } from './records.ts';

/** In what the answers of a system may differ. */
export interface StatisticsAnswers {
  /** Counters that it leaves out, as one element of the vendor's example does. */
  readonly omitCounters?: readonly string[];
  /** Tells no batches apart. */
  readonly omitBatches?: boolean;
}

/** Today's statistics, second version: without a campaign of all of them, and at most once in a while. */
export function statisticsRoute(
  state: DemoState,
  { dialler, batches }: { readonly dialler: Dialler; readonly batches: Batches },
  everyMs: number,
  { omitCounters = [], omitBatches = false }: StatisticsAnswers = {},
): IsalesRoute {
  let last = -Infinity;
  const without = (counted: object): object =>
    Object.fromEntries(Object.entries(counted).filter(([name]) => !omitCounters.includes(name)));
  const batchesOf = (campaign: Campaign, batchId: string) =>
    [...batches.of(campaign)]
      .filter(([field]) => batchId === '' || field === batchId)
      .map(([field, counts]) => ({ batchId: field, ...without(counters(counts)) }));
  return {
    name: 'statistics',
    method: 'GET',
    version: 'v2',
    path: ['statistics'],
    body: false,
    bare: true,
    failures: 'resultDesc',
    reasons: ['parameter', 'empty', 'characters', 'tooLong', 'type', 'value', 'combination'],
    run: ({ query }) => {
      const campaignId = query.get('campaignId') ?? '';
      if (campaignId === '' && (query.get('batchId') ?? '') !== '')
        throw new Refusal('combination', 'batchId');
      const one = state.campaigns.get(campaignId);
      if (campaignId !== '' && !one) throw new Refusal('value', 'campaignId');
      const now = state.clock().getTime();
      if (now - last < everyMs) throw new FlowControl();
      last = now;
      const asked = one ? [one] : [...state.campaigns.values()];
      const batchId = query.get('batchId') ?? '';
      return {
        countDetail: asked.map((campaign) => ({
          campaignId: campaign.id,
          ...without(counters(dialler.advance(campaign))),
          batchDetail: omitBatches ? [] : batchesOf(campaign, batchId),
        })),
      };
    },
  };
}

/** The counters of page 0765, of a campaign or of a batch. */
function counters({
  total,
  called,
  connected,
  calledToday,
  connectedToday,
}: Pick<BatchCounts, 'total' | 'called' | 'connected' | 'calledToday' | 'connectedToday'>) {
  return {
    unCallCount: total - called,
    calledCount: calledToday,
    finishCount: calledToday,
    totalCalledCount: called,
    totalCallSucc: connected,
    totalFinishCount: called,
    totalCount: total,
    dailyCalledCount: calledToday,
    dailyCallSucc: connectedToday,
    dailyFinishCount: calledToday,
    dailyCount: calledToday,
  };
}
