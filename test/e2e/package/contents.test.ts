import { extractFile, listPackage } from '@electron/asar';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'playwright/test';
import { packagedApp } from './packaged-app.ts';

const asar = join(packagedApp().resources, 'app.asar');
const entries = listPackage(asar, { isPack: false }).map((entry) => entry.replaceAll('\\', '/'));

test('users get no source maps, sources, tests or build files', () => {
  const unwanted = entries.filter(
    (entry) =>
      /\.(map|ts|svelte|cc|h|gyp|gypi|mk|md|o)$/.test(entry.replace(/LICENSE\.md$/, '')) ||
      /\/(src|src-main|src-renderer|test|tests|obj\.target|\.deps)(\/|$)/.test(entry),
  );
  expect(unwanted).toEqual([]);
});

test('node_modules holds what brings native code, and nothing twice', () => {
  const packages = entries
    .filter((entry) => entry.endsWith('/package.json') && entry.includes('node_modules'))
    .map((entry) => entry.slice(0, -'/package.json'.length));
  expect(packages.toSorted()).toEqual(
    ['asn1', 'bcrypt-pbkdf', 'keytar', 'safer-buffer', 'ssh2', 'tweetnacl'].map(
      (name) => `/node_modules/${name}`,
    ),
  );
});

test('the licences of all that is inside come along, and those of Electron and Chromium', () => {
  const list = extractFile(asar, 'build/main/licences.json').toString('utf8');
  const names = new Set((JSON.parse(list) as { name: string }[]).map(({ name }) => name));
  const packages = entries
    .map((entry) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(entry)?.[1])
    .filter((name) => name !== undefined);
  expect(packages.filter((name) => !names.has(name))).toEqual([]);
  // of the bundles, one of each: the window's framework, its font, main's reader of data
  for (const bundled of ['svelte', '@fontsource-variable/inter', 'valibot']) expect(names).toContain(bundled);
  const { executable, resources } = packagedApp();
  for (const file of ['LICENSE.electron.txt', 'LICENSES.chromium.html']) {
    const places = [dirname(executable), resources].map((folder) => join(folder, file));
    expect(places.filter((place) => existsSync(place))).toHaveLength(1);
  }
});

test('everything the app opens by name is inside', () => {
  for (const needed of [
    '/build/main/main.js',
    '/build/main/preload.cjs',
    '/build/main/call-list-worker.js',
    '/build/main/voice-worker.js',
    '/build/main/demo-worker.js',
    '/build/main/result-pages-worker.js',
    '/build/main/seal-worker.js',
    '/build/main/licences.json',
    '/build/renderer/index.html',
    '/build/renderer/manual/manual.css',
    '/build/renderer/manual/en/troubleshooting.html',
    '/build/renderer/manual/zh/troubleshooting.html',
    '/assets/sample-call-list.xlsx',
    '/assets/sample-prompt.wav',
  ]) {
    expect(entries).toContain(needed);
  }
});

test('native modules lie beside the archive, where they can be loaded from', () => {
  expect(entries.filter((entry) => entry.endsWith('.node'))).toEqual([
    '/node_modules/keytar/build/Release/keytar.node',
  ]);
  const keytar = 'app.asar.unpacked/node_modules/keytar/build/Release/keytar.node';
  expect(statSync(join(packagedApp().resources, keytar)).size).toBeGreaterThan(0);
});

test('our part is small', () => {
  // measured: 6.1 MB, the manual and its pictures among them; a library that comes in unnoticed, or the whole catalogue
  // of messages, shows here
  expect(statSync(asar).size).toBeLessThan(6_600_000);
});
