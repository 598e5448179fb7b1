import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { ActivityEntry } from '../../../src-main/contract/activity.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { ActivityLog } from '../../../src-main/features/activity/activity-log.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const entry = (at: number): ActivityEntry => ({
  at,
  duration: 1,
  connectionId: null,
  connectionName: 'Headquarters',
  kind: 'request',
  interface: 'queryServer',
  outcome: 'ok',
  code: '0200000',
  asked: '',
  answered: '',
  jobId: null,
});

/** A log over a table that can be made to refuse. */
function opened() {
  const clock = new FakeClock();
  const kept: number[] = [];
  const commits: number[] = [];
  const complaints: string[] = [];
  const table = {
    refuses: false,
    addAll(entries: readonly ActivityEntry[]) {
      if (table.refuses) throw new DialdeskError('local_disk', 'the disk is full');
      commits.push(entries.length);
      kept.push(...entries.map(({ at }) => at));
    },
  };
  let told = 0;
  const log = new ActivityLog({
    table,
    written: () => told++,
    log: (message) => complaints.push(message),
    after: (ms, work) => clock.after(ms, work),
  });
  return { clock, kept, commits, complaints, table, log, told: () => told };
}

suite('the activity log', () => {
  test('takes notes and writes them together, later', () => {
    const { log, clock, kept, commits, told } = opened();
    log.record(entry(1));
    log.record(entry(2));
    assert.deepEqual(kept, []);
    clock.advance(1_000);
    assert.deepEqual([kept, commits, told()], [[1, 2], [2], 1]);
    log.record(entry(3));
    clock.advance(1_000);
    assert.deepEqual(
      [kept, commits],
      [
        [1, 2, 3],
        [2, 1],
      ],
    );
  });

  test('a database that refuses breaks nothing, is complained of once, and gets it all later', () => {
    const { log, clock, kept, complaints, table } = opened();
    table.refuses = true;
    log.record(entry(1));
    clock.advance(60_000);
    log.record(entry(2));
    clock.advance(60_000);
    assert.deepEqual([kept, complaints.length], [[], 1]);
    table.refuses = false;
    clock.advance(60_000);
    assert.deepEqual(kept, [1, 2]);
  });

  test('what waits for such a database is bounded: the oldest go', () => {
    const { log, kept, table } = opened();
    table.refuses = true;
    for (let at = 0; at < 1_500; at++) log.record(entry(at));
    table.refuses = false;
    log.flush();
    assert.deepEqual([kept.length, kept[0], kept.at(-1)], [1_000, 500, 1_499]);
  });

  test('closing writes what waits, and leaves no timer behind', () => {
    const { log, clock, kept } = opened();
    log.record(entry(1));
    log.close();
    // of a request that outlives the app's end
    log.record(entry(2));
    assert.deepEqual([kept, clock.nextTimer], [[1], null]);

    const refused = opened();
    refused.table.refuses = true;
    refused.log.record(entry(1));
    refused.log.close();
    assert.equal(refused.clock.nextTimer, null);
  });
});
