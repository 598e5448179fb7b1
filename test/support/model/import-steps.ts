import { askedImport, type AskedPlace } from './asked.ts';
import { shownName } from './check-jobs.ts';
import { withShown } from './job-steps.ts';
import { plan, startAnew } from './start-times.ts';
import { sendAnyway, sendPreparedAnyway } from './send-anyway.ts';
import { hasConnection, type Choice, type Model, type Step } from './step.ts';
import type { World } from './world.ts';

let files = 0;

/** A name that no other import has, in this sequence or another. */
const newFile = (): string => `leads-${++files}.xlsx`;

function newPlace(world: World, choice: Choice, connectionId: string): AskedPlace {
  const { clock } = world.ground;
  const later = new Date(clock.now() + choice.of([0.5, 1, 2, 5, 11, 20]) * 3_600_000);
  const place: AskedPlace = {
    connectionId,
    campaignId: choice.of(world.ground.campaigns),
    serverId: world.ground.serverId,
    folder: '',
    startsAt: choice.number(2) === 0 ? { hour: later.getHours(), minute: later.getMinutes() } : null,
    means: clock.ahead === 0 ? new Set() : null,
    open: true,
    sites: world.ledTo(connectionId),
  };
  plan(world, place);
  return place;
}

/** What the contract takes of a place. */
const planOf = ({ connectionId, campaignId, serverId, folder, startsAt }: AskedPlace) => ({
  ...{ connectionId, campaignId, serverId, folder, startsAt },
});

function newImport(world: World, model: Model, choice: Choice) {
  const connection = choice.of(model.seen.connections);
  const list = choice.number(world.ground.lists.length);
  const fileName = newFile();
  const place = newPlace(world, choice, connection.id);
  const one = askedImport(list, fileName, place);
  model.asked.push(one);
  return { connection, list, fileName, place, one };
}

/** What a user does with imports. */
export const importSteps: readonly Step[] = [
  {
    name: 'send an import',
    possible: hasConnection,
    weight: 5,
    run: (world, model, choice) => {
      const { connection, list, fileName, place, one } = newImport(world, model, choice);
      const { connectionId, campaignId, serverId, folder, startsAt } = place;
      world.act(
        async () => {
          const asked = {
            list: await world.list(list),
            name: fileName,
            connectionId,
            campaignId,
            destination: { connectionId, serverId, folder, fileName },
            replace: false,
            startsAt,
          };
          return sendAnyway((again) => world.client.imports.add({ ...asked, again }));
        },
        ([job]) => {
          one.job = job?.id ?? null;
          place.open = false;
          return `${fileName} is in the outbox`;
        },
      );
      return `${fileName}, list ${list}, by ${connection.name}`;
    },
  },
  {
    name: 'prepare an import',
    possible: hasConnection,
    weight: 2,
    run: (world, model, choice) => {
      const { connection, list, fileName, place, one } = newImport(world, model, choice);
      const asked = { name: fileName, plan: { ...planOf(place), serverName: null, fileName } };
      world.act(
        async () => world.client.imports.prepare({ list: await world.list(list), ...asked }),
        ([job]) => {
          one.job = job?.id ?? null;
          place.open = false;
          return `${fileName} is prepared`;
        },
      );
      return `${fileName}, list ${list}, for ${connection.name}`;
    },
  },
  withShown(
    'send prepared',
    ['prepared'],
    (world, { one, job }) => {
      const place = one.kind === 'import' ? one.places.get(shownName(job)) : undefined;
      // of a time that has passed meanwhile, the next one is meant if that is today
      if (place) plan(world, Object.assign(place, { open: true }));
      const work = async (): Promise<void> => {
        await sendPreparedAnyway((again) => world.client.imports.send({ ids: [job.id], again }));
        if (place) place.open = false;
      };
      return { work, told: 'sent, or refused' };
    },
    3,
  ),
  withShown('change the plan', ['prepared'], (world, { one, job }, choice, model) => {
    if (one.kind !== 'import' || !hasConnection(model)) return null;
    const connection = choice.of(model.seen.connections);
    const place = newPlace(world, choice, connection.id);
    const fileName = newFile();
    one.places.set(fileName, place);
    const asked = { ...planOf(place), serverName: null, fileName };
    return {
      work: async () => {
        await world.client.imports.editPlan({ id: job.id, name: fileName, plan: asked });
        place.open = false;
      },
      told: `it is ${fileName} now, for ${connection.name}`,
    };
  }),
  withShown('redirect', ['failed', 'paused'], (world, { one, job }, choice) => {
    if (one.kind !== 'import') return null;
    const place = newPlace(world, choice, job.connectionId ?? '');
    const { connectionId, campaignId, serverId, folder, startsAt } = place;
    const fileName = newFile();
    one.places.set(fileName, place);
    const destination = { connectionId, serverId, folder, fileName };
    const asked = { id: job.id, name: fileName, campaignId, destination, replace: false, startsAt };
    const redirect = (again: string[]) => world.client.imports.redirect({ ...asked, again });
    const work = async (): Promise<void> => {
      await sendAnyway(redirect);
      place.open = false;
    };
    return { work, told: `it is ${fileName} now` };
  }),
  withShown(
    'say when it starts',
    ['waiting'],
    (world, { one, job }, choice) => {
      const place = one.kind === 'import' ? one.places.get(shownName(job)) : undefined;
      if (!place?.startsAt || job.waitingFor?.code !== 'start_passed') return null;
      return startAnew(world, place, job.id, choice.number(2) === 0);
    },
    3,
  ),
];
