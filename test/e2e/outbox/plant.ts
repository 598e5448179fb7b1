import { randomUUID } from 'node:crypto';
import { importPayloadColumn } from '../../../src-main/features/imports/job/import-payload.ts';
import type { Job } from '../../../src-main/contract/jobs.ts';
import { openStore } from '../../../src-main/store/store.ts';
import { sampleImport } from '../../support/memory-import.ts';
import { sampleJob } from '../../support/sample-job.ts';

/** Puts jobs into the database of an app that does not run. */
export function plant(userData: string, jobs: readonly Partial<Job>[]): void {
  const store = openStore(userData);
  for (const [position, job] of jobs.entries()) {
    const payload = importPayloadColumn.encode(sampleImport());
    store.jobs.insert(sampleJob({ id: randomUUID(), position, createdAt: 1_000 - position, ...job }), {
      payload,
      memory: null,
      resource: null,
    });
  }
  store.close();
}
