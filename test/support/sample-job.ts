import { randomUUID } from 'node:crypto';
import type { Job } from '../../src-main/contract/jobs.ts';

/** An import as the table keeps it; `change` replaces some of it. */
export function sampleJob(change: Partial<Job> = {}): Job {
  return {
    id: randomUUID(),
    kind: 'import',
    name: 'Spring leads',
    connectionId: randomUUID(),
    state: 'queued',
    hold: false,
    steps: [{ id: 'write', state: 'pending', startedAt: null, endedAt: null, detail: null }],
    progress: null,
    waitingFor: null,
    attempts: 0,
    error: null,
    result: null,
    summary: {
      kind: 'import',
      sourceName: 'leads.xlsx',
      rows: 3,
      rejected: 0,
      campaignId: 'C-77',
      campaignName: null,
      serverId: '42',
      serverName: 'files.example.com',
      remotePath: '/isales/leads.xlsx',
      startsAt: null,
      mark: null,
      markOrigin: 'unknown',
    },
    position: 1,
    createdAt: 1000,
    updatedAt: 1000,
    ...change,
  };
}
