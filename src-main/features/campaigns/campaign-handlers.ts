import type { CampaignAbout, CampaignDetail, CampaignOffers, SpecialDate } from '../../contract/campaigns.ts';
import type { Handlers } from '../../contract/derive.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { InterfaceName } from '../../contract/result-codes.ts';
import type { MissingInterfaces } from '../connections/missing-interfaces.ts';
import type { CampaignControl } from './campaign-control.ts';
import type { CampaignDirectory } from './campaign-directory.ts';
import type { CampaignList } from './campaign-list.ts';
import type { CampaignStatistics } from './campaign-statistics.ts';

/** What a system may lack. */
const optional = {
  list: 'campaigns',
  detail: 'campaign',
  dates: 'holiday',
  pause: 'campaign/pause',
  resume: 'campaign/resume',
  statistics: 'statistics',
} as const satisfies Record<keyof CampaignOffers, InterfaceName>;

export interface CampaignHandlerDeps {
  readonly directory: CampaignDirectory;
  readonly list: CampaignList;
  readonly control: CampaignControl;
  readonly statistics: CampaignStatistics;
  readonly missing: MissingInterfaces;
  /** The mark of an import that was sent to where the connection leads; null where it has none, or went elsewhere. */
  readonly listMark: (
    connectionId: string,
    campaignId: string,
    importId: string,
  ) => { readonly mark: string; readonly shared: boolean } | null;
  readonly detail: (connectionId: string, campaignId: string) => Promise<CampaignDetail>;
  readonly dates: (connectionId: string, campaignId: string) => Promise<SpecialDate[]>;
}

/** Campaigns: wherever one is asked for, and on their own screen. */
export function campaignHandlers(deps: CampaignHandlerDeps): Handlers['campaigns'] {
  const { directory, list, control, statistics, missing } = deps;

  const offers = (connectionId: string): CampaignOffers => {
    const has = (name: InterfaceName): boolean => !missing.has(connectionId, name);
    return {
      list: has(optional.list),
      detail: has(optional.detail),
      dates: has(optional.dates),
      pause: has(optional.pause),
      resume: has(optional.resume),
      statistics: has(optional.statistics),
    };
  };
  const part = async <T>(
    connectionId: string,
    name: InterfaceName,
    ask: () => Promise<T>,
  ): Promise<
    | { kind: 'given'; value: T }
    | { kind: 'lacking' }
    | { kind: 'failed'; error: ReturnType<DialdeskError['toShape']> }
  > => {
    try {
      const value = await missing.ask(connectionId, name, ask);
      return value === null ? { kind: 'lacking' } : { kind: 'given', value };
    } catch (error) {
      if (!(error instanceof DialdeskError)) throw error;
      return { kind: 'failed', error: error.toShape() };
    }
  };

  return {
    find: (query) => directory.find(query),
    askAgain({ connectionId }) {
      directory.forget(connectionId);
    },
    async list(range) {
      const learn = directory.learning(range.connectionId);
      const rows = await list.range(range);
      learn(rows.items);
      const ids = rows.items.flatMap(({ id }) => (id === null ? [] : [id]));
      const { connectionId } = range;
      return { ...rows, offers: offers(connectionId), seen: statistics.latest(connectionId, ids) };
    },
    async about({ connectionId, campaignId }): Promise<CampaignAbout> {
      const [detail, dates] = await Promise.all([
        part(connectionId, optional.detail, () => deps.detail(connectionId, campaignId)),
        part(connectionId, optional.dates, () => deps.dates(connectionId, campaignId)),
      ]);
      return { detail, dates };
    },
    status: (campaign) => control.status(campaign),
    control: ({ action, ...campaign }) => control.act(campaign, action),
    async statistics({ connectionId, ask }) {
      if (ask) await statistics.ask(connectionId);
      return statistics.state(connectionId);
    },
    progress: ({ connectionId, campaignId }) => statistics.progress(connectionId, campaignId),
    listProgress({ connectionId, campaignId, importId }) {
      const list = deps.listMark(connectionId, campaignId, importId);
      if (list === null) return { seen: [], shared: false };
      return { seen: statistics.ofList(connectionId, campaignId, list.mark), shared: list.shared };
    },
    lookAgain({ connectionId }) {
      for (const name of Object.values(optional)) missing.forget(connectionId, name);
      directory.forget(connectionId);
      return offers(connectionId);
    },
  };
}
