import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, test } from 'node:test';
import { jobStates, type JobCounts, type JobsChanged } from '../../../src-main/contract/jobs.ts';
import { JobEvents } from '../../../src-main/jobs/job-events.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { sampleJob } from '../../support/sample-job.ts';

const noJobs = Object.fromEntries(jobStates.map((state) => [state, 0])) as JobCounts;

describe('what listeners are told of jobs', () => {
  let clock: FakeClock;
  let events: JobEvents;
  let told: JobsChanged[];
  const sizes = () => told.map(({ jobs }) => jobs.length);

  beforeEach(() => {
    clock = new FakeClock();
    events = new JobEvents({ get: (id) => sampleJob({ id }), counts: () => noJobs }, clock);
    told = [];
    events.subscribe((changed) => told.push(changed));
  });

  test('a few changes of one turn go out together, at its end', async () => {
    for (const id of ['a', 'b', 'a']) events.stateChanged(id);
    assert.deepEqual(sizes(), []);
    await turn();
    assert.deepEqual(sizes(), [2]);
  });

  test('many go out in parts, each job once, and no part waits for mere progress', async () => {
    events.progressed('slow');
    for (let at = 0; at < 120; at++) events.stateChanged(`job-${at}`);
    await turn();
    assert.deepEqual(sizes(), [50]);
    clock.advance(16);
    clock.advance(16);
    assert.deepEqual(sizes(), [50, 50, 21]);
    clock.advance(1_000);
    const ids = told.flatMap(({ jobs }) => jobs.map(({ id }) => id));
    assert.equal(new Set(ids).size, 121);
    assert.equal(ids.length, 121);
  });

  test('all that is left is told at the end', async () => {
    for (let at = 0; at < 120; at++) events.stateChanged(`job-${at}`);
    await turn();
    events.flush();
    assert.deepEqual(sizes(), [50, 70]);
  });

  test('nothing is asked or told of a job after the end', async () => {
    const asked: string[] = [];
    const ending = new JobEvents(
      {
        get: (id) => {
          asked.push(id);
          return sampleJob({ id });
        },
        counts: () => noJobs,
      },
      clock,
    );
    ending.subscribe((changed) => told.push(changed));
    ending.stateChanged('last');
    ending.end();
    ending.stateChanged('too late');
    ending.progressed('too late as well');
    await turn();
    clock.advance(1_000);
    assert.deepEqual(asked, ['last']);
    assert.deepEqual(sizes(), [1]);
    assert.equal(clock.nextTimer, null, 'and nobody comes back for it');
  });
});
