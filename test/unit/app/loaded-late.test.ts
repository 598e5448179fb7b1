import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import '../../../src-main/compose.ts';

test('no package is loaded with main that only some of its work needs', () => {
  const { cache } = createRequire(import.meta.url);
  const packages = Object.keys(cache).flatMap(
    (file) => /node_modules[\\/]((?:@\w+[\\/])?[^\\/]+)/.exec(file)?.[1] ?? [],
  );
  // valibot, which everything needs, is no CommonJS
  assert.deepEqual([...new Set(packages)], []);
});
