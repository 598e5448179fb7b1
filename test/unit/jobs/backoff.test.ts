import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoff, longestDelay } from '../../../src-main/jobs/backoff.ts';

test('each wait is twice the last, with half of it left to chance, and five minutes at most', () => {
  assert.deepEqual(
    [1, 2, 3, 8, 9, 1000].map((attempts) => [backoff(attempts, () => 0), backoff(attempts, () => 1)]),
    [
      [1000, 2000],
      [2000, 4000],
      [4000, 8000],
      [128_000, 256_000],
      [150_000, 300_000],
      [150_000, 300_000],
    ],
  );
  assert.equal(longestDelay, 300_000);
});
