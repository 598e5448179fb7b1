// How the tools of the stages are run. Each gives `{ status, passed, failed, skipped, tests }`.
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runLabelled } from '../child.mjs';
import { node, root } from '../paths.mjs';
import { nodeResults, playwrightResults } from './results.mjs';

export const reports = join(root, 'build', 'reports');
export const bin = (name) => join(root, 'node_modules', name);

/** Lets Node load the window's state classes. */
const svelteLoader = pathToFileURL(join(root, 'test', 'support', 'svelte-loader.ts')).href;

const nothing = { status: 0, passed: 0, failed: 0, skipped: 0, tests: [] };
const died = { ...nothing, status: 1, failed: 1 };

const sum = (results) =>
  results.reduce(
    (all, one) => ({
      status: all.status || one.status,
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
      tests: [...all.tests, ...one.tests],
    }),
    nothing,
  );

/** A command that only passes or fails. */
export async function check(stage, args, env) {
  const status = await runLabelled(stage, node, args, { env });
  return { ...nothing, status, passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 };
}

async function nodeRun(stage, name, args, files, env) {
  const report = join(reports, `${name}.jsonl`);
  const status = await runLabelled(
    stage,
    node,
    [
      `--import=${svelteLoader}`,
      '--test',
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      `--test-reporter=${join(root, 'scripts/suite/node-report.mjs')}`,
      `--test-reporter-destination=${report}`,
      ...args,
      ...files,
    ],
    { env },
  );
  let text = '';
  try {
    text = readFileSync(report, 'utf8');
  } catch {
    // it never began
  }
  return { ...nodeResults(text), status };
}

// A process ends with its last test, so that what one of them left open holds up no other. Node's own way, waiting until
// every handle has closed, once span for ever in its clean-up when all tests had passed.
const endWithLast = '--test-force-exit';

/** A process for each file, two at once: for tests that mostly wait for others. */
export const separateTests = (stage, files, env) =>
  files.length === 0 ? nothing : nodeRun(stage, stage, ['--test-concurrency=2', endWithLast], files, env);

/** A process for each folder: starting one and loading what its files share costs more than most of them do. */
export async function sharedTests(stage, files, env) {
  const results = [];
  for (const folder of new Set(files.map(dirname))) {
    const inside = files.filter((file) => dirname(file) === folder);
    const name = folder.replaceAll('/', '-');
    results.push(await nodeRun(stage, name, ['--test-isolation=none', endWithLast], inside, env));
  }
  return sum(results);
}

/** Playwright's tests in real Electron. @param {string[]} files none: all of them */
export async function windowTests(stage, config, files, env) {
  const report = join(reports, `${stage}.json`);
  rmSync(report, { force: true });
  const status = await runLabelled(
    stage,
    node,
    [bin('playwright/cli.js'), 'test', '--config', config, '--reporter=list,json', ...files],
    { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report } },
  );
  try {
    return { ...playwrightResults(JSON.parse(readFileSync(report, 'utf8'))), status };
  } catch {
    return died;
  }
}

/** Makes the packaged app, and runs the tests that drive it. */
export async function packagedTests(stage, config, env) {
  const status = await runLabelled(stage, node, [join(root, 'scripts', 'package.mjs'), '--dir'], { env });
  return status === 0 ? windowTests(stage, config, [], env) : died;
}
