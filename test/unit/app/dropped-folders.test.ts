import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test, type TestContext } from 'node:test';
import { withVoiceFolders } from '../../../src-main/features/app/dropped-folders.ts';
import { sortDropped } from '../../../src-renderer/shell/dropped-files.ts';
import { tempFolder } from '../../support/temp-folder.ts';

function studio(context: TestContext, files: readonly string[]) {
  const folder = tempFolder(context);
  for (const file of files) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
  const found = (...paths: string[]) => withVoiceFolders(paths.map((path) => join(folder, path)));
  const taken = async (...paths: string[]): Promise<string[]> =>
    (await found(...paths)).paths.map((path) => relative(folder, path));
  return { folder, found, taken };
}

test('a folder stands for its voice files, and those of its folders, by name', async (context) => {
  const { taken } = studio(context, [
    'p/prompt 10.wav',
    'p/prompt 2.WAV',
    'p/notes.txt',
    'p/.trash/old.wav',
    'p/zh/welcome.wave',
    'p/zh/hold.MP3',
    'p/zh/hold.flac',
  ]);
  assert.deepEqual(await taken('p'), [
    'p/prompt 2.WAV',
    'p/prompt 10.wav',
    'p/zh/hold.flac',
    'p/zh/hold.MP3',
    'p/zh/welcome.wave',
  ]);
});

test('a folder gives every kind of sound that a file dropped by itself is taken for', async (context) => {
  const names = ['b.mp2', 'c.mp4', 'd.aifc', 'e.snd', 'f.gsm'];
  const { taken } = studio(
    context,
    [...names, 'list.csv', 'plain'].map((name) => `p/${name}`),
  );
  const found = await taken('p');
  assert.deepEqual(
    found,
    names.map((name) => join('p', name)),
  );
  const dropped = sortDropped(
    names.map((name) => ({ token: name, name, size: 1, path: name })),
    'imports',
  );
  assert.deepEqual(
    dropped.voice.map(({ name }) => name),
    names,
  );
});

test('files by themselves stay, whatever they are, and so does what is missing', async (context) => {
  const { taken } = studio(context, ['list.xlsx', 'p/a.wav']);
  assert.deepEqual(await taken('list.xlsx', 'p', 'gone.wav'), ['list.xlsx', 'p/a.wav', 'gone.wav']);
});

test('does not follow links, which may lead in circles', async (context) => {
  const { folder, taken } = studio(context, ['p/a.wav']);
  symlinkSync(join(folder, 'p'), join(folder, 'p', 'again'));
  assert.deepEqual(await taken('p'), ['p/a.wav']);
});

for (const [count, cut] of [
  [1000, false],
  [1001, true],
] as const) {
  test(`takes a thousand files at most, and says of ${count} whether that cut them`, async (context) => {
    const files = Array.from({ length: count }, (_, number) => `p/${number}.wav`);
    const { found } = studio(context, [...files, 'p/z.txt']);
    const taken = await found('p');
    assert.deepEqual({ length: taken.paths.length, cut: taken.cut }, { length: 1000, cut });
  });
}

test('says that it looks into folders no deeper than eight levels', async (context) => {
  const levels = (count: number) =>
    `${Array.from({ length: count }, (_, level) => `l${level}`).join('/')}/a.wav`;
  const { found } = studio(context, [levels(8), `deep/${levels(8)}`]);
  assert.deepEqual((await found('l0')).cut, false);
  const deep = await found('deep');
  assert.deepEqual([deep.paths.length, deep.cut], [0, true]);
});
