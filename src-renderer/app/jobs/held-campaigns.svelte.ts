import { campaignStateOf, isKnownUnpaused } from '../../../src-main/contract/campaigns.ts';
import type { HeldCampaign } from '../../../src-main/contract/take-back.ts';
import { m } from '../../../src-main/contract/messages/messages.js';
import { toasts } from '../../ui/toasts.svelte.ts';
import type { App } from '../app.ts';
import { campaignStateWords } from '../campaign-state-words.ts';
import { attempt } from '../failures.ts';

/** The campaigns that taking imports back has left paused, as they are shown in one place. Failures are shown, not thrown. */
export class HeldCampaigns {
  readonly #client: Pick<App['client'], 'takeBacks'>;
  #known = $state.raw<{ readonly of: string; readonly all: readonly HeldCampaign[] }>({ of: '', all: [] });
  /** The connection that is shown: an answer about another one comes too late. */
  #shown = '';
  busy = $state(false);

  constructor({ client }: Pick<App, 'client'>) {
    this.#client = client;
  }

  /** Those of a connection, or of one of its imports. */
  of(connectionId: string, importId?: string): readonly HeldCampaign[] {
    if (this.#known.of !== connectionId) return [];
    return this.#known.all.filter((each) => importId === undefined || each.importId === importId);
  }

  /** What was known stays where it cannot be asked again: that is said, and nothing is taken for resumed. */
  async read(connectionId: string): Promise<void> {
    this.#shown = connectionId;
    await attempt(async () => {
      const all = await this.#client.takeBacks.held({ connectionId });
      if (connectionId === this.#shown) this.#known = { of: connectionId, all };
    });
  }

  /** @returns whether the call centre shows it in another state than paused */
  async resume(one: HeldCampaign): Promise<boolean> {
    let resumed = false;
    this.busy = true;
    await attempt(async () => {
      const { status } = await this.#client.takeBacks.resume({ jobId: one.jobId });
      resumed = isKnownUnpaused(status);
      const isActive = status !== null && campaignStateOf(status) === 'active';
      toasts.show({ tone: isActive ? 'ok' : 'danger', text: resumedText(one, status) });
    });
    this.busy = false;
    await this.read(this.#shown);
    return resumed;
  }

  async leave({ jobId }: HeldCampaign): Promise<void> {
    await attempt(() => this.#client.takeBacks.leave({ jobId }));
    await this.read(this.#shown);
  }
}

/** What is told of a campaign that was asked to resume, by the state that it shows after it: no more than was seen. */
function resumedText({ campaignName, campaignId }: HeldCampaign, status: string | null): string {
  if (status === null) return m.takeback_resumed_unseen();
  const campaign = campaignName ?? campaignId;
  const state = campaignStateOf(status);
  if (state === 'suspended') return m.takeback_not_resumed();
  return state === 'active'
    ? m.takeback_resumed({ campaign })
    : m.takeback_resumed_other({ campaign, state: campaignStateWords(status) });
}
