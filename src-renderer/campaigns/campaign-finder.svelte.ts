import type { Client } from '../../src-main/contract/derive.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import type { Choice } from '../ui/choice.ts';
import type { FoundChoices } from '../ui/combobox-choices.svelte.ts';
import type { App } from '../app/app.ts';
import { asErrorShape } from '../app/error-words.ts';

/** The campaigns of all connections: `app.keep(Campaigns)`, so that a name learnt once is known on every screen. */
export class Campaigns {
  readonly #client: Pick<Client, 'campaigns'>;
  readonly #finders = new Map<string, CampaignFinder>();

  constructor({ client }: Pick<App, 'client'>) {
    this.#client = client;
  }

  of(connectionId: string): CampaignFinder {
    const finder = this.#finders.get(connectionId) ?? new CampaignFinder(this.#client, connectionId);
    this.#finders.set(connectionId, finder);
    return finder;
  }
}

/** The campaigns of one connection, as a picker offers them: those used last first, then the call centre's list. */
export class CampaignFinder {
  readonly #client: Pick<Client, 'campaigns'>;
  readonly #connectionId: string;
  #names: ReadonlyMap<string, string> = $state.raw(new Map());
  #listed = $state(true);
  #anyRecent = $state(false);
  #error = $state.raw<ErrorShape | null>(null);

  constructor(client: Pick<Client, 'campaigns'>, connectionId: string) {
    this.#client = client;
    this.#connectionId = connectionId;
  }

  /** False once the system has turned out to have no list of campaigns. */
  get listed(): boolean {
    return this.#listed;
  }
  /** Whether there is nothing to choose from, and never will be on this system. */
  get plain(): boolean {
    return !this.#listed && !this.#anyRecent;
  }
  /** Why the list is not available just now. */
  get error(): ErrorShape | null {
    return this.#error;
  }

  /** What a campaign is called, if any answer has named it. */
  nameOf(id: string): string | null {
    return this.#names.get(id.trim()) ?? null;
  }

  /** A page of what fits, counted from 1. Rejects as the call, whose error is kept for the words. */
  readonly find = async (search: string, signal: AbortSignal | null, page: number): Promise<FoundChoices> => {
    try {
      const found = await this.#client.campaigns.find({ connectionId: this.#connectionId, search, page });
      this.#error = null;
      this.#listed = found.listed;
      if (search === '' && page === 1) this.#anyRecent = found.recent.length > 0;
      this.#learn([...found.recent, ...found.campaigns]);
      const choice = (group: string) => (campaign: { id: string; name: string | null }) =>
        choiceOf(campaign, group);
      const recent = found.recent.map(choice(m.campaigns_recent()));
      return {
        choices: [...recent, ...found.campaigns.map(choice(m.campaigns_all()))],
        more: found.more,
      };
    } catch (error) {
      if (!signal?.aborted) this.#error = asErrorShape(error);
      throw error;
    }
  };

  /** Looks ahead: what was used last, and whether the system has a list at all. */
  async look(): Promise<void> {
    // what went wrong is kept in `error`
    await this.find('', null, 1).catch(() => undefined);
  }

  /** Asks the call centre anew, after a failure or after it had no list. */
  async askAgain(): Promise<void> {
    await this.#client.campaigns.askAgain({ connectionId: this.#connectionId });
    await this.look();
  }

  #learn(campaigns: readonly { id: string; name: string | null }[]): void {
    const named = campaigns.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const]));
    this.#names = new Map([...this.#names, ...named]);
  }
}

function choiceOf({ id, name }: { id: string; name: string | null }, group: string): Choice<string> {
  return { value: id, label: name ?? id, group, ...(name !== null && { note: id }) };
}
