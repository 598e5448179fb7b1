import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { ImportTask } from '../../../src-main/contract/call-data-import.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { resultSum } from '../../../src-main/contract/import-results.ts';
import type { Job } from '../../../src-main/contract/jobs.ts';
import { ImportFollower } from '../../../src-main/features/imports/results/import-follower.ts';
import { ImportResultsTable, type FollowedImport } from '../../../src-main/store/import-results.ts';
import { JobsTable } from '../../../src-main/store/jobs.ts';
import type { Statements } from '../../../src-main/store/statements.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { memoryStatements } from '../../support/memory-store.ts';
import { sampleJob } from '../../support/sample-job.ts';
import { failure } from '../../support/dialdesk-error.ts';

const turn = (): Promise<void> => new Promise(setImmediate);
const hour = 3_600_000;

function task(change: Partial<ImportTask>): ImportTask {
  return {
    id: '1648',
    status: 'running',
    statusText: '1',
    beginTime: null,
    endTime: null,
    imported: null,
    repeated: null,
    failed: null,
    blocked: null,
    errorText: null,
    ...change,
  };
}

/** A follower over a database in memory, a clock that stands still, and a call centre that answers as told. */
function setUp(after?: { readonly sql: Statements; readonly clock: FakeClock }) {
  const sql = after?.sql ?? memoryStatements();
  const clock = after?.clock ?? new FakeClock();
  const jobs = new JobsTable(sql, () => clock.now());
  const results = new ImportResultsTable(sql);
  const asked: { campaignId: string; ids: readonly string[] | null; at: number }[] = [];
  const heard: FollowedImport[] = [];
  const ended: FollowedImport[] = [];
  const centre: { answer: () => readonly ImportTask[] } = { answer: () => [] };
  const jobOf = (id: string): Job => {
    const job = jobs.get(id);
    if (!job) throw new DialdeskError('not_found', id);
    return job;
  };
  const follower = new ImportFollower({
    results,
    jobOf,
    clock,
    random: () => 1,
    // oxlint-disable-next-line typescript/require-await -- what it throws is to be a rejection
    tasks: async ({ campaignId }, ids) => {
      asked.push({ campaignId, ids, at: clock.now() });
      return centre.answer();
    },
    changed: (changed) => heard.push(changed),
    ended: (result) => ended.push(result),
  });
  /** An import that was accepted just now. */
  const sent = (change: Partial<Job> = {}): Job => {
    const job = sampleJob({
      state: 'done',
      result: { importTaskId: '1648', rows: 10 },
      updatedAt: clock.now(),
      ...change,
    });
    jobs.insert(job, { payload: '{}', memory: null, resource: null });
    return job;
  };
  /** Lets time pass, with every look that falls due in it. */
  const pass = async (ms: number): Promise<void> => {
    const until = clock.now() + ms;
    while (clock.nextTimer !== null && clock.now() + clock.nextTimer <= until) {
      assert.ok(asked.length < 10_000, 'it is asked without end');
      clock.advance(clock.nextTimer);
      await turn();
    }
    clock.advance(until - clock.now());
    await turn();
  };
  const of = (job: Job) => results.get(job.id);
  return { sql, clock, jobs, results, asked, heard, ended, centre, follower, sent, pass, of };
}

suite('an import that was accepted', () => {
  test('is followed until it is complete, and that is told once', async () => {
    const { asked, centre, ended, follower, heard, of, pass, sent } = setUp();
    const job = sent();
    centre.answer = () => [task({ status: 'preparing', statusText: '0' })];
    follower.follow(job);
    follower.follow(job);
    await pass(0);
    assert.deepEqual(asked[0], { ...asked[0], campaignId: 'C-77', ids: ['1648'] });
    assert.equal(of(job)?.task?.status, 'preparing');
    assert.equal(asked.length, 1);

    centre.answer = () => [
      task({ status: 'complete', imported: 5, repeated: 2, failed: 1, blocked: 1, endTime: 'x' }),
    ];
    await pass(10 * 60_000);
    assert.equal(of(job)?.following, 'ended');
    assert.deepEqual(resultSum(of(job) ?? assert.fail()), {
      imported: 5,
      repeated: 2,
      failed: 1,
      blocked: 1,
      difference: 1,
    });
    assert.equal(ended.length, 1);
    assert.equal(heard.at(-1)?.following, 'ended');
    const before = asked.length;
    await pass(24 * hour);
    assert.equal(asked.length, before);
  });

  test('is asked for less and less often while nothing is new, and sooner again when something is', async () => {
    const { asked, centre, follower, pass, sent } = setUp();
    centre.answer = () => [task({})];
    follower.follow(sent());
    await pass(hour);
    const waits = asked.slice(1).map(({ at }, index) => (at - (asked[index]?.at ?? 0)) / 1000);
    assert.deepEqual(waits.slice(0, 5), [2, 4, 8, 16, 32]);
    assert.equal(waits.at(-1), 300);
    const before = asked.length;
    centre.answer = () => [task({ imported: asked.length })];
    await pass(310_000);
    assert.ok(asked.length > before + 20, `${asked.length - before} looks`);
  });

  test('is asked for in time although the clock is set back', async () => {
    const { asked, clock, follower, pass, sent } = setUp();
    follower.follow(sent());
    await pass(0);
    const before = asked.length;
    clock.setBack(24 * hour);
    await pass(5 * 60_000);
    assert.ok(asked.length > before);
  });

  test('is given up after two days; asking again follows it for two more', async () => {
    const { asked, centre, follower, of, pass, sent } = setUp();
    centre.answer = () => [task({ status: 'unknown', statusText: '7' })];
    const job = sent();
    follower.follow(job);
    await pass(49 * hour);
    assert.equal(of(job)?.following, 'gave_up');
    assert.equal(of(job)?.task?.statusText, '7');
    const before = asked.length;
    follower.askAgain(job.id);
    await pass(hour);
    assert.ok(asked.length > before);
    assert.equal(of(job)?.following, 'following');
  });

  test('a failed one has ended too', async () => {
    const { centre, ended, follower, of, pass, sent } = setUp();
    centre.answer = () => [task({ status: 'failed', errorText: 'no file' })];
    const job = sent();
    follower.follow(job);
    await pass(0);
    assert.deepEqual([of(job)?.following, ended[0]?.task?.errorText], ['ended', 'no file']);
  });

  test('that nobody wants to know of is not asked for', async () => {
    const { asked, centre, follower, of, pass, sent } = setUp();
    centre.answer = () => [task({})];
    const job = sent();
    follower.follow(job);
    await pass(0);
    follower.stopFollowing(job.id);
    await pass(hour);
    assert.deepEqual([asked.length, of(job)?.following, of(job)?.nextAt], [1, 'stopped', null]);
  });

  test('that came without a task ID cannot be asked for', async () => {
    const { asked, follower, of, pass, sent } = setUp();
    const job = sent({ result: { importTaskId: null, rows: 3 } });
    follower.follow(job);
    await pass(hour);
    assert.deepEqual([asked.length, of(job)?.following, of(job)?.sent], [0, 'no_task_id', 3]);
  });

  test('a task that the call centre does not list yet is asked for again', async () => {
    const { centre, follower, of, pass, sent } = setUp();
    centre.answer = () => [task({ id: 'another' })];
    const job = sent();
    follower.follow(job);
    await pass(0);
    assert.deepEqual([of(job)?.task, of(job)?.following], [null, 'following']);
    centre.answer = () => [task({ status: 'complete' })];
    await pass(hour);
    assert.equal(of(job)?.following, 'ended');
  });
});

suite('asking', () => {
  test('one question serves all imports of a campaign', async () => {
    const { asked, centre, follower, pass, sent } = setUp();
    const one = sent({ result: { importTaskId: '1' } });
    const connectionId = one.connectionId;
    follower.follow(one);
    follower.follow(sent({ connectionId, result: { importTaskId: '2' } }));
    centre.answer = () => ['1', '2'].map((id) => task({ id, status: 'complete' }));
    await pass(hour);
    assert.deepEqual(
      asked.map(({ ids }) => ids),
      [['1', '2']],
    );
  });

  test('a failure is kept for the words, and tried again; good news pollNow it', async () => {
    const { asked, centre, follower, of, pass, sent } = setUp();
    const job = sent();
    centre.answer = () => {
      throw failure('secret_key_needed');
    };
    follower.follow(job);
    await pass(hour);
    assert.deepEqual([of(job)?.error?.code, of(job)?.following], ['secret_key_needed', 'following']);
    const before = asked.length;
    centre.answer = () => [task({ status: 'complete' })];
    follower.pollNow();
    await pass(0);
    assert.deepEqual([asked.length, of(job)?.following, of(job)?.error], [before + 1, 'ended', null]);
  });

  test('a system without results is not asked again; a connection that is gone neither', async () => {
    for (const [code, following] of [
      ['not_offered', 'not_offered'],
      ['not_found', 'stopped'],
    ] as const) {
      const { asked, centre, follower, of, pass, sent } = setUp();
      const job = sent();
      centre.answer = () => {
        throw new DialdeskError(code, '');
      };
      follower.follow(job);
      await pass(hour);
      assert.deepEqual([asked.length, of(job)?.following], [1, following]);
    }
  });

  test('goes on after a restart, also for what was sent just before the end', async () => {
    const first = setUp();
    const [followed, missed] = [first.sent(), first.sent({ result: { importTaskId: '2' } })];
    first.centre.answer = () => [task({})];
    first.follower.follow(followed);
    await first.pass(0);
    await first.follower.stop();
    const ancient = first.sent({ updatedAt: 0 });

    const second = setUp(first);
    second.centre.answer = () => [
      task({ status: 'complete' }),
      task({ id: '2', status: 'failed', errorText: 'x' }),
    ];
    second.follower.start();
    await second.pass(hour);
    assert.deepEqual(
      [followed, missed, ancient].map((job) => second.of(job)?.task?.status),
      ['complete', 'failed', undefined],
    );
  });

  test('what is removed with its job while the answer is on its way comes not back', async () => {
    const { centre, follower, jobs, of, pass, sent, ended } = setUp();
    const job = sent();
    centre.answer = () => {
      jobs.remove(job.id);
      return [task({ status: 'complete' })];
    };
    follower.follow(job);
    await pass(hour);
    assert.deepEqual([of(job), ended.length], [null, 0]);
  });
});

suite('on a disk that takes nothing', () => {
  /** Follows an import and lets nothing of it be saved from then on. */
  async function full() {
    const place = setUp();
    const job = place.sent();
    place.centre.answer = () => {
      throw new DialdeskError('unreachable', 'no network');
    };
    place.follower.follow(job);
    await place.pass(0);
    const save = place.results.save.bind(place.results);
    const disk = { full: true };
    place.results.save = (result) => {
      if (disk.full) throw new DialdeskError('local_disk', 'full', { details: { cause: 'SQLITE_FULL' } });
      save(result);
    };
    return { ...place, job, disk };
  }

  test('the call centre is asked less and less often, not without end', async () => {
    const { asked, clock, disk, pass, centre, of, job } = await full();
    const before = asked.length;
    for (let looks = 0; looks < 12 && clock.nextTimer !== null; looks++) await pass(clock.nextTimer);
    const waits = asked.slice(before).map(({ at }, index) => at - (asked[before + index - 1]?.at ?? 0));
    assert.ok(waits.length > 3);
    assert.ok(Math.min(...waits) >= 1_000, `${waits.join(' ')} ms`);
    disk.full = false;
    centre.answer = () => [task({ status: 'complete' })];
    await pass(10 * 60_000);
    assert.equal(of(job)?.following, 'ended');
  });

  test('neither the start nor a network that is back throws, and what is wanted is done once there is room', async () => {
    const { follower, sql, clock, disk, results, pass, asked, job, of } = await full();
    // after a few failures the next look is far away: only what is wanted now brings it near
    disk.full = false;
    for (let looks = 0; looks < 6 && clock.nextTimer !== null; looks++) await pass(clock.nextTimer);
    assert.ok((of(job)?.nextAt ?? 0) - clock.now() > 10_000);
    disk.full = true;
    assert.doesNotThrow(() => follower.pollNow());
    const later = setUp({ sql, clock });
    later.results.save = (result) => results.save(result);
    assert.doesNotThrow(() => later.follower.start());
    later.centre.answer = () => [task({ status: 'complete' })];
    disk.full = false;
    await pass(2_000);
    assert.equal(later.of(job)?.following, 'ended');
    assert.ok(asked.length > 0);
  });
});
