import { SvelteMap } from 'svelte/reactivity';
import * as v from 'valibot';
import { FetchedResults, type ResultOffer } from '../../src-main/contract/call-results.ts';
import type { CallCause } from '../../src-main/contract/fail-codes.ts';
import type { Job } from '../../src-main/contract/jobs.ts';
import type { App } from '../app/app.ts';

/** The results of imports, as far as they were looked at. `app.keep(CallResults)`. */
export class CallResults {
  readonly #client: Pick<App['client'], 'callResults' | 'outbox'>;
  readonly #offers = new SvelteMap<string, ResultOffer>();

  constructor({ client }: Pick<App, 'client'>) {
    this.#client = client;
    client.outbox.changed(({ jobs, removed }) => {
      for (const job of jobs) this.#heard(job);
      for (const [id, offer] of this.#offers) {
        if (offer.job && removed.includes(offer.job.id)) this.#offers.set(id, { ...offer, job: null });
      }
    });
  }

  /** Undefined until main has said it. */
  offer(importId: string): ResultOffer | undefined {
    return this.#offers.get(importId);
  }

  /** What was fetched last; null while there is nothing. */
  fetched(importId: string): FetchedResults | null {
    const job = this.offer(importId)?.job;
    if (job?.state !== 'done') return null;
    const parsed = v.safeParse(FetchedResults, job.result?.['fetched']);
    return parsed.success ? parsed.output : null;
  }

  /** Errors as the call, here and below. */
  async look(importId: string): Promise<void> {
    this.#offers.set(importId, await this.#client.callResults.of({ job: importId }));
  }

  async fetch(importId: string, list: 'beside' | 'left_out'): Promise<void> {
    const job = await this.#client.callResults.fetch({ job: importId, list });
    if (job) this.#heard(job);
  }

  async findList(importId: string): Promise<void> {
    const offer = await this.#client.callResults.findList({ job: importId });
    if (offer) this.#offers.set(importId, offer);
  }

  callAgain(importId: string, causes: readonly CallCause[], name: string): Promise<Job> {
    return this.#client.callResults.callAgain({ job: importId, causes: [...causes], name });
  }

  #heard(job: Job): void {
    if (job.summary.kind !== 'call-results') return;
    const { importId } = job.summary;
    const before = this.#offers.get(importId);
    if (!before || (before.job && before.job.createdAt > job.createdAt)) return;
    const offered = before.offered && job.error?.code !== 'not_offered';
    this.#offers.set(importId, { ...before, offered: job.state === 'done' || offered, job });
  }
}
