import * as v from 'valibot';
import type { CampaignCounts } from '../contract/campaign-progress.ts';
import type { AiccClient, CallOptions } from './client.ts';
import { isalesPathV2 } from './isales-path.ts';
import { readFields } from './parse.ts';
import { integer, listOf, text } from './tolerant.ts';

/** A counter; what cannot be one is missing. */
const counter = v.pipe(
  integer,
  v.transform((value) => (value !== null && value >= 0 ? value : null)),
);

/** An answer without its list says nothing about any campaign: it is not an empty one. */
const HasList = v.object({ countDetail: v.array(v.unknown()) });

const Statistics = v.object({
  countDetail: listOf(
    v.object({
      campaignId: text,
      calledCount: counter,
      dailyCalledCount: counter,
      dailyCallSucc: counter,
      unCallCount: counter,
      totalCount: counter,
      batchDetail: v.optional(
        listOf(
          v.object({
            batchId: text,
            calledCount: counter,
            dailyCalledCount: counter,
            dailyCallSucc: counter,
            unCallCount: counter,
            totalCount: counter,
          }),
        ),
        [],
      ),
    }),
  ),
});

/** What the statistics say of a campaign, and of each customField (`batchId`) in it. */
export interface CountedCampaign {
  readonly campaignId: string;
  readonly counts: CampaignCounts;
  readonly batches: readonly { readonly batchId: string; readonly counts: CampaignCounts }[];
}

/**
 * Today's statistics of all campaigns, in one request that is never repeated: the interface may be asked once in five
 * minutes, and answers 429 before (flow_control). A success has no result code. Systems may lack it: not_offered.
 * Source: the vendor's page 0765.
 */
export async function campaignStatistics(
  client: AiccClient,
  options?: CallOptions,
): Promise<CountedCampaign[]> {
  const answer = await client.call(
    {
      interface: 'statistics',
      service: 'isales',
      method: 'GET',
      path: isalesPathV2(client, 'statistics'),
      repeat: 'repeatable',
      mustHaveCode: false,
    },
    { ...options, attempts: 1 },
  );
  readFields('statistics', HasList, answer);
  return readFields('statistics', Statistics, answer).countDetail.flatMap((row) =>
    row.campaignId === null
      ? []
      : [
          {
            campaignId: row.campaignId,
            counts: countsOf(row),
            batches: row.batchDetail.flatMap((batch) =>
              batch.batchId === null ? [] : [{ batchId: batch.batchId, counts: countsOf(batch) }],
            ),
          },
        ],
  );
}

function countsOf(row: {
  readonly calledCount: number | null;
  readonly dailyCalledCount: number | null;
  readonly dailyCallSucc: number | null;
  readonly unCallCount: number | null;
  readonly totalCount: number | null;
}): CampaignCounts {
  return {
    called: row.calledCount ?? row.dailyCalledCount,
    connected: row.dailyCallSucc,
    left: row.unCallCount,
    total: row.totalCount,
  };
}
