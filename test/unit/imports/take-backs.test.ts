import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TakeBacks, type TakeBacksDeps } from '../../../src-main/features/imports/take-back/take-backs.ts';
import type { TakeBack } from '../../../src-main/contract/take-back.ts';

test('a take-back that goes on while its campaign is looked at keeps what it says itself', async () => {
  const stopped = { jobId: 'j', connectionId: 'c', campaignId: '7', campaignName: null, held: 'yes' };
  let row = { ...stopped, state: 'failed', mark: 'dd-1' } as unknown as TakeBack;
  let state = 'failed';
  const deps = {
    table: {
      held: () => [row],
      get: () => row,
      save: (saved: TakeBack) => {
        row = saved;
      },
    },
    jobs: { get: () => ({ state }) },
    control: {
      status: () => {
        // retried in this moment: it has found the campaign running, and paused it again
        state = 'running';
        row = { ...row, state: 'running', held: 'perhaps' };
        return Promise.resolve({ status: '2', error: null });
      },
    },
    ...{ centreOf: () => null, now: () => 0 },
  } as unknown as TakeBacksDeps;
  assert.deepEqual(await new TakeBacks(deps).held('c'), []);
  assert.deepEqual([row.state, row.held], ['running', 'perhaps']);
});

test('a campaign that was found running is held no longer, whatever else is known by then', async () => {
  const stopped = { jobId: 'j', connectionId: 'c', campaignId: '7', campaignName: null, held: 'yes' };
  let row = { ...stopped, state: 'failed', counts: null } as unknown as TakeBack;
  const counts = { called: 1, left: 0 } as unknown as TakeBack['counts'];
  const deps = {
    table: {
      held: () => [row],
      get: () => row,
      save: (saved: TakeBack) => {
        row = saved;
      },
    },
    jobs: { get: () => ({ state: 'failed' }) },
    control: {
      status: () => {
        row = { ...row, counts };
        return Promise.resolve({ status: '2', error: null });
      },
    },
    ...{ centreOf: () => null, now: () => 0 },
  } as unknown as TakeBacksDeps;
  assert.deepEqual(await new TakeBacks(deps).held('c'), []);
  assert.deepEqual([row.held, row.counts], ['no', counts]);
});
