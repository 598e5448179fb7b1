import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import type { CampaignAction } from '../../../src-main/contract/campaigns.ts';
import type { DemoOptions } from '../../../src-main/demo/demo-options.ts';
import type { Campaign } from '../../../src-main/demo/records.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { connectionToDemo, openDialdesk } from '../../support/dialdesk.ts';
import { tempFolder } from '../../support/temp-folder.ts';

async function place(context: TestContext, options: Partial<DemoOptions> = {}) {
  const demo = await demoSystem(context, options);
  const dialdesk = await openDialdesk(context, tempFolder(context));
  const { id: connectionId } = await dialdesk.client.connections.create({
    settings: connectionToDemo(demo),
    secretKey: demo.secretKey,
  });
  const { campaigns } = dialdesk.client;
  const inState = (status: string): Campaign => {
    const found = demo.state.campaigns.values().find((campaign) => campaign.status === status);
    assert.ok(found);
    return found;
  };
  const act = (action: CampaignAction, { id, name }: Campaign) =>
    campaigns.control({ connectionId, campaignId: id, name, action });
  return { demo, connectionId, campaigns, inState, act, requests: demo.counters.requests };
}

const asRead = (status: string) => ({ status, error: null });

suite('pausing and resuming', () => {
  test('each is one request, and the state is read after it', async (context) => {
    const { inState, act, requests } = await place(context);
    const campaign = inState('2');
    assert.deepEqual(await act('pause', campaign), { answer: 'done', now: asRead('3') });
    assert.equal(campaign.status, '3');
    assert.deepEqual(await act('resume', campaign), { answer: 'done', now: asRead('2') });
    assert.deepEqual([requests['campaign/pause'], requests['campaign/resume']], [1, 1]);
  });

  test('a state that does not allow it is no failure: the state that is, is shown', async (context) => {
    const { inState, act } = await place(context);
    assert.deepEqual(await act('pause', inState('3')), { answer: 'refused', now: asRead('3') });
    assert.deepEqual(await act('resume', inState('4')), { answer: 'refused', now: asRead('4') });
  });

  const lost: [name: string, fault: DemoOptions['faults'], now: string][] = [
    ['carried out, and the answer lost', { http: [{ on: 'campaign/pause', fault: { kind: 'lost' } }] }, '3'],
    [
      'a server that gave up',
      { http: [{ on: 'campaign/pause', fault: { kind: 'status', status: 504 } }] },
      '2',
    ],
    ['a page instead of an answer', { http: [{ on: 'campaign/pause', fault: { kind: 'garbage' } }] }, '2'],
  ];
  for (const [name, faults, now] of lost) {
    test(`${name}: the state says what is, and nothing is sent again`, async (context) => {
      const { inState, act, requests } = await place(context, { ...(faults && { faults }) });
      assert.deepEqual(await act('pause', inState('2')), { answer: 'unknown', now: asRead(now) });
      assert.equal(requests['campaign/pause'], 1);
    });
  }

  test('where the state cannot be read either, that is said, and a later look reads it', async (context) => {
    const { inState, act, campaigns, connectionId } = await place(context, {
      faults: {
        http: [
          { on: 'campaign/pause', fault: { kind: 'lost' } },
          { on: 'campaign', fault: { kind: 'status', status: 403 } },
        ],
      },
    });
    const campaign = inState('2');
    const { answer, now } = await act('pause', campaign);
    assert.deepEqual([answer, now.status, now.error?.code], ['unknown', null, 'source_blocked']);
    const ref = { connectionId, campaignId: campaign.id, name: campaign.name };
    assert.deepEqual(await campaigns.status(ref), asRead('3'));
  });

  test('without details, the list tells the state', async (context) => {
    const { inState, act, requests } = await place(context, {
      lacks: ['campaign'],
      faults: { http: [{ on: 'campaign/pause', fault: { kind: 'lost' } }] },
    });
    assert.deepEqual(await act('pause', inState('2')), { answer: 'unknown', now: asRead('3') });
    assert.equal(requests.campaigns, 1);
  });

  test('a campaign that is gone, and a request that was not sent, are failures', async (context) => {
    const { act, inState, demo, requests } = await place(context);
    const campaign = inState('2');
    demo.state.campaigns.delete(campaign.id);
    await assert.rejects(act('pause', campaign), dialdeskError('result_code', { resultCode: '0200007' }));
    demo.faults.add({ http: [{ on: 'campaign/pause', fault: { kind: 'status', status: 429 } }] });
    await assert.rejects(act('pause', inState('2')), dialdeskError('flow_control'));
    assert.equal(requests['campaign/pause'], 2);
  });

  test('a second request for the same campaign waits for the first', async (context) => {
    const { act, inState, requests } = await place(context, {
      faults: { http: [{ on: 'campaign/pause', fault: { kind: 'delay', ms: 50 } }] },
    });
    const campaign = inState('2');
    const first = act('pause', campaign);
    await assert.rejects(act('pause', campaign), dialdeskError('conflict'));
    assert.equal((await first).answer, 'done');
    assert.equal(requests['campaign/pause'], 1);
  });

  test('a system without it is asked once, and again when somebody says so', async (context) => {
    const { act, inState, campaigns, connectionId, demo } = await place(context, {
      faults: { http: [{ on: 'campaign/pause', fault: { kind: 'status', status: 405 } }] },
    });
    const campaign = inState('2');
    await assert.rejects(act('pause', campaign), dialdeskError('not_offered'));
    await assert.rejects(act('pause', campaign), dialdeskError('not_offered'));
    assert.equal(demo.counters.requests['campaign/pause'], 1);
    const range = { connectionId, name: '', filter: 'all', offset: 0, limit: 1 } as const;
    assert.equal((await campaigns.list(range)).offers.pause, false);
    assert.equal((await campaigns.lookAgain({ connectionId })).pause, true);
    assert.equal((await act('pause', campaign)).answer, 'done');
  });
});

suite('the list and the details', () => {
  test('are filtered by name and state, and come by row', async (context) => {
    const { campaigns, connectionId, demo, inState } = await place(context);
    const range = { connectionId, name: '', filter: 'suspended', offset: 0, limit: 100 } as const;
    const { items, total, counted } = await campaigns.list(range);
    const suspended = [...demo.state.campaigns.values()].filter(({ status }) => status === '3');
    assert.deepEqual([items.length, total, counted], [suspended.length, suspended.length, true]);
    assert.ok(items.every(({ status }) => status === '3'));
    const { name } = inState('3');
    const found = await campaigns.list({ ...range, name: name.slice(0, 30), filter: 'all' });
    assert.ok(found.items.some((item) => item.name === name));
  });

  test('what the system lacks is lacking, and the rest is there', async (context) => {
    const { campaigns, connectionId, inState } = await place(context, { lacks: ['holiday'] });
    const { id: campaignId, name } = inState('2');
    const { detail, dates } = await campaigns.about({ connectionId, campaignId, name });
    assert.ok(detail.kind === 'given');
    assert.deepEqual(detail.value.workdays[0], { from: '09:00', to: '12:00' });
    assert.deepEqual(dates, { kind: 'lacking' });
  });

  test('one that fails leaves the other', async (context) => {
    const { campaigns, connectionId, inState } = await place(context, {
      faults: { http: [{ on: 'campaign', fault: { kind: 'code', resultCode: '0200006' } }] },
    });
    const { id: campaignId, name } = inState('2');
    const { detail, dates } = await campaigns.about({ connectionId, campaignId, name });
    assert.equal(detail.kind === 'failed' && detail.error.code, 'result_code');
    assert.deepEqual(dates.kind === 'given' && dates.value.map(({ type, week }) => [type, week]), [
      ['1', '6,7'],
      ['2', null],
      ['3', null],
    ]);
  });
});
