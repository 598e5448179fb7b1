import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import type { Job } from '../../../src-main/contract/jobs.ts';
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

suite('an import is taken back where the documents are followed strictly', () => {
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

test('the other campaign is left alone', async (context) => {
  const { strict, dialdesk, begin } = await sent(context);
  await dialdesk.until(await begin(), 'done');
  assert.equal(strict.campaign(suspended).status, 3);
});
