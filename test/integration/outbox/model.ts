/**
 * Plays random sequences, again and again, and counts what was lost or repeated. `node test/integration/outbox/model.ts
 * [sequences] [seed]` is the long form; it prints each seed before it is played.
 */
import { randomInt } from 'node:crypto';
import { crashLine } from '../jobs/crash-report.ts';
import { prepareGround } from '../../support/model/ground.ts';
import { play, type Played } from '../../support/model/play.ts';
import { Broken } from '../../support/model/world.ts';

/** How many sequences are played from one seed: as many as are to be played again to see a failure again. */
const ofOneSeed = 10;

const sequences = Number(process.argv[2] ?? 400);
let seed = process.argv[3] === undefined ? randomInt(2 ** 31 - 1) : Number(process.argv[3]);

const ended: (() => void | Promise<void>)[] = [];
const ground = await prepareGround({ after: (work) => void ended.unshift(work) });
const total: Played = { sequences: 0, steps: 0, restarts: 0, crashes: 0, jobs: 0 };
const broken: unknown[] = [];
try {
  while (total.sequences < sequences && broken.length < 3) {
    console.log(`seed: ${seed}`);
    const { played, failure } = await play(ground, { seed, sequences: ofOneSeed });
    for (const what of Object.keys(total) as (keyof Played)[]) total[what] += played[what];
    if (failure) {
      broken.push(failure.cause);
      console.error(failure.message);
    }
    seed = (seed + 1) % (2 ** 31 - 1);
  }
} finally {
  for (const work of ended) await work();
}
console.log(`sequences: ${total.sequences}, steps: ${total.steps}, starts in order: ${total.restarts}`);
const ofKind = (kind: Broken['kind']): string[] =>
  broken.filter((one) => one instanceof Broken && one.kind === kind).map(String);
const report = { kills: total.crashes, jobs: total.jobs, unknown: 0, wrong: [] };
console.log(crashLine({ ...report, lost: ofKind('lost'), repeated: ofKind('repeated') }));
process.exitCode = broken.length === 0 ? 0 : 1;
