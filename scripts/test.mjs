// `npm test`: sets up what is missing, then runs every suite in turn and ends with one line of counts.
// `npm test -- unit e2e` runs only those stages.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { audit } from './audit.mjs';
import { ensureBuild } from './build.mjs';
import { runCommand } from './child.mjs';
import { ensureDisplay } from './display.mjs';
import { ensureElectron } from './electron-files.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { node, root } from './paths.mjs';
import { Refusal, run, say } from './say.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

const reports = join(root, 'build', 'reports');
const bin = (name) => join(root, 'node_modules', name);

/** Runs node:test over a folder; counts come from its TAP report. */
async function nodeTests(stage, env) {
  const report = join(reports, `${stage}.tap`);
  const status = await runCommand(
    node,
    [
      '--test',
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=tap',
      `--test-reporter-destination=${report}`,
      `test/${stage}/**/*.test.ts`,
    ],
    { env },
  );
  const text = readFileSync(report, 'utf8');
  const count = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  return {
    status,
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo'),
  };
}

/** Runs one of Playwright's suites in real Electron. */
async function playwright(stage, config, env) {
  const report = join(reports, `${stage}.json`);
  const status = await runCommand(
    node,
    [bin('playwright/cli.js'), 'test', '--config', config, '--reporter=list,json'],
    { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report } },
  );
  const { stats } = JSON.parse(readFileSync(report, 'utf8'));
  return { status, passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

/** Makes the packaged app, and runs the suite that drives it. */
async function packaged(env) {
  const status = await runCommand(node, [join(root, 'scripts', 'package.mjs'), '--dir'], { env });
  if (status !== 0) return { status, passed: 0, failed: 1, skipped: 0 };
  return playwright('package', 'test/e2e/package/playwright.config.ts', env);
}

/** Tells what the registry says today. That is no property of this commit, so nothing fails by it. */
async function told() {
  await audit();
  return { status: 0, passed: 0, failed: 0, skipped: 0 };
}

/** A command that only passes or fails. */
const check =
  (...args) =>
  async (env) => {
    const status = await runCommand(node, args, { env });
    return { status, passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
  };

const stages = {
  format: check(bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'),
  lint: check(bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'),
  types: check(bin('typescript/bin/tsc'), '-p', '.'),
  'types-e2e': check(bin('typescript/bin/tsc'), '-p', 'test/e2e'),
  'types-window': check(
    bin('svelte-check/bin/svelte-check'),
    '--tsconfig',
    'src-renderer/tsconfig.json',
    '--fail-on-warnings',
    '--output',
    'human',
  ),
  audit: told,
  unit: (env) => nodeTests('unit', env),
  integration: (env) => nodeTests('integration', env),
  e2e: (env) => playwright('e2e', 'test/e2e/playwright.config.ts', env),
  package: packaged,
};

await run(async () => {
  const chosen = process.argv.slice(2);
  const unknown = chosen.find((name) => !(name in stages));
  if (unknown) throw new Refusal(`no stage called ${unknown}; there are ${Object.keys(stages).join(', ')}`);

  await ensureSystemPackages('test');
  await ensureNodeModules();
  const electron = await ensureElectron();
  await ensureBuild();
  const display = await ensureDisplay();
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });

  const env = {
    ...process.env,
    ...display.env,
    PATH: [dirname(node), process.env.PATH].join(delimiter),
    ...electron.env,
  };
  const total = { passed: 0, failed: 0, skipped: 0 };
  const broken = [];
  try {
    for (const [name, stage] of Object.entries(stages)) {
      if (chosen.length > 0 && !chosen.includes(name)) continue;
      say(`--- ${name}`);
      const started = Date.now();
      const outcome = await stage(env);
      // a runner that died without reporting a failure has failed all the same
      if (outcome.status !== 0 && outcome.failed === 0) outcome.failed = 1;
      for (const key of Object.keys(total)) total[key] += outcome[key];
      if (outcome.failed > 0) broken.push(name);
      say(
        `${name}: ${outcome.passed} passed, ${outcome.failed} failed in ${Math.round((Date.now() - started) / 1000)} s`,
      );
    }
  } finally {
    display.end();
  }
  if (broken.length > 0) say(`failed: ${broken.join(', ')}`);
  process.stdout.write(
    `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}\n`,
  );
  process.exitCode = broken.length > 0 ? 1 : 0;
});
