import type { CampaignFilter, CampaignPage, CampaignRows, ListedCampaign } from '../../contract/campaigns.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { Forgettings } from '../connections/forgettings.ts';
import type { MissingInterfaces } from '../connections/missing-interfaces.ts';
import type { FoundById } from './campaign-by-id.ts';

/** One page of the call centre's list, asked for as the interface wants it. */
export type AskPage = (
  connectionId: string,
  query: {
    readonly name: string;
    readonly status: 0 | 2 | 3 | 4;
    readonly page: number;
    readonly rows: number;
  },
) => Promise<CampaignPage>;

/** The most rows the interface gives at once. */
const pageSize = 100;

const statuses = { all: 0, active: 2, suspended: 3, ended: 4 } as const satisfies Record<
  CampaignFilter,
  number
>;

export interface CampaignRange {
  readonly connectionId: string;
  readonly name: string;
  readonly filter: CampaignFilter;
  readonly offset: number;
  /** 1 to 100. */
  readonly limit: number;
}

/**
 * The call centre's list of campaigns by row. The interface counts pages, and a system may put fewer rows on one than
 * it was asked for: pages are then counted by its own size.
 */
export class CampaignList {
  readonly #ask: AskPage;
  readonly #missing: MissingInterfaces;
  readonly #byId: ((connectionId: string, id: string) => Promise<FoundById>) | undefined;
  /** Rows on a page, of each system that has shown a full first one. */
  readonly #sizes = new Map<string, number>();
  readonly #forgettings = new Forgettings();

  /** @param deps.byId the campaign with an ID; left out, campaigns are found by name alone */
  constructor(deps: {
    readonly page: AskPage;
    readonly missing: MissingInterfaces;
    readonly byId?: (connectionId: string, id: string) => Promise<FoundById>;
  }) {
    this.#ask = deps.page;
    this.#missing = deps.missing;
    this.#byId = deps.byId;
  }

  /**
   * Rows from `offset`. A campaign whose ID is searched for comes first, before those that are called so.
   * @throws what the interface throws; `not_offered` where the system lacks it
   */
  async range(range: CampaignRange): Promise<Omit<CampaignRows, 'offers' | 'seen'>> {
    const { connectionId, name, offset, limit } = range;
    const byId = await this.#byId?.(connectionId, name);
    const own = this.#own(range, byId?.campaign ?? null);
    if (own === null) {
      const named = await this.#named(range);
      // that nothing was found is said only where it is known
      if (byId?.failure && named.total === 0) throw byId.failure;
      return named;
    }
    const begins = offset === 0;
    const rows = await this.#named({
      ...range,
      offset: begins ? 0 : offset - 1,
      limit: begins ? Math.max(1, limit - 1) : limit,
    });
    const items = begins ? [own, ...rows.items].slice(0, limit) : rows.items;
    return { ...rows, items, total: rows.total + 1 };
  }

  /** The campaign that has the ID, where the list by name does not have it anyway. */
  #own({ name, filter }: CampaignRange, own: ListedCampaign | null): ListedCampaign | null {
    if (own === null || own.name?.toLowerCase().includes(name.toLowerCase())) return null;
    return filter === 'all' || own.status === String(statuses[filter]) ? own : null;
  }

  async #named(range: CampaignRange): Promise<Omit<CampaignRows, 'offers' | 'seen'>> {
    const { connectionId, offset, limit } = range;
    const known = this.#sizes.get(connectionId);
    const holds = this.#forgettings.since(connectionId);
    const begin = known === undefined ? await this.#page(range, 1, pageSize) : null;
    const size = known ?? sizeOf(begin);
    if (begin?.more && holds()) this.#sizes.set(connectionId, size);
    const first = Math.floor(offset / size);
    const last = Math.floor((offset + limit - 1) / size);
    const items: ListedCampaign[] = [];
    let told: number | null = null;
    let more = false;
    for (let page = first; page <= last; page++) {
      const answer = page === 0 && begin !== null ? begin : await this.#page(range, page + 1, size);
      told = answer.total;
      more = answer.more;
      items.push(...answer.campaigns);
      if (!more) break;
    }
    const from = offset - first * size;
    const end = first * size + items.length;
    return {
      items: items.slice(from, from + limit),
      // past the last page its rows count, not a total that they contradict: those rows would never come
      total: more ? (told ?? end + 1) : end,
      counted: told !== null,
    };
  }

  /** The connection may lead to another system now. */
  forget(connectionId: string): void {
    this.#sizes.delete(connectionId);
    this.#forgettings.forget(connectionId);
  }

  async #page(
    { connectionId, name, filter }: CampaignRange,
    page: number,
    rows: number,
  ): Promise<CampaignPage> {
    const answer = await this.#missing.ask(connectionId, 'campaigns', () =>
      this.#ask(connectionId, { name, status: statuses[filter], page, rows }),
    );
    if (answer === null) throw new DialdeskError('not_offered', 'this system does not list its campaigns');
    return answer;
  }
}

/**
 * How many rows the system puts on a page: fewer than it was asked for only where its first page is full with them and
 * others follow. What a last page says of itself may be no more than how many are on it.
 */
function sizeOf(begin: CampaignPage | null): number {
  return begin?.more && begin.campaigns.length === begin.rows ? begin.rows : pageSize;
}
