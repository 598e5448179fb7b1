import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PagedRows } from '../../../src-renderer/ui/paged-rows.svelte.ts';

/** A clock whose timers run when the test says so. */
function handClock() {
  let waiting: (() => void) | undefined;
  return {
    set: (run: () => void) => (waiting = run),
    clear: () => (waiting = undefined),
    run: () => {
      const due = waiting;
      waiting = undefined;
      due?.();
    },
  };
}

/** A source of a million rows whose answers come when the test says so. */
function source() {
  const asked: { offset: number; signal: AbortSignal; answer: () => void; fail: () => void }[] = [];
  const load = (offset: number, limit: number, signal: AbortSignal) => {
    const { promise, resolve, reject } = Promise.withResolvers<{ total: number; items: number[] }>();
    asked.push({
      offset,
      signal,
      answer: () =>
        resolve({ total: 1_000_000, items: Array.from({ length: limit }, (_, at) => offset + at) }),
      fail: () => reject(new Error('gone')),
    });
    return promise;
  };
  return { asked, load, offsets: () => asked.map(({ offset }) => offset) };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('asks for the first page at once and tells how many rows there are', async () => {
  const { asked, load } = source();
  const rows = new PagedRows(load, 100, handClock());
  assert.equal(rows.total, null);
  asked[0]?.answer();
  await turn();
  assert.equal(rows.total, 1_000_000);
  assert.equal(rows.at(99), 99);
  assert.equal(rows.at(100), undefined);
});

test('asks for what stays in sight, not for what only passes by', async () => {
  const { asked, load, offsets } = source();
  const clock = handClock();
  const rows = new PagedRows(load, 100, clock);
  asked[0]?.answer();
  await turn();
  rows.want(5000, 5020);
  rows.want(70_000, 70_020);
  rows.want(399_990, 400_010);
  clock.run();
  assert.deepEqual(offsets(), [0, 399_900, 400_000]);
});

test('gives up what nobody waits for, and asks again when it comes back into sight', async () => {
  const { asked, load, offsets } = source();
  const clock = handClock();
  const rows = new PagedRows(load, 100, clock);
  asked[0]?.answer();
  await turn();
  rows.want(500, 510);
  clock.run();
  rows.want(0, 10);
  assert.equal(asked[1]?.signal.aborted, true);
  rows.want(500, 510);
  asked[1].fail();
  await turn();
  assert.equal(rows.failure, undefined, 'the failure of a load given up is none');
  assert.deepEqual(offsets(), [0, 500, 500]);
  asked[2]?.answer();
  await turn();
  assert.equal(rows.at(505), 505);
});

test('a failure is told until a retry succeeds', async () => {
  const { asked, load } = source();
  const rows = new PagedRows(load, 100, handClock());
  asked[0]?.fail();
  await turn();
  assert.match(String(rows.failure), /gone/);
  rows.retry();
  asked[1]?.answer();
  await turn();
  assert.equal(rows.failure, undefined);
  assert.equal(rows.at(0), 0);
});

test('forgets pages long out of sight', async () => {
  const { asked, load } = source();
  const clock = handClock();
  const rows = new PagedRows(load, 100, clock);
  asked[0]?.answer();
  await turn();
  for (let page = 1; page <= 60; page++) {
    rows.want(page * 100, page * 100 + 10);
    clock.run();
    asked.at(-1)?.answer();
    await turn();
  }
  assert.equal(rows.at(0), undefined);
  assert.equal(rows.at(6005), 6005);
});

test('an answer after the end changes nothing', async () => {
  const { asked, load } = source();
  const rows = new PagedRows(load, 100, handClock());
  rows.close();
  asked[0]?.answer();
  await turn();
  assert.equal(rows.total, null);
});

test('rows that changed are loaded again where they are; those out of sight are forgotten', async () => {
  const { asked, load, offsets } = source();
  const clock = handClock();
  const rows = new PagedRows(load, 100, clock);
  asked[0]?.answer();
  await turn();
  rows.want(200, 220);
  clock.run();
  asked[1]?.answer();
  await turn();
  rows.refresh();
  assert.deepEqual(offsets(), [0, 200, 200]);
  assert.equal(rows.at(210), 210, 'shown until the new ones are here');
  assert.equal(rows.at(0), undefined);
});
