// The stages of `npm test`, and which run beside each other. The first lane needs a processor most of the time; the
// second starts windows and waits for them, so that the two keep two cores busy.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { audit } from '../audit.mjs';
import { root } from '../paths.mjs';
import { bin, check, packagedTests, separateTests, sharedTests, windowTests } from './runners.mjs';

const testsIn = (folder) =>
  readdirSync(join(root, 'test', folder), { recursive: true })
    .map((name) => `test/${folder}/${name.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.test.ts') && !file.startsWith('test/e2e/package/'))
    .sort();
const chosen = (files, only) => (only ? files.filter((file) => only.has(file)) : files);

/** Says what the registry says today. That is no property of this commit, so nothing fails by it. */
async function registry() {
  await audit();
  return { status: 0, passed: 0, failed: 0, skipped: 0, tests: [] };
}

/** What is found out is kept: the second time only what changed is looked at, and what that can touch. */
const tsc = (stage, project) => (env) =>
  check(
    stage,
    [
      bin('typescript/bin/tsc'),
      ...['-p', project, '--incremental', '--tsBuildInfoFile', join(root, 'build', `${stage}.tsbuildinfo`)],
    ],
    env,
  );

/**
 * Each stage: `(env, only) => results`. `only` is the set of files that a change can touch, or null for all of them.
 * @type {Record<string, (env: object, only: Set<string> | null) => Promise<object>>[]}
 */
export const lanes = [
  {
    format: (env, only) =>
      check(
        'format',
        [
          bin('prettier/bin/prettier.cjs'),
          '--check',
          '--log-level=warn',
          '--ignore-unknown',
          ...(only ?? ['.']),
        ],
        env,
      ),
    types: tsc('types', '.'),
    lint: (env, only) =>
      check('lint', [join(root, 'scripts', 'lint.mjs'), ...(only ? ['--changed', ...only] : [])], env),
    'types-e2e': tsc('types-e2e', 'test/e2e'),
    'types-window': (env) =>
      check(
        'types-window',
        [
          bin('svelte-check/bin/svelte-check'),
          ...['--tsconfig', 'src-renderer/tsconfig.json', '--fail-on-warnings', '--output', 'human'],
        ],
        env,
      ),
    audit: registry,
    unit: (env, only) => sharedTests('unit', chosen(testsIn('unit'), only), env),
    integration: (env, only) => separateTests('integration', chosen(testsIn('integration'), only), env),
  },
  {
    e2e: (env, only) =>
      windowTests('e2e', 'test/e2e/playwright.config.ts', only ? chosen(testsIn('e2e'), only) : [], env),
    // last: it builds for release, in the place of what the tests before it drive
    package: (env) => packagedTests('package', 'test/e2e/package/playwright.config.ts', env),
  },
];

export const stageNames = lanes.flatMap((lane) => Object.keys(lane));
