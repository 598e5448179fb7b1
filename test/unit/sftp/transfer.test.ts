import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import type { Clock } from '../../../src-main/platform/clock.ts';
import { watchLink } from '../../../src-main/sftp/link-watch.ts';
import { BandwidthLimit } from '../../../src-main/sftp/transfer/bandwidth.ts';
import { Checkpoints } from '../../../src-main/sftp/transfer/checkpoints.ts';
import { Lanes } from '../../../src-main/sftp/transfer/lanes.ts';
import { ContiguousPrefix } from '../../../src-main/sftp/transfer/prefix.ts';
import { ProgressMeter } from '../../../src-main/sftp/transfer/progress.ts';
import type { TransferProgress } from '../../../src-main/sftp/transfer/progress.ts';
import { readUploadState } from '../../../src-main/sftp/transfer/upload-state.ts';
import { windowFor } from '../../../src-main/sftp/transfer/window-size.ts';

/** A clock that stands still until somebody waits. */
class TestClock implements Clock {
  time = 0;
  readonly now = (): number => Date.UTC(2026, 2, 4, 9) - this.time;
  readonly monotonic = (): number => this.time;
  readonly after = (ms: number, work: () => void): (() => void) => {
    this.time += ms;
    queueMicrotask(work);
    return () => undefined;
  };
}

suite('the contiguous prefix', () => {
  test('is what is done without a gap, in whatever order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1000 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 30 }),
        fc.infiniteStream(fc.nat()),
        (start, lengths, picks) => {
          let position = start;
          const pieces = lengths.map((length) => {
            position += length;
            return { position: position - length, length, done: false };
          });
          const prefix = new ContiguousPrefix(start);
          const order = [...pieces];
          while (order.length > 0) {
            const [piece] = order.splice((picks.next().value ?? 0) % order.length, 1);
            if (!piece) continue;
            piece.done = true;
            prefix.add(piece.position, piece.length);
            const gap = pieces.find(({ done }) => !done);
            assert.equal(prefix.end, gap ? gap.position : position);
          }
        },
      ),
    );
  });
});

suite('progress', () => {
  test('tells speed and time left from the last seconds, without the part that was there', () => {
    const clock = new TestClock();
    const reports: TransferProgress[] = [];
    const meter = new ProgressMeter(10_000, 4_000, clock, (report) => reports.push(report));
    assert.deepEqual(reports[0], { bytes: 4_000, total: 10_000, bytesPerSecond: null, secondsLeft: null });
    for (let second = 1; second <= 3; second++) {
      clock.time = second * 1000;
      meter.at(4_000 + second * 1000);
    }
    assert.deepEqual(reports.at(-1), { bytes: 7_000, total: 10_000, bytesPerSecond: 1000, secondsLeft: 3 });
    // Then it stalls: seven seconds later nothing of the old speed is left.
    for (let second = 4; second <= 10; second++) {
      clock.time = second * 1000;
      meter.at(7_000);
    }
    assert.deepEqual(reports.at(-1), { bytes: 7_000, total: 10_000, bytesPerSecond: 0, secondsLeft: null });
  });

  test('is reported ten times a second, and at the end', () => {
    const clock = new TestClock();
    const reports: number[] = [];
    const meter = new ProgressMeter(1000, 0, clock, ({ bytes }) => reports.push(bytes));
    for (let bytes = 1; bytes <= 1000; bytes++) {
      clock.time += 1;
      meter.at(bytes);
    }
    assert.equal(reports.length, 11);
    assert.equal(reports.at(-1), 1000);
  });
});

suite('checkpoints', () => {
  test('come every second or 16 MB, and when asked for', () => {
    const clock = new TestClock();
    const saved: number[] = [];
    const checkpoints = new Checkpoints(5, clock, (position) => saved.push(position));
    checkpoints.at(10);
    assert.deepEqual(saved, [5]);
    clock.time = 1000;
    checkpoints.at(20);
    checkpoints.at(20 + 16 * 1024 * 1024);
    checkpoints.at(20 + 16 * 1024 * 1024 + 1);
    assert.deepEqual(saved, [5, 20, 20 + 16 * 1024 * 1024]);
    checkpoints.flush();
    checkpoints.flush();
    assert.deepEqual(saved.slice(3), [20 + 16 * 1024 * 1024 + 1]);
  });
});

suite('the bandwidth limit', () => {
  test('holds over time and is shared', async () => {
    const clock = new TestClock();
    const limit = new BandwidthLimit(1000, clock);
    for (let taker = 0; taker < 10; taker++) await Promise.all([limit.take(500), limit.take(500)]);
    assert.ok(clock.time >= 9_000 && clock.time <= 10_000, String(clock.time));
  });

  test('saves nothing up while nobody sends', async () => {
    const clock = new TestClock();
    const limit = new BandwidthLimit(1000, clock);
    clock.time = 60_000;
    for (let taker = 0; taker < 5; taker++) await limit.take(1000);
    assert.equal(clock.time, 64_000);
  });

  test('can be lifted', async () => {
    const clock = new TestClock();
    const limit = new BandwidthLimit(1, clock);
    await limit.take(1000);
    limit.bytesPerSecond = Infinity;
    await limit.take(1e9);
    await limit.take(1e9);
    assert.ok(clock.time <= 1000, String(clock.time));
  });
});

suite('lanes', () => {
  test('run so many tasks for a key, in order, and others beside', async () => {
    const lanes = new Lanes(2);
    const started: string[] = [];
    const ends = new Map<string, () => void>();
    const run = (key: string, name: string): Promise<void> =>
      lanes.run(key, async () => {
        started.push(name);
        await new Promise<void>((resolve) => ends.set(name, resolve));
      });
    const all = [run('x', '1'), run('x', '2'), run('x', '3'), run('y', '4')];
    await turn();
    assert.deepEqual(started, ['1', '2', '4']);
    ends.get('2')?.();
    await turn();
    assert.deepEqual(started, ['1', '2', '4', '3']);
    for (const end of ends.values()) end();
    await Promise.all(all);
  });

  test('are left free by a failure and by who gives up waiting', async () => {
    const lanes = new Lanes(1);
    await assert.rejects(
      lanes.run('x', () => Promise.reject(new Error('no'))),
      /no/,
    );
    let end = (): void => undefined;
    const first = lanes.run('x', () => new Promise<void>((resolve) => (end = resolve)));
    const stop = new AbortController();
    const second = lanes.run('x', () => Promise.resolve('never'), stop.signal);
    stop.abort(new Error('tired'));
    await assert.rejects(second, /tired/);
    const third = lanes.run('x', () => Promise.resolve('third'));
    end();
    await first;
    assert.equal(await third, 'third');
  });
});

suite('the watch on a link', () => {
  const watched = (context: { mock: { timers: { enable: (o: { apis: ['setInterval'] }) => void } } }) => {
    context.mock.timers.enable({ apis: ['setInterval'] });
    const socket = { bytesRead: 0, bytesWritten: 0, writableLength: 0 };
    const watch = { dead: false };
    watchLink(socket, 6_000, () => (watch.dead = true));
    return { socket, watch };
  };

  test('gives up when nothing comes, whatever keepalives are sent', (context) => {
    const { socket, watch } = watched(context);
    for (let second = 0; second < 5; second++) {
      socket.bytesWritten += 60;
      context.mock.timers.tick(1000);
    }
    assert.equal(watch.dead, false);
    context.mock.timers.tick(1000);
    assert.equal(watch.dead, true);
  });

  test('waits while something comes, or while what waits leaves', (context) => {
    const { socket, watch } = watched(context);
    for (let second = 0; second < 20; second++) {
      socket.bytesRead += 1;
      context.mock.timers.tick(1000);
    }
    socket.bytesWritten = 100_000;
    socket.writableLength = 90_000;
    for (let second = 0; second < 20; second++) {
      context.mock.timers.tick(1000);
      socket.writableLength -= 1000;
    }
    assert.equal(watch.dead, false);
    context.mock.timers.tick(7000);
    assert.equal(watch.dead, true);
  });
});

suite('the state of an upload', () => {
  const state = {
    version: 1,
    remotePath: '/in/a',
    partPath: '/in/.a.x.dialdesk-part',
    asidePath: '/in/.a.x.dialdesk-old',
    localSize: 10,
    localModifiedMs: 1.5,
    phase: 'sending',
    acknowledgedBytes: 3,
  };

  test('is read back from JSON, and nothing else is', () => {
    const direct = { ...state, names: 'direct', partPath: state.remotePath, asidePath: state.remotePath };
    for (const right of [state, { ...state, names: 'tmp' }, { ...direct, begun: true, overwrites: true }]) {
      assert.deepEqual(readUploadState(JSON.parse(JSON.stringify(right))), right);
    }
    for (const wrong of [
      null,
      'x',
      {},
      { ...state, version: 2 },
      { ...state, phase: 'x' },
      { ...state, localSize: '1' },
      { ...state, names: 'other' },
      // What is removed as half a file must be one.
      { ...state, partPath: state.remotePath },
      { ...state, names: 'direct' },
    ]) {
      assert.equal(readUploadState(wrong), undefined);
    }
  });
});

suite('the window', () => {
  test('is small for near servers and more than theirs for distant ones', () => {
    assert.deepEqual([0.1, 5, 80].map(windowFor), [1024 * 1024, 2_000_000, 4 * 1024 * 1024]);
  });
});
