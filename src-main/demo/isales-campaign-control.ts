import { Refusal } from './request-fields.ts';
import { listed } from './isales-campaigns.ts';
import type { IsalesCall, IsalesRoute } from './isales-routes.ts';
import type { Campaign, DemoState } from './records.ts';
import type { IsalesReason } from './result-codes.ts';

/** The reasons that the pages of one campaign list: parameters, the database, and no such campaign. */
const reasons: readonly IsalesReason[] = [
  ...(['parameter', 'empty', 'characters', 'tooLong', 'tooShort', 'length', 'type', 'value'] as const),
  ...(['conversion', 'combination', 'hourAndMinute', 'tooMany', 'database', 'noCampaign'] as const),
];

/** The details of a campaign, its special dates, pausing and resuming. */
export function campaignControlRoutes(
  state: DemoState,
  /** Called before the state changes: what was dialled until then stays. */
  changing: (campaign: Campaign) => void = () => undefined,
): IsalesRoute[] {
  const existing = (call: IsalesCall): Campaign => {
    const id = call.ids[0] ?? '';
    if (!/^\d+$/.test(id)) throw new Refusal('type', 'campaignId');
    const campaign = state.campaigns.get(id);
    if (!campaign) throw new Refusal('noCampaign', 'campaignId');
    return campaign;
  };
  const shared = { body: false, failures: 'resultDesc', done: { en_US: '', zh_CN: '' } } as const;
  /** A PUT without a body that leads from one state to another, and from no third. */
  const control = (action: 'pause' | 'resume', from: string, to: string): IsalesRoute => ({
    ...shared,
    name: `campaign/${action}`,
    method: 'PUT',
    path: ['*', action],
    reasons: [...reasons, 'state'],
    run: (call) => {
      const campaign = existing(call);
      if (campaign.status !== from) throw new Refusal('state', `status ${campaign.status}`);
      changing(campaign);
      campaign.status = to;
      state.controlled.add(campaign.id);
      return {};
    },
  });
  return [
    {
      ...shared,
      name: 'campaign',
      method: 'GET',
      path: ['*'],
      reasons,
      run: (call) => ({ returnObject: detailed(existing(call)) }),
    },
    control('pause', '2', '3'),
    control('resume', '3', '2'),
    {
      ...shared,
      name: 'holiday',
      method: 'GET',
      path: ['holiday', '*'],
      reasons,
      run: (call) => ({ data: specialDates(existing(call)) }),
    },
  ];
}

/** Details as page 0726 shows them: windows that are not used are null. */
function detailed(campaign: Campaign) {
  const skillQueue = !['1', '3'].includes(campaign.deviceType);
  return {
    ...listed(campaign),
    description: campaign.deviceType === '3' ? null : `${campaign.name}: demo`,
    maxAlertingTime: 30,
    scheduleParam: {
      workdayBeginTime1: '09:00',
      workdayEndTime1: '12:00',
      workdayBeginTime2: '13:30',
      workdayEndTime2: '20:00',
      workdayBeginTime3: null,
      workdayEndTime3: null,
      holidayBeginTime1: '10:00',
      holidayEndTime1: '16:00',
      holidayBeginTime2: null,
      holidayEndTime2: null,
      holidayBeginTime3: null,
      holidayEndTime3: null,
    },
    ivrParam: skillQueue ? null : {},
    skillParam: skillQueue ? { skillId: 12, skillName: '外呼技能队列' } : null,
    callBackUrl: null,
  };
}

/** One of each type: weekly, by date, and one that returns every year. */
function specialDates({ beginTime }: Campaign) {
  const year = new Date(beginTime).getUTCFullYear();
  return [
    { id: 1, name: 'Weekend', type: 1, week: '6,7', beginTime: null, endTime: null },
    {
      id: 2,
      name: '春节',
      type: 2,
      week: null,
      beginTime: `${year + 1}-02-06`,
      endTime: `${year + 1}-02-12`,
    },
    { id: 3, name: '国庆节', type: 3, week: null, beginTime: '10-01', endTime: '10-07' },
  ];
}
