import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { ActivityEntry } from '../../../src-main/contract/activity.ts';
import type { Job, JobStep } from '../../../src-main/contract/jobs.ts';
import { JobActivity } from '../../../src-main/features/activity/job-activity.ts';
import { sampleJob } from '../../support/sample-job.ts';

function watched(lastOutcome: ActivityEntry['outcome'] | null = null) {
  const entries: ActivityEntry[] = [];
  const activity = new JobActivity({
    record: (entry) => entries.push(entry),
    connectionName: () => 'Headquarters',
    lastOutcome: () => lastOutcome,
    since: 1_000,
  });
  const hear = (...jobs: Job[]) => activity.changed({ jobs, removed: [] });
  const told = () => entries.map(({ kind, interface: name, outcome, code }) => [kind, name, outcome, code]);
  return { entries, hear, told };
}

const step = (id: string, change: Partial<JobStep> = {}): JobStep => ({
  id,
  state: 'done',
  startedAt: 2_000,
  endedAt: 3_000,
  detail: null,
  ...change,
});
const pending = (id: string): JobStep => step(id, { state: 'pending', startedAt: null, endedAt: null });
const job = (change: Partial<Job>): Job =>
  sampleJob({ id: 'c0ffee00-0000-4000-8000-000000000001', updatedAt: 5_000, ...change });

suite('jobs as entries of the activity', () => {
  test('an import is told at its upload and at its end, once each', () => {
    const { hear, told, entries } = watched();
    const steps = [step('write'), pending('upload'), pending('verify'), pending('import')];
    hear(job({ state: 'running', steps }));
    const uploaded = [
      step('write'),
      step('upload', { startedAt: 3_000, endedAt: 4_500, detail: { bytes: 9 } }),
    ];
    hear(job({ state: 'running', steps: uploaded }));
    hear(job({ state: 'running', steps: uploaded }));
    hear(job({ state: 'done', steps: uploaded, result: { importTaskId: '1648' } }));
    hear(job({ state: 'done', steps: uploaded, result: { importTaskId: '1648' }, name: 'renamed' }));
    assert.deepEqual(told(), [
      ['transfer', 'upload', 'ok', null],
      ['job', 'import', 'ok', null],
    ]);
    const [upload, end] = entries;
    assert.deepEqual([upload?.at, upload?.duration, upload?.answered], [3_000, 1_500, 'bytes: 9']);
    assert.deepEqual([end?.at, end?.duration, end?.answered], [2_000, 3_000, 'importTaskId: 1648']);
    assert.match(end?.asked ?? '', /^name: Spring leads\nsourceName: leads.xlsx\nrows: 3\n/);
  });

  test('an upload that was cut is told each time it has to wait', () => {
    const { hear, told } = watched();
    const steps = [step('write'), pending('upload')];
    const waitingFor = { kind: 'network', code: 'connection_lost', details: {}, retryAt: 9_000 } as const;
    hear(job({ state: 'waiting', steps, waitingFor }));
    hear(job({ state: 'waiting', steps, waitingFor }));
    hear(job({ state: 'running', steps }));
    hear(job({ state: 'waiting', steps, waitingFor }));
    assert.deepEqual(told(), Array(2).fill(['transfer', 'upload', 'failed', 'connection_lost']));
  });

  test('a refusal is told with the system’s code; what was retried and fails again, again', () => {
    const { hear, told, entries } = watched();
    const error = {
      code: 'result_code',
      message: '',
      details: { resultCode: '0200034', resultDesc: 'call 13987654321' },
    } as const;
    hear(job({ state: 'failed', error }));
    hear(job({ state: 'queued', error: null }));
    hear(job({ state: 'failed', error }));
    assert.deepEqual(told(), Array(2).fill(['job', 'import', 'failed', '0200034']));
    assert.equal(entries[0]?.answered, 'resultDesc: call •••');
  });

  test('after a restart, what was told before is not told again', () => {
    const again = watched('unknown');
    again.hear(job({ state: 'unknown', steps: [step('upload', { endedAt: 900 })] }));
    assert.deepEqual(again.told(), []);
    // but what ended in the very moment of the crash is
    const first = watched(null);
    first.hear(job({ state: 'unknown', steps: [step('upload', { endedAt: 900 })] }));
    assert.deepEqual(first.told(), [['job', 'import', 'unknown', null]]);
  });

  test('jobs of every kind are told, and customers’ numbers in their names are masked', () => {
    const { hear, told, entries } = watched();
    hear(
      job({
        kind: 'voice-upload',
        state: 'done',
        name: 'for 139 8765 4321',
        summary: { kind: 'voice-upload', fileName: '13987654321.wav', bytes: 9 },
      }),
    );
    hear(
      sampleJob({
        kind: 'reservation-change',
        state: 'cancelled',
        summary: {
          kind: 'reservation-change',
          rows: 1,
          appointId: '174729926098016859445364892091',
          appointTime: null,
        },
      }),
    );
    assert.deepEqual(told(), [
      ['job', 'voice-upload', 'ok', null],
      ['job', 'reservation-change', 'cancelled', null],
    ]);
    assert.equal(entries[0]?.asked, 'name: for •••\nfile: •••.wav\nbytes: 9');
    assert.match(entries[1]?.asked ?? '', /appointId: 174729926098016859445364892091/);
  });
});
