import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DemoOptions } from '../../../src-main/demo/demo-options.ts';
import type { DemoSystem } from '../../../src-main/demo/demo-system.ts';
import { Batches } from '../../../src-main/demo/batches.ts';
import { Dialler } from '../../../src-main/demo/dialler.ts';
import { callDemo } from '../../support/demo-client.ts';
import { importedRecords } from '../../support/imported-records.ts';
import { demoSystem } from '../../support/demo-system.ts';

const statistics = (system: DemoSystem, query: Record<string, string> = {}) =>
  callDemo(system, {
    method: 'GET',
    path: `/rest/isales/v2/openapi/campaigns/${system.vdnId}/statistics`,
    query,
  });
interface Counted {
  readonly campaignId: string;
  readonly unCallCount: number;
  readonly calledCount: number;
  readonly totalCallSucc: number;
  readonly totalCount: number;
}
const counted = async (system: DemoSystem): Promise<Counted[]> =>
  (await statistics(system)).json['countDetail'] as Counted[];

async function running(context: Parameters<typeof demoSystem>[0], options: Partial<DemoOptions> = {}) {
  let now = new Date('2026-05-06T07:00:00Z').getTime();
  const system = await demoSystem(context, {
    clock: () => new Date(now),
    statisticsEveryMs: 0,
    callsPerMinute: 10,
    numbersInCall: 0,
    ...options,
  });
  return { system, pass: (minutes: number) => (now += minutes * 60_000) };
}

test('statistics come for all campaigns at once, without a code, and once in five minutes', async (context) => {
  const { system, pass } = await running(context, { statisticsEveryMs: 300_000 });
  const { json } = await statistics(system);
  assert.deepEqual(Object.keys(json), ['countDetail']);
  assert.equal((json['countDetail'] as Counted[]).length, system.state.campaigns.size);
  const again = await statistics(system);
  assert.deepEqual([again.status, again.text], [429, '请勿频繁操作,请稍后再试。']);
  pass(5);
  assert.equal((await statistics(system)).status, 200);
  assert.equal((await statistics(system, { batchId: 'x' })).json['resultCode'], '02000009');
});

test('running campaigns dial over time, others do not, and a pause stops it', async (context) => {
  const { system, pass } = await running(context);
  const before = await counted(system);
  pass(3);
  const after = await counted(system);
  for (const [index, { campaignId, calledCount, unCallCount, totalCount }] of after.entries()) {
    const dialled = calledCount - (before[index]?.calledCount ?? 0);
    const campaign = system.state.campaigns.get(campaignId);
    const runs = campaign?.status === '2' && campaign.endTime > pass(0);
    assert.equal(dialled, runs ? 30 : 0);
    assert.ok(unCallCount >= 0 && unCallCount <= totalCount);
  }
  const campaign = system.state.campaigns.values().find(({ status }) => status === '2');
  assert.ok(campaign);
  pass(1);
  await callDemo(system, {
    method: 'PUT',
    path: `/rest/isales/v1/openapi/campaigns/${system.vdnId}/${campaign.id}/pause`,
  });
  pass(10);
  const paused = (await counted(system)).find(({ campaignId }) => campaignId === campaign.id);
  const first = before.find(({ campaignId }) => campaignId === campaign.id);
  assert.equal((paused?.calledCount ?? 0) - (first?.calledCount ?? 0), 40);
});

test('what is left and what was called are all there is, after imports and deletions, with statistics or without', async (context) => {
  const { system, pass } = await running(context);
  const campaign = system.state.campaigns.values().find(({ status }) => status === '2');
  assert.ok(campaign);
  const dialler = new Dialler(system.state, { seed: 1, callsPerMinute: 10 });
  const batches = new Batches(system.state, dialler);
  const load = (count: number, customField: string): void =>
    dialler.load(campaign.id, importedRecords(Array.from({ length: count }, () => ({ customField }))));
  const check = (marks: Record<string, number>): void => {
    const { total, called } = dialler.advance(campaign);
    assert.ok(called <= total);
    for (const [mark, expected] of Object.entries(marks)) {
      const counts = batches.of(campaign).get(mark);
      assert.equal(counts?.total ?? 0, expected);
      assert.ok((counts?.called ?? 0) <= expected);
    }
  };
  load(30, 'a');
  check({ a: 30 });
  pass(1);
  // not counted by anyone before some of it is deleted
  load(50, 'a');
  load(40, 'b');
  const called = dialler.advance(campaign).runs?.reduce((sum, { count }) => sum + count, 0) ?? 0;
  campaign.status = '3';
  batches.delete(campaign, { customField: 'a' });
  check({ a: called, b: 40 });
  campaign.status = '2';
  pass(60);
  check({ a: called, b: 40 });
});

test('imported numbers are dialled to their end, the same way for the same seed', async (context) => {
  const { system, pass } = await running(context);
  const campaign = system.state.campaigns.values().find(({ status }) => status === '2');
  assert.ok(campaign);
  const dialler = new Dialler(system.state, { seed: 1, callsPerMinute: 1_000 });
  const { total } = { ...dialler.advance(campaign) };
  dialler.load(campaign.id, importedRecords(Array.from({ length: 500 }, () => ({}))));
  assert.equal(dialler.advance(campaign).total, total + 500);
  pass(60);
  const { called, connected } = { ...dialler.advance(campaign) };
  assert.equal(called, total + 500);
  assert.ok(connected > 0 && connected < called);
});
