import { AsyncLocalStorage } from 'node:async_hooks';

const behalf = new AsyncLocalStorage<string>();

/** Runs work on behalf of a job: whatever it asks of a system is recorded as the job's, however deep down it asks. */
export function onBehalfOf<T>(jobId: string, work: () => T): T {
  return behalf.run(jobId, work);
}

/** The job that what runs now is done for; null where it is done for none. */
export function jobAtWork(): string | null {
  return behalf.getStore() ?? null;
}
