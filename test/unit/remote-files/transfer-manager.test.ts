import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { DialdeskError, type ErrorCode } from '../../../src-main/contract/errors.ts';
import type { Transfer } from '../../../src-main/contract/transfers.ts';
import {
  TransferManager,
  type TransferWatch,
  type TransferWork,
} from '../../../src-main/features/remote-files/transfer-manager.ts';
import { dialdeskError, failure } from '../../support/dialdesk-error.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { sampleTransfer } from '../../support/sample-transfer.ts';

const lost = () => failure('connection_lost');

/** A manager with one transfer whose attempts the test ends. */
function withOne() {
  const clock = new FakeClock();
  const seen: Transfer[] = [];
  const removed: string[] = [];
  const manager = new TransferManager({
    clock,
    random: () => 0,
    newId: randomUUID,
    changed: (changed) => {
      seen.push(...changed.transfers);
      removed.push(...changed.removed);
    },
  });
  const attempts: (TransferWatch & { end: (error?: DialdeskError) => void })[] = [];
  let discarded = 0;
  const work: TransferWork = {
    attempt: (watch) =>
      new Promise((resolve, reject) => {
        const end = (error?: DialdeskError): void => {
          if (error) reject(error);
          else resolve({ replaced: 'nothing', sha256: null });
        };
        attempts.push({ ...watch, end });
        watch.signal.addEventListener('abort', () => reject(watch.signal.reason as Error));
        watch.started();
      }),
    discard: () => {
      discarded++;
      return Promise.resolve(undefined);
    },
  };
  manager.add([{ ...sampleTransfer({ total: 100 }), replace: false, work }]);
  return {
    clock,
    manager,
    seen,
    removed,
    attempts,
    now: () => manager.list()[0] as Transfer,
    attempt: () => attempts.at(-1) as (typeof attempts)[number],
    discarded: () => discarded,
    turned: () => new Promise(setImmediate),
  };
}
const at = (bytes: number) => ({ bytes, total: 100, bytesPerSecond: 10, secondsLeft: 5 });

test('a transfer tells how far it is, and that it is done', async () => {
  const { attempt, now, seen, turned, manager } = withOne();
  assert.equal(manager.underWay, 1);
  attempt().progress(at(40));
  assert.deepEqual([now().state, now().bytes, now().secondsLeft], ['running', 40, 5]);
  attempt().end();
  await turned();
  assert.deepEqual([now().state, now().bytes, now().bytesPerSecond], ['done', 100, null]);
  assert.deepEqual(
    seen.map(({ state }) => state),
    ['queued', 'queued', 'running', 'running', 'done'],
  );
  assert.equal(manager.underWay, 0);
  await assert.rejects(
    () => Promise.resolve().then(() => manager.resume(now().id)),
    dialdeskError('conflict'),
  );
});

test('the network’s failures are waited out, longer each time, and a person is asked at last', async () => {
  const { attempt, attempts, now, turned, clock } = withOne();
  const delays: number[] = [];
  while (now().state !== 'failed') {
    attempt().end(lost());
    await turned();
    if (now().state !== 'waiting') break;
    assert.equal(now().retryAt, clock.now() + (clock.nextTimer ?? 0));
    delays.push(clock.nextTimer ?? 0);
    clock.advance(clock.nextTimer ?? 0);
  }
  assert.deepEqual(delays, [1_000, 2_000, 4_000, 8_000, 16_000]);
  assert.deepEqual([now().state, now().error?.code, attempts.length], ['failed', 'connection_lost', 6]);
});

const passing: [code: ErrorCode, details?: Record<string, unknown>][] = [
  ['name_not_resolved'],
  ['proxy_failed', { status: 502 }],
  ['ssh_failed', { reason: 'not_ssh' }],
];
for (const [code, details = {}] of passing) {
  test(`a transfer waits out ${[code, ...Object.values(details)].join(' ')}, as an import does`, async () => {
    const { attempt, now, turned, clock } = withOne();
    attempt().end(failure(code, details));
    await turned();
    assert.deepEqual([now().state, clock.nextTimer], ['waiting', 1_000]);
  });
}

test('as long as bytes come through, it goes on', async () => {
  const { attempt, now, turned, clock } = withOne();
  for (let bytes = 10; bytes < 100; bytes += 10) {
    attempt().progress(at(bytes - 10));
    attempt().progress(at(bytes));
    attempt().end(lost());
    await turned();
    assert.equal(now().state, 'waiting');
    assert.equal(clock.nextTimer, 1_000);
    clock.advance(1_000);
  }
});

test('other failures stop it; what a person allows holds for the next attempt', async () => {
  const { attempt, now, turned, manager } = withOne();
  assert.equal(attempt().replace, false);
  attempt().end(new DialdeskError('file_exists', 'exists'));
  await turned();
  assert.equal(now().state, 'failed');
  manager.resume(now().id, true);
  assert.equal(attempt().replace, true);
});

test('it is tried at once when the network comes back, and only once', async () => {
  const { attempt, attempts, turned, manager, clock } = withOne();
  attempt().end(lost());
  await turned();
  manager.tryWaiting();
  assert.equal(attempts.length, 2);
  clock.advance(60_000);
  assert.equal(attempts.length, 2);
});

test('pausing keeps what is there, also while it waits; cancelling removes it', async () => {
  const { attempt, now, turned, manager, clock, discarded, attempts } = withOne();
  attempt().progress(at(40));
  await manager.pause(now().id);
  assert.deepEqual([now().state, now().bytes, discarded()], ['paused', 40, 0]);
  manager.resume(now().id);
  attempt().end(lost());
  await turned();
  await manager.pause(now().id);
  assert.equal(now().state, 'paused');
  clock.advance(60_000);
  assert.equal(attempts.length, 2);
  await manager.cancel(now().id);
  assert.deepEqual([now().state, discarded()], ['cancelled', 1]);
});

test('what got through in the very moment of a cancellation is done', async () => {
  const { attempt, now, manager, discarded } = withOne();
  attempt().end();
  await manager.cancel(now().id);
  assert.deepEqual([now().state, discarded()], ['done', 0]);
});

test('what is over is taken off the list, and what a failure left with it', async () => {
  const { attempt, now, turned, manager, removed, discarded } = withOne();
  const { id } = now();
  manager.clear();
  assert.equal(manager.list().length, 1, 'not what is under way');
  attempt().end(new DialdeskError('permission_denied', 'no'));
  await turned();
  manager.clear(id);
  assert.deepEqual([manager.list(), removed, discarded()], [[], [id], 1]);
});

test('the end of the app waits for servers, but not for long', async () => {
  const { clock, manager } = withOne();
  const slow: TransferWork = {
    attempt: () => new Promise(() => undefined),
    discard: () => Promise.resolve(undefined),
  };
  manager.add([{ ...sampleTransfer(), replace: false, work: slow }]);
  const stopped = manager.stop();
  clock.advance(5_000);
  await stopped;
});

test('the end of the app leaves no timer behind', async () => {
  const { clock, manager } = withOne();
  manager.clear();
  await manager.stop();
  assert.equal(clock.nextTimer, null);
});
