import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BackupItem, BackupPlan } from '../../../src-main/contract/backup.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { BackupImport } from '../../../src-renderer/settings/backup-import.svelte.ts';

const item = (key: string, effect: BackupItem['effect']): BackupItem => ({
  key,
  what: 'connection',
  name: key,
  effect,
  changes: [],
  match: null,
  moves: [],
  secrets: 0,
});
const token = 'c0ffee00-0000-4000-8000-000000000001';
const planOf = (...items: BackupItem[]): BackupPlan => ({
  kind: 'plan',
  token,
  fileName: 'a.json',
  made: '2026-11-21T00:00:00.000Z',
  items,
});

/** An import over a main process that answers with these plans: the first when opened, the next when reviewed. */
function importOf(opened: BackupPlan, reviewed = opened) {
  const applied: string[][] = [];
  let stale = false;
  const importing = new BackupImport({
    backup: {
      open: () => Promise.resolve(opened),
      unlock: () => Promise.resolve(opened),
      review: () => Promise.resolve(reviewed),
      apply: ({ keys }) => {
        applied.push([...keys]);
        if (stale) return Promise.reject(new DialdeskError('backup_stale', 'something has changed'));
        return Promise.resolve({ added: 0, replaced: 0, secrets: 0 });
      },
      close: () => Promise.resolve(),
    },
  });
  return { importing, applied, goStale: () => (stale = true) };
}

test('what would send a secret elsewhere is apart, and is taken only when it is chosen', async () => {
  const { importing, applied } = importOf(planOf(item('a', 'add'), item('b', 'repoint'), item('c', 'same')));
  await importing.pick();
  assert.deepEqual(
    [importing.takeable, importing.repointing].map((items) => items.map(({ key }) => key)),
    [['a'], ['b']],
  );
  assert.deepEqual([importing.isChosen('a'), importing.isChosen('b')], [true, false]);
  assert.deepEqual(importing.counts, { added: 1, replaced: 0, skipped: 2 });
  importing.choose('b', true);
  assert.deepEqual(importing.counts, { added: 1, replaced: 1, skipped: 1 });
  await importing.apply();
  assert.deepEqual(applied, [['a', 'b']]);
});

test('after a refusal, what importing would do now is shown with the reason, and nothing that was agreed to before', async () => {
  const { importing, goStale } = importOf(
    planOf(item('a', 'replace')),
    planOf(item('a', 'repoint'), item('b', 'add')),
  );
  await importing.pick();
  goStale();
  assert.equal(await importing.apply(), null);
  assert.equal(importing.error?.code, 'backup_stale');
  assert.deepEqual(
    importing.repointing.map(({ key }) => key),
    ['a'],
  );
  assert.deepEqual([importing.isChosen('a'), importing.isChosen('b')], [false, true]);
});
