import { listPackage } from '@electron/asar';
import { statSync } from 'node:fs';
import { join } from 'node:path';
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

test('everything the app opens by name is inside', () => {
  for (const needed of [
    '/build/main/main.js',
    '/build/main/preload.cjs',
    '/build/main/call-list-worker.js',
    '/build/main/voice-worker.js',
    '/build/main/demo-worker.js',
    '/build/renderer/index.html',
    '/assets/sample-call-list.xlsx',
    '/assets/sample-prompt.wav',
  ]) {
    expect(entries).toContain(needed);
  }
});

test('native modules lie beside the archive, where they can be loaded from', () => {
  const keytar = 'app.asar.unpacked/node_modules/keytar/build/Release/keytar.node';
  expect(statSync(join(packagedApp().resources, keytar)).size).toBeGreaterThan(0);
});

test('our part is small', () => {
  // measured: 2.8 MB; a library that comes in unnoticed shows here
  expect(statSync(asar).size).toBeLessThan(6_000_000);
});
