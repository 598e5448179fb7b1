import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Updates, type Updater } from '../../../src-main/features/app/updates.ts';
import type { UpdateState } from '../../../src-main/contract/updates.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { SettingsTable } from '../../../src-main/store/settings.ts';
import { memoryStatements } from '../../support/memory-store.ts';

/** An updater that finds 9.9.9, and what was asked of it. */
function scripted(change: Partial<Updater> = {}) {
  const asked: string[] = [];
  const updater: Updater = {
    installs: true,
    look() {
      asked.push('look');
      return Promise.resolve('9.9.9');
    },
    download(progress) {
      asked.push('download');
      progress(41.6);
      return Promise.resolve();
    },
    install: (restart) => void asked.push(restart ? 'install and restart' : 'install'),
    ...change,
  };
  return { asked, updater };
}

function updatesWith(options: { updater: Updater | null; allowed?: boolean; busy?: boolean }) {
  const told: UpdateState[] = [];
  const planned: { work: () => void; delay: number }[] = [];
  const updates = new Updates({
    updater: options.updater,
    allowed: options.allowed ?? true,
    settings: new SettingsTable(memoryStatements()),
    busy: () => options.busy ?? false,
    changed: (state) => told.push(state),
    now: () => 1_000,
    later(work, delay) {
      const plan = { work, delay };
      planned.push(plan);
      return () => void planned.splice(planned.indexOf(plan), 1);
    },
  });
  return { updates, told, planned };
}

const phases = (told: readonly UpdateState[]): string[] => told.map(({ phase }) => phase.kind);

test('fetches what it finds, and puts it in at the end', async () => {
  const { asked, updater } = scripted();
  const { updates, told } = updatesWith({ updater });
  await updates.look();
  assert.deepEqual(phases(told), ['checking', 'downloading', 'downloading', 'ready']);
  assert.deepEqual(told[2]?.phase, { kind: 'downloading', version: '9.9.9', percent: 42 });
  assert.deepEqual(asked, ['look', 'download']);
  updates.atTheEnd(false);
  assert.deepEqual(asked, ['look', 'download', 'install']);
});

test('never in the middle of a job: neither on demand nor at the end', async () => {
  const { asked, updater } = scripted();
  const { updates } = updatesWith({ updater, busy: true });
  await updates.look();
  assert.throws(() => updates.install(), dialdeskError('conflict'));
  updates.atTheEnd(true);
  assert.deepEqual(asked, ['look', 'download']);
});

test('on demand it restarts', async () => {
  const { asked, updater } = scripted();
  const { updates } = updatesWith({ updater });
  assert.throws(() => updates.install(), dialdeskError('not_found'));
  await updates.look();
  updates.install();
  assert.equal(asked.at(-1), 'install and restart');
});

test('who has opted out is left alone: no look by itself, nothing installed at the end', async () => {
  const { asked, updater } = scripted();
  const { updates, planned } = updatesWith({ updater });
  updates.start();
  assert.equal(planned.length, 1);
  assert.equal(updates.setAutomatic(false).automatic, false);
  assert.equal(planned.length, 0);
  updates.start();
  assert.equal(planned.length, 0);
  await updates.look();
  updates.atTheEnd(false);
  assert.deepEqual(asked, ['look', 'download']);
});

test('looks again after hours, also when the place could not be reached', async () => {
  const { updater } = scripted({ look: () => Promise.reject(new Error('no network')) });
  const { updates, told, planned } = updatesWith({ updater });
  await updates.look();
  assert.deepEqual(told.at(-1)?.phase, { kind: 'failed', text: 'no network' });
  assert.deepEqual(
    planned.map(({ delay }) => delay),
    [6 * 60 * 60_000],
  );
});

test('where the system’s own tools install, it only tells', async () => {
  const { asked, updater } = scripted({ installs: false });
  const { updates } = updatesWith({ updater });
  await updates.look();
  assert.deepEqual(updates.state.phase, { kind: 'available', version: '9.9.9' });
  updates.atTheEnd(false);
  assert.deepEqual(asked, ['look']);
});

test('nothing newer is said with the time of the look', async () => {
  const { updater } = scripted({ look: () => Promise.resolve(null) });
  const { updates } = updatesWith({ updater });
  await updates.look();
  assert.deepEqual(updates.state.phase, { kind: 'idle', checkedAt: 1_000 });
});

test('a policy that keeps updates to itself, and a copy without a place to look, ask nothing', async () => {
  const { asked, updater } = scripted();
  const managed = updatesWith({ updater, allowed: false });
  managed.updates.start();
  await managed.updates.look();
  assert.equal(managed.updates.state.phase.kind, 'managed');
  const unsupported = updatesWith({ updater: null });
  unsupported.updates.start();
  await unsupported.updates.look();
  assert.equal(unsupported.updates.state.phase.kind, 'unsupported');
  assert.deepEqual([asked, managed.planned, unsupported.planned], [[], [], []]);
});
