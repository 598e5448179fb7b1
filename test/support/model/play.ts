import fc from 'fast-check';
import { checkChanges } from './check-changes.ts';
import { checkJobs } from './check-jobs.ts';
import { zones, type ModelDay } from './clock.ts';
import { connectionSteps } from './connection-steps.ts';
import { finish } from './finish.ts';
import type { Ground } from './ground.ts';
import { importSteps } from './import-steps.ts';
import { jobSteps } from './job-steps.ts';
import { reservationSteps } from './reservation-steps.ts';
import { voiceSteps } from './voice-steps.ts';
import { Choice, type Model, type Step } from './step.ts';
import { troubleSteps } from './trouble-steps.ts';
import { Broken, World } from './world.ts';

/** What was played. */
export interface Played {
  sequences: number;
  steps: number;
  restarts: number;
  crashes: number;
  jobs: number;
}

/** How many are played, and from which seed: the same seed gives the same sequences. */
export interface PlayOptions {
  readonly seed: number;
  readonly sequences: number;
  /** How long a sequence is at most. Default 40. */
  readonly steps?: number;
}

type Result = fc.RunDetails<[ModelDay, Iterable<fc.AsyncCommand<Game, World>>]>;

/** How long a sequence that failed is shortened, milliseconds. */
const shrinkingMs = 60_000;

const allSteps: readonly Step[] = [
  ...importSteps,
  ...voiceSteps,
  ...reservationSteps,
  ...jobSteps,
  ...connectionSteps,
  ...troubleSteps,
];

/**
 * Plays random sequences of a user's steps, faults and restarts, and checks after each rest that nothing was sent
 * twice, to another connection, or lost, and that what is shown is what was sent.
 * @returns as `failure` the seed, the shortest sequence that was found, and what happened in it; its cause says what
 * was broken
 */
export async function play(
  ground: Ground,
  options: PlayOptions,
): Promise<{ readonly played: Played; readonly failure: Error | null }> {
  const { seed, sequences, steps = 40 } = options;
  const played: Played = { sequences: 0, steps: 0, restarts: 0, crashes: 0, jobs: 0 };
  const commands = fc.commands(
    allSteps.flatMap((step) => {
      const drawn = fc.record({ choice: fc.nat(), waits: fc.boolean() });
      const command = drawn.map(({ choice, waits }) => new StepCommand(step, choice, waits));
      return Array.from({ length: step.weight ?? 1 }, () => command);
    }),
    { maxCommands: steps, size: 'max' },
  );
  let end = Infinity;
  const day = fc.record({ zone: fc.constantFrom(...zones), change: fc.nat(3) });
  const property = fc.asyncProperty(day, commands, async (on, sequence) => {
    // shortened long enough: what is not played counts as fine, so that the shortest one until now is reported
    if (performance.now() > end) return;
    try {
      await playOne(ground, on, sequence, played);
    } catch (error) {
      end = Math.min(end, performance.now() + shrinkingMs);
      throw error;
    }
  });
  const result = await fc.check(property, {
    seed,
    numRuns: sequences,
    // long sequences and far choices, from the first on
    // oxlint-disable-next-line typescript/no-deprecated -- with the plugin in its place, what was drawn has no type
    unbiased: true,
  });
  const failure = result.failed
    ? new Error(reportOf(result), { cause: causeOf(result.errorInstance) })
    : null;
  return { played, failure };
}

/** What was broken, of a failure that carries what happened. */
const causeOf = (error: unknown): unknown => (error instanceof Error ? error.cause : error);

function reportOf({ seed, numShrinks, counterexample, errorInstance }: Result): string {
  const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  const [day, sequence = []] = counterexample ?? [];
  const drawn = [...sequence].map((command) => command.toString());
  const where = day ? `${day.zone}, change ${day.change}` : '';
  return `${why}\n\nseed ${seed}, shortened ${numShrinks} times: ${where}: ${drawn.join(', ')}`;
}

/** The model and the world of one sequence. */
interface Game {
  readonly model: Model;
  /** What arrived until it was checked last. */
  since: number;
}

async function playOne(
  ground: Ground,
  day: ModelDay,
  sequence: Iterable<fc.AsyncCommand<Game, World>>,
  played: Played,
): Promise<void> {
  const world = await World.begin(ground, `sequence-${played.sequences}`, day);
  played.sequences += 1;
  try {
    const seen = await world.settle();
    const game: Game = {
      model: { asked: [], changes: [], sheets: new Map(), touched: new Set(), seen },
      since: seen.order,
    };
    await fc.asyncModelRun(() => ({ model: game, real: world }), sequence);
    await finish(world, game.model, () => check(world, game));
    played.jobs += game.model.asked.length + game.model.changes.length;
  } catch (error) {
    throw new Error(`${wordsOf(error)}\n  ${world.trace.join('\n  ')}`, { cause: error });
  } finally {
    played.restarts += world.counts.restarts;
    played.crashes += world.counts.crashes;
    played.steps += world.counts.steps;
    await world.close();
  }
}

const wordsOf = (error: unknown): string =>
  error instanceof Broken ? `${error.kind}: ${error.message}` : String((error as Error).stack ?? error);

async function check(world: World, game: Game): Promise<void> {
  const seen = await world.settle();
  await checkJobs(world, game.model.asked, seen, game.since);
  await checkChanges(world, game.model, seen, game.since);
  game.model.seen = seen;
  game.since = seen.order;
  world.looked(seen);
  const states = [...seen.jobs.values()].map((job) => `${job.name} ${job.state}`);
  world.trace.push(`    at rest: ${states.join(', ') || 'nothing in the outbox'}`);
}

/** A step as it was drawn. */
class StepCommand implements fc.AsyncCommand<Game, World> {
  readonly #step: Step;
  readonly #choice: number;
  readonly #waits: boolean;

  constructor(step: Step, choice: number, waits: boolean) {
    this.#step = step;
    this.#choice = choice;
    this.#waits = waits;
  }

  check({ model }: Game): boolean {
    return this.#step.possible?.(model) ?? true;
  }

  async run(game: Game, world: World): Promise<void> {
    await world.alive();
    world.counts.steps += 1;
    const line = world.trace.push(this.#step.name) - 1;
    const what = await this.#step.run(world, game.model, new Choice(this.#choice));
    world.trace[line] = `${this.#step.name}: ${what}`;
    if (this.#waits) await check(world, game);
  }

  toString(): string {
    return `${this.#step.name}(${this.#choice}${this.#waits ? '' : ', without waiting'})`;
  }
}
