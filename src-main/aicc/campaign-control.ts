import type { CampaignAction } from '../contract/campaigns.ts';
import type { AiccClient, CallOptions } from './client.ts';
import { isalesPath } from './isales-path.ts';

/**
 * Pauses or resumes a campaign: a PUT without a body, sent a single time. Systems may lack it: not_offered.
 * Sources: the vendor's pages 0728 and 0729 (4008, 4009).
 * @throws DialdeskError result_code with 0200011 where the state does not allow it; outcome_unknown.
 */
export async function controlCampaign(
  client: AiccClient,
  campaignId: string,
  action: CampaignAction,
  options?: CallOptions,
): Promise<void> {
  await client.call(
    {
      interface: `campaign/${action}`,
      service: 'isales',
      method: 'PUT',
      path: isalesPath(client, campaignId, action),
      repeat: 'once',
    },
    options,
  );
}
