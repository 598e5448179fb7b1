import type { Client } from '../../src-main/contract/derive.ts';
import type { Job, JobPage } from '../../src-main/contract/jobs.ts';

/** How many imports are fetched at a time. */
const pageSize = 100;

/** The imports of the outbox, newest first, kept up to date by main's pushes. */
export class JobList {
  readonly #client: Pick<Client, 'jobs'>;
  #jobs = $state.raw<readonly Job[]>([]);
  #total = $state(0);
  #loaded = $state(false);
  #wanted = pageSize;

  constructor(client: Pick<Client, 'jobs'>) {
    this.#client = client;
    client.jobs.changed(({ jobs, removed }) => {
      const known = new Map(this.#jobs.map((job) => [job.id, job]));
      const added = jobs.some((job) => !known.has(job.id));
      for (const job of jobs) known.set(job.id, job);
      for (const id of removed) known.delete(id);
      this.#jobs = [...known.values()].sort((a, b) => b.createdAt - a.createdAt);
      // the count and, after a removal, the next older one are main's to tell
      if (added || removed.length > 0) void this.load();
    });
  }

  get jobs(): readonly Job[] {
    return this.#jobs;
  }
  get total(): number {
    return this.#total;
  }
  /** False until the first answer: an empty list must not be told too early. */
  get loaded(): boolean {
    return this.#loaded;
  }

  find(id: string): Job | undefined {
    return this.#jobs.find((job) => job.id === id);
  }

  async load(): Promise<void> {
    const pages: JobPage[] = [];
    for (let offset = 0; offset < this.#wanted; offset += pageSize) {
      const page = await this.#client.jobs.list({ sort: 'newest', offset, limit: pageSize });
      pages.push(page);
      if (offset + page.jobs.length >= page.total) break;
    }
    this.#jobs = pages.flatMap((page) => page.jobs);
    this.#total = pages.at(-1)?.total ?? 0;
    this.#loaded = true;
  }

  async older(): Promise<void> {
    this.#wanted += pageSize;
    await this.load();
  }
}
