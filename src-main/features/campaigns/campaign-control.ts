import type {
  CampaignAction,
  CampaignDetail,
  CampaignRef,
  CampaignStatus,
  ControlOutcome,
} from '../../contract/campaigns.ts';
import { maxCampaignName } from '../../contract/campaigns.ts';
import { detailsOf } from '../../contract/error-details.ts';
import { DialdeskError, type ErrorCode } from '../../contract/errors.ts';
import { resultMeaning } from '../../contract/result-codes.ts';
import { verdictOnSending } from '../../jobs/verdict.ts';
import type { MissingInterfaces } from '../connections/missing-interfaces.ts';
import type { CampaignList } from './campaign-list.ts';

/** Rows of the list that are looked through for one campaign at most: names are searched, and seldom alike. */
const mostRows = 1_000;
const rowsAtOnce = 100;

export interface CampaignControlDeps {
  readonly send: (campaign: CampaignRef, action: CampaignAction) => Promise<void>;
  /** @throws DialdeskError `call_centre_changed` where the connection leads to another call centre than the campaign is of */
  readonly requireCentre: (campaign: CampaignRef) => void;
  readonly detail: (connectionId: string, campaignId: string) => Promise<CampaignDetail>;
  readonly list: CampaignList;
  readonly missing: MissingInterfaces;
}

/**
 * Pauses and resumes campaigns, and reads the state they are in. A request goes out once; what became of one without
 * an answer is learnt by reading the state.
 */
export class CampaignControl {
  readonly #deps: CampaignControlDeps;
  /** Campaigns with a request under way: a second one could overtake the first. */
  readonly #underWay = new Set<string>();

  constructor(deps: CampaignControlDeps) {
    this.#deps = deps;
  }

  /** @throws DialdeskError where nothing was changed for certain; `conflict` while one is under way */
  async act(campaign: CampaignRef, action: CampaignAction): Promise<ControlOutcome> {
    const key = JSON.stringify([campaign.connectionId, campaign.campaignId]);
    if (this.#underWay.has(key))
      throw new DialdeskError('conflict', 'a request for this campaign is under way');
    this.#underWay.add(key);
    try {
      const answer = await this.#send(campaign, action);
      return { answer, now: await this.status(campaign) };
    } finally {
      this.#underWay.delete(key);
    }
  }

  async #send(campaign: CampaignRef, action: CampaignAction): Promise<ControlOutcome['answer']> {
    const { missing, send } = this.#deps;
    try {
      await missing.require(campaign.connectionId, `campaign/${action}`, () => send(campaign, action));
      return 'done';
    } catch (error) {
      if (isWrongState(error, action)) return 'refused';
      if (verdictOnSending(error) === 'unknown') return 'unknown';
      throw error;
    }
  }

  /** The state as the details show it, or else the list. Never throws a DialdeskError: the reason is in the answer. */
  async status(campaign: CampaignRef): Promise<CampaignStatus> {
    try {
      const status = await this.#read(campaign);
      // led elsewhere while it was asked: another call centre may have answered
      this.#deps.requireCentre(campaign);
      return { status, error: null };
    } catch (error) {
      if (!(error instanceof DialdeskError)) throw error;
      return { status: null, error: error.toShape() };
    }
  }

  async #read({ connectionId, campaignId, name }: CampaignRef): Promise<string | null> {
    const { detail, list, missing } = this.#deps;
    let refused: DialdeskError | null = null;
    try {
      const found = await missing.ask(connectionId, 'campaign', () => detail(connectionId, campaignId));
      if (found !== null && found.status !== null) return found.status;
    } catch (error) {
      // it was reached, and said something else: the list may say more
      if (!(error instanceof DialdeskError && answered.has(error.code))) throw error;
      refused = error;
    }
    const wanted = {
      connectionId,
      name: (name ?? '').trim().slice(0, maxCampaignName),
      filter: 'all',
    } as const;
    for (let offset = 0; offset < mostRows; offset += rowsAtOnce) {
      const { items, total } = await list.range({ ...wanted, offset, limit: rowsAtOnce });
      const row = items.find(({ id }) => id === campaignId);
      if (row !== undefined) return row.status;
      if (items.length === 0 || offset + rowsAtOnce >= total) break;
    }
    if (refused !== null) throw refused;
    return null;
  }
}

const answered: ReadonlySet<ErrorCode> = new Set(['result_code', 'bad_answer', 'http_status']);

function isWrongState(error: unknown, action: CampaignAction): boolean {
  if (!(error instanceof DialdeskError)) return false;
  const { resultCode } = detailsOf(error, 'result_code');
  return resultCode !== undefined && resultMeaning(`campaign/${action}`, resultCode) === 'campaign_state';
}
