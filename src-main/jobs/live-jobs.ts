import { DialdeskError } from '../contract/errors.ts';
import type { Job, JobPage, JobState } from '../contract/jobs.ts';
import type { ListQuery } from '../store/job-query.ts';
import type { JobsTable } from '../store/jobs.ts';
import type { JobScheduler } from './job-scheduler.ts';

/** Jobs as they are now, which while one runs may be more than its row says. */
export class LiveJobs {
  readonly #jobs: JobsTable;
  readonly #scheduler: JobScheduler;

  constructor(jobs: JobsTable, scheduler: JobScheduler) {
    this.#jobs = jobs;
    this.#scheduler = scheduler;
  }

  find(id: string): Job | null {
    const job = this.#jobs.get(id);
    return job && this.#live(job);
  }

  /** @throws DialdeskError `not_found` */
  get(id: string): Job {
    const job = this.find(id);
    if (!job) throw new DialdeskError('not_found', `There is no job ${id}`);
    return job;
  }

  list(query: ListQuery): JobPage {
    const { jobs, total } = this.#jobs.list(query);
    return {
      jobs: jobs.map((job) => this.#live(job)),
      total,
      counts: this.#jobs.counts(query),
    };
  }

  /** The job at rest, in one of these states. @throws DialdeskError `not_found`, `conflict` */
  atRest(id: string, states: readonly JobState[]): Job {
    const job = this.get(id);
    if (this.#scheduler.isRunning(id) || !states.includes(job.state)) {
      throw new DialdeskError('conflict', `Job ${id} is ${job.state}`, { details: { state: job.state } });
    }
    return job;
  }

  #live(job: Job): Job {
    const live = this.#scheduler.liveOf(job.id);
    if (live === null) return job;
    const { progress, diskError } = live;
    return { ...job, ...(progress && { progress }), ...(diskError && { error: diskError }) };
  }
}
