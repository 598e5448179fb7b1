import type { CampaignDetail, ListedCampaign } from '../../contract/campaigns.ts';
import { detailsOf } from '../../contract/error-details.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { resultMeaning } from '../../contract/result-codes.ts';
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

/** What a look for an ID gave. */
export interface FoundById {
  /** Null where the text is no ID, the system says that no campaign has it, or has no details. */
  readonly campaign: ListedCampaign | null;
  /** Why it is not known whether a campaign has it; null where it is. */
  readonly failure: Error | null;
}

const none: FoundById = { campaign: null, failure: null };

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

  /** Never rejects: a search by name goes on without the ID. */
  async find(connectionId: string, search: string): Promise<FoundById> {
    if (!isId.test(search)) return none;
    const key = `${connectionId}\n${search}`;
    const known = this.#known.get(key);
    if (known && this.#deps.now() - known.at < freshFor) return asFound(known.found);
    const found = this.#ask(connectionId, search);
    this.#known.delete(key);
    this.#known.set(key, { at: this.#deps.now(), found });
    for (const oldest of this.#known.keys()) if (this.#known.size > mostKept) this.#known.delete(oldest);
    const answer = await asFound(found);
    if (answer.failure !== null && this.#known.get(key)?.found === found) this.#known.delete(key);
    return answer;
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
      if (saysNone(error)) return null;
      throw error;
    }
  }
}

async function asFound(found: Promise<ListedCampaign | null>): Promise<FoundById> {
  try {
    return { campaign: await found, failure: null };
  } catch (failure) {
    return { campaign: null, failure: failure instanceof Error ? failure : new Error(String(failure)) };
  }
}

/** Whether the system says that no campaign has the ID, or that it is none. What is not understood says neither. */
function saysNone(error: unknown): boolean {
  if (!(error instanceof DialdeskError)) return false;
  const { resultCode } = detailsOf(error, 'result_code');
  const meaning = resultCode === undefined ? undefined : resultMeaning('campaign', resultCode);
  return meaning === 'campaign_not_found' || meaning?.startsWith('parameter_') === true;
}
