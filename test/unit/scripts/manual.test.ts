import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, test } from 'node:test';
import { errorCodes } from '../../../src-main/contract/error-codes.ts';
import { manualPages as names } from '../../../src-main/contract/manual.ts';
import { manualPath } from '../../../src-main/features/app/manual-handlers.ts';
import { errorWords } from '../../../src-renderer/app/error-words.ts';
import { showLanguage } from '../../../src-renderer/app/language.svelte.ts';

interface Manual {
  readonly pages: ReadonlyMap<string, string>;
  readonly pictures: readonly string[];
}
// plain JavaScript, without declarations
const { manualPages } = (await import(String(new URL('../../../scripts/manual.mjs', import.meta.url)))) as {
  manualPages: (language: string) => Promise<Manual>;
};

const root = join(import.meta.dirname, '../../..');
const manuals = { en: await manualPages('en'), zh: await manualPages('zh') };
const source = (language: string, name: string): string =>
  readFileSync(join(root, 'docs/manual', language, name), 'utf8');
const found = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, first = '']) => first);
const unescaped = (text: string): string =>
  text.replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"');

afterEach(() => showLanguage('en'));

for (const language of ['en', 'zh'] as const) {
  const { pages, pictures } = manuals[language];
  const troubleshooting = pages.get('troubleshooting.html') ?? '';

  describe(`the manual in ${language}`, () => {
    test('has the pages that the app opens, and no other', () => {
      assert.deepEqual(
        [...pages.keys()].sort(),
        ['index.html', ...names.map((name) => `${name}.html`)].sort(),
      );
    });

    test('leads nowhere that it has not', () => {
      const broken = [...pages].flatMap(([name, text]) =>
        found(text, /<a href="([^"]*)"/g).filter((link) => {
          const [file = '', anchor] = link.split('#');
          const target = pages.get(file === '' ? name : file);
          return target === undefined || (anchor !== undefined && !target.includes(`id="${anchor}"`));
        }),
      );
      assert.deepEqual(broken, []);
    });

    test('has no scripts, no frames, and nothing from elsewhere', () => {
      for (const [name, text] of pages) {
        assert.doesNotMatch(text, /<(script|iframe|form|object|embed)|\son\w+=|(src|href)="[a-z]+:/i, name);
      }
    });

    test('shows pictures that exist, in its own language', () => {
      assert.ok(pictures.length >= 4);
      for (const picture of pictures) {
        assert.match(picture, new RegExp(`[\\\\/]${language}-light-[a-z-]+\\.png$`));
        assert.ok(readFileSync(picture).length > 1000, picture);
      }
    });

    test('has every title that an error can have', () => {
      const words = JSON.parse(
        readFileSync(join(root, 'messages', language, 'errors.json'), 'utf8'),
      ) as Record<string, unknown>;
      const titles = Object.entries(words).flatMap(([key, title]) =>
        key.endsWith('_title') && typeof title === 'string' ? [title] : [],
      );
      assert.ok(titles.length > 60, `only ${titles.length} were found`);
      const text = unescaped(troubleshooting).replaceAll(/\s+/g, ' ');
      // what an error fills in is not in the manual
      const missing = titles.filter(
        (title) => !text.includes(title.split(/ ?[(（:：][^(（:：]*\{/)[0] ?? title),
      );
      assert.deepEqual(missing, []);
    });

    for (const code of errorCodes) {
      test(`explains ${code} under the title that the app shows`, () => {
        showLanguage(language);
        // what an answer adds, such as a number, is not part of the heading
        const title = errorWords({ code }).title.split(/ ?[(（][^)）]*\?|[:：]| ?[(（](?!\d)/)[0] ?? '';
        const heading = new RegExp(`<h3 id="${code}"><code>${code}</code> ?([^<]*)</h3>\\n<p>`).exec(
          troubleshooting,
        );
        assert.ok(heading, `no entry for ${code}`);
        assert.ok(unescaped(heading[1] ?? '').startsWith(title), `"${heading[1]}" is "${title}" in the app`);
      });
    }
  });
}

test('both languages have the same pages, with the same headings, lists, tables, pictures and commands', () => {
  const shape = (text: string): string[] =>
    found(text, /^(#+|\d+\.|-|\|[-| ]+\||!\[|```\w*)/gm).map((mark) => mark.replaceAll(/[- ]+/g, '-'));
  for (const name of readdirSync(join(root, 'docs/manual/en'))) {
    assert.deepEqual(shape(source('zh', name)), shape(source('en', name)), name);
    const commands = (language: string) => found(source(language, name), /^(npm run [^#\n]*?)\s*(?:#.*)?$/gm);
    assert.deepEqual(commands('zh'), commands('en'), name);
  }
});

test('a place is a page of the language in use', () => {
  assert.equal(manualPath({ kind: 'page', page: 'voice' }, 'zh'), '/manual/zh/voice.html');
  assert.equal(
    manualPath({ kind: 'error', code: 'timed_out' }, 'en'),
    '/manual/en/troubleshooting.html#timed_out',
  );
});
