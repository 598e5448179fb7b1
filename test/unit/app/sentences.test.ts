import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { asSentence, sentences } from '../../../src-renderer/app/sentences.ts';
import { showLanguage } from '../../../src-renderer/app/language.svelte.ts';

test('sentences stand apart by a blank, but not after a Chinese full stop', () => {
  assert.equal(sentences('Nothing was sent.', '', 'Try again.'), 'Nothing was sent. Try again.');
  assert.equal(sentences('没有发送任何内容。', '请重试。'), '没有发送任何内容。请重试。');
  assert.equal(sentences('', ''), '');
});

test('a title becomes a sentence with the full stop of its language', () => {
  assert.equal(asSentence('Timed out'), 'Timed out.');
  assert.equal(asSentence('Replace it?'), 'Replace it?');
  showLanguage('zh');
  assert.equal(asSentence('超时'), '超时。');
  showLanguage('en');
});

test('no text and next step of an error are joined by a blank that Chinese has not', () => {
  const root = join(import.meta.dirname, '../../../src-renderer');
  const joined = globSync('**/*.{ts,svelte}', { cwd: root }).filter((file) =>
    /\$\{[\w.]*text\} \$\{[\w.]*next\}|\$\{\w+\}\. \$\{/.test(readFileSync(join(root, file), 'utf8')),
  );
  assert.deepEqual(joined, []);
});
