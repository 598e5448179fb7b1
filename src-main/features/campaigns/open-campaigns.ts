import { listCampaigns } from '../../aicc/campaigns.ts';
import type { Handlers } from '../../contract/derive.ts';
import type { Store } from '../../store/store.ts';
import type { OpenConnections } from '../connections/open-connections.ts';
import { CampaignDirectory } from './campaign-directory.ts';
import { campaignHandlers } from './campaign-handlers.ts';

export interface OpenCampaigns {
  readonly directory: CampaignDirectory;
  readonly handlers: Pick<Handlers, 'campaigns'>;
}

/** The campaigns of each call centre. */
export function openCampaigns(
  deps: Pick<OpenConnections, 'clients' | 'missing'> & { readonly store: Pick<Store, 'recentCampaigns'> },
): OpenCampaigns {
  const { clients, missing, store } = deps;
  const directory = new CampaignDirectory({
    page: async (connectionId, query) => listCampaigns(await clients.of(connectionId), query),
    recent: store.recentCampaigns,
    missing,
    now: Date.now,
  });
  return { directory, handlers: { campaigns: campaignHandlers(directory) } };
}
