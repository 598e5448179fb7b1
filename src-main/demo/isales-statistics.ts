import type { Dialler } from './dialler.ts';
import { Refusal } from './fields.ts';
import { FlowControl } from './https-service.ts';
import type { IsalesRoute } from './isales-routes.ts';
import type { Campaign, DemoState } from './records.ts';

/** Today's statistics, second version: without a campaign of all of them, and at most once in a while. */
export function statisticsRoute(state: DemoState, dialler: Dialler, everyMs: number): IsalesRoute {
  let last = -Infinity;
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
      return { countDetail: asked.map((campaign) => counted(campaign, dialler)) };
    },
  };
}

/** The counters of page 0765. The demo system keeps no batches apart. */
function counted(campaign: Campaign, dialler: Dialler) {
  const { total, called, connected, calledToday, connectedToday } = dialler.advance(campaign);
  return {
    campaignId: campaign.id,
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
    batchDetail: [],
  };
}
