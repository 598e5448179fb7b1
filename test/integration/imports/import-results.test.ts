import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import { queryImportTasks } from '../../../src-main/aicc/call-data-import.ts';
import type { Job } from '../../../src-main/contract/jobs.ts';
import { resultSum } from '../../../src-main/contract/import-results.ts';
import type { DemoOptions } from '../../../src-main/demo/demo-options.ts';
import { importTasksOf } from '../../../src-main/features/imports/results/import-tasks.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { answeringService } from '../../support/answering-service.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { connectionToDemo, openDialdesk } from '../../support/dialdesk.ts';
import { sampleJob } from '../../support/sample-job.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** Dialdesk and a call centre with an import of its own, as if Dialdesk had sent it. */
async function place(context: TestContext, options: Partial<DemoOptions> = {}) {
  const demo = await demoSystem(context, options);
  const folder = tempFolder(context);
  const vault = new MemoryVault();
  const dialdesk = await openDialdesk(context, folder, { vault });
  const { id: connectionId } = await dialdesk.client.connections.create({
    settings: connectionToDemo(demo),
    secretKey: demo.secretKey,
  });
  const [campaignId = ''] = demo.state.campaigns.keys();
  const taskOf = { campaignId, serverId: 's', filePath: '', fileName: 'leads.xlsx', dueTime: 0 };
  demo.state.imports.push({
    ...taskOf,
    id: '1648',
    beginTime: 1,
    endTime: 2,
    status: '2',
    succNum: 5,
    repeatNum: 2,
    failNum: 1,
    blackNum: 1,
    errMsg: '',
  });
  /** Puts an accepted import on record, as a run that has just ended does. */
  const sent = (change: Partial<Job> = {}): Job => {
    const base = sampleJob({ connectionId, state: 'done', updatedAt: Date.now() });
    const job = { ...base, result: { importTaskId: '1648', rows: 10 }, ...change };
    const summary = job.summary.kind === 'import' ? { ...job.summary, campaignId } : job.summary;
    dialdesk.store.jobs.insert({ ...job, summary }, { payload: '{}', memory: null, resource: null });
    return job;
  };
  return { demo, folder, vault, dialdesk, connectionId, campaignId, sent };
}

suite('import results', () => {
  test('are found after a restart, told once, and account for the rows sent', async (context) => {
    const { dialdesk, folder, vault, sent } = await place(context);
    const job = sent();
    await dialdesk.close();
    const again = await openDialdesk(context, folder, { vault });
    const result = await again.untilResult(job.id, ({ following }) => following === 'ended');
    assert.equal(resultSum(result)?.difference, 1);
    assert.deepEqual(
      again.ended.map(({ name }) => name),
      [job.name],
    );
    const [shown] = await again.client.importResults.of({ jobs: [job.id] });
    assert.equal(shown?.task?.imported, 5);
  });

  test('on a system without them nothing is asked twice, until somebody asks again', async (context) => {
    const { dialdesk, folder, vault, sent } = await place(context, {
      faults: { http: [{ on: 'queryDataImportTask', fault: { kind: 'status', status: 404 } }] },
    });
    const [one, two] = [sent(), sent()];
    await dialdesk.close();
    const again = await openDialdesk(context, folder, { vault });
    for (const { id } of [one, two])
      await again.untilResult(id, ({ following }) => following === 'not_offered');
    await again.client.importResults.askAgain({ job: one.id });
    await again.untilResult(one.id, ({ following }) => following === 'ended');
  });

  test('are asked only of the call centre that the import was sent to', async (context) => {
    const { demo, dialdesk, connectionId, sent, folder, vault } = await place(context);
    const home = connectionToDemo(demo);
    const centre = `${home.isales.host}, VDN ${home.vdnId}`;
    const job = sent({ centre });
    const lead = (vdnId: number, to = dialdesk) =>
      to.client.connections.update({ id: connectionId, settings: { ...home, vdnId } });
    await lead(home.vdnId + 1);
    await dialdesk.close();
    const asked: string[] = [];
    const takeHttp = demo.faults.takeHttp.bind(demo.faults);
    demo.faults.takeHttp = (name) => {
      asked.push(name);
      return takeHttp(name);
    };
    const again = await openDialdesk(context, folder, { vault });
    const told = await again.untilResult(job.id, ({ error }) => error !== null);
    assert.deepEqual(told.error?.details, {
      before: centre,
      after: `${home.isales.host}, VDN ${home.vdnId + 1}`,
    });
    assert.equal(told.error.code, 'call_centre_changed');
    assert.equal(told.following, 'following');
    await again.client.importResults.askAgain({ job: job.id });
    await again.untilResult(job.id, ({ error }) => error !== null);
    await assert.rejects(
      again.client.callResults.fetch({ job: job.id, list: 'left_out' }),
      dialdeskError('call_centre_changed'),
    );
    assert.deepEqual(asked, []);
    await lead(home.vdnId, again);
    await again.untilResult(job.id, ({ following }) => following === 'ended');
  });

  test('can be left alone', async (context) => {
    const { dialdesk, folder, vault, sent } = await place(context);
    const job = sent({ result: { importTaskId: '999', rows: 10 } });
    await dialdesk.close();
    const again = await openDialdesk(context, folder, { vault });
    await again.untilResult(job.id, ({ lookedAt }) => lookedAt !== null);
    await again.client.importResults.stop({ job: job.id });
    assert.equal((await again.client.importResults.of({ jobs: [job.id] }))[0]?.following, 'stopped');
    await assert.rejects(
      again.client.importResults.stop({ job: '00000000-0000-4000-8000-000000000000' }),
      dialdeskError('not_found'),
    );
  });
});

suite('asking for tasks', () => {
  const sentTo = { connectionId: 'c', centre: undefined, campaignId: '16' };
  const ask = (service: Awaited<ReturnType<typeof answeringService>>) =>
    importTasksOf({
      clientOf: () => Promise.resolve(service.client),
      unlessMissing: (_connectionId, work) => work(),
    });
  const tasks = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => ({ id: String(from + index), status: '2' }));
  const { signal } = new AbortController();

  test('a system that heeds neither IDs nor order is paged through until all are found', async () => {
    await using service = await answeringService([
      { result: tasks(0, 100), count: 250 },
      { result: tasks(100, 100), count: 250 },
      { result: tasks(200, 50), count: 250 },
    ]);
    const found = await ask(service)(sentTo, ['7', '120'], signal);
    assert.deepEqual(
      found.map(({ id }) => id),
      ['7', '120'],
    );
    assert.equal(service.requests.length, 2);
  });

  test('an ID it never had does not keep us for ever', async () => {
    await using service = await answeringService([{ result: tasks(0, 100) }]);
    assert.deepEqual(await ask(service)(sentTo, ['nowhere'], signal), []);
    assert.equal(service.requests.length, 10);
  });

  test('more than a hundred are asked for in turns', async () => {
    await using service = await answeringService([{ result: [] }]);
    await ask(service)(
      sentTo,
      tasks(0, 150).map(({ id }) => id),
      signal,
    );
    assert.equal(service.requests.length, 2);
  });

  test('answers that are not quite', async () => {
    for (const result of [null, undefined, [null, 7, 'x', [], {}], [{ id: 16.5 }, { id: { a: 1 } }]]) {
      await using service = await answeringService([{ result, count: 'many' }]);
      assert.deepEqual(await ask(service)(sentTo, ['1'], signal), []);
    }
    await using number = await answeringService([{ result: [{ status: 2, id: 1 }] }]);
    assert.equal((await ask(number)(sentTo, ['1'], signal))[0]?.status, 'complete');
    await using list = await answeringService([{ result: { id: '1' } }]);
    await assert.rejects(
      queryImportTasks(list.client, { campaignId: '16', offset: 0, limit: 1 }),
      dialdeskError('bad_answer'),
    );
  });
});
