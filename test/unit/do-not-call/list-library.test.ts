import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ListLibrary, type ListLibraryDeps } from '../../../src-main/features/do-not-call/list-library.ts';
import { tempFolder } from '../../support/temp-folder.ts';

test('what is changed of a list while another is removed stays changed', async (context) => {
  let entries = ['a', 'b', 'c'].map((id) => ({ id, name: id, applied: true }));
  const library = new ListLibrary({
    folder: tempFolder(context),
    settings: {
      get: () => entries,
      set: (_setting: unknown, value: typeof entries) => (entries = value),
    },
    changed: () => undefined,
  } as unknown as ListLibraryDeps);
  const removing = library.remove('a');
  // its file is being removed by then
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  library.apply('b', false);
  library.rename('c', 'Complaints');
  await removing;
  assert.deepEqual(entries, [
    { id: 'b', name: 'b', applied: false },
    { id: 'c', name: 'Complaints', applied: true },
  ]);
});
