import { askedImport, type AskedPlace } from './asked.ts';
import { withShown } from './job-steps.ts';
import { sendAnyway, sendPreparedAnyway } from './send-anyway.ts';
import { hasConnection, type Choice, type Model, type Step } from './step.ts';
import type { World } from './world.ts';

let files = 0;

/** A name that no other import has, in this sequence or another. */
const newFile = (): string => `leads-${++files}.xlsx`;

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
      const plan = { ...place, serverName: null, fileName };
      world.act(
        async () => world.client.imports.prepare({ list: await world.list(list), name: fileName, plan }),
        ([job]) => {
          one.job = job?.id ?? null;
          return `${fileName} is prepared`;
        },
      );
      return `${fileName}, list ${list}, for ${connection.name}`;
    },
  },
  withShown(
    'send prepared',
    ['prepared'],
    ({ client }, { job }) => ({
      work: () => sendPreparedAnyway((again) => client.imports.send({ ids: [job.id], again })),
      told: 'sent, or refused',
    }),
    3,
  ),
  withShown('change the plan', ['prepared'], (world, { one, job }, choice, model) => {
    if (one.kind !== 'import' || !hasConnection(model)) return null;
    const connection = choice.of(model.seen.connections);
    const place = newPlace(world, choice, connection.id);
    const fileName = newFile();
    one.places.set(fileName, place);
    const plan = { ...place, serverName: null, fileName };
    return {
      work: () => world.client.imports.editPlan({ id: job.id, name: fileName, plan }),
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
    return { work: () => sendAnyway(redirect), told: `it is ${fileName} now` };
  }),
];
