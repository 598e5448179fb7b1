import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { Job } from '../../../src-main/contract/jobs.ts';
import type { Transfer } from '../../../src-main/contract/transfers.ts';
import { OverallProgress } from '../../../src-main/features/app/overall-progress.ts';
import { sampleJob } from '../../support/sample-job.ts';
import { sampleTransfer } from '../../support/sample-transfer.ts';

function watched() {
  const shown: (number | null)[] = [];
  const overall = new OverallProgress((share) => shown.push(share));
  return {
    shown,
    overall,
    transfers: (...transfers: Transfer[]) => overall.transfers({ transfers, removed: [] }),
  };
}

test('several files are one share, which does not run backwards as they end', () => {
  const { shown, transfers } = watched();
  const [one, other] = [sampleTransfer({ total: 100 }), sampleTransfer({ total: 300, state: 'queued' })];
  transfers(one, other);
  transfers({ ...one, bytes: 50 });
  transfers({ ...one, bytes: 100, state: 'done' });
  transfers({ ...other, bytes: 150, state: 'running' });
  transfers({ ...other, bytes: 300, state: 'done' });
  assert.deepEqual(shown, [0, 0.12, 0.25, 0.62, null]);
  // What is through does not count for the next ones.
  transfers(sampleTransfer({ total: 100, bytes: 10 }));
  assert.equal(shown.at(-1), 0.1);
});

test('what is paused, failed or gone shows nothing', () => {
  for (const state of ['paused', 'failed', 'cancelled'] as const) {
    const { shown, transfers } = watched();
    const one = sampleTransfer({ total: 100, bytes: 10 });
    transfers(one);
    transfers({ ...one, state });
    assert.deepEqual(shown, [0.1, null]);
  }
  const { shown, transfers, overall } = watched();
  const one = sampleTransfer({ total: 100, bytes: 10 });
  transfers(one);
  overall.transfers({ transfers: [], removed: [one.id] });
  assert.deepEqual(shown, [0.1, null]);
});

test('uploads of imports count, their other steps do not', () => {
  const { shown, overall } = watched();
  const { counts } = { counts: {} as never };
  const job = (progress: Job['progress']): Job => ({ ...sampleJob(), id, state: 'running', progress });
  const id = randomUUID();
  const at = { step: 'upload', total: 200, perSecond: null, secondsLeft: null } as const;
  const tell = (one: Job) => overall.jobs({ jobs: [one], removed: [], counts });
  tell(job({ ...at, step: 'write', done: 100, unit: 'rows' }));
  tell(job({ ...at, done: 50, unit: 'bytes' }));
  tell({ ...job(null), state: 'done' });
  assert.deepEqual(shown, [0.25, null]);
});
