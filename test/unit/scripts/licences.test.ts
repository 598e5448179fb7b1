import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { tempFolder } from '../../support/temp-folder.ts';

interface Found {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}
const { licenceIn, packageOf, Licences } = (await import(
  String(new URL('../../../scripts/licences.mjs', import.meta.url))
)) as {
  licenceIn: (folder: string) => Found;
  packageOf: (moduleId: string) => string | null;
  Licences: new (root: string) => {
    plugin: { generateBundle: (options: unknown, bundle: unknown) => void };
    list: () => Found[];
  };
};

/** A package in node_modules of a folder of the test's own. */
async function packaged(
  t: TestContext,
  described: object,
  files: Record<string, string> = {},
): Promise<string> {
  const folder = join(tempFolder(t), 'node_modules', 'thing');
  await mkdir(join(folder, 'dist'), { recursive: true });
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'thing', version: '1.2.3', ...described }),
  );
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

for (const [what, described, files, licence] of [
  ['named as is usual', { license: 'ISC' }, { LICENSE: 'the terms' }, 'ISC'],
  ['named as it was long ago', { licenses: [{ type: 'MIT' }] }, { 'LICENSE.md': 'the terms' }, 'MIT'],
  ['told by its text alone', {}, { 'license.txt': 'MIT License\n\nCopyright' }, 'MIT'],
] as const) {
  test(`a licence ${what} is found, with its text`, async (t) => {
    const folder = await packaged(t, described, files);
    assert.deepEqual(licenceIn(folder), {
      name: 'thing',
      version: '1.2.3',
      licence,
      text: Object.values(files)[0],
    });
  });
}

test('the MIT licence is written out where a package leaves its text out but names its author', async (t) => {
  const { text } = licenceIn(await packaged(t, { license: 'MIT', author: { name: 'Some One' } }));
  assert.match(text, /Copyright \(c\) Some One\n[^]*WITHOUT WARRANTY/);
});

for (const [what, described, files, said] of [
  ['one that nobody agreed to', { license: 'GPL-3.0' }, { LICENSE: 'x' }, /thing 1\.2\.3 is under GPL-3\.0/],
  ['several, of which one was not agreed to', { license: 'MIT OR GPL-2.0' }, { LICENSE: 'x' }, /MIT OR GPL/],
  ['none', {}, { LICENSE: 'All rights reserved' }, /no licence that is known/],
  ['one without its text', { license: 'BSD-3-Clause', author: 'A' }, {}, /without the text/],
  ['MIT without text or author', { license: 'MIT' }, {}, /without the text/],
] as const) {
  test(`ends the build: ${what}`, async (t) => {
    const folder = await packaged(t, described, files);
    assert.throws(() => licenceIn(folder), said);
  });
}

test('what is bundled is listed once a version, and our own files are not', async (t) => {
  const folder = await packaged(t, { license: 'MIT' }, { LICENSE: 'the terms' });
  const licences = new Licences(join(folder, '..', '..'));
  const part = {
    type: 'chunk',
    moduleIds: [
      join(folder, 'dist', 'index.js'),
      `${join(folder, 'dist', 'style.css')}?inline`,
      '/ours/src/main.ts',
    ],
  };
  licences.plugin.generateBundle({}, { 'a.js': part, 'b.js': part, 'c.css': { type: 'asset' } });
  assert.deepEqual(
    licences.list().map(({ name }) => name),
    ['thing'],
  );
});

test('a folder that only says which kind of module it holds is not a package', async (t) => {
  const folder = await packaged(t, { license: 'MIT' });
  await writeFile(join(folder, 'dist', 'package.json'), '{"type":"module"}');
  assert.equal(packageOf(join(folder, 'dist', 'index.js')), folder);
});
