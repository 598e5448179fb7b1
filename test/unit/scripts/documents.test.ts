import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { suite, test } from 'node:test';

const root = join(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const documents = [
  ...globSync('*.md', { cwd: root }),
  ...globSync('docs/**/*.md', { cwd: root }),
  '.github/pull_request_template.md',
].map((file) => file.replaceAll('\\', '/'));
const inside = documents.filter((file) => /^(ARCHITECTURE|CONTRIBUTING|SECURITY)\.md$|^docs\//.test(file));

const withoutCode = (text: string): string =>
  text.replace(/^ *```[^]*?^ *```$/gm, '').replace(/`[^`\n]*`/g, '');

/** Links and pictures of a document: what stands in the parentheses. */
function linksOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
}

/** The anchors that headings get. */
function anchorsOf(text: string): Set<string> {
  return new Set(
    [...text.replace(/^```[^]*?^```$/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Links that lead nowhere. Those to the network are not followed. */
function brokenLinks(file: string, text: string): string[] {
  return linksOf(text).filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? file : relative(root, join(root, dirname(file), path));
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && !anchorsOf(read(target)).has(anchor);
  });
}

const topLevel = /^(?:src-main|src-renderer|test|scripts|docs|messages|assets|\.github)\//;
const sourceFile = /^\w[\w./-]*\.(?:ts|mjs|js|svelte|md|yml)$/;

/**
 * Paths in backticks that name nothing. A path starts with a folder of the repository, or ends as its sources do and
 * then may leave out the folder it is in; a part like `<feature>` stands for many.
 */
function missingPaths(text: string): string[] {
  const quoted = [...text.replace(/^ *```[^]*?^ *```$/gm, '').matchAll(/`([^`\n]+)`/g)].map(
    ([, words = '']) => words,
  );
  return quoted.filter((path) => {
    if (/\s/.test(path) || !(topLevel.test(path) || sourceFile.test(path))) return false;
    const pattern = path.replaceAll(/<\w+>/g, '*').replace(/\/$/, '');
    const places = topLevel.test(path)
      ? [pattern]
      : [pattern, `{src-main,src-renderer,test/unit,test/e2e}/**/${pattern}`];
    return places.every((place) => globSync(place, { cwd: root }).length === 0);
  });
}

suite('documents', () => {
  for (const file of documents) {
    test(`${file}: every link resolves`, () => assert.deepEqual(brokenLinks(file, read(file)), []));
  }
  for (const file of inside) {
    test(`${file}: every path exists`, () => assert.deepEqual(missingPaths(read(file)), []));
  }

  test('ARCHITECTURE.md can be read on the first morning, and on one page width', () => {
    const text = read('ARCHITECTURE.md');
    assert.ok(Buffer.byteLength(text) <= 15_000, `${Buffer.byteLength(text)} bytes`);
    assert.deepEqual(
      text.split('\n').filter((line) => line.length > 120),
      [],
    );
  });

  test('every decision file is in the index, and every decision has a reason under it', () => {
    const index = new Set(linksOf(read('docs/decisions/README.md')));
    for (const file of globSync('docs/decisions/*.md', { cwd: root })) {
      const name = file.replaceAll('\\', '/').replace('docs/decisions/', '');
      if (name === 'README.md') continue;
      assert.ok(index.has(name), name);
      for (const decision of read(file).split(/^## /m).slice(1)) {
        assert.match(decision, /^.+\n\n\S/, `${name}: ${decision.split('\n')[0]}`);
      }
    }
  });
});

test('what leads nowhere is found', () => {
  const links = '[a](README.md#install) [b](no.md) [c](README.md#nowhere) `[d](no.md)` [e](https://x.y)';
  assert.deepEqual(brokenLinks('SECURITY.md', links), ['no.md', 'README.md#nowhere']);
  const paths =
    '`src-main/jobs/job-queue.ts` `src-main/no.ts` `ui/VirtualTable.svelte` `no-such.ts` `test/*/<x>`';
  assert.deepEqual(missingPaths(paths), ['src-main/no.ts', 'no-such.ts']);
});
