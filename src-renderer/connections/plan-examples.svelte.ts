import type { Client } from '../../src-main/contract/derive.ts';
import type { NumberPlan, PlanExample } from '../../src-main/contract/number-plan.ts';

/** What a plan makes of numbers, as main knows it; the last one asked for is shown. */
export class PlanExamples {
  readonly #client: Pick<Client, 'connections'>;
  #shown = $state.raw<readonly PlanExample[]>([]);
  #asked = 0;

  constructor(client: Pick<Client, 'connections'>) {
    this.#client = client;
  }

  get shown(): readonly PlanExample[] {
    return this.#shown;
  }

  /** Looks for the examples of a plan; none where it cannot be a plan. */
  async look(plan: NumberPlan | null): Promise<void> {
    const asked = ++this.#asked;
    const found = plan === null ? [] : await this.#client.connections.planExamples({ plan }).catch(() => []);
    if (asked === this.#asked) this.#shown = found;
  }
}
