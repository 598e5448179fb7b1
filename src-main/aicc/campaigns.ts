import * as v from 'valibot';
import { CampaignQuery, type CampaignPage } from '../contract/campaigns.ts';
import type { AiccClient, CallOptions } from './client.ts';
import { isalesPath } from './isales-path.ts';
import { readFields, requireValid } from './parse.ts';
import { integer, listOf, momentText, text } from './tolerant.ts';

const List = v.object({
  totalSize: integer,
  rowsPerPage: integer,
  data: listOf(
    v.object({
      id: text,
      campaignId: text,
      taskId: text,
      name: text,
      campaignName: text,
      taskName: text,
      status: text,
      deviceType: text,
      strBeginTime: momentText,
      strEndTime: momentText,
      callerNo: text,
    }),
  ),
});

/**
 * One page of the campaigns: the one interface that is a GET. Systems may lack it: not_offered.
 * `status`, `deviceType`, `curPage` and `rowsPerPage` are mandatory (0 stands for all); an empty name and times that
 * are not asked for are left out. Source: the vendor's page 0727.
 */
export async function listCampaigns(
  client: AiccClient,
  query: v.InferInput<typeof CampaignQuery>,
  options?: CallOptions,
): Promise<CampaignPage> {
  const { page, rows, name, status, deviceType, beginTime, endTime } = requireValid(CampaignQuery, query);
  const answer = await client.call(
    {
      interface: 'campaigns',
      service: 'isales',
      method: 'GET',
      path: isalesPath(client),
      query: {
        ...(name !== undefined && name !== '' && { name }),
        status: String(status),
        deviceType: String(deviceType),
        ...(beginTime !== undefined && { beginTime: utcText(beginTime) }),
        ...(endTime !== undefined && { endTime: utcText(endTime) }),
        curPage: String(page),
        rowsPerPage: String(rows),
      },
      repeat: 'repeatable',
      mustHaveCode: false,
    },
    options,
  );
  const { data, totalSize, rowsPerPage } = readFields('campaigns', List, answer);
  const campaigns = data.map((row) => ({
    id: row.id ?? row.campaignId ?? row.taskId,
    name: row.name ?? row.campaignName ?? row.taskName,
    status: row.status,
    deviceType: row.deviceType,
    begins: row.strBeginTime,
    ends: row.strEndTime,
    callerNo: row.callerNo,
  }));
  return {
    campaigns,
    // it may be less than was asked for, and is never more
    rows: rowsPerPage !== null && rowsPerPage > 0 ? Math.min(rowsPerPage, rows) : rows,
    total: totalSize,
    // Whatever was asked for, a system may give shorter pages; an empty one is the last in any case.
    more:
      data.length > 0 &&
      (totalSize === null ? data.length >= rows : page * (rowsPerPage ?? rows) < totalSize),
  };
}

/** `yyyy-MM-dd HH:mm:ss` in UTC, as campaigns have their begin and end. */
function utcText(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
