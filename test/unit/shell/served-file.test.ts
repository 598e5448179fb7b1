import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentType, fileOf } from '../../../src-main/shell/served-file.ts';

const folder = join('/', 'app', 'renderer');

for (const [url, file] of [
  ['app://dialdesk/', 'index.html'],
  ['app://dialdesk/index.html?x#y', 'index.html'],
  ['app://dialdesk/assets/a%20b.js', 'assets/a b.js'],
] as const) {
  test(`${url} is ${file}`, () => assert.equal(fileOf(url, folder), join(folder, file)));
}

for (const url of [
  'app://elsewhere/index.html',
  'app://dialdesk/..%2f..%2fpackage.json',
  'app://dialdesk/..%5c..%5cindex.html',
  'app://dialdesk/..%2frenderer2%2findex.html',
  'app://dialdesk/index.html%00.js',
  'app://dialdesk/%ff.js',
  'app://dialdesk/no-such-kind.exe',
  'app://dialdesk/folder/',
]) {
  test(`${url} is no file of ours`, () => assert.equal(fileOf(url, folder), null));
}

test('no address leads out of the folder', () => {
  const piece = fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '%2f',
    '/',
    '%5c',
    '\\',
    'a',
    'index.html',
    '%00',
    '%25',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const file = fileOf(`app://dialdesk/${pieces.join('')}`, folder);
      assert.ok(file === null || (file.startsWith(`${folder}/`) && !file.split('/').includes('..')));
    }),
  );
});

test('scripts are served as scripts, and what is not known as bytes', () => {
  assert.equal(contentType('a.js'), 'text/javascript; charset=utf-8');
  assert.equal(contentType('a.bin'), 'application/octet-stream');
});
