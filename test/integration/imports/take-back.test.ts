import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import type { Job } from '../../../src-main/contract/jobs.ts';
import type { DemoOptions } from '../../../src-main/demo/demo-options.ts';
import { callDemo } from '../../support/demo-client.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { checkedList, placeWithDemo, readyServer, type DemoPlace } from '../../support/demo-import.ts';
import { importedRecords, loadRecords } from '../../support/imported-records.ts';

const called = (number: number): string => `"[{""calledNo"":""${number}""}]"`;

/** A place with one list in a campaign that runs, and another list beside it. */
async function sent(context: TestContext, options: Partial<DemoOptions> = {}) {
  const place = await placeWithDemo(context, {}, undefined, undefined, {
    callsPerMinute: 0,
    statisticsEveryMs: 0,
    ...options,
  });
  const serverId = await readyServer(place);
  const campaign = [...place.demo.state.campaigns.values()].find(({ status }) => status === '2');
  assert.ok(campaign);
  let count = 0;
  const send = async (rows: number, more: object = {}, customField = ''): Promise<Job> => {
    const first = 13_800_000_000 + 1_000 * count++;
    const path = join(place.folder, `list-${count}.csv`);
    const lines = Array.from({ length: rows }, (_, row) => `${called(first + row)},${customField}`);
    writeFileSync(path, ['called,customField', ...lines].join('\n'));
    const list = await checkedList(place, path);
    const [job] = await place.dialdesk.client.imports.add({
      ...{ list, name: `list ${count}`, connectionId: place.id, campaignId: campaign.id },
      destination: { connectionId: place.id, serverId, folder: '', fileName: `list-${count}.xlsx` },
      ...{ replace: false, startsAt: null, ...more },
    });
    const done = await place.dialdesk.until(job?.id ?? '', 'done');
    await place.dialdesk.client.importResults.askAgain({ job: done.id });
    await place.dialdesk.untilResult(done.id, ({ task }) => task?.status === 'complete');
    return done;
  };
  /** How many numbers of an import the campaign has. */
  const left = ({ summary }: Job): number => {
    const mark = summary.kind === 'import' ? summary.mark : null;
    const records = place.demo.state.imported.get(campaign.id);
    const deleted = place.demo.state.dialled.get(campaign.id)?.deleted ?? [];
    return Array.from({ length: records?.size ?? 0 }, (_, at) => at).filter(
      (at) => records?.at(at).customField === mark && !deleted.some(([from, to]) => from <= at && at < to),
    ).length;
  };
  const begin = async ({ id }: Job): Promise<string> => {
    const { id: job } = await place.dialdesk.client.takeBacks.begin({ importId: id, shared: [] });
    return job;
  };
  return { ...place, campaign, send, left, begin };
}

const control = ({ demo }: DemoPlace, campaignId: string, action: 'pause' | 'resume') =>
  callDemo(demo, {
    method: 'PUT',
    path: `/rest/isales/v1/openapi/campaigns/${demo.vdnId}/${campaignId}/${action}`,
  });

suite('an import is taken back', { concurrency: 4 }, () => {
  test('its numbers go, no others; the campaign is paused and resumed, in few requests', async (context) => {
    const place = await sent(context);
    const [first, second] = [await place.send(40), await place.send(7)];
    const view = await place.dialdesk.client.takeBacks.look({ importId: first.id });
    assert.deepEqual([view.obstacle, view.ended, view.shares, view.last], [null, true, [], null]);
    const before = Object.values(place.demo.counters.requests).reduce((sum, count) => sum + count, 0);
    const done = await place.dialdesk.until(await place.begin(first), 'done');
    const after = Object.values(place.demo.counters.requests).reduce((sum, count) => sum + count, 0);
    assert.ok(after - before <= 8, `${after - before} requests`);
    assert.deepEqual([place.left(first), place.left(second), place.campaign.status], [0, 7, '2']);
    const { held, takenBack, called: calls, left } = done.result ?? {};
    assert.deepEqual([held, takenBack, calls, left], ['no', 40, 0, 0]);
    const { last } = await place.dialdesk.client.takeBacks.look({ importId: first.id });
    assert.deepEqual(last?.counts, { takenBack: 40, called: 0, left: 0 });
    const [shown] = await place.dialdesk.client.importResults.of({ jobs: [first.id] });
    assert.deepEqual(shown?.takenBack, { at: last.deletedAt, counts: last.counts });
    const [beside] = await place.dialdesk.client.importResults.of({ jobs: [second.id] });
    assert.equal(beside?.takenBack, null);
    assert.deepEqual(await place.dialdesk.client.takeBacks.held({ connectionId: place.id }), []);
    const { sent: again } = await place.dialdesk.client.imports.sentBefore({ kind: 'job', id: first.id });
    assert.deepEqual(again, []);
    assert.equal(place.dialdesk.store.sentImports.get(first.id, place.campaign.id)?.state, 'gone');
  });

  test('of half a million numbers it takes no more requests, and none of another list go', async (context) => {
    const place = await sent(context);
    const [job, other] = [await place.send(1), await place.send(7)];
    const customField = (job.summary.kind === 'import' ? job.summary.mark : null) ?? assert.fail('no mark');
    const more = Array.from({ length: 499_999 }, (_, row) => ({ numbers: [`${row}`], customField }));
    loadRecords(place.demo, place.campaign.id, importedRecords(more), 0);
    assert.deepEqual([place.left(job), place.left(other)], [500_000, 7]);
    const requests = (): Record<string, number> => ({ ...place.demo.counters.requests });
    const before = requests();
    const done = await place.dialdesk.until(await place.begin(job), 'done');
    const made = Object.entries(requests()).map(
      ([name, count]) => [name, count - (before[name] ?? 0)] as const,
    );
    const sum = made.reduce((all, [, count]) => all + count, 0);
    assert.ok(
      sum > 0 && sum <= 8,
      `${sum} requests: ${JSON.stringify(made.filter(([, count]) => count > 0))}`,
    );
    assert.deepEqual([place.left(job), place.left(other), place.campaign.status], [0, 7, '2']);
    assert.deepEqual([done.result?.['held'], done.result?.['left']], ['no', 0]);
  });

  test('of an import of another day it is not known who was called before', async (context) => {
    const place = await sent(context);
    const before = await place.send(40);
    const { jobs } = place.dialdesk.store;
    const cargo = jobs.cargo(before.id) ?? assert.fail('no cargo');
    jobs.remove(before.id);
    const dayBefore = { ...before, createdAt: before.createdAt - 86_400_000 };
    jobs.insert(dayBefore, { payload: cargo.payload, memory: cargo.memory, resource: null });
    const done = await place.dialdesk.until(await place.begin(before), 'done');
    const { takenBack, called: calls, left } = done.result ?? {};
    assert.deepEqual([takenBack, calls, left], [null, null, 0]);
    assert.equal(place.dialdesk.store.sentImports.get(before.id, place.campaign.id)?.state, 'accepted');
  });

  test('a campaign that somebody else has paused stays paused', async (context) => {
    const place = await sent(context);
    const job = await place.send(5);
    await control(place, place.campaign.id, 'pause');
    const done = await place.dialdesk.until(await place.begin(job), 'done');
    assert.deepEqual([place.left(job), place.campaign.status, done.result?.['held']], [0, '3', 'no']);
    assert.equal(place.demo.counters.requests['campaign/pause'], 1, 'and that was the colleague');
  });

  for (const on of [
    'campaign/pause',
    'calldata/delete',
    'campaign/resume',
    'campaign',
    'statistics',
  ] as const) {
    const faults = [{ kind: 'lost' }, { kind: 'reset' }, { kind: 'status', status: 429 }] as const;
    for (const fault of faults) {
      test(`the answer is lost, or the request, or it comes too soon: ${on} ${fault.kind}`, async (context) => {
        const place = await sent(context);
        const [job, other] = [await place.send(9), await place.send(3)];
        place.demo.faults.add({ http: [{ on, fault }] });
        const id = await place.begin(job);
        // statistics are asked again minutes later; by then nothing else is left to do
        await place.dialdesk.until(id, on === 'statistics' && fault.kind === 'status' ? 'waiting' : 'done');
        assert.deepEqual([place.left(job), place.left(other)], [0, 3]);
        const held = await place.dialdesk.client.takeBacks.held({ connectionId: place.id });
        assert.ok(place.campaign.status === '2' || held.length === 1, 'left paused without a word');
      });
    }
  }

  test('a colleague resumes it before the deletion: nothing is deleted, that is said, and it can be tried again', async (context) => {
    const place = await sent(context);
    const job = await place.send(4);
    place.demo.faults.add({
      http: [{ on: 'calldata/delete', fault: { kind: 'code', resultCode: '0200028' } }],
    });
    const id = await place.begin(job);
    const failed = await place.dialdesk.until(id, 'failed');
    assert.equal(failed.error?.details?.['resultCode'], '0200028');
    assert.deepEqual([place.left(job), place.campaign.status], [4, '3']);
    const [held] = await place.dialdesk.client.takeBacks.held({ connectionId: place.id });
    assert.deepEqual([held?.held, held?.campaignId], ['yes', place.campaign.id]);
    // and now the colleague does resume it
    await control(place, place.campaign.id, 'resume');
    assert.deepEqual(await place.dialdesk.client.takeBacks.held({ connectionId: place.id }), []);
    await place.dialdesk.client.outbox.retry({ id });
    await place.dialdesk.until(id, 'done');
    assert.deepEqual([place.left(job), place.campaign.status], [0, '2']);
  });

  test('the campaign is gone: it fails, and nothing is held', async (context) => {
    const place = await sent(context);
    const job = await place.send(4);
    place.demo.faults.add({
      http: [{ on: 'campaign', fault: { kind: 'code', resultCode: '0200007' }, times: 9 }],
    });
    place.demo.faults.add({
      http: [{ on: 'campaigns', fault: { kind: 'code', resultCode: '0200007' }, times: 9 }],
    });
    const failed = await place.dialdesk.until(await place.begin(job), 'failed');
    assert.equal(failed.error?.details?.['resultCode'], '0200007');
    assert.equal(place.left(job), 4);
  });

  test('the campaign is gone while it is held: that it is still paused is not said', async (context) => {
    const place = await sent(context);
    const job = await place.send(4);
    place.demo.faults.add({ http: [{ on: 'campaign/resume', fault: { kind: 'status', status: 403 } }] });
    await place.dialdesk.until(await place.begin(job), 'failed');
    const held = async (): Promise<boolean[]> =>
      (await place.dialdesk.client.takeBacks.held({ connectionId: place.id })).map(
        ({ shownPaused }) => shownPaused,
      );
    assert.deepEqual(await held(), [true]);
    for (const on of ['campaign', 'campaigns'] as const)
      place.demo.faults.add({ http: [{ on, fault: { kind: 'code', resultCode: '0200007' }, times: 9 }] });
    assert.deepEqual(await held(), [false]);
  });

  test('a job that failed while it holds the campaign offers to resume it, from where it is', async (context) => {
    const place = await sent(context);
    const job = await place.send(4);
    place.demo.faults.add({ http: [{ on: 'campaign/resume', fault: { kind: 'status', status: 403 } }] });
    const id = await place.begin(job);
    await place.dialdesk.until(id, 'failed');
    const { client } = place.dialdesk;
    const held = await client.takeBacks.held({ connectionId: place.id });
    assert.deepEqual(
      held.map(({ jobId }) => jobId),
      [id],
    );
    await client.outbox.remove({ id });
    assert.equal((await client.takeBacks.held({ connectionId: place.id })).length, 1, 'also without its job');
    const { status } = await client.takeBacks.resume({ jobId: id });
    assert.deepEqual([status, place.campaign.status], ['2', '2']);
    assert.deepEqual(await client.takeBacks.held({ connectionId: place.id }), []);
  });

  test('numbers that were called stay, and counters that are missing are not known', async (context) => {
    let now = Date.now();
    const place = await sent(context, { callsPerMinute: 3, numbersInCall: 0, clock: () => new Date(now) });
    const job = await place.send(10);
    now += 60_000;
    const done = await place.dialdesk.until(await place.begin(job), 'done');
    assert.deepEqual([done.result?.['called'], done.result?.['left'], done.result?.['takenBack']], [3, 0, 7]);
    const { sent: again } = await place.dialdesk.client.imports.sentBefore({ kind: 'job', id: job.id });
    assert.deepEqual(again, [], 'of itself nothing is asked');

    const silent = await sent(context, { omitCounters: ['unCallCount', 'totalCount'] });
    const other = await silent.send(3);
    const over = await silent.dialdesk.until(await silent.begin(other), 'done');
    assert.deepEqual(
      [over.result?.['called'], over.result?.['left'], over.result?.['takenBack']],
      [null, null, null],
    );
  });

  test('without a mark, or under way, it cannot be; and a shared mark must be seen', async (context) => {
    const place = await sent(context);
    const { client } = place.dialdesk;
    const unmarked = await place.send(2, { mark: false });
    assert.equal((await client.takeBacks.look({ importId: unmarked.id })).obstacle, 'no_mark');
    await assert.rejects(
      client.takeBacks.begin({ importId: unmarked.id, shared: [] }),
      dialdeskError('conflict'),
    );
    assert.equal(place.demo.counters.requests['calldata/delete'], 0);
  });

  test('imports that share a mark are named first, and then go together', async (context) => {
    const place = await sent(context);
    const { client } = place.dialdesk;
    const first = await place.send(3, {}, 'spring');
    const second = await place.send(2, {}, 'spring');
    const other = await place.send(4);
    const { shares } = await client.takeBacks.look({ importId: first.id });
    assert.deepEqual(
      shares.map(({ jobId }) => jobId),
      [second.id],
    );
    await assert.rejects(
      client.takeBacks.begin({ importId: first.id, shared: [] }),
      dialdeskError('conflict'),
    );
    const { id } = await client.takeBacks.begin({ importId: first.id, shared: [second.id] });
    const done = await place.dialdesk.until(id, 'done');
    assert.deepEqual([place.left(first), place.left(second), place.left(other)], [0, 0, 4]);
    // whose numbers they were is not told
    assert.deepEqual([done.result?.['takenBack'], done.result?.['left']], [null, 0]);
  });

  test('a system that deletes no numbers is found out once, and the campaign that is held is named', async (context) => {
    const place = await sent(context, { lacks: ['calldata/delete'] });
    const job = await place.send(2);
    const failed = await place.dialdesk.until(await place.begin(job), 'failed');
    assert.equal(failed.error?.code, 'not_offered');
    const { obstacle } = await place.dialdesk.client.takeBacks.look({ importId: job.id });
    assert.equal(obstacle, 'not_offered');
    assert.equal((await place.dialdesk.client.takeBacks.held({ connectionId: place.id })).length, 1);
  });
});

test('the demo system deletes as the documents say', async (context) => {
  const place = await sent(context);
  await place.send(3);
  const ask = async (body: object) =>
    (
      await callDemo(place.demo, {
        path: `/rest/isales/v1/openapi/campaigns/${place.demo.vdnId}/calldata/${place.campaign.id}/delete`,
        body,
      })
    ).json['resultCode'];
  assert.equal(await ask({ customField: 'x' }), '0200028');
  await control(place, place.campaign.id, 'pause');
  const cases: [object, string][] = [
    [{}, '02000001'],
    [{ customField: '' }, '02000001'],
    [{ customField: 'x'.repeat(201) }, '02000003'],
    [{ called: 'abc' }, '02000002'],
    [{ recycleTime: 'tomorrow' }, '0200030'],
    [{ customField: 'x', archiveHistory: 2 }, '02000007'],
    [{ customField: 'nobody has it', archiveHistory: 1 }, '0200000'],
  ];
  for (const [body, code] of cases) assert.equal(await ask(body), code, JSON.stringify(body));
});
