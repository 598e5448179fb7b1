import { detailsOf } from '../../../src-main/contract/error-details.ts';
import type { Job } from '../../../src-main/contract/jobs.ts';
import { namesOf, type Asked } from './asked.ts';
import { opened } from './connection-steps.ts';
import { shownName } from './check-jobs.ts';
import { plan, setClock, startAnew } from './start-times.ts';
import { arrivedOf } from './job-steps.ts';
import type { Model } from './step.ts';
import { sendPreparedAnyway, sentBy } from './send-anyway.ts';
import { Broken, type World } from './world.ts';

/** How often the user goes through the list, until all is done. */
const rounds = 12;

/**
 * All is well again, and the user sees everything through: what is not cancelled is done in the end, and nothing is left
 * where it does not belong.
 * @param check compares what is shown with what arrived
 * @throws Broken if something is lost
 */
export async function finish(world: World, model: Model, check: () => Promise<void>): Promise<void> {
  world.crashPlan.disarm();
  setClock(world, model, 0);
  world.trace.push('all is well again, and the user sees everything through');
  for (let round = 0; round < rounds; round++) {
    for (const { demo } of world.ground.sites) demo.faults.clear();
    world.keychain.locked = false;
    await world.alive();
    restoreConnections(world, model);
    world.dialdesk.resumeWaitingFor('network');
    world.dialdesk.resumeWaitingFor('password');
    await check();
    const open = [...model.seen.jobs.values()].filter(
      ({ state }) => state !== 'done' && state !== 'cancelled',
    );
    if (open.length === 0) break;
    if (round === rounds - 1) {
      const [job] = open;
      throw new Broken('lost', `${job?.name} stays ${job?.state} (${job?.error?.code ?? 'no error'})`);
    }
    for (const job of open) seeThrough(world, model, job);
  }
  await world.restart();
  await check();
  for (const site of world.ground.sites) {
    for (const file of site.files()) {
      const name = file.split('/').at(-1) ?? '';
      // one that was given up while its server could not be reached, or as the app crashed, is left there: documented
      if (name.startsWith('.') && !wasGivenUp(model, name))
        throw new Broken('wrong', `${file} was left on the server of ${site.name}`);
    }
  }
}

/** Every connection that is still there leads again where it led at the beginning. */
function restoreConnections(world: World, { asked, seen }: Model): void {
  for (const { id, settings, secretKey, site } of world.ground.connections) {
    if (!seen.connections.some((connection) => connection.id === id)) continue;
    world.leads(id, site);
    for (const one of asked) opened(one, id, site);
    world.act(
      () => world.client.connections.update({ id, settings, secretKey }),
      () => `${site} is as it was`,
    );
  }
}

function seeThrough(world: World, model: Model, job: Job): void {
  const { id, state, waitingFor } = job;
  const one = model.asked.find(({ job }) => job === id);
  const { outbox, imports } = world.client;
  const by = (work: () => Promise<unknown>): void => world.act(work, () => `${id} was ${state}`);
  const place = one?.kind === 'import' ? one.places.get(shownName(job)) : undefined;
  if (state === 'prepared') {
    // of a time that has passed meanwhile, the next one is meant if that is today
    if (place) plan(world, place);
    by(() => sendPreparedAnyway((again) => imports.send({ ids: [id], again })));
  } else if (state === 'paused') by(() => outbox.resume({ id }));
  else if (state === 'failed') by(() => outbox.retry({ id }));
  else if (state === 'waiting' && waitingFor?.code === 'call_centre_changed') {
    // the connection leads where it should by now; what was put together for the other call centre is given up
    const { before = '', after: centre = '' } = detailsOf(waitingFor, 'call_centre_changed');
    const host = (of: string): string => of.replace(/, VDN .*/, '');
    if (host(before) !== host(centre)) by(() => outbox.cancel({ id }));
    else by(() => outbox.decide({ id, decision: { kind: 'go-there', centre } }));
  } else if (state === 'waiting' && waitingFor?.code === 'file_exists')
    by(() => outbox.decide({ id, decision: { kind: 'replace' } }));
  else if (state === 'waiting' && waitingFor?.code === 'sent_before') {
    const again = sentBy(waitingFor);
    by(() => outbox.decide({ id, decision: { kind: 'send-anyway', again } }));
  } else if (state === 'waiting' && waitingFor?.code === 'start_passed') {
    const deed = place && startAnew(world, place, id, true);
    if (deed) world.act(deed.work, () => deed.told, deed.refused);
  } else if (state === 'unknown' && one) by(() => decideTruly(world, one, id));
}

/** The user looks into the call centre, and says what is so. */
async function decideTruly(world: World, one: Asked, id: string): Promise<void> {
  const arrived = arrivedOf(world, one);
  const { outbox } = world.client;
  if (arrived > one.answeredFor) {
    await outbox.decide({ id, decision: { kind: 'arrived' } });
    one.answeredFor = arrived;
    return;
  }
  one.again += 1;
  await outbox.decide({ id, decision: { kind: 'send-again' } });
}

/** Whether a hidden file on a server is of an import that was cancelled, taken off the list or sent elsewhere. */
function wasGivenUp({ asked, seen }: Model, hidden: string): boolean {
  const one = asked.find(
    (each) => each.kind === 'import' && namesOf(each).some((name) => hidden.includes(`.${name}.`)),
  );
  if (one === undefined) return false;
  const state = seen.jobs.get(one.job ?? '')?.state;
  return state !== 'done' || namesOf(one).length > 1;
}
