import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<string>();

/** Runs work on behalf of a job: whatever it asks of a system is recorded as the job's, however deep down it asks. */
export function runForJob<T>(jobId: string, work: () => T): T {
  return current.run(jobId, work);
}

/** The job that what runs now is done for; null where it is done for none. */
export function currentJob(): string | null {
  return current.getStore() ?? null;
}
