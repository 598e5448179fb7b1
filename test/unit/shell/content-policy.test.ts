import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { contentPolicy } from '../../../src-main/shell/content-policy.ts';

test('the page brings the same policy along, but for what only a header can say', async () => {
  const page = await readFile(join(import.meta.dirname, '../../../src-renderer/index.html'), 'utf8');
  const inPage = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(page)?.[1];
  assert.equal(`${inPage}; frame-ancestors 'none'`, contentPolicy);
});
