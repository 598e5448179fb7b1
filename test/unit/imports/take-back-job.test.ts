import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  TakeBackJob,
  type TakeBackDeps,
} from '../../../src-main/features/imports/take-back/take-back-job.ts';
import { emptyTakeBackMemory } from '../../../src-main/features/imports/take-back/take-back-payload.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { FakeClock } from '../../support/fake-clock.ts';

test('a campaign that accepts the pause and runs on is not looked at for longer because the clock was set back', async () => {
  const clock = new FakeClock();
  let looks = 0;
  const running = () => {
    looks += 1;
    return Promise.resolve({ status: '2', error: null });
  };
  const never = (): never => assert.fail('it is not to be asked');
  const deps: TakeBackDeps = {
    status: running,
    control: async () => ({ answer: 'done', now: await running() }),
    ...{ delete: never, count: never, imported: never, isToday: never, deleted: never },
    pause: (ms) => {
      if (looks === 2) clock.setBack(3_600_000);
      clock.advance(ms);
      return Promise.resolve();
    },
    now: clock.now,
    monotonic: clock.monotonic,
  };
  const step = new TakeBackJob(deps).steps.find(({ id }) => id === 'pause') ?? assert.fail();
  const payload = {
    ...{ importId: 'i', importName: 'a', campaignId: '7', campaignName: null, mark: 'dd-1' },
    ...{ rows: 1, alone: true },
  };
  const context = {
    ...{ jobId: 'j', name: 'a', connectionId: 'c', payload },
    memory: { ...emptyTakeBackMemory, before: '2' },
    signal: new AbortController().signal,
    ...{ remember: () => undefined, progress: () => undefined, detail: () => undefined },
  };
  await assert.rejects(step.run(context), dialdeskError('timed_out'));
  assert.ok(looks < 40, `${looks} looks`);
});

test('a pause that was certainly not carried out does not perhaps hold the campaign', async () => {
  const never = (): never => assert.fail('it is not to be asked');
  const deps: TakeBackDeps = {
    status: () => Promise.resolve({ status: '2', error: null }),
    control: () => Promise.reject(new DialdeskError('flow_control', 'Not now')),
    ...{ delete: never, count: never, imported: never, isToday: never, deleted: never },
    ...{ pause: never, now: () => 0, monotonic: () => 0 },
  };
  const step = new TakeBackJob(deps).steps.find(({ id }) => id === 'pause') ?? assert.fail();
  const payload = {
    ...{ importId: 'i', importName: 'a', campaignId: '7', campaignName: null, mark: 'dd-1' },
    ...{ rows: 1, alone: true },
  };
  const held: unknown[] = [];
  const context = {
    ...{ jobId: 'j', name: 'a', connectionId: 'c', payload },
    memory: { ...emptyTakeBackMemory, before: '2' },
    signal: new AbortController().signal,
    remember: (change: { readonly held?: unknown }) => held.push(change.held),
    ...{ progress: () => undefined, detail: () => undefined },
  };
  await assert.rejects(step.run(context), dialdeskError('flow_control'));
  assert.deepEqual(held, ['perhaps', 'no']);
});
