import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import type { Job } from '../../../src-main/contract/jobs.ts';
import { testKeys } from '../../support/aicc-client.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { eventually } from '../../support/eventually.ts';
import { ModelClock } from '../../support/model/clock.ts';
import { dial } from '../../support/strict-isales/records.ts';
import { customers, markOf, running, strictPlace, suspended } from '../../support/strict-isales/place.ts';
import type { StrictFault } from '../../support/strict-isales/strict-isales.ts';
import { crashLine } from '../jobs/crash-report.ts';
import { strictTakeBacks } from './strict-take-back.ts';

async function sent(context: TestContext, options: Parameters<typeof strictPlace>[1] = {}) {
  const place = await strictPlace(context, options);
  const [mine, other] = [
    await place.send('mine', customers(12)),
    await place.send('other', customers(5, 100)),
  ];
  const { dialdesk, strict } = place;
  const begin = async (): Promise<string> =>
    (await dialdesk.client.takeBacks.begin({ importId: mine.id, shared: [] })).id;
  const left = (job: Job): number =>
    strict.numbers(running, markOf(job)).filter(({ state }) => state === 'waiting').length;
  return { ...place, mine, other, begin, left };
}

suite('an import is taken back where the documents are followed strictly', { concurrency: 4 }, () => {
  test('in eight requests, none of which is against them', async (context) => {
    const place = await sent(context);
    const { strict, dialdesk, connectionId, mine, other, left } = place;
    dial(strict.campaign(running), 3, Date.now());
    const before = strict.asked.length;
    const done = await dialdesk.until(await place.begin(), 'done');
    assert.ok(strict.asked.length - before <= 8, strict.asked.slice(before).join(', '));
    assert.deepEqual([left(mine), left(other), strict.campaign(running).status], [0, 5, 2]);
    const { takenBack, called, left: counted } = done.result ?? {};
    assert.deepEqual([takenBack, called, counted], [9, 3, 0]);
    assert.deepEqual(await dialdesk.client.takeBacks.held({ connectionId }), []);
    assert.deepEqual(strict.broken, []);
  });

  const cases: readonly (readonly [StrictFault['on'], StrictFault['what']])[] = [
    ['campaign', 429],
    ['campaign', 'lost'],
    ['campaign/pause', 'lost'],
    ['campaign/pause', 'gone'],
    ['campaign/pause', 429],
    ['campaign/pause', '0200011'],
    ['calldata/delete', 'lost'],
    ['calldata/delete', 'gone'],
    ['calldata/delete', 429],
    ['campaign/resume', 'lost'],
    ['campaign/resume', 'gone'],
    ['campaign/resume', 429],
    ['statistics', 429],
    ['statistics', 'lost'],
  ];
  for (const [on, what] of cases) {
    test(`${on}: ${what}`, async (context) => {
      const { strict, dialdesk, connectionId, begin, mine, other, left } = await sent(context);
      strict.faults.push({ on, what, times: 1 });
      const id = await begin();
      // a campaign that says it cannot be paused and runs refuses the deletion; statistics are asked minutes later
      const state = what === '0200011' ? 'failed' : on === 'statistics' ? 'waiting' : 'done';
      const job = await dialdesk.until(id, state);
      assert.deepEqual([left(mine), left(other)], [state === 'failed' ? 12 : 0, 5]);
      if (state === 'failed') assert.equal(job.error?.details?.['resultCode'], '0200028');
      const held = await dialdesk.client.takeBacks.held({ connectionId });
      assert.deepEqual([strict.campaign(running).status, held], [2, []]);
      assert.deepEqual(strict.broken, []);
    });
  }

  test('a colleague resumes the campaign between the pause and the deletion', async (context) => {
    const { strict, dialdesk, connectionId, begin, mine, other, left } = await sent(context);
    strict.watch = (moment, name) => {
      if (moment === 'arrives' && name === 'calldata/delete') strict.campaign(running).status = 2;
      return true;
    };
    const id = await begin();
    const failed = await dialdesk.until(id, 'failed');
    assert.equal(failed.error?.details?.['resultCode'], '0200028');
    assert.deepEqual([left(mine), left(other)], [12, 5]);
    assert.deepEqual(await dialdesk.client.takeBacks.held({ connectionId }), []);
    strict.watch = () => true;
    await dialdesk.client.outbox.retry({ id });
    await dialdesk.until(id, 'done');
    assert.deepEqual([left(mine), left(other), strict.campaign(running).status], [0, 5, 2]);
    assert.deepEqual(strict.broken, []);
  });

  test('a second wish for the same list is refused, however soon it comes', async (context) => {
    const { strict, dialdesk, begin, mine, other, left } = await sent(context);
    const [first, second] = await Promise.allSettled([begin(), begin()]);
    assert.deepEqual([first.status, second.status], ['fulfilled', 'rejected']);
    dialdeskError('conflict')(second.status === 'rejected' ? second.reason : null);
    await dialdesk.until(first.status === 'fulfilled' ? first.value : '', 'done');
    assert.deepEqual([left(mine), left(other)], [0, 5]);
    assert.equal(strict.asked.filter((name) => name === 'calldata/delete').length, 1);
  });

  test('two connections to the same call centre take turns: no campaign is resumed while another list is deleted', async (context) => {
    const { strict, dialdesk, begin, send, mine, other, left } = await sent(context);
    const [{ id: _id, demo: _demo, secretSaved: _saved, ...settings } = assert.fail()] =
      await dialdesk.client.connections.list();
    const { secretKey } = testKeys;
    const { id: connectionId } = await dialdesk.client.connections.create({ settings, secretKey });
    const server = { connectionId, serverId: strict.serverId };
    await dialdesk.client.servers.savePassword({ ...server, password: 'right' });
    const third = await send('third', customers(6, 200), {
      connectionId,
      destination: { ...server, folder: '', fileName: 'third.xlsx' },
    });
    const both = await Promise.all([
      begin(),
      dialdesk.client.takeBacks.begin({ importId: third.id, shared: [] }).then(({ id }) => id),
    ]);
    // statistics are asked for minutes later
    const resumed = (id: string) =>
      eventually(() => {
        const { state, steps } = dialdesk.store.jobs.get(id) ?? assert.fail();
        const step = steps.find((each) => each.id === 'resume')?.state;
        return state === 'failed' ? 'failed' : step === 'pending' || step === 'running' ? undefined : step;
      });
    for (const id of both) assert.equal(await resumed(id), 'done');
    assert.deepEqual([left(mine), left(third), left(other), strict.campaign(running).status], [0, 0, 5, 2]);
    assert.deepEqual(strict.broken, []);
  });

  test('answers that lack what they may lack: nothing is made up', async (context) => {
    const omit = [
      'totalCount',
      'totalSize',
      'count',
      'calledCount',
      'dailyCallSucc',
      'returnCode',
      'returnDesc',
    ];
    const { strict, dialdesk, begin, mine, other, left } = await sent(context, { omit });
    dial(strict.campaign(running), 2, Date.now());
    const done = await dialdesk.until(await begin(), 'done');
    assert.deepEqual([left(mine), left(other), strict.campaign(running).status], [0, 5, 2]);
    const { takenBack, called, left: counted } = done.result ?? {};
    assert.deepEqual([takenBack, called, counted], [null, null, 0]);
    assert.deepEqual(strict.broken, []);
  });

  test('statistics of other lists only: what they count is not taken for this one', async (context) => {
    const { strict, dialdesk, begin, mine, other, left } = await sent(context);
    const mark = markOf(mine);
    const counts = { totalCount: 12, unCallCount: 0, calledCount: 12, dailyCalledCount: 12 };
    strict.instead = (name, answer) => {
      if (name !== 'statistics') return answer;
      const near = [`${mark}-2`, mark.slice(0, -1), mark.toUpperCase(), `${mark} `, '', null, undefined];
      const batchDetail = near.map((batchId) => ({ batchId, ...counts }));
      // and its own name in another campaign
      const elsewhere = {
        ...counts,
        campaignId: String(suspended),
        batchDetail: [{ batchId: mark, ...counts }],
      };
      return { countDetail: [elsewhere, { ...counts, campaignId: String(running), batchDetail }] };
    };
    dial(strict.campaign(running), 3, Date.now());
    const done = await dialdesk.until(await begin(), 'done');
    assert.deepEqual([left(mine), left(other), strict.campaign(running).status], [0, 5, 2]);
    const { takenBack, called, left: counted } = done.result ?? {};
    assert.deepEqual([takenBack, called, counted], [undefined, undefined, undefined]);
    assert.equal(done.steps.find(({ id }) => id === 'count')?.state, 'skipped');
    assert.deepEqual(strict.broken, []);
  });

  test('statistics without lists: nothing is known of this one', async (context) => {
    const { strict, dialdesk, begin, mine, other, left } = await sent(context, { omit: ['batchDetail'] });
    const done = await dialdesk.until(await begin(), 'done');
    assert.deepEqual([left(mine), left(other), strict.campaign(running).status], [0, 5, 2]);
    assert.equal(done.result?.['left'], undefined);
    assert.deepEqual(strict.broken, []);
  });

  test('a job that has lost its mark deletes nothing, and the campaign that it holds is named', async (context) => {
    const { strict, dialdesk, connectionId, begin, mine, other, left } = await sent(context);
    strict.faults.push({ on: 'calldata/delete', what: 429, times: 100 });
    const id = await begin();
    await dialdesk.until(id, 'waiting');
    await dialdesk.client.outbox.pause({ id });
    const { jobs } = dialdesk.store;
    const payload = jobs.cargo(id)?.payload ?? assert.fail();
    const job = jobs.get(id) ?? assert.fail();
    const asked = strict.asked.length;
    jobs.save(job, { payload: payload.replace(`"mark":"${markOf(mine)}"`, '"mark":" "') });
    await dialdesk.client.outbox.resume({ id });
    assert.equal(jobs.get(id), null, 'it is set aside');
    assert.equal(strict.asked.length, asked);
    assert.deepEqual([left(mine), left(other), strict.campaign(running).status], [12, 5, 3]);
    const held = await dialdesk.client.takeBacks.held({ connectionId });
    assert.deepEqual(
      held.map((one) => [one.jobId, one.held, one.shownPaused]),
      [[id, 'yes', true]],
    );
    await dialdesk.client.takeBacks.resume({ jobId: id });
    assert.equal(strict.campaign(running).status, 2);
    assert.deepEqual(strict.broken, []);
  });

  test('a list that was sent without a mark cannot be taken back, and nobody is asked', async (context) => {
    const { strict, dialdesk, send, connectionId } = await strictPlace(context);
    const job = await send('plain', customers(4), { mark: false });
    const asked = strict.asked.length;
    const begun = dialdesk.client.takeBacks.begin({ importId: job.id, shared: [] });
    await assert.rejects(begun, dialdeskError('conflict'));
    assert.deepEqual(await dialdesk.client.takeBacks.held({ connectionId }), []);
    assert.deepEqual([strict.asked.length, strict.campaign(running).numbers.length], [asked, 4]);
  });

  test('details without the state: it is read from the list', async (context) => {
    const { strict, dialdesk, begin, mine, left } = await sent(context, { lacks: ['campaign'] });
    await dialdesk.until(await begin(), 'done');
    assert.deepEqual([left(mine), strict.campaign(running).status], [0, 2]);
    assert.ok(strict.asked.includes('campaigns'));
    assert.deepEqual(strict.broken, []);
  });

  test('the app ends at every request', async (context) => {
    const report = await strictTakeBacks(context, ({ place, colleague }) => {
      const request = place === 'request arrives' || place === 'request took effect';
      return request && colleague !== 'pauses';
    });
    context.diagnostic(crashLine(report));
    assert.ok(report.kills >= 20, `${report.kills} kills`);
    assert.deepEqual([report.lost, report.repeated, report.wrong, report.broken], [[], [], [], []]);
  });
});

test('the computer sleeps over midnight between pause and deletion, and a colleague resumes the campaign meanwhile', async (context) => {
  const clock = new ModelClock();
  clock.install();
  context.after(() => clock.uninstall());
  const { strict, dialdesk, connectionId, begin, mine, other, left } = await sent(context);
  dial(strict.campaign(running), 3, Date.now());
  let slept = false;
  strict.watch = (moment, name) => {
    if (slept || moment === 'took effect' || name !== 'calldata/delete') return true;
    slept = true;
    clock.sleep(30 * 3_600_000);
    strict.campaign(running).status = 2;
    // the socket is dead, and nothing was deleted
    return false;
  };
  const done = await dialdesk.until(await begin(), 'done');
  assert.deepEqual([left(mine), left(other), strict.campaign(running).status], [0, 5, 2]);
  assert.equal(strict.asked.filter((name) => name === 'campaign/pause').length, 2);
  // counters are of today, and its calls may be of yesterday
  const { takenBack, called, left: counted } = done.result ?? {};
  assert.deepEqual([takenBack, called, counted], [null, null, 0]);
  assert.deepEqual(await dialdesk.client.takeBacks.held({ connectionId }), []);
  assert.deepEqual(strict.broken, []);
});

test('the other campaign is left alone', async (context) => {
  const { strict, dialdesk, begin } = await sent(context);
  await dialdesk.until(await begin(), 'done');
  assert.equal(strict.campaign(suspended).status, 3);
});
