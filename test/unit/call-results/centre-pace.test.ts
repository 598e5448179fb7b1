import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CentrePace, vendorPace } from '../../../src-main/features/call-results/centre-pace.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const turn = (): Promise<void> => new Promise(setImmediate);
const { signal } = new AbortController();

/** A pace by a clock that stands still, and what was asked when. */
function place() {
  const clock = new FakeClock();
  const pace = new CentrePace(clock);
  const asked: string[] = [];
  const group = (name: string, ms = 0, of = 'A', stop = signal) =>
    pace.inTurn(of, stop, async () => {
      asked.push(`${name} ${clock.monotonic()}`);
      if (ms > 0) await new Promise<void>((resolve) => void clock.after(ms, resolve));
    });
  const pass = async (ms: number): Promise<void> => {
    await turn();
    clock.advance(ms);
    await turn();
  };
  return { asked, group, pass };
}

test('whoever asks a call centre waits for more than a second after the group before', async () => {
  assert.ok(vendorPace.pauseMs > 1_000);
  const { asked, group, pass } = place();
  const all = [group('first', 400), group('second'), group('third')];
  await pass(0);
  assert.deepEqual(asked, ['first 0']);
  await pass(400);
  await pass(vendorPace.pauseMs - 1);
  assert.deepEqual(asked, ['first 0']);
  await pass(1);
  await pass(vendorPace.pauseMs);
  assert.deepEqual(asked, ['first 0', 'second 1500', 'third 2600']);
  await Promise.all(all);
  // long after, and to another call centre, nobody waits
  await pass(60_000);
  await group('fourth');
  await group('other', 0, 'B');
  assert.deepEqual(asked.slice(3), ['fourth 62600', 'other 62600']);
});

test('a group that is no longer wanted is not asked, and holds nobody up', async () => {
  const { asked, group, pass } = place();
  const first = group('first', 400);
  const stop = new AbortController();
  const second = assert.rejects(group('second', 0, 'A', stop.signal), dialdeskError('cancelled'));
  const third = group('third');
  await pass(100);
  stop.abort();
  await second;
  await pass(300);
  const late = new AbortController();
  const fourth = assert.rejects(group('fourth', 0, 'A', late.signal), dialdeskError('cancelled'));
  await pass(vendorPace.pauseMs);
  await third;
  late.abort();
  await fourth;
  await pass(vendorPace.pauseMs);
  await group('fifth');
  await first;
  assert.deepEqual(asked, ['first 0', 'third 1500', 'fifth 2600']);
});

test('a group that fails is followed after the same pause', async () => {
  const clock = new FakeClock();
  const pace = new CentrePace(clock);
  await assert.rejects(
    pace.inTurn('A', signal, () => Promise.reject(new Error('scripted'))),
    /scripted/,
  );
  const next = pace.inTurn('A', signal, () => Promise.resolve(clock.monotonic()));
  await turn();
  assert.equal(clock.nextTimer, vendorPace.pauseMs);
  clock.advance(vendorPace.pauseMs);
  assert.equal(await next, vendorPace.pauseMs);
});
