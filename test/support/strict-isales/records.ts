/** A number of a campaign, as it was imported, and what became of it. */
export interface StrictNumber {
  readonly called: string;
  readonly sessionId: string;
  readonly customField: string;
  state: 'waiting' | 'in a call' | 'completed';
  /** Of completed ones. */
  result: StrictResult | null;
}

export interface StrictResult {
  /** 5 failed, 6 succeeded. */
  readonly callStatus: 5 | 6;
  readonly failCode: string;
  /** `yyyy-mm-dd hh:mm:ss`. */
  readonly callTimeStr: string;
  readonly callId: string;
}

export interface StrictCampaign {
  readonly id: number;
  readonly name: string;
  /** 1 draft, 2 active, 3 suspended, 4 ended. */
  status: number;
  readonly deviceType: number;
  numbers: StrictNumber[];
}

export interface StrictTask {
  readonly id: string;
  readonly campaignId: number;
  readonly beginTime: string;
  /** 0 preparing, 1 running, 2 complete, 3 failed. */
  status: number;
  succNum: number;
  errMsg: string;
}

/** A call of an interface, as the invocation log has it. */
export interface StrictInvocation {
  readonly id: string;
  readonly operTime: string;
  readonly url: string;
  readonly request: string;
  readonly resultCode: string;
  readonly resultDesc: string;
  readonly httpStatus: number;
  readonly type: string;
}

/** What the call centre has; plain data, so that it can be put back to how it was. */
export interface StrictRecords {
  campaigns: StrictCampaign[];
  tasks: StrictTask[];
  invocations: StrictInvocation[];
  /** When statistics were given last, epoch milliseconds. */
  statisticsAt: number | null;
}

/** `yyyy-MM-dd HH:mm:ss` in UTC. */
export const written = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

/** Makes calls to so many waiting numbers of a campaign: those whose place divides by `failEvery` fail. */
export function dial(campaign: StrictCampaign, most: number, at: number, failEvery = 3): number {
  const waiting = campaign.numbers.filter(({ state }) => state === 'waiting').slice(0, most);
  for (const [index, number] of waiting.entries()) {
    const failed = index % failEvery === 0;
    number.state = 'completed';
    number.result = {
      callStatus: failed ? 5 : 6,
      failCode: failed ? (index % 2 === 0 ? '00145' : '00538') : '00000',
      callTimeStr: written(at),
      callId: `${campaign.id}-${number.called}-${at}`,
    };
  }
  return waiting.length;
}
