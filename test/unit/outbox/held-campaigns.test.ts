import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeldCampaign } from '../../../src-main/contract/take-back.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';
import { HeldCampaigns } from '../../../src-renderer/app/jobs/held-campaigns.svelte.ts';
import { toasts } from '../../../src-renderer/ui/toasts.svelte.ts';
import { fakeBridge } from '../../support/fake-bridge.ts';

const [north, south, importId, jobId] = [1, 2, 3, 4].map(
  (n) => `3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e0${n}`,
) as [string, string, string, string];
const held: HeldCampaign = {
  ...{ jobId, importId, importName: 'leads', connectionId: north, campaignId: '7', campaignName: 'Spring' },
  ...{ mark: 'dd-1', state: 'failed', held: 'yes', deletedAt: null, counts: null, shownPaused: true },
};

/** The press on Resume, after which the call centre shows this state. */
async function pressed(status: string | null) {
  let asked = 0;
  const { bridge } = fakeBridge({
    takeBacks: {
      held: () => {
        asked += 1;
        return [held];
      },
      resume: () => ({ status, error: null }),
    },
  });
  const campaigns = new HeldCampaigns({ client: createClient(bridge) });
  await campaigns.read(north);
  const resumed = await campaigns.resume(held);
  const { tone, text } = toasts.shown.at(-1) ?? assert.fail();
  return { resumed, tone, text, asked, busy: campaigns.busy };
}

test('after Resume, what is told of the campaign is what was seen of it', async () => {
  const after = { asked: 2, busy: false };
  assert.deepEqual(await pressed('2'), {
    ...{ resumed: true, tone: 'ok', text: 'Spring is running again.', ...after },
  });
  assert.deepEqual(await pressed('3'), {
    ...{ resumed: false, tone: 'danger', text: 'The campaign is still paused.', ...after },
  });
  // asked, and nobody knows: neither running nor still paused
  assert.deepEqual(await pressed(null), {
    ...{ resumed: false, tone: 'danger', ...after },
    text: 'The campaign was asked to resume, but its state cannot be read.',
  });
  assert.deepEqual(await pressed('4'), {
    ...{ resumed: true, tone: 'danger', text: 'Spring was asked to resume. It shows “Ended” now.', ...after },
  });
  // a state that no document knows
  assert.deepEqual(await pressed('9'), {
    ...{ resumed: false, tone: 'danger', ...after },
    text: 'Spring was asked to resume. It shows “Status 9” now.',
  });
});

test('what holds another connection’s campaigns is not shown, however late its answer comes', async () => {
  const late = Promise.withResolvers<HeldCampaign[]>();
  const { bridge } = fakeBridge({
    takeBacks: { held: ({ connectionId }) => (connectionId === north ? late.promise : []) },
  });
  const campaigns = new HeldCampaigns({ client: createClient(bridge) });
  const first = campaigns.read(north);
  await campaigns.read(south);
  late.resolve([held]);
  await first;
  assert.deepEqual([campaigns.of(north), campaigns.of(south)], [[], []]);
});
