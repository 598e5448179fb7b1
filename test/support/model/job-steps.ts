import type { Job, JobState } from '../../../src-main/contract/jobs.ts';
import { namesOf, type Asked } from './asked.ts';
import type { Choice, Model, Step } from './step.ts';
import type { World } from './world.ts';

/** A job as it was shown last, and what the user asked for with it. */
interface Shown {
  readonly one: Asked;
  readonly job: Job;
}

/** What a user does with one job, and what it is called when it is done. */
interface Deed {
  readonly work: () => Promise<unknown>;
  readonly told: string;
  /** Called when it was refused: nothing happened. */
  readonly refused?: () => unknown;
}

function shownIn({ asked, seen }: Model, states: readonly JobState[]): Shown[] {
  return asked.flatMap((one) => {
    const job = one.job === null ? undefined : seen.jobs.get(one.job);
    return job && states.includes(job.state) ? [{ one, job }] : [];
  });
}

/**
 * A step that does one thing with a job that was shown in one of these states.
 * @param deedOf null where that is nothing to be done with this kind of job
 */
export function withShown(
  name: string,
  states: readonly JobState[],
  deedOf: (world: World, shown: Shown, choice: Choice, model: Model) => Deed | null,
  weight = 1,
): Step {
  return {
    name,
    weight,
    possible: (model) => shownIn(model, states).length > 0,
    run: (world, model, choice) => {
      const shown = choice.of(shownIn(model, states));
      const deed = deedOf(world, shown, choice, model);
      if (deed) world.act(deed.work, () => deed.told, deed.refused);
      return `${shown.job.name}, shown as ${shown.job.state}`;
    },
  };
}

/** How often it has arrived. */
export function arrivedOf(world: World, one: Asked): number {
  const names = namesOf(one);
  return world.arrived.filter(({ name }) => names.includes(name)).length;
}

/** What a user does with jobs of any kind. */
export const jobSteps: readonly Step[] = [
  withShown(
    'try again',
    ['failed', 'waiting'],
    ({ client }, { job }) => ({ work: () => client.outbox.retry(job), told: 'tried again' }),
    2,
  ),
  withShown('pause', ['prepared', 'queued', 'waiting', 'running'], ({ client }, { job }) => ({
    work: () => client.outbox.pause(job),
    told: 'paused',
  })),
  withShown('resume', ['paused'], ({ client }, { job }) => ({
    work: () => client.outbox.resume(job),
    told: 'resumed',
  })),
  withShown(
    'cancel',
    ['prepared', 'queued', 'waiting', 'paused', 'failed', 'unknown', 'running'],
    ({ client }, { job }) => ({ work: () => client.outbox.cancel(job), told: 'cancelled' }),
  ),
  withShown('say that it arrived', ['unknown'], (world, { one, job }) => {
    const { answeredFor } = one;
    one.answeredFor = arrivedOf(world, one);
    return {
      work: () => world.client.outbox.decide({ id: job.id, decision: { kind: 'arrived' } }),
      told: 'done, as the user says',
      refused: () => (one.answeredFor = answeredFor),
    };
  }),
  withShown(
    'say that it is to be sent again',
    ['unknown'],
    (world, { one, job }) => {
      // what arrived until now, the user has answered for; what follows is at the user's word
      const { answeredFor } = one;
      one.answeredFor = arrivedOf(world, one);
      one.again += 1;
      return {
        work: () => world.client.outbox.decide({ id: job.id, decision: { kind: 'send-again' } }),
        told: 'to be sent again',
        refused: () => {
          one.answeredFor = answeredFor;
          one.again -= 1;
        },
      };
    },
    2,
  ),
  withShown('take off the list', ['done', 'cancelled', 'failed', 'paused'], ({ client }, { one, job }) => {
    // before the answer: the app may crash once it is gone
    one.removed = true;
    return {
      work: () => client.outbox.remove(job),
      told: 'off the list',
      refused: () => (one.removed = false),
    };
  }),
];
