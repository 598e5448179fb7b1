// `npm run crash`: kills what sends, again and again, and counts what was lost or sent twice. It kills the job queue in
// plain Node, a bulk change of reservations, and the app itself with SIGKILL, and plays random sequences of a user's
// steps, faults, restarts and crashes. It also loses answers, and counts what is settled wrongly. `-- --queue`,
// `--reservations`, `--take-back`, `--strict-take-back`, `--lost-answers`, `--model` or `--app` picks one, and a number
// says how often, or how many sequences: `npm run crash -- --app 20`.
import { ensureBuild } from './build.mjs';
import { ensureDisplay } from './display.mjs';
import { ensureElectron } from './electron-files.mjs';
import { linesOf } from './child.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { node } from './paths.mjs';
import { Refusal, run, say } from './say.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

const parts = {
  queue: { script: 'test/integration/jobs/crash.ts', kills: 200 },
  reservations: { script: 'test/integration/reservations/reservation-crash.ts', kills: 200 },
  // counts campaigns left paused without a word as lost, and numbers of another list that were deleted as repeated
  'take-back': { script: 'test/integration/imports/take-back-crash.ts', kills: 400 },
  // the same at a call centre that follows the documents strictly; what it is asked against them counts as wrong
  'strict-take-back': { script: 'test/integration/imports/strict-take-back.ts', kills: 300 },
  // not killed: answers are lost, and those that are said to have arrived wrongly count as lost
  'lost-answers': { script: 'test/integration/imports/lost-answers.ts', kills: 1000 },
  // not killed: each sequence crashes where it was drawn to
  model: { script: 'test/integration/outbox/model.ts', kills: 400 },
  app: { script: 'test/e2e/crash/run.ts', kills: 100 },
};

/** What a part counted: its last line has the form of the line that ends the whole. */
function countsOf(lines) {
  const found = lines.map((line) => /^kills: (\d+), jobs: (\d+), lost: (\d+), repeated: (\d+)$/.exec(line));
  return found.findLast(Boolean)?.slice(1).map(Number);
}

await run(async () => {
  const asked = process.argv.slice(2);
  const count = asked.find((word) => /^\d+$/.test(word));
  const picked = asked.filter((word) => word !== count).map((word) => word.replace(/^--/, ''));
  const unknown = picked.find((name) => !(name in parts));
  if (unknown) throw new Refusal(`no part called ${unknown}; there are ${Object.keys(parts).join(', ')}`);

  await ensureSystemPackages('test');
  await ensureNodeModules();
  let env = process.env;
  let display;
  if (picked.length === 0 || picked.includes('app')) {
    const electron = await ensureElectron();
    await ensureBuild();
    display = await ensureDisplay();
    env = { ...process.env, ...display.env, ...electron.env };
  }
  const total = [0, 0, 0, 0];
  try {
    for (const [name, { script, kills }] of Object.entries(parts)) {
      if (picked.length > 0 && !picked.includes(name)) continue;
      say(`--- ${name}`);
      const { status, lines } = await linesOf(node, [script, count ?? String(kills)], { env });
      const counts = countsOf(lines);
      if (status !== 0 || !counts) process.exitCode = 1;
      counts?.forEach((value, index) => (total[index] += value));
    }
  } finally {
    display?.end();
  }
  const [kills, jobs, lost, repeated] = total;
  process.stdout.write(`kills: ${kills}, jobs: ${jobs}, lost: ${lost}, repeated: ${repeated}\n`);
});
