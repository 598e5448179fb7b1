import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

interface Results {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly tests: readonly {
    readonly name: string;
    readonly file: string;
    readonly ms: number;
    readonly failure?: string;
  }[];
}
const root = new URL('../../../', import.meta.url);
const { failures, nodeResults, playwrightResults, slowest } = (await import(
  new URL('scripts/suite/results.mjs', root).href
)) as {
  nodeResults: (text: string) => Results;
  playwrightResults: (report: object) => Results;
  failures: (tests: Results['tests']) => string[];
  slowest: (tests: Results['tests'], count?: number) => string[];
};

const counts = { passed: 3, failed: 1, cancelled: 2, skipped: 4, todo: 1 };

test('node:test: what was cancelled has failed, what is to do was skipped', () => {
  const file = join(import.meta.dirname, 'results.test.ts');
  const text = [{ name: 'a', file, ms: 5 }, { counts }].map((line) => `${JSON.stringify(line)}\n`).join('');
  assert.deepEqual(nodeResults(text), {
    passed: 3,
    failed: 3,
    skipped: 5,
    tests: [{ name: 'a', file: 'test/unit/scripts/results.test.ts', ms: 5 }],
  });
});

test('node:test: a run that ended without its counts has failed', () => {
  assert.equal(nodeResults('').failed, 1);
  assert.equal(nodeResults(`${JSON.stringify({ name: 'a', ms: 1 })}\n`).failed, 1);
});

test('Playwright: a test that passed only when it was tried again has failed', () => {
  const report = {
    stats: { expected: 2, unexpected: 1, flaky: 1, skipped: 1 },
    suites: [
      {
        suites: [
          {
            specs: [
              {
                title: 'b',
                file: 'b.test.ts',
                tests: [
                  {
                    results: [
                      { duration: 7, errors: [{ message: '\u001b[31mtoo late\u001b[39m' }] },
                      { duration: 8, errors: [] },
                    ],
                  },
                ],
              },
            ],
          },
        ],
        specs: [{ title: 'a', file: 'a.test.ts', tests: [{ results: [{ duration: 5, errors: [] }] }] }],
      },
    ],
  };
  assert.deepEqual(playwrightResults(report), {
    passed: 2,
    failed: 2,
    skipped: 1,
    tests: [
      { name: 'a', file: 'a.test.ts', ms: 5 },
      { name: 'b', file: 'b.test.ts', ms: 15, failure: 'too late' },
    ],
  });
});

test('the slowest come first, and no more than asked for', () => {
  const tests = [1, 30, 4].map((seconds) => ({ name: `${seconds}`, file: 'f', ms: seconds * 1000 }));
  assert.deepEqual(slowest(tests, 2), ['  30.0 s  f › 30', '   4.0 s  f › 4']);
});

test('what failed is repeated at the end, with the beginning of its reason', () => {
  const long = Array.from({ length: 50 }, (_, line) => `line ${line}`).join('\n');
  const lines = failures([
    { name: 'passed', file: 'f', ms: 1 },
    { name: 'failed', file: 'g', ms: 1, failure: long },
  ]);
  assert.equal(lines.length, 13);
  assert.deepEqual(lines.slice(0, 2), ['g › failed', '    line 0']);
});
