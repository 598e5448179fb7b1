import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import type { FolderView, RemoteEntry } from '../../../src-main/contract/remote-files.ts';
import { fakeBridge, type Answers } from '../../support/fake-bridge.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';
import { Folder } from '../../../src-renderer/remote-files/folder.svelte.ts';
import { fileGridKeys, type KeyPress } from '../../../src-renderer/remote-files/file-grid-keys.ts';
import { sortPlan } from '../../../src-renderer/remote-files/upload-plan.ts';

const server = { connectionId: '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f', serverId: '42' };

function entry(name: string, more: Partial<RemoteEntry> = {}): RemoteEntry {
  return {
    name,
    shown: name,
    hazards: [],
    usable: true,
    kind: 'file',
    leadsTo: null,
    size: 1,
    modified: 1,
    leftover: false,
    ...more,
  };
}
const folderEntry = (name: string): RemoteEntry => entry(name, { kind: 'folder', size: 4096 });

function view(entries: readonly RemoteEntry[], steps: readonly string[] = []): FolderView {
  return {
    base: '/home/sftp',
    steps: [...steps],
    outside: null,
    entries: [...entries],
    truncated: false,
    free: null,
    session: { software: '', keyType: '', fingerprint: '', keyExchange: '', cipher: '', weak: [] },
  };
}

/** A folder over a main that lists these by the path; what is not there is no_such_path. */
async function folder(
  tree: Readonly<Record<string, readonly RemoteEntry[]>>,
  answers: Answers['remoteFiles'] = {},
) {
  const fake = fakeBridge({
    remoteFiles: {
      list: ({ path }) => {
        const entries = tree[path.join('/')];
        if (!entries) throw new DialdeskError('no_such_path', 'no');
        return view(entries, path);
      },
      ...answers,
    },
  });
  const shown = new Folder(createClient(fake.bridge), (work) => work(), server);
  await shown.refresh();
  return { folder: shown, names: () => shown.rows.map((row) => row.shown), ...fake };
}

suite('a folder of a file server', () => {
  test('has its folders first, and each column sorts both ways', async () => {
    const { folder: shown, names } = await folder({
      '': [
        entry('list 10', { size: 5, modified: 30 }),
        entry('list 2', { size: 9, modified: 10 }),
        folderEntry('b'),
        entry('to', { kind: 'link', leadsTo: 'folder', size: 99 }),
        entry('unknown', { size: null, modified: null }),
      ],
    });
    assert.deepEqual(names(), ['b', 'to', 'list 2', 'list 10', 'unknown']);
    shown.sort('name');
    assert.deepEqual(names(), ['to', 'b', 'unknown', 'list 10', 'list 2']);
    shown.sort('size');
    assert.deepEqual(names(), ['b', 'to', 'list 2', 'list 10', 'unknown']);
    shown.sort('modified');
    assert.deepEqual(names().slice(2), ['list 10', 'list 2', 'unknown']);
    shown.sort('modified');
    assert.deepEqual(names().slice(2), ['unknown', 'list 2', 'list 10']);
  });

  test('is entered and left again on the row one came from; a search ends with it', async () => {
    const { folder: shown, names } = await folder({
      '': [folderEntry('a'), folderEntry('b'), entry('z')],
      b: [entry('inside')],
    });
    shown.search = 'B';
    assert.deepEqual(names(), ['b']);
    const [b] = shown.rows;
    assert.ok(b);
    await shown.enter(b);
    assert.deepEqual([shown.search, names(), shown.place.path], ['', ['inside'], ['b']]);
    await shown.up();
    assert.deepEqual([shown.place.path, shown.selection.active], [[], 1]);
    assert.deepEqual(
      shown.selection.chosen.map((row) => row.name),
      ['b'],
    );
  });

  test('stays as it is when another cannot be shown, which is told', async () => {
    const { folder: shown, names } = await folder({ '': [folderEntry('gone'), entry('z')] });
    const [gone] = shown.rows;
    assert.ok(gone);
    await shown.enter(gone);
    assert.equal(shown.failure?.code, 'no_such_path');
    assert.deepEqual([names(), shown.place.path], [['gone', 'z'], []]);
    await shown.refresh();
    assert.equal(shown.failure, null);
    await shown.enter(entry('..', { kind: 'folder', usable: false }));
    assert.equal(shown.failure, null, 'a name that leads elsewhere is not even asked for');
  });

  test('shows the answer to the last question, whichever comes last', async () => {
    const late = Promise.withResolvers<FolderView>();
    const { folder: shown } = await folder(
      {},
      {
        list: ({ path }) => (path[0] === 'slow' ? late.promise : view([entry('z')], path)),
      },
    );
    const slow = shown.enter(folderEntry('slow'));
    await shown.enter(folderEntry('quick'));
    late.resolve(view([], ['slow']));
    await slow;
    assert.deepEqual(shown.place.path, ['quick']);
    assert.equal(shown.loading, false);
  });

  test('keeps what is chosen over a refresh, as far as it is still there', async () => {
    const tree = { '': [entry('a'), entry('b'), entry('c')] };
    const { folder: shown } = await folder(tree);
    shown.selection.all();
    tree[''] = [entry('b'), entry('c'), entry('d')];
    await shown.refresh();
    assert.deepEqual(
      shown.selection.chosen.map((row) => row.name),
      ['b', 'c'],
    );
  });

  test('stands on what was made or renamed', async () => {
    const tree = { '': [folderEntry('a'), entry('z')] };
    const { folder: shown, calls } = await folder(tree, {
      makeFolder: ({ name }) => void tree[''].push(folderEntry(name)),
      rename: () => void (tree[''] = [folderEntry('new'), entry('last')]),
    });
    await shown.makeFolder('new');
    assert.deepEqual(
      shown.selection.chosen.map((row) => row.name),
      ['new'],
    );
    const z = shown.rows.find((row) => row.name === 'z');
    assert.ok(z);
    await shown.rename(z, 'last');
    assert.equal(shown.rows[shown.selection.active]?.name, 'last');
    assert.deepEqual(calls.find(({ name }) => name === 'remoteFiles.rename')?.input, {
      place: { ...server, path: [] },
      name: 'z',
      to: 'last',
    });
  });
});

suite('the keyboard of a list of files', () => {
  async function withKeys(count = 30) {
    const rows = Array.from({ length: count }, (_, nth) => entry(`file ${String(nth).padStart(2, '0')}`));
    const { folder: shown } = await folder({ '': [folderEntry('Months'), ...rows], Months: [] });
    const done: string[] = [];
    const press = fileGridKeys({
      folder: () => shown,
      actions: () => ({
        open: (row) => void done.push(`open ${row.name}`),
        rename: () => void done.push('rename'),
        remove: () => void done.push('remove'),
      }),
      page: () => 10,
    });
    let time = 0;
    const key = (name: string, modifiers: Partial<KeyPress> = {}, after = 5_000): void => {
      time += after;
      press({ key: name, timeStamp: time, preventDefault: () => undefined, ...modifiers });
    };
    const chosen = (): number[] =>
      shown.rows.flatMap((row, index) => (shown.selection.has(row) ? [index] : []));
    return { shown, key, done, chosen, active: () => shown.selection.active };
  }

  test('moves, stretches and picks single rows', async () => {
    const { key, chosen, active } = await withKeys();
    key('ArrowDown');
    assert.deepEqual(chosen(), [0]);
    key('ArrowDown');
    key('ArrowDown', { shiftKey: true });
    key('ArrowDown', { shiftKey: true });
    assert.deepEqual(chosen(), [1, 2, 3]);
    key('ArrowUp', { shiftKey: true });
    assert.deepEqual(chosen(), [1, 2]);
    key('PageDown', { ctrlKey: true });
    assert.deepEqual([chosen(), active()], [[1, 2], 12]);
    key(' ');
    assert.deepEqual(chosen(), [1, 2, 12]);
    key('End');
    assert.deepEqual(chosen(), [30]);
    key('Home', { shiftKey: true });
    assert.equal(chosen().length, 31);
    key('Escape');
    assert.deepEqual(chosen(), []);
    key('a', { ctrlKey: true });
    assert.equal(chosen().length, 31);
  });

  test('acts as file managers do', async () => {
    const { key, done, shown } = await withKeys();
    key('ArrowDown');
    key('Enter');
    key('F2');
    key('Delete');
    assert.deepEqual(done, ['open Months', 'rename', 'remove']);
    const [months] = shown.rows;
    assert.ok(months);
    await shown.enter(months);
    assert.equal(shown.depth, 1);
    key('Backspace');
    await new Promise(setImmediate);
    assert.equal(shown.depth, 0);
  });

  test('finds a name by its first letters', async () => {
    const { key, active } = await withKeys();
    for (const letter of 'file 2') key(letter, {}, 10);
    assert.equal(active(), 21);
    key('m');
    assert.equal(active(), 0);
    key('f');
    key('f');
    assert.equal(active(), 2, 'the next one with the letter');
  });
});

test('of files to be sent, those in the way of something are told apart', () => {
  const file = (name: string, more = {}) => ({
    token: name,
    name,
    size: 1,
    unfit: null,
    existing: null,
    ...more,
  });
  const there = (kind: 'file' | 'folder' | 'link') => ({ existing: { kind, size: 1, modified: 1 } });
  const { free, taken, blocked } = sortPlan([
    file('new'),
    file('old', there('file')),
    file('folder', there('folder')),
    file('link', there('link')),
    file('odd', { unfit: 'bidi' as const }),
  ]);
  const names = (files: readonly { name: string }[]) => files.map(({ name }) => name);
  assert.deepEqual(
    [names(free), names(taken), names(blocked)],
    [['new'], ['old'], ['folder', 'link', 'odd']],
  );
});
