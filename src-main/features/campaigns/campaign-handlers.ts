import type { Handlers } from '../../contract/derive.ts';
import type { CampaignDirectory } from './campaign-directory.ts';

/** Campaigns, wherever one is asked for. */
export function campaignHandlers(directory: CampaignDirectory): Handlers['campaigns'] {
  return {
    find: (query) => directory.find(query),
    askAgain({ connectionId }) {
      directory.forget(connectionId);
    },
  };
}
