import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (name: string): string => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
const english = read('README.md');
const chinese = read('README.zh-CN.md');

/** The bones of a document: headings by depth, list items, pictures and code blocks, in their order. */
const bones = (text: string): string[] =>
  [...text.matchAll(/^(#+|\d+\.|-|!\[|```\w*)/gm)].map(([, mark = '']) => mark);
/** Where links lead and what pictures show, as the other language would have it. */
const targets = (text: string): string[] =>
  [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) =>
    target.replace('/zh/', '/en/').replace('/zh-light', '/en-light').replace('README.zh-CN.md', 'README.md'),
  );
const blocks = (text: string): string[] =>
  [...text.matchAll(/^```\w*\n([^]*?)^```/gm)].map(([, block = '']) => block);

test('both READMEs have the same sections, steps and pictures in the same order', () => {
  assert.deepEqual(bones(chinese), bones(english));
});

test('both READMEs have the same commands', () => {
  assert.ok(blocks(english).length >= 2);
  assert.deepEqual(blocks(chinese), blocks(english));
});

test('both READMEs lead to the same places, each to its own language', () => {
  const own = (text: string): string[] =>
    targets(text).map((target) => target.replace('README.zh-CN.md', 'README.md'));
  assert.deepEqual(own(chinese).slice(1), own(english).slice(1));
  assert.doesNotMatch(chinese, /manual\/en\/|en-light|en-dark/);
  assert.doesNotMatch(english, /manual\/zh\/|zh-light/);
});

test('the commands exist', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  for (const block of blocks(english)) {
    for (const [, run, name] of block.matchAll(/^npm (run )?([a-z-]+)/gm)) {
      assert.ok((name ?? '') in scripts, `npm ${run ?? ''}${name}`);
    }
  }
});

test('a README is read in five minutes; what is long is in the manual', () => {
  for (const text of [english, chinese])
    assert.ok(Buffer.byteLength(text) < 6_000, `${Buffer.byteLength(text)}`);
});

test('the words in bold of the first import are those of the app', () => {
  for (const [language, text] of [
    ['en', english],
    ['zh', chinese],
  ] as const) {
    const words = [
      'shell',
      'imports',
      'connections',
      'server-access',
      'common',
      'campaigns',
      'outbox',
      'call-results',
    ]
      .map((file) => read(`messages/${language}/${file}.json`))
      .join('\n');
    const steps = text.split(/^## /m).find((section) => section.includes('\n1. ')) ?? '';
    for (const [, bold = ''] of steps.matchAll(/\*\*([^*]+)\*\*/g)) {
      for (const part of bold.split(' → ')) {
        const shown = part.replace('…', '{count}').replace('… ', '{count} ');
        assert.ok(words.includes(`"${part}"`) || words.includes(`"${shown}"`), `${language}: ${part}`);
      }
    }
  }
});
