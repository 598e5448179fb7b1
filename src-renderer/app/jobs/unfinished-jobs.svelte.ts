import type { JobCounts } from '../../../src-main/contract/jobs.ts';
import type { App } from '../app.ts';
import { showFailure } from '../failures.ts';
import { filters } from './jobs-view.svelte.ts';

/** How many jobs still move or need a decision: the count beside the outbox in the rail. Get it with `app.keep(UnfinishedJobs)`. */
export class UnfinishedJobs {
  #counts = $state.raw<JobCounts | null>(null);

  constructor({ client }: Pick<App, 'client'>) {
    client.outbox.changed(({ counts }) => (this.#counts = counts));
    client.outbox
      .list({ limit: 1 })
      // what was pushed meanwhile is newer
      .then(({ counts }) => (this.#counts ??= counts))
      .catch(showFailure);
  }

  get count(): number {
    return this.#sum(filters.open);
  }
  /** Those that go no further without somebody. */
  get stuck(): number {
    return this.#sum(['failed', 'unknown', 'waiting']);
  }

  #sum(states: readonly (keyof JobCounts)[]): number {
    const counts = this.#counts;
    return counts === null ? 0 : states.reduce((sum, state) => sum + counts[state], 0);
  }
}
