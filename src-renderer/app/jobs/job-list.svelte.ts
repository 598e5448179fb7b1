import type { Job } from '../../../src-main/contract/jobs.ts';
import type { App } from '../app.ts';
import { showFailure } from '../failures.ts';

/** How many are fetched at the start; an older one is fetched when it is opened, or comes when it changes. */
const atStart = 100;

/** The newest jobs, kept up to date by main's pushes: `app.keep(JobList)`, for whoever shows one of them. */
export class JobList {
  #jobs = $state.raw<readonly Job[]>([]);
  #loaded = $state(false);

  constructor({ client }: Pick<App, 'client'>) {
    client.outbox.changed(({ jobs, removed }) => {
      const known = new Map(this.#jobs.map((job) => [job.id, job]));
      for (const job of jobs) known.set(job.id, job);
      for (const id of removed) known.delete(id);
      this.#jobs = [...known.values()].sort((a, b) => b.createdAt - a.createdAt);
    });
    this.#load(client).catch(showFailure);
  }

  get jobs(): readonly Job[] {
    return this.#jobs;
  }
  /** False until the first answer: until then an empty list means nothing. */
  get loaded(): boolean {
    return this.#loaded;
  }

  find(id: string): Job | undefined {
    return this.#jobs.find((job) => job.id === id);
  }

  async #load(client: App['client']): Promise<void> {
    this.#jobs = (await client.outbox.list({ sort: 'newest', limit: atStart })).jobs;
    this.#loaded = true;
  }
}
