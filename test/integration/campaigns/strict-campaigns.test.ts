import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { eventually } from '../../support/eventually.ts';
import { dial } from '../../support/strict-isales/records.ts';
import { customers, running, strictPlace, suspended } from '../../support/strict-isales/place.ts';
import { calledCell } from '../../support/sent-import.ts';

suite('campaigns where the documents are followed strictly', () => {
  test('they are listed, searched for, filtered and shown', async (context) => {
    const { strict, dialdesk, connectionId } = await strictPlace(context);
    const { campaigns } = dialdesk.client;
    const list = async (name: string, filter: 'all' | 'active' | 'suspended' | 'ended') =>
      (await campaigns.list({ connectionId, name, filter, offset: 0, limit: 50 })).items.map(({ id }) => id);
    assert.deepEqual(await list('', 'all'), ['7', '8', '9']);
    assert.deepEqual(await list('', 'suspended'), ['8']);
    assert.deepEqual(await list('', 'ended'), []);
    assert.deepEqual(await list('Spring', 'active'), ['7']);
    assert.deepEqual(await list('8', 'all'), ['8'], 'by its ID');
    assert.deepEqual(await list('404', 'all'), []);
    // the longest that the interface takes, and one more
    await campaigns.find({ connectionId, search: 'x'.repeat(31), page: 1 });
    const { detail, dates } = await campaigns.about({ connectionId, campaignId: '7', name: null });
    assert.ok(detail.kind === 'given' && dates.kind === 'given');
    assert.deepEqual(detail.value.workdays, [{ from: '09:00', to: '18:00' }]);
    assert.deepEqual(strict.broken, []);
  });

  test('pause and resume: once, and a lost answer is settled by the state', async (context) => {
    const { strict, dialdesk, connectionId } = await strictPlace(context);
    const act = (campaignId: number, action: 'pause' | 'resume') =>
      dialdesk.client.campaigns.control({ connectionId, campaignId: String(campaignId), name: null, action });
    assert.deepEqual(await act(running, 'pause'), { answer: 'done', now: { status: '3', error: null } });
    const refused = await act(running, 'pause');
    assert.deepEqual([refused.answer, refused.now.status], ['refused', '3']);
    for (const [what, status] of [
      ['lost', '2'],
      ['gone', '3'],
    ] as const) {
      strict.campaign(suspended).status = 3;
      strict.faults.push({ on: 'campaign/resume', what, times: 1 });
      const before = strict.asked.filter((name) => name === 'campaign/resume').length;
      const outcome = await act(suspended, 'resume');
      assert.deepEqual([outcome.answer, outcome.now.status], ['unknown', status]);
      assert.equal(strict.asked.filter((name) => name === 'campaign/resume').length, before + 1);
    }
    assert.deepEqual(strict.broken, []);
  });

  test('statistics: one question for all, not again within five minutes, and what is missing is not 0', async (context) => {
    const { strict, dialdesk, connectionId, send } = await strictPlace(context, { omit: ['dailyCallSucc'] });
    const job = await send('mine', customers(20));
    dial(strict.campaign(running), 5, Date.now());
    const state = await dialdesk.client.campaigns.statistics({ connectionId, ask: true });
    assert.equal(state.outcome, 'given');
    await dialdesk.client.campaigns.statistics({ connectionId, ask: true });
    assert.equal(strict.asked.filter((name) => name === 'statistics').length, 1);
    const { seen } = await dialdesk.client.campaigns.listProgress({
      ...{ connectionId, campaignId: String(running), importId: job.id },
    });
    const { called, connected, left, total } = seen.at(-1) ?? assert.fail('nothing was seen');
    assert.deepEqual({ called, connected, left, total }, { called: 5, connected: null, left: 15, total: 20 });
    assert.deepEqual(strict.broken, []);
  });

  test('a colleague has asked for statistics a minute before: that is no failure', async (context) => {
    const { strict, dialdesk, connectionId } = await strictPlace(context);
    strict.records.statisticsAt = Date.now() - 60_000;
    const state = await dialdesk.client.campaigns.statistics({ connectionId, ask: true });
    assert.deepEqual([state.outcome, state.error], ['limited', null]);
    assert.ok(state.nextAt - (state.askedAt ?? 0) >= 300_000);
    assert.deepEqual(strict.broken, []);
  });

  test('an older system lacks statistics, results and details: each is asked for once', async (context) => {
    const lacks = ['statistics', 'campaign', 'holiday'] as const;
    const { strict, dialdesk, connectionId } = await strictPlace(context, { lacks });
    for (let time = 0; time < 2; time++) {
      const state = await dialdesk.client.campaigns.statistics({ connectionId, ask: true });
      assert.equal(state.outcome, 'lacking');
      const about = await dialdesk.client.campaigns.about({ connectionId, campaignId: '7', name: null });
      assert.deepEqual([about.detail.kind, about.dates.kind], ['lacking', 'lacking']);
    }
    for (const name of lacks) assert.equal(strict.asked.filter((asked) => asked === name).length, 1, name);
  });
});

suite('an import whose answer was lost, where the documents are followed strictly', () => {
  const rows = [{ sessionId: 'S1', called: calledCell('13800138000') }];

  test('it arrived: the log of invocations proves it', async (context) => {
    const { strict, send } = await strictPlace(context);
    strict.faults.push({ on: 'uploadFileServer', what: 'lost', times: 1 });
    const done = await send('mine', rows);
    assert.equal(done.state, 'done');
    assert.equal(strict.asked.filter((name) => name === 'uploadFileServer').length, 1);
    assert.deepEqual(strict.broken, []);
  });

  test('it never arrived: nothing proves the contrary, and it is not sent again', async (context) => {
    const { strict, dialdesk, send } = await strictPlace(context);
    strict.faults.push({ on: 'uploadFileServer', what: 'gone', times: 1 });
    void send('mine', rows).catch(() => undefined);
    const page = { states: [], kinds: [], search: '', sort: 'newest' as const, offset: 0, limit: 10 };
    await eventually(async () => {
      const { jobs } = await dialdesk.client.outbox.list(page);
      return jobs.some(({ state }) => state === 'unknown') || undefined;
    });
    await eventually(() => strict.asked.includes('calllogs') || undefined);
    await dialdesk.untilAtRest();
    assert.equal(strict.asked.filter((name) => name === 'uploadFileServer').length, 1);
    assert.equal(strict.campaign(running).numbers.length, 0);
    assert.deepEqual(strict.broken, []);
  });
});
