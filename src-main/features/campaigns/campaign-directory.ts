import {
  maxCampaignName,
  type Campaign,
  type CampaignChoices,
  type CampaignPage,
  type CampaignSearch,
  type ListedCampaign,
} from '../../contract/campaigns.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { RecentCampaignsTable } from '../../store/recent-campaigns.ts';
import { Forgettings } from '../connections/forgettings.ts';
import type { MissingInterfaces } from '../connections/missing-interfaces.ts';
import type { FoundById } from './campaign-by-id.ts';

export interface CampaignDirectoryDeps {
  /** One page of the call centre's list of campaigns. */
  readonly page: (
    connectionId: string,
    query: { readonly name: string; readonly page: number; readonly rows: number },
  ) => Promise<CampaignPage>;
  /** The campaign with this ID; left out, campaigns are found by name alone. */
  readonly byId?: (connectionId: string, id: string) => Promise<FoundById>;
  readonly recent: RecentCampaignsTable;
  readonly missing: MissingInterfaces;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The largest page the interface allows. */
const pageSize = 100;
/** How long a page stays valid, milliseconds: opening the same list twice makes one request. */
const freshFor = 60_000;
/** Pages kept in memory, over all connections. */
const keptPages = 60;
/** How many recent campaigns are listed first while there is no search text. */
const recentShown = 5;

/**
 * The campaigns of each connection, loaded page by page: there may be thousands. Names are remembered, so that
 * more than a campaign's ID can be shown later.
 */
export class CampaignDirectory {
  readonly #deps: CampaignDirectoryDeps;
  readonly #pages = new Map<string, { readonly at: number; readonly page: Promise<CampaignPage | null> }>();
  readonly #names = new Map<string, Map<string, string>>();
  readonly #forgettings = new Forgettings();

  constructor(deps: CampaignDirectoryDeps) {
    this.#deps = deps;
  }

  /** Campaigns to choose from. Throws what the list of campaigns throws; a system without one is not an error. */
  async find({ connectionId, search, page }: CampaignSearch): Promise<CampaignChoices> {
    const learn = this.learning(connectionId);
    const [listed, byId] = await Promise.all([
      this.#page(connectionId, search, page),
      this.#deps.byId?.(connectionId, search),
    ]);
    const own = byId?.campaign ?? null;
    // that nothing was found is said only where it is known
    if (byId?.failure && (listed?.campaigns.length ?? 0) === 0) throw byId.failure;
    if (own !== null) learn([own]);
    // after the answer, which may contain some of their names
    const recent = page === 1 ? this.#recent(connectionId, search) : [];
    const first = page === 1 && own !== null ? [own] : [];
    const others = (listed?.campaigns ?? []).filter(({ id }) => own === null || id !== own.id);
    const campaigns = [...first, ...others].filter(identified);
    return { recent, campaigns, more: listed?.more ?? false, listed: listed !== null };
  }

  /** The name of a campaign; null if no answer so far contained it. */
  nameOf(connectionId: string, campaignId: string): string | null {
    const used = this.#deps.recent.list(connectionId).find((recent) => recent.campaignId === campaignId);
    return this.#names.get(connectionId)?.get(campaignId) ?? used?.campaignName ?? null;
  }

  /** Records that a campaign was used: it will be among the first offered next time. */
  used(connectionId: string, campaignId: string): void {
    const campaignName = this.nameOf(connectionId, campaignId);
    try {
      this.#deps.recent.used(connectionId, { campaignId, campaignName, usedAt: this.#deps.now() });
    } catch (error) {
      // a full disk, or the connection was removed meanwhile: what it was used for has gone through all the same
      if (!(error instanceof DialdeskError)) throw error;
    }
  }

  /**
   * To be called before a call centre is asked.
   * @returns remembers the names in its answer, unless they belong to another system's campaigns by then
   */
  learning(connectionId: string): (campaigns: CampaignPage['campaigns']) => void {
    const holds = this.#forgettings.since(connectionId);
    return (campaigns) => {
      if (!holds()) return;
      const names = this.#names.get(connectionId) ?? new Map<string, string>();
      for (const { id, name } of campaigns) if (id !== null && name !== null) names.set(id, name);
      this.#names.set(connectionId, names);
    };
  }

  /** Forgets the answers, and also that the system had none. */
  forget(connectionId: string): void {
    for (const key of this.#pages.keys()) if (key.startsWith(`${connectionId}\n`)) this.#pages.delete(key);
    this.#names.delete(connectionId);
    this.#forgettings.forget(connectionId);
    this.#deps.missing.forget(connectionId, 'campaigns');
  }

  async #page(connectionId: string, search: string, page: number): Promise<CampaignPage | null> {
    const { missing, now } = this.#deps;
    if (missing.has(connectionId, 'campaigns')) return null;
    const key = `${connectionId}\n${page}\n${search}`;
    const known = this.#pages.get(key);
    if (known && now() - known.at < freshFor) return known.page;
    const learn = this.learning(connectionId);
    const asked = missing.ask(connectionId, 'campaigns', async () => {
      // the interface takes the beginning of a longer text, and the rest is compared here
      const name = search.slice(0, maxCampaignName);
      const answer = await this.#deps.page(connectionId, { name, page, rows: pageSize });
      return name === search ? answer : { ...answer, campaigns: answer.campaigns.filter(named(search)) };
    });
    const entry = { at: now(), page: asked };
    this.#pages.delete(key);
    this.#pages.set(key, entry);
    for (const oldest of this.#pages.keys()) if (this.#pages.size > keptPages) this.#pages.delete(oldest);
    try {
      const answer = await asked;
      learn(answer?.campaigns ?? []);
      return answer;
    } catch (error) {
      if (this.#pages.get(key) === entry) this.#pages.delete(key);
      throw error;
    }
  }

  #recent(connectionId: string, search: string): CampaignChoices['recent'] {
    const wanted = search.toLowerCase();
    const used = this.#deps.recent
      .list(connectionId)
      .map(({ campaignId: id }) => ({ id, name: this.nameOf(connectionId, id) }))
      .filter(({ id, name }) => [id, name ?? ''].some((text) => text.toLowerCase().includes(wanted)));
    return wanted === '' ? used.slice(0, recentShown) : used;
  }
}

/** One without an ID cannot be chosen. */
function identified<T extends ListedCampaign>(campaign: T): campaign is T & Campaign {
  return campaign.id !== null;
}

function named(text: string): (campaign: Pick<Campaign, 'name'>) => boolean {
  const wanted = text.toLowerCase();
  return ({ name }) => name?.toLowerCase().includes(wanted) ?? false;
}
