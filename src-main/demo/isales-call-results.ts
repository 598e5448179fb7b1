import { namedResults } from './call-outcomes.ts';
import { CallResultRows } from './call-result-rows.ts';
import type { ResultAnswers } from './call-result-rows.ts';
import type { Dialler } from './dialler.ts';
import { optionalText, Refusal } from './request-fields.ts';
import type { JsonObject } from './request-fields.ts';
import type { IsalesCall, IsalesRoute } from './isales-routes.ts';
import type { Campaign, DemoState } from './records.ts';
import type { IsalesReason } from './result-codes.ts';

const parameters: readonly IsalesReason[] = [
  ...(['parameter', 'empty', 'characters', 'tooLong', 'tooShort', 'length', 'type', 'value'] as const),
  ...(['conversion', 'combination', 'hourAndMinute', 'tooMany'] as const),
];
/** The most rows of an answer that is not paged, and of a page. */
const mostUnpaged = 2_000;
const mostOnPage = { every: 100, last: 500 } as const;
const dayMs = 86_400_000;
const mostDays = 30;

/** Results of calls (0783), of one call (0784), names of results (0801). */
export function callResultRoutes(
  state: DemoState,
  dialler: Dialler,
  unlike: ResultAnswers = {},
): IsalesRoute[] {
  const rows = new CallResultRows(state, dialler, unlike);
  const shared = { failures: 'resultDesc', body: false } as const;
  return [
    {
      ...shared,
      name: 'callresult',
      method: 'POST',
      path: ['callresult', '*'],
      body: true,
      reasons: [...parameters, 'noCampaign', 'datesTogether', 'dateFormat', 'dateOrder', 'dateSpan'],
      run: (call) => {
        const campaign = existing(state, call);
        const every = (optionalInteger(call.body, 'showDetail', 0, 1) ?? 0) === 1;
        const filter = {
          sessionId: optionalText(call.body, 'sessionId', { max: 32 }),
          customField: optionalText(call.body, 'customField', { max: 200 }),
          every,
          between: periodOf(optionalText(call.body, 'beginTime'), optionalText(call.body, 'endTime')),
        };
        const page = pageOf(call.body, mostOnPage[every ? 'every' : 'last'], unlike);
        return rows.page(campaign, filter, page.from, page.count);
      },
    },
    {
      ...shared,
      name: 'callresultdetail',
      method: 'GET',
      path: ['callresultdetail', '*'],
      reasons: parameters,
      run: ({ ids: [callId = ''] }) => {
        const data = rows.byId(callId);
        if (!data) throw new Refusal('value', 'callId');
        return { data };
      },
    },
    {
      ...shared,
      name: 'queryOBSResults',
      method: 'GET',
      path: ['queryOBSResults'],
      reasons: parameters,
      run: ({ query }) => {
        const size = integerText(query, 'pageSize', 1, 50);
        const from = (integerText(query, 'pageNum', 1, Number.MAX_SAFE_INTEGER) - 1) * size;
        return { totalCount: namedResults.length, data: namedResults.slice(from, from + size) };
      },
    },
  ];
}

function existing(state: DemoState, call: IsalesCall): Campaign {
  const id = call.ids[0] ?? '';
  if (!/^\d+$/.test(id)) throw new Refusal('type', 'campaignId');
  const campaign = state.campaigns.get(id);
  if (!campaign) throw new Refusal('noCampaign', 'campaignId');
  return campaign;
}

/** `pageSize` and `pageNum`: both, or neither for the first rows. */
function pageOf(body: JsonObject, most: number, { resultPageBase = 1, lowPageIsFirst }: ResultAnswers) {
  const size = optionalInteger(body, 'pageSize', 1, most);
  const number = optionalInteger(
    body,
    'pageNum',
    lowPageIsFirst ? 0 : resultPageBase,
    Number.MAX_SAFE_INTEGER,
  );
  if (size === undefined && number === undefined) return { from: 0, count: mostUnpaged };
  if (size === undefined || number === undefined) throw new Refusal('combination', 'pageSize, pageNum');
  return { from: Math.max(0, number - resultPageBase) * size, count: size };
}

/** Two days, `yyyy-MM-dd`, of the system's clock: both or neither. The day of the second still counts. */
function periodOf(begin: string | undefined, end: string | undefined): readonly [number, number] | undefined {
  if (begin === undefined && end === undefined) return undefined;
  if (begin === undefined || end === undefined) throw new Refusal('datesTogether', 'begin, end');
  const [from, to] = [dayOf(begin), dayOf(end)];
  if (from === undefined || to === undefined) throw new Refusal('dateFormat', 'begin, end');
  if (from >= to) throw new Refusal('dateOrder', 'begin, end');
  if (Math.round((to - from) / dayMs) > mostDays) throw new Refusal('dateSpan', 'begin, end');
  return [from, to + dayMs];
}

/** The beginning of a day; undefined for what is none. */
function dayOf(text: string): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const time = new Date(Number(year), Number(month) - 1, Number(day));
  return time.getMonth() === Number(month) - 1 && time.getDate() === Number(day) ? time.getTime() : undefined;
}

function optionalInteger(body: JsonObject, name: string, min: number, max: number): number | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Refusal('type', name);
  if (value < min || value > max) throw new Refusal('value', name);
  return value;
}

function integerText(query: URLSearchParams, name: string, min: number, max: number): number {
  const text = query.get(name) ?? '';
  if (text === '') throw new Refusal('empty', name);
  if (!/^-?\d+$/.test(text)) throw new Refusal('type', name);
  const value = Number(text);
  if (value < min || value > max) throw new Refusal('value', name);
  return value;
}
