import type { Job, JobState } from '../../../src-main/contract/jobs.ts';
import type { AskedImport, AskedPlace } from './asked-imports.ts';
import type { Choice, Model, Step } from './step.ts';
import type { World } from './world.ts';

let files = 0;

/** A name that no other import has, in this sequence or another. */
const newFile = (): string => `leads-${++files}.xlsx`;

function shownIn({ imports, seen }: Model, states: readonly JobState[]): { one: AskedImport; job: Job }[] {
  return imports.flatMap((one) => {
    const job = one.job === null ? undefined : seen.jobs.get(one.job);
    return job && states.includes(job.state) ? [{ one, job }] : [];
  });
}

function newPlace(world: World, choice: Choice, connectionId: string): AskedPlace {
  // far enough away not to be past before it is sent
  const later = new Date(Date.now() + (2 + choice.number(20)) * 3_600_000);
  return {
    connectionId,
    campaignId: choice.of(world.ground.campaigns),
    serverId: world.ground.serverId,
    folder: '',
    startsAt: choice.number(3) === 0 ? { hour: later.getHours(), minute: later.getMinutes() } : null,
  };
}

function newImport(world: World, model: Model, choice: Choice) {
  const connection = world.connection(choice.number(2));
  const list = choice.number(world.ground.lists.length);
  const fileName = newFile();
  const place = newPlace(world, choice, connection.id);
  const places = new Map([[fileName, place]]);
  const one: AskedImport = { job: null, list, places, answeredFor: 0, again: 0, removed: false };
  model.imports.push(one);
  return { connection, list, fileName, place, one };
}

const arrivals = (world: World, { places }: AskedImport): number =>
  world.ground.sites.flatMap(({ imports }) => imports).filter(({ task }) => places.has(task.fileName)).length;

/** What a user does with one import, and what it is called when it is done. */
type Deed = (
  world: World,
  shown: { readonly one: AskedImport; readonly job: Job },
  choice: Choice,
) => {
  readonly work: () => Promise<unknown>;
  readonly told: string;
  readonly refused?: () => unknown;
};

/** A step that does one thing with an import that was shown in one of these states. */
function withShown(name: string, states: readonly JobState[], deed: Deed, weight = 1): Step {
  return {
    name,
    weight,
    possible: (model) => shownIn(model, states).length > 0,
    run: (world, model, choice) => {
      const shown = choice.of(shownIn(model, states));
      const { work, told, refused } = deed(world, shown, choice);
      world.act(work, () => told, refused);
      return `${shown.job.name}, shown as ${shown.job.state}`;
    },
  };
}

/** What a user does with imports. */
export const importSteps: readonly Step[] = [
  {
    name: 'send an import',
    weight: 5,
    run: (world, model, choice) => {
      const { connection, list, fileName, place, one } = newImport(world, model, choice);
      const { connectionId, campaignId, serverId, folder, startsAt } = place;
      world.act(
        async () =>
          world.client.imports.add({
            list: await world.list(list),
            name: fileName,
            connectionId,
            campaignId,
            destination: { connectionId, serverId, folder, fileName },
            replace: false,
            startsAt,
          }),
        ([job]) => {
          one.job = job?.id ?? null;
          return `${fileName} is in the outbox`;
        },
      );
      return `${fileName}, list ${list}, by ${connection.site}`;
    },
  },
  {
    name: 'prepare an import',
    weight: 2,
    run: (world, model, choice) => {
      const { connection, list, fileName, place, one } = newImport(world, model, choice);
      const plan = { ...place, serverName: null, fileName };
      world.act(
        async () => world.client.imports.prepare({ list: await world.list(list), name: fileName, plan }),
        ([job]) => {
          one.job = job?.id ?? null;
          return `${fileName} is prepared`;
        },
      );
      return `${fileName}, list ${list}, for ${connection.site}`;
    },
  },
  withShown(
    'send prepared',
    ['prepared'],
    ({ client }, { job }) => ({
      work: () => client.imports.send({ ids: [job.id] }),
      told: 'sent, or refused',
    }),
    3,
  ),
  withShown('change the plan', ['prepared'], (world, { one, job }, choice) => {
    const connection = world.connection(choice.number(2));
    const place = newPlace(world, choice, connection.id);
    const fileName = newFile();
    one.places.set(fileName, place);
    const plan = { ...place, serverName: null, fileName };
    return {
      work: () => world.client.imports.editPlan({ id: job.id, name: fileName, plan }),
      told: `it is ${fileName} now, for ${connection.site}`,
    };
  }),
  withShown('redirect', ['failed', 'paused'], (world, { one, job }, choice) => {
    const place = newPlace(world, choice, job.connectionId ?? '');
    const { connectionId, campaignId, serverId, folder, startsAt } = place;
    const fileName = newFile();
    one.places.set(fileName, place);
    const destination = { connectionId, serverId, folder, fileName };
    const asked = { id: job.id, name: fileName, campaignId, destination, replace: false, startsAt };
    return { work: () => world.client.imports.redirect(asked), told: `it is ${fileName} now` };
  }),
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
    one.answeredFor = arrivals(world, one);
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
      one.answeredFor = arrivals(world, one);
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
