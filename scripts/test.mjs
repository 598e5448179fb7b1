// `npm test`: sets up what is missing, then runs every stage and ends with one line of counts.
// `npm test -- unit e2e` runs only those stages; `npm test -- --changed` what the change since the branch's base can
// touch. Two lanes of stages run beside each other (scripts/suite/stages.mjs).
import { mkdirSync, rmSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { ensureBuild } from './build.mjs';
import { ensureDisplay } from './display.mjs';
import { ensureElectron } from './electron-files.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { node } from './paths.mjs';
import { Refusal, run, say } from './say.mjs';
import { changedStages } from './suite/changed.mjs';
import { failures, slowest } from './suite/results.mjs';
import { reports } from './suite/runners.mjs';
import { lanes, stageNames } from './suite/stages.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

const seconds = (since) => (performance.now() - since) / 1000;

/** Runs the chosen stages of one lane, one after the other. */
async function runLane(lane, chosen, env, done) {
  for (const [name, stage] of Object.entries(lane)) {
    if (!chosen.has(name)) continue;
    say(`--- ${name}`);
    const began = performance.now();
    const outcome = await stage(env, chosen.get(name));
    // a runner that died without reporting a failure has failed all the same
    if (outcome.status !== 0 && outcome.failed === 0) outcome.failed = 1;
    const took = seconds(began);
    say(`${name}: ${outcome.passed} passed, ${outcome.failed} failed in ${took.toFixed(0)} s`);
    done.push({ name, took, ...outcome });
  }
}

await run(async () => {
  const args = process.argv.slice(2);
  const named = args.filter((arg) => arg !== '--changed');
  const unknown = named.find((name) => !stageNames.includes(name));
  if (unknown) {
    throw new Refusal(`no stage called ${unknown}; there are ${stageNames.join(', ')}, and --changed`);
  }

  await ensureSystemPackages('test');
  await ensureNodeModules();
  /** Which stages run, and of which only some files. */
  const chosen = args.includes('--changed')
    ? await changedStages()
    : new Map((named.length > 0 ? named : stageNames).map((name) => [name, null]));

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
  const began = performance.now();
  const done = [];
  try {
    await Promise.all(lanes.map((lane) => runLane(lane, chosen, env, done)));
  } finally {
    display.end();
  }

  say('seconds of each stage, of those that ran beside each other:');
  for (const { name, took } of done) say(`${took.toFixed(1).padStart(8)} s  ${name}`);
  say(`${seconds(began).toFixed(1).padStart(8)} s  together`);
  const tests = done.flatMap((stage) => stage.tests);
  say('the slowest tests:');
  for (const line of slowest(tests)) say(`  ${line}`);
  const failed = failures(tests);
  if (failed.length > 0) say('failed tests:');
  for (const line of failed) say(`  ${line}`);

  const total = (key) => done.reduce((sum, outcome) => sum + outcome[key], 0);
  const broken = done.filter(({ failed }) => failed > 0).map(({ name }) => name);
  if (broken.length > 0) say(`failed: ${broken.join(', ')}`);
  const skipped = total('skipped') > 0 ? `, ${total('skipped')} skipped` : '';
  process.stdout.write(`${total('passed')} passed, ${total('failed')} failed${skipped}\n`);
  process.exitCode = broken.length > 0 ? 1 : 0;
});
