import { controlCampaign } from '../../aicc/campaign-control.ts';
import { campaignDetail, specialDates } from '../../aicc/campaign-details.ts';
import { listCampaigns } from '../../aicc/campaigns.ts';
import { campaignStatistics } from '../../aicc/statistics.ts';
import { callCentreOf } from '../../contract/connections.ts';
import type { Handlers } from '../../contract/derive.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Store } from '../../store/store.ts';
import { requireChosenFrom } from '../connections/clients.ts';
import type { OpenConnections } from '../connections/open-connections.ts';
import { CampaignById } from './campaign-by-id.ts';
import { CampaignControl } from './campaign-control.ts';
import { CampaignDirectory } from './campaign-directory.ts';
import { campaignHandlers } from './campaign-handlers.ts';
import { CampaignList, type AskPage } from './campaign-list.ts';
import { CampaignStatistics } from './campaign-statistics.ts';

export interface OpenCampaigns {
  readonly directory: CampaignDirectory;
  readonly control: CampaignControl;
  readonly statistics: CampaignStatistics;
  readonly handlers: Pick<Handlers, 'campaigns'>;
  /** The connection may lead to another system now. */
  readonly forget: (connectionId: string) => void;
}

/** The campaigns of each call centre. */
export function openCampaigns(
  deps: Pick<OpenConnections, 'clients' | 'missing'> & {
    readonly store: Pick<Store, 'recentCampaigns' | 'campaignCounts' | 'connections' | 'sentImports'>;
    readonly clock: Clock;
  },
): OpenCampaigns {
  const { clients, missing, store } = deps;
  const page: AskPage = async (connectionId, query) => listCampaigns(await clients.of(connectionId), query);
  const detail = async (connectionId: string, campaignId: string) =>
    campaignDetail(await clients.of(connectionId), campaignId);
  const dates = async (connectionId: string, campaignId: string) =>
    specialDates(await clients.of(connectionId), campaignId);
  const ids = new CampaignById({ detail, missing, now: deps.clock.now });
  const byId = (connectionId: string, id: string) => ids.find(connectionId, id);
  const directory = new CampaignDirectory({
    byId,
    page: (connectionId, query) => page(connectionId, { ...query, status: 0 }),
    recent: store.recentCampaigns,
    missing,
    now: deps.clock.now,
  });
  const list = new CampaignList({ page, missing, byId });
  const control = new CampaignControl({
    send: async (campaign, action) =>
      controlCampaign(await clients.from(campaign), campaign.campaignId, action),
    requireCentre: (campaign) => requireChosenFrom(store.connections, campaign),
    detail,
    list,
    missing,
  });
  const statistics = new CampaignStatistics({
    table: store.campaignCounts,
    missing,
    ready: (connectionId) => clients.of(connectionId),
    ask: async (connectionId) => {
      const client = await clients.of(connectionId);
      return { centre: callCentreOf(client.settings), campaigns: await campaignStatistics(client) };
    },
    centreOf: (connectionId) => store.connections.centreOf(connectionId),
    marks: (connectionId) => {
      const centre = store.connections.centreOf(connectionId);
      return centre === null ? [] : store.sentImports.marks(centre);
    },
    zoneOf: (connectionId) => store.connections.get(connectionId)?.settings.timeZone ?? null,
    now: deps.clock.now,
  });
  const listMark = (connectionId: string, campaignId: string, importId: string) => {
    const sent = store.sentImports.get(importId, campaignId);
    const { mark = null, centre } = sent ?? {};
    if (mark === null || centre === undefined || centre !== store.connections.centreOf(connectionId))
      return null;
    return { mark, shared: store.sentImports.sharesMark(mark, { centre, campaignId }, importId) };
  };
  return {
    directory,
    control,
    statistics,
    handlers: {
      campaigns: campaignHandlers({
        ...{ directory, list, control, statistics, missing },
        ...{ listMark, detail, dates },
      }),
    },
    forget(connectionId) {
      directory.forget(connectionId);
      list.forget(connectionId);
      ids.forget(connectionId);
    },
  };
}
