import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { StatisticsState } from '../../src-main/contract/campaign-progress.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import type { App } from '../app/app.ts';
import { asErrorShape, errorWords } from '../app/error-words.ts';
import { formatTime } from '../app/format.ts';
import { sentences } from '../app/sentences.ts';

/** Today's figures of all connections: when they were asked for, and when they may be again. `app.keep(Figures)`. */
export class Figures {
  readonly #client: Pick<Client, 'campaigns'>;
  readonly #states = new SvelteMap<string, StatisticsState>();
  readonly #failures = new SvelteMap<string, ErrorShape>();
  readonly #busy = new SvelteSet<string>();

  constructor({ client }: Pick<App, 'client'>) {
    this.#client = client;
  }

  /** Null until main has said it. */
  of(connectionId: string): StatisticsState | null {
    return this.#states.get(connectionId) ?? null;
  }
  /** Why there is nothing to ask with. */
  failureOf(connectionId: string): ErrorShape | null {
    return this.#failures.get(connectionId) ?? null;
  }
  busy(connectionId: string): boolean {
    return this.#busy.has(connectionId);
  }

  /**
   * Asks, as far as they may be asked for by now: main decides. Never throws.
   * @returns whether there are other figures than before
   */
  async look(connectionId: string): Promise<boolean> {
    if (this.#busy.has(connectionId)) return false;
    this.#busy.add(connectionId);
    const before = this.of(connectionId);
    try {
      const state = await this.#client.campaigns.statistics({ connectionId, ask: true });
      this.#states.set(connectionId, state);
      this.#failures.delete(connectionId);
      return state.outcome === 'given' && state.askedAt !== before?.askedAt;
    } catch (error) {
      this.#failures.set(connectionId, asErrorShape(error));
      return false;
    } finally {
      this.#busy.delete(connectionId);
    }
  }
}

/** When the figures were asked for, and when they may be again, in words. */
export function figuresWords(state: StatisticsState | null, failure: ErrorShape | null): string {
  if (failure !== null) return errorWords(failure).title;
  if (state === null || state.outcome === 'lacking') {
    return state === null ? '' : m.campaigns_statistics_lacking();
  }
  const { askedAt, nextAt, outcome, error } = state;
  if (askedAt === null) return m.campaigns_statistics_never();
  const time = formatTime(askedAt);
  const asked =
    outcome === 'limited'
      ? m.campaigns_statistics_limited({ time })
      : outcome === 'failed' && error !== null
        ? m.campaigns_statistics_failed({ time, why: errorWords(error).title })
        : m.campaigns_statistics_asked({ time });
  return sentences(asked, m.campaigns_statistics_next({ time: formatTime(nextAt) }));
}
