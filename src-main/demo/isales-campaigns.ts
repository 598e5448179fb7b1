import { Refusal } from './fields.ts';
import type { IsalesRoute } from './isales-routes.ts';
import type { DemoState } from './records.ts';

/** The list of campaigns: a GET whose filters are in the query. */
export function campaignRoutes(state: DemoState): IsalesRoute[] {
  return [
    {
      name: 'campaigns',
      method: 'GET',
      path: [],
      body: false,
      failures: 'resultDesc',
      run: ({ query }) => {
        const curPage = integer(query, 'curPage', 1, 1, Number.MAX_SAFE_INTEGER);
        const rowsPerPage = integer(query, 'rowsPerPage', 10, 1, 100);
        const name = (query.get('name') ?? '').toLowerCase();
        const status = query.get('status') ?? '';
        const deviceType = query.get('deviceType') ?? '';
        const beginTime = integer(query, 'beginTime', 0, 0, 8.64e15);
        const endTime = integer(query, 'endTime', 8.64e15, 0, 8.64e15);
        if (beginTime > endTime) throw new Refusal('combination', 'beginTime, endTime');
        const found = [...state.campaigns.values()].filter(
          (campaign) =>
            campaign.name.toLowerCase().includes(name) &&
            (status === '' || campaign.status === status) &&
            (deviceType === '' || campaign.deviceType === deviceType) &&
            campaign.beginTime >= beginTime &&
            campaign.beginTime <= endTime,
        );
        const start = (curPage - 1) * rowsPerPage;
        return {
          curPage,
          totalSize: found.length,
          rowsPerPage,
          data: found.slice(start, start + rowsPerPage),
        };
      },
    },
  ];
}

function integer(query: URLSearchParams, name: string, fallback: number, min: number, max: number): number {
  const text = query.get(name) ?? '';
  if (text === '') return fallback;
  if (!/^-?\d{1,16}$/.test(text)) throw new Refusal('conversion', name);
  const value = Number(text);
  if (value < min || value > max) throw new Refusal('value', name);
  return value;
}
