import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Transfer } from '../../../src-main/contract/transfers.ts';
import { fakeBridge } from '../../support/fake-bridge.ts';
import { sampleTransfer } from '../../support/sample-transfer.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';
import { ServerAccess } from '../../../src-renderer/app/server-access.svelte.ts';
import { Transfers } from '../../../src-renderer/remote-files/transfers.svelte.ts';
import { transferActions } from '../../../src-renderer/remote-files/transfer-actions.ts';
import { stateWords } from '../../../src-renderer/remote-files/transfer-words.ts';

const none = { bandwidth: null, verify: 'size' } as const;

async function shown(first: readonly Transfer[] = []) {
  const fake = fakeBridge({
    transfers: {
      list: () => ({ transfers: [...first], settings: none }),
      setSettings: (settings) => settings,
      resume: () => undefined,
      clear: () => undefined,
    },
  });
  const client = createClient(fake.bridge);
  const transfers = new Transfers({ client });
  await new Promise(setImmediate);
  return { client, transfers, ...fake };
}

test('the list follows main: what needs eyes first, what is finished apart, and what has gone', async () => {
  const [queued, done] = [sampleTransfer({ state: 'queued' }), sampleTransfer({ state: 'done' })];
  const { transfers, push } = await shown([done, queued]);
  const states = () => transfers.open.map(({ state }) => state);
  assert.deepEqual([states(), transfers.underWay], [['queued'], 1]);
  assert.deepEqual(
    transfers.finished.map(({ id }) => id),
    [done.id],
  );
  const running = sampleTransfer({ bytesPerSecond: 2048 });
  push.transfers.changed({ transfers: [running, { ...queued, state: 'failed' }], removed: [done.id] });
  assert.deepEqual([states(), transfers.failed, transfers.perSecond], [['running', 'failed'], 1, 2048]);
  assert.deepEqual([transfers.finished, transfers.clearable], [[], true]);
});

test('several transfers say which one is under way, and of how many since nothing was', async () => {
  const three = [sampleTransfer(), sampleTransfer({ state: 'queued' }), sampleTransfer({ state: 'queued' })];
  const { transfers, push } = await shown([sampleTransfer({ state: 'done' }), ...three]);
  const tell = (...changed: Transfer[]) => push.transfers.changed({ transfers: changed, removed: [] });
  assert.deepEqual(transfers.place, { at: 1, of: 3 });
  tell(...three.slice(0, 2).map((one): Transfer => ({ ...one, state: 'done' })));
  assert.deepEqual(transfers.place, { at: 3, of: 3 });
  tell(...three.slice(2).map((one): Transfer => ({ ...one, state: 'cancelled' })));
  assert.equal(transfers.place, null);
  tell(sampleTransfer());
  assert.deepEqual(transfers.place, { at: 1, of: 1 }, 'a new one is no part of those');
});

test('an upload that has come through is noticed once', async () => {
  const one = sampleTransfer();
  const { transfers, push } = await shown([one]);
  const tell = (...changed: Transfer[]) => push.transfers.changed({ transfers: changed, removed: [] });
  tell({ ...one, state: 'done' });
  tell({ ...one, state: 'done' });
  tell(sampleTransfer({ direction: 'download', state: 'done' }));
  assert.equal(transfers.arrived, 1);
});

test('a setting changes alone', async () => {
  const { transfers } = await shown();
  await transfers.set({ bandwidth: 1024 });
  await transfers.set({ verify: 'sha256' });
  assert.deepEqual(transfers.settings, { bandwidth: 1024, verify: 'sha256' });
});

test('each state offers what helps', async () => {
  const { client } = await shown();
  const access = new ServerAccess({ client });
  const ids = (change: Partial<Transfer>) =>
    transferActions(sampleTransfer(change), client, access).map(({ id }) => id);
  assert.deepEqual(ids({ state: 'running' }), ['pause', 'cancel']);
  assert.deepEqual(ids({ state: 'waiting' }), ['try-now', 'cancel']);
  assert.deepEqual(ids({ state: 'paused' }), ['resume', 'cancel']);
  assert.deepEqual(ids({ state: 'done' }), ['clear']);
  const failed = (code: 'file_exists' | 'password_needed' | 'disk_full', details = {}) =>
    ids({ state: 'failed', error: { code, message: '', details } });
  assert.deepEqual(failed('file_exists', { size: 3 }), ['replace', 'clear']);
  assert.deepEqual(failed('password_needed', { connectionId: 'c', serverId: 's' }), ['answer', 'clear']);
  assert.deepEqual(failed('disk_full'), ['retry', 'clear']);
});

test('a line says how far it is and how it came out', () => {
  const words = (change: Partial<Transfer>) => stateWords(sampleTransfer(change));
  assert.match(
    words({ bytes: 1024 * 1024, total: 2 * 1024 * 1024, bytesPerSecond: 512 * 1024, secondsLeft: 2 }),
    /^1 MB of 2 MB · 512 kB\/s · 2 s left$/,
  );
  assert.equal(words({ bytes: 1000, total: 1000 }), 'Checking and renaming…');
  assert.match(words({ state: 'done', replaced: 'in_two_steps' }), /in two steps/);
  assert.match(words({ state: 'done', replaced: 'in_place' }), /overwrote the earlier file/);
  for (const [underName, oldLost, said] of [
    ['half', false, 'Cancelled; the file with this name on the server may be incomplete'],
    [
      'half',
      true,
      'Cancelled; the file with this name on the server may be incomplete, and an earlier file with this name is lost',
    ],
    [
      'removed',
      true,
      'Cancelled; what had been uploaded was removed, and an earlier file with this name is lost',
    ],
    ['removed', false, 'Cancelled; what had been uploaded was removed'],
  ] as const) {
    const error = { code: 'cancelled', message: '', details: { underName, oldLost } } as const;
    assert.equal(words({ state: 'cancelled', error }), said);
  }
  assert.match(words({ state: 'done', savedAs: 'a (2).csv', name: 'a.csv' }), /saved as a \(2\)\.csv/);
  assert.match(
    words({ state: 'failed', error: { code: 'disk_full', message: '' } }),
    /^The file server.s disk is full/,
  );
});
