import {
  stateAfter,
  campaignStateOf,
  type CampaignAction,
  type CampaignRef,
  type ControlOutcome,
} from '../../src-main/contract/campaigns.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import { asErrorShape } from '../app/error-words.ts';

/** Pausing or resuming one campaign: asked first, sent a single time, and what is known of it afterwards. */
export class Control {
  readonly #client: Pick<Client, 'campaigns'>;
  readonly campaign: CampaignRef;
  readonly action: CampaignAction;
  /** The state that was shown when somebody began to ask. */
  readonly before: string | null;
  #busy = $state(false);
  #outcome = $state.raw<ControlOutcome | null>(null);
  #failure = $state.raw<ErrorShape | null>(null);

  constructor(
    client: Pick<Client, 'campaigns'>,
    campaign: CampaignRef,
    action: CampaignAction,
    before: string | null,
  ) {
    this.#client = client;
    this.campaign = campaign;
    this.action = action;
    this.before = before;
  }

  get busy(): boolean {
    return this.#busy;
  }
  /** What was answered, and the state that was read after it; null before, and where nothing was sent. */
  get outcome(): ControlOutcome | null {
    return this.#outcome;
  }
  /** Why nothing was changed for certain. */
  get failure(): ErrorShape | null {
    return this.#failure;
  }
  /** Whether the call centre shows the state that was wanted. */
  get asWanted(): boolean {
    const status = this.#outcome?.now.status ?? null;
    return status !== null && campaignStateOf(status) === stateAfter[this.action];
  }

  /** Sends it. Once there is an outcome, it is not sent again. */
  async send(): Promise<void> {
    if (this.#busy || this.#outcome !== null) return;
    this.#busy = true;
    this.#failure = null;
    try {
      this.#outcome = await this.#client.campaigns.control({ ...this.campaign, action: this.action });
    } catch (error) {
      this.#failure = asErrorShape(error);
    } finally {
      this.#busy = false;
    }
  }

  /** Reads the state again. Errors as the call, which keeps most of them in its answer. */
  async look(): Promise<void> {
    if (this.#busy || this.#outcome === null) return;
    this.#busy = true;
    try {
      this.#outcome = { ...this.#outcome, now: await this.#client.campaigns.status(this.campaign) };
    } finally {
      this.#busy = false;
    }
  }
}
