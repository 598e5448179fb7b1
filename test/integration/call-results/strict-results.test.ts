import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import * as v from 'valibot';
import { FetchedResults } from '../../../src-main/contract/call-results.ts';
import { CrashPlan, type CrashPlace } from '../../support/model/crash-plan.ts';
import { ModelClock } from '../../support/model/clock.ts';
import { Life } from '../../support/model/life.ts';
import { readRows } from '../../support/read-rows.ts';
import { dial } from '../../support/strict-isales/records.ts';
import { customers, markOf, running, strictPlace } from '../../support/strict-isales/place.ts';
import type { StrictFault } from '../../support/strict-isales/strict-isales.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const count = 1_050;

/** A list of which a hundred are not called yet, and another list that was called as well. */
async function called(context: TestContext, options: Parameters<typeof strictPlace>[1] = {}) {
  const place = await strictPlace(context, options);
  const { strict, dialdesk, folder } = place;
  const mine = await place.send('mine', customers(count));
  await place.send('other', customers(30, 5_000));
  dial(strict.campaign(running), count - 100, Date.now());
  for (const number of strict.campaign(running).numbers.slice(count)) number.state = 'completed';
  const results = strict.numbers(running, markOf(mine)).flatMap(({ result }) => result ?? []);
  const truth = {
    connected: results.filter(({ callStatus }) => callStatus === 6).length,
    failed: results.filter(({ callStatus }) => callStatus === 5).length,
  };
  const target = join(folder, 'results.xlsx');
  dialdesk.dialogs.save = target;
  const fetch = async (): Promise<string> =>
    (await dialdesk.client.callResults.fetch({ job: mine.id, list: 'beside' }))?.id ?? assert.fail('no job');
  return { ...place, mine, truth, target, fetch };
}

suite('results where the documents are followed strictly', { concurrency: 4 }, () => {
  for (const [firstPage, pastEnd] of [
    [1, 'empty'],
    [0, 'refused'],
  ] as const) {
    test(`all come, beside their rows, at the pace that is asked for; pages from ${firstPage}, ${pastEnd} past the end`, async (context) => {
      const { strict, dialdesk, fetch, truth, target } = await called(context, { firstPage, pastEnd });
      const done = await dialdesk.until(await fetch(), 'done');
      const { connected, failed, none, unknown, missing, ...fetched } = v.parse(
        FetchedResults,
        done.result?.['fetched'],
      );
      assert.deepEqual({ connected, failed }, truth);
      assert.deepEqual([none, unknown, missing, fetched.firstPage], [100, 0, 0, firstPage]);
      const rows = Object.values(await readRows(target)).slice(1);
      assert.equal(rows.length, count);
      for (const row of rows) if (row?.[7]) assert.ok(row[1]?.includes(row[7]));
      assert.deepEqual(strict.broken, []);
    });
  }

  for (const what of ['lost', 429] satisfies StrictFault['what'][]) {
    test(`an answer that does not come (${what}) is asked for again, and nothing is counted twice`, async (context) => {
      const { strict, dialdesk, fetch, truth } = await called(context);
      strict.faults.push({ on: 'callresult', what, times: 2 });
      const done = await dialdesk.until(await fetch(), 'done');
      const { connected, failed, superseded } = v.parse(FetchedResults, done.result?.['fetched']);
      assert.deepEqual([{ connected, failed }, superseded], [truth, 0]);
      assert.deepEqual(strict.broken, []);
    });
  }

  test('answers that lack what they may lack: how many are missing is not known, and none is made up', async (context) => {
    // the code of an answer is called so too: the other one is there
    const omit = ['totalCount', 'sessionId', 'callTimeStr', 'resultCode', 'recordPath', 'returnDesc'];
    const { strict, dialdesk, fetch, truth } = await called(context, { omit });
    const done = await dialdesk.until(await fetch(), 'done');
    const { connected, failed, none, missing } = v.parse(FetchedResults, done.result?.['fetched']);
    assert.deepEqual([{ connected, failed }, none, missing], [truth, 100, null]);
    assert.deepEqual(strict.broken, []);
  });

  const points: readonly (readonly [CrashPlace, number])[] = [
    ['request arrives', 1],
    ['request took effect', 3],
    ['after a write', 14],
  ];
  for (const [at, passing] of points) {
    test(`the app ends: ${at}, ${passing}`, async (context) => {
      const { strict, dialdesk, vault, folder, mine, truth, target } = await called(context);
      await dialdesk.close();
      const copy = join(tempFolder(context), 'copy');
      const plan = new CrashPlan();
      const live = async (where: string): Promise<Life> => {
        const life = new Life(where, copy, {
          keychain: vault,
          diskTakes: () => true,
          slowNetwork: () => Promise.resolve(),
          crashesAt: (place) => plan.passes(place),
        });
        strict.watch = (moment) => {
          life.at(moment === 'arrives' ? 'request arrives' : 'request took effect');
          return !life.crashed;
        };
        await life.start();
        context.after(() => life.close());
        return life;
      };
      const first = await live(folder);
      first.dialdesk.dialogs.save = target;
      const job = await first.dialdesk.client.callResults.fetch({ job: mine.id, list: 'beside' });
      plan.arm(at, passing);
      await first.end;
      await first.close();
      const second = await live(copy);
      const done = await second.dialdesk.until(job?.id ?? '', 'done');
      const { connected, failed, none } = v.parse(FetchedResults, done.result?.['fetched']);
      assert.deepEqual([{ connected, failed }, none], [truth, 100]);
      assert.deepEqual(strict.broken, []);
    });
  }

  test('those that were busy are called again, under a mark of their own', async (context) => {
    const { strict, dialdesk, fetch, mine } = await called(context);
    await dialdesk.until(await fetch(), 'done');
    const busy = strict
      .numbers(running, markOf(mine))
      .filter(({ result }) => result?.failCode === '00145')
      .map(({ called: number }) => number);
    const again = await dialdesk.client.callResults.callAgain({
      job: mine.id,
      causes: ['busy'],
      name: 'again',
    });
    assert.equal((await dialdesk.client.imports.send({ ids: [again.id], again: [] })).sent, 1);
    const done = await dialdesk.until(again.id, 'done');
    await dialdesk.client.importResults.askAgain({ job: done.id });
    await dialdesk.untilResult(done.id, ({ task }) => task?.status === 'complete');
    const numbers = strict.numbers(running, markOf(done)).map(({ called: number }) => number);
    assert.deepEqual(numbers.toSorted(), busy.toSorted());
    assert.notEqual(markOf(done), markOf(mine));
    assert.deepEqual(strict.broken, []);
  });
});

test('the computer sleeps for five days between pages while calls are made: the period stays the one that was begun', async (context) => {
  const clock = new ModelClock();
  clock.install();
  context.after(() => clock.uninstall());
  const { strict, dialdesk, fetch, truth } = await called(context);
  let pages = 0;
  let dead = false;
  strict.watch = (moment, name) => {
    if (moment === 'took effect' || name !== 'callresult') return true;
    pages += 1;
    if (pages === 3) {
      dead = true;
      clock.sleep(121 * 3_600_000);
      dial(strict.campaign(running), 60, Date.now());
    }
    return !dead;
  };
  const id = await fetch();
  await dialdesk.until(id, 'waiting');
  dead = false;
  dialdesk.resumeWaitingFor('network');
  const done = await dialdesk.until(id, 'done');
  const { connected, failed, none, missing, superseded } = v.parse(FetchedResults, done.result?.['fetched']);
  assert.deepEqual([{ connected, failed }, none, missing, superseded], [truth, 100, 0, 0]);
  assert.deepEqual(strict.broken, []);
});
