import { randomUUID } from 'node:crypto';
import type { Job } from '../../../src-main/contract/jobs.ts';
import { openStore } from '../../../src-main/store/store.ts';
import { sampleJob } from '../../support/sample-job.ts';
import { plant } from './plant.ts';

const noon = Date.UTC(2026, 10, 28, 9, 20);
const hour = 3_600_000;
const campaigns = [
  'Autumn fair 2026, first follow-up by phone in Guangdong and Fujian',
  '2026 年秋季客户满意度回访（华南大区，第二批）',
];

function imported(name: string, rows: number, at: number, change: Partial<Job> = {}): Partial<Job> {
  const [first = '', second = ''] = campaigns;
  const job = sampleJob();
  return {
    ...{ id: randomUUID(), name, createdAt: noon + at * hour, updatedAt: noon + (at + 1) * hour },
    summary: {
      ...(job.summary as Extract<Job['summary'], { kind: 'import' }>),
      ...{ sourceName: `${name} (exported 2026-11-27 from CRM).xlsx`, rows },
      ...{ campaignId: '164870990605164321', campaignName: at % 2 ? first : second },
    },
    ...change,
  };
}

/**
 * A day with imports in every state, with names and counts as they are long.
 * @param earlier how many imports were sent before it
 */
export function busyDay(userData: string, earlier = 0): void {
  const sent = [
    { job: imported('list-13 leads of the autumn fair', 179_412, 3, { state: 'done' }), missing: 29_946 },
    { job: imported('list-10 华南大区回访', 19_076, 1, { state: 'done' }), missing: 0 },
    { job: imported('list-2 returned customers', 240, 2, { state: 'done' }), missing: 40 },
  ];
  plant(userData, [
    ...sent.map(({ job }) => job),
    imported('paused before the weekend', 8_000, 4, { state: 'paused' }),
    imported('waits for its network', 120_000, 5, {
      state: 'waiting',
      waitingFor: {
        kind: 'decision',
        code: 'start_passed',
        details: { hour: 18, minute: 30 },
        retryAt: null,
      },
    }),
    imported('list-77 华东大区新客户（第十三批）', 92_001, 6, {
      state: 'failed',
      error: { code: 'timed_out', message: 'timed out', details: { host: 'files.example.com' } },
    }),
    imported('its answer was lost', 15_985, 7, {
      state: 'unknown',
      error: { code: 'outcome_unknown', message: 'lost' },
      steps: [{ id: 'import', state: 'unknown', startedAt: 1, endedAt: 2, detail: null }],
    }),
    imported('kept for Monday', 500, 8, { state: 'prepared', hold: true }),
    imported('cancelled by hand', 500, 9, { state: 'cancelled' }),
    ...Array.from({ length: earlier }, (_, at) =>
      imported(`list of an earlier day ${at + 1}`, 19_000 + at, -10 - at, { state: 'done' }),
    ),
  ]);
  const store = openStore(userData);
  for (const { job, missing } of sent) {
    const { id, connectionId, summary } = job as Job;
    const rows = summary.kind === 'import' ? summary.rows : 0;
    store.importResults.save({
      ...{ jobId: id, connectionId: connectionId ?? randomUUID(), campaignId: '1', taskId: '2', sent: rows },
      ...{
        sentAt: noon,
        following: 'ended',
        lookedAt: noon,
        nextAt: null,
        error: null,
        attempts: 0,
        until: 0,
      },
      task: {
        ...{ id: '2', status: 'complete', statusText: '', beginTime: null, endTime: null, errorText: null },
        ...{ imported: rows - missing, repeated: 0, failed: 0, blocked: 0 },
      },
    });
  }
  store.close();
}
