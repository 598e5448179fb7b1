import type { CampaignDetail, ListedCampaign } from '../../contract/campaigns.ts';
import { DialdeskError, type ErrorCode } from '../../contract/errors.ts';
import type { MissingInterfaces } from '../connections/missing-interfaces.ts';

export interface CampaignByIdDeps {
  readonly detail: (connectionId: string, campaignId: string) => Promise<CampaignDetail>;
  readonly missing: Pick<MissingInterfaces, 'ask'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** IDs are whole numbers; some systems have thirty digits. */
const isId = /^\d{1,64}$/;
/** How long an answer stays valid, milliseconds, and how many are kept. */
const freshFor = 60_000;
const mostKept = 60;
/** What a system says of an ID that it does not know, in whatever way. */
const unknownId: ReadonlySet<ErrorCode> = new Set(['result_code', 'bad_answer', 'http_status']);

/**
 * The campaign whose ID is searched for. The list of campaigns is searched by name alone, so that it is looked up by its
 * details.
 */
export class CampaignById {
  readonly #deps: CampaignByIdDeps;
  readonly #known = new Map<
    string,
    { readonly at: number; readonly found: Promise<ListedCampaign | null> }
  >();

  constructor(deps: CampaignByIdDeps) {
    this.#deps = deps;
  }

  /**
   * @returns null where the text is no ID, no campaign has it, or the system has no details
   * @throws what reaching the system throws
   */
  async find(connectionId: string, search: string): Promise<ListedCampaign | null> {
    if (!isId.test(search)) return null;
    const key = `${connectionId}\n${search}`;
    const known = this.#known.get(key);
    if (known && this.#deps.now() - known.at < freshFor) return known.found;
    const found = this.#ask(connectionId, search);
    this.#known.delete(key);
    this.#known.set(key, { at: this.#deps.now(), found });
    for (const oldest of this.#known.keys()) if (this.#known.size > mostKept) this.#known.delete(oldest);
    try {
      return await found;
    } catch (error) {
      this.#known.delete(key);
      throw error;
    }
  }

  /** The connection may lead to another system now, or somebody wishes to know. */
  forget(connectionId: string): void {
    for (const key of this.#known.keys()) if (key.startsWith(`${connectionId}\n`)) this.#known.delete(key);
  }

  async #ask(connectionId: string, id: string): Promise<ListedCampaign | null> {
    try {
      const detail = await this.#deps.missing.ask(connectionId, 'campaign', () =>
        this.#deps.detail(connectionId, id),
      );
      if (detail === null) return null;
      const { name, status, deviceType, begins, ends, callerNo } = detail;
      return { id, name, status, deviceType, begins, ends, callerNo };
    } catch (error) {
      if (error instanceof DialdeskError && unknownId.has(error.code)) return null;
      throw error;
    }
  }
}
