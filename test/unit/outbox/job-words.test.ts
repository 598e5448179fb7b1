import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Job } from '../../../src-main/contract/jobs.ts';
import { jobWords } from '../../../src-renderer/app/jobs/job-words.ts';
import { kindWords } from '../../../src-renderer/app/jobs/kind-words.ts';
import { sampleJob } from '../../support/sample-job.ts';

const changes = (rows: number, change: Partial<Job>): Job =>
  sampleJob({
    kind: 'reservation-change',
    summary: { kind: 'reservation-change', rows, appointId: null, appointTime: null },
    ...change,
  });
const stopped = (details: Record<string, unknown>) => ({ code: 'cancelled' as const, message: '', details });

suite('how changes of reservations ended', () => {
  const cases: readonly (readonly [what: string, job: Job, tone: string, label: string, note: string])[] = [
    [
      'all of many were made',
      changes(300, { state: 'done', result: { sent: 300, failed: 0, unknown: 0 } }),
      'ok',
      'Changed',
      '',
    ],
    [
      'some of many were refused',
      changes(300, { state: 'done', result: { sent: 298, failed: 2, unknown: 0 } }),
      'warn',
      'Partly changed',
      '298 changed · 2 failed',
    ],
    [
      'many were stopped on their way',
      changes(15_985, { state: 'cancelled', error: stopped({ sent: 1318, failed: 2, unknown: 0 }) }),
      'neutral',
      'Stopped',
      '1,318 changed · 2 failed',
    ],
    ['many were stopped before any was sent', changes(2, { state: 'cancelled' }), 'neutral', 'Stopped', ''],
    ['one was cancelled', changes(1, { state: 'cancelled' }), 'neutral', 'Cancelled', ''],
    [
      'many were ended by an error',
      changes(2, { state: 'failed', error: { code: 'internal', message: '', details: {} } }),
      'danger',
      'Stopped by an error',
      'Internal error',
    ],
  ];
  for (const [what, job, tone, label, note] of cases) {
    test(what, () => {
      const words = jobWords(job);
      assert.deepEqual([words.tone, words.label], [tone, label]);
      if (job.state !== 'failed') assert.equal(words.note, note);
      else assert.notEqual(words.note, '');
    });
  }
});

test('a call centre that asks to wait is not the network', () => {
  const labels = (['flow_control', 'connection_lost'] as const).map((code) => {
    const waitingFor = { kind: 'network', code, message: '', details: {}, retryAt: null } as const;
    return jobWords(sampleJob({ state: 'waiting', waitingFor })).label;
  });
  assert.deepEqual(labels, ['Waiting for the call centre', 'Waiting for the network']);
});

test('what cancels a job is called by what it is', () => {
  const cancel = (Object.keys(kindWords) as (keyof typeof kindWords)[]).map((kind) =>
    kindWords[kind].cancel(),
  );
  assert.deepEqual(cancel, [
    'Cancel import',
    'Cancel upload',
    'Cancel change',
    'Cancel take-back',
    'Stop fetching',
  ]);
});
