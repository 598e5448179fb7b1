import { Refusal } from './request-fields.ts';
import type { IsalesRoute } from './isales-routes.ts';
import type { Campaign, DemoState } from './records.ts';

/** The list of campaigns: a GET whose filters are in the query. */
export function campaignRoutes(state: DemoState): IsalesRoute[] {
  return [
    {
      name: 'campaigns',
      method: 'GET',
      path: [],
      body: false,
      failures: 'resultDesc',
      // as in the vendor's example
      done: { en_US: '', zh_CN: '' },
      run: ({ query }) => {
        // from 1; a smaller page is raised to it
        const curPage = Math.max(1, requiredNumber(query, 'curPage'));
        const rowsPerPage = requiredNumber(query, 'rowsPerPage');
        if (rowsPerPage < 1 || rowsPerPage > 100) throw new Refusal('value', 'rowsPerPage');
        const status = oneOf(query, 'status', ['0', '2', '3', '4']);
        const deviceType = oneOf(query, 'deviceType', ['0', '1', '2', '3', '5', '6']);
        const name = (query.get('name') ?? '').toLowerCase();
        if (name.length > 30) throw new Refusal('tooLong', 'name');
        const begin = time(query, 'beginTime') ?? -Infinity;
        const end = time(query, 'endTime') ?? Infinity;
        if (begin > end) throw new Refusal('combination', 'beginTime, endTime');
        const found = [...state.campaigns.values()].filter(
          (campaign) =>
            campaign.name.toLowerCase().includes(name) &&
            (status === '0' || campaign.status === status) &&
            (deviceType === '0' || campaign.deviceType === deviceType) &&
            campaign.beginTime >= begin &&
            campaign.endTime <= end,
        );
        const start = (curPage - 1) * rowsPerPage;
        return {
          curPage,
          totalSize: found.length,
          rowsPerPage,
          curSkillQueueCount: found.filter((campaign) => campaign.deviceType !== '3').length,
          curIvrCount: found.filter((campaign) => campaign.deviceType === '3').length,
          data: found.slice(start, start + rowsPerPage).map(listed),
        };
      },
    },
  ];
}

/** What the list and the details say of a campaign: state and kind are numbers, times UTC. */
export function listed({ id, name, status, deviceType, beginTime, endTime, callerNo }: Campaign) {
  const shown = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');
  return {
    id,
    name,
    status: Number(status),
    strBeginTime: shown(beginTime),
    strEndTime: shown(endTime),
    deviceType: Number(deviceType),
    callerNo,
  };
}

function requiredNumber(query: URLSearchParams, name: string): number {
  const text = query.get(name) ?? '';
  if (text === '') throw new Refusal('empty', name);
  if (!/^-?\d{1,9}$/.test(text)) throw new Refusal('conversion', name);
  return Number(text);
}

function oneOf(query: URLSearchParams, name: string, values: readonly string[]): string {
  const text = String(requiredNumber(query, name));
  if (!values.includes(text)) throw new Refusal('value', name);
  return text;
}

/** `yyyy-MM-dd HH:mm:ss`, UTC, as epoch milliseconds; null where it is left out. */
function time(query: URLSearchParams, name: string): number | null {
  const text = query.get(name) ?? '';
  if (text === '') return null;
  const at = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)
    ? Date.parse(`${text.replace(' ', 'T')}Z`)
    : NaN;
  if (Number.isNaN(at)) throw new Refusal('conversion', name);
  return at;
}
