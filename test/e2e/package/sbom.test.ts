import { extractFile, listPackage } from '@electron/asar';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'playwright/test';
import { packagedApp } from './packaged-app.ts';

// What the list of contents says is inside, held against the archive itself. Its packages are counted here from the files,
// and not from what the build wrote down: from package.json where a package lies as such; from the source maps of the
// bundles, which belong to the archive's own bundles byte for byte; from the font's files.

const root = join(import.meta.dirname, '../../..');
const asar = join(packagedApp().resources, 'app.asar');
const entries = listPackage(asar, { isPack: false }).map((entry) => entry.replaceAll('\\', '/').slice(1));
const inArchive = (entry: string): Buffer => extractFile(asar, entry);

interface Described {
  readonly name: string;
  readonly version: string;
}
const key = ({ name, version }: Described): string => `${name} ${version}`;
const json = (file: string | Buffer): unknown =>
  JSON.parse((typeof file === 'string' ? readFileSync(file) : file).toString('utf8'));

/** The package that a file below node_modules belongs to: the nearest with a name and a version. */
function packageAt(file: string): Described {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const found = join(folder, 'package.json');
    if (!existsSync(found)) continue;
    const { name, version } = json(found) as Partial<Described>;
    if (name !== undefined && version !== undefined) return { name, version };
  }
  throw new Error(`${file} belongs to no package`);
}

/** Each bundle of the archive with the files it was made of. */
function bundles(): { readonly entry: string; readonly sources: readonly string[] }[] {
  return entries
    .filter((entry) => /^build\/(main|renderer)\/.*\.c?js$/.test(entry))
    .map((entry) => {
      const built = join(root, entry);
      expect(inArchive(entry).equals(readFileSync(built)), `${entry} is the one that was built`).toBe(true);
      // the bundler's own few lines, of no package, have none
      if (!existsSync(`${built}.map`)) {
        expect(basename(entry)).toMatch(/^rolldown-runtime-/);
        return { entry, sources: [] };
      }
      const map = json(`${built}.map`) as { sources: string[] };
      return { entry, sources: map.sources.map((source) => resolve(dirname(built), source)) };
    });
}

/** Data of a package that our own sources hold: they are in the bundle, and the package is not. */
const takenFrom = { 'src-main/numbering/': 'libphonenumber-js' } as const;
const inside = (name: string): Described =>
  json(join(root, 'node_modules', name, 'package.json')) as Described;

function packagesInside(): Set<string> {
  const found = new Set<string>();
  for (const entry of entries.filter((one) =>
    /(^|\/)node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(one),
  )) {
    found.add(key(json(inArchive(entry)) as Described));
  }
  for (const { sources } of bundles()) {
    for (const source of sources) {
      if (source.includes('node_modules')) found.add(key(packageAt(source)));
      const ours = relative(root, source).replaceAll('\\', '/');
      for (const [folder, name] of Object.entries(takenFrom))
        if (ours.startsWith(folder)) found.add(key(inside(name)));
    }
  }
  const fonts = join(root, 'node_modules/@fontsource-variable/inter/files');
  const files = new Set(readdirSync(fonts).map((name) => readFileSync(join(fonts, name)).toString('base64')));
  for (const entry of entries.filter((one) => one.endsWith('.woff2'))) {
    expect(files.has(inArchive(entry).toString('base64')), `${basename(entry)} is one of Inter`).toBe(true);
    found.add(key(inside('@fontsource-variable/inter')));
  }
  // its headers are compiled into keytar
  if (entries.some((entry) => entry.endsWith('keytar.node'))) found.add(key(inside('node-addon-api')));
  return found;
}

test('the list of contents has every package of the archive, and no other', () => {
  const lists = readdirSync(join(root, 'dist')).filter((name) => name.endsWith('.cdx.json'));
  expect(lists).toHaveLength(1);
  const { components } = json(join(root, 'dist', lists[0] ?? '')) as { components: Described[] };
  const listed = components.filter(({ name }) => name !== 'electron').map(key);
  const found = packagesInside();
  expect(found.size).toBeGreaterThan(15);
  expect(listed.toSorted()).toEqual([...found].toSorted());
});
