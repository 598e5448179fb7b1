import type { Client } from '../../src-main/contract/derive.ts';
import type { Job } from '../../src-main/contract/jobs.ts';

/** How many are fetched at the start; an older one is fetched when it is opened, or comes when it changes. */
const atStart = 100;

/** The newest jobs, kept up to date by main's pushes: for whoever shows one of them. */
export class JobList {
  readonly #client: Pick<Client, 'outbox'>;
  #jobs = $state.raw<readonly Job[]>([]);
  #loaded = $state(false);

  constructor(client: Pick<Client, 'outbox'>) {
    this.#client = client;
    client.outbox.changed(({ jobs, removed }) => {
      const known = new Map(this.#jobs.map((job) => [job.id, job]));
      for (const job of jobs) known.set(job.id, job);
      for (const id of removed) known.delete(id);
      this.#jobs = [...known.values()].sort((a, b) => b.createdAt - a.createdAt);
    });
  }

  get jobs(): readonly Job[] {
    return this.#jobs;
  }
  /** False until the first answer: an empty list must not be told too early. */
  get loaded(): boolean {
    return this.#loaded;
  }

  find(id: string): Job | undefined {
    return this.#jobs.find((job) => job.id === id);
  }

  async load(): Promise<void> {
    this.#jobs = (await this.#client.outbox.list({ sort: 'newest', limit: atStart })).jobs;
    this.#loaded = true;
  }
}
