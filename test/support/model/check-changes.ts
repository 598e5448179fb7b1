import type { ChangeState } from '../../../src-main/contract/reservation-changes.ts';
import type { AskedChange } from './asked-changes.ts';
import type { Model } from './step.ts';
import { Broken, type Seen, type World } from './world.ts';

/** What each answer says of how often it has arrived; never more than once. */
const expected: Readonly<Record<ChangeState | AskedChange['answer'], readonly number[]>> = {
  open: [0, 1],
  done: [1],
  refused: [0],
  unknown: [0, 1],
  'in a sheet': [0, 1],
  waiting: [0],
  sending: [0, 1],
  sent: [1],
  failed: [0],
};

/**
 * Compares the changes of reservations that arrived with those that were asked for, with what the user was told, and
 * with what the book and the sheets show.
 * @param since the last thing that had arrived when this was checked before
 */
export async function checkChanges(world: World, model: Model, seen: Seen, since: number): Promise<void> {
  const byName = new Map(model.changes.map((one) => [one.name, one]));
  for (const { kind, name, site, order } of seen.arrived) {
    if (kind !== 'reservation') continue;
    const one = byName.get(name);
    if (!one) throw new Broken('wrong', `${name} arrived, and nobody asked for it`);
    if (order > since && !world.hasLed(one.connectionId, site))
      throw new Broken('misdirected', `${name} went to ${site}, where its connection does not lead`);
  }
  for (const { name, answer } of model.changes) check(name, answer, seen);
  await checkBook(world, model, seen);
  await checkSheets(world, model, seen);
}

function check(name: string, said: keyof typeof expected, { arrived }: Seen): void {
  const times = arrived.filter((one) => one.name === name).length;
  if (times > 1) throw new Broken('repeated', `${name} arrived ${times} times`);
  if (expected[said].includes(times)) return;
  throw new Broken(
    times === 0 ? 'lost' : 'wrong',
    `${name} is said to be ${said}, and arrived ${times} times`,
  );
}

/**
 * What arrived for one reservation where a connection leads now is in its book, and what the book says is done has
 * arrived. What arrived elsewhere is there again once the connection leads back.
 */
async function checkBook(world: World, { changes }: Model, seen: Seen): Promise<void> {
  const { reservations } = world.client;
  for (const { id, isales, vdnId } of seen.connections) {
    // another VDN is another call centre, with a book of its own
    const here = world.ground.sites.find(
      ({ demo }) => demo.isales.port === isales.port && demo.vdnId === vdnId,
    )?.name;
    const { entries } = await reservations.book({ connectionId: id, search: '', offset: 0, limit: 1000 });
    const booked = new Map(
      entries.map((entry) => [
        entry.action === 'cancelled' ? `gone ${entry.appointId}` : (entry.remark ?? ''),
        entry.outcome,
      ]),
    );
    for (const { name } of changes.filter(({ connectionId }) => connectionId === id)) {
      const outcome = booked.get(name);
      const arrived = seen.arrived.some((one) => one.name === name && one.site === here);
      if (arrived && outcome === undefined)
        throw new Broken('lost', `${name} arrived, and is not in the book`);
      if (outcome === 'not_done') check(name, 'refused', seen);
      else if (outcome !== undefined) check(name, outcome, seen);
    }
  }
}

/** Each row of a sheet says what became of it. */
async function checkSheets(world: World, model: Model, seen: Seen): Promise<void> {
  for (const job of seen.jobs.values()) {
    if (job.kind !== 'reservation-change') continue;
    const asked = { job: job.id, states: [], offset: 0, limit: 500 };
    const { rows } = await world.client.reservationChanges.results(asked);
    const wanted = model.changes.filter(({ sheet }) => sheet === job.name);
    if (rows.length !== wanted.length)
      throw new Broken('lost', `${job.name} has ${rows.length} rows of ${wanted.length}`);
    for (const { change, state } of rows) {
      check(change.remark ?? '', state, seen);
      if (job.state === 'done' && (state === 'waiting' || state === 'sending'))
        throw new Broken('lost', `${job.name} is done, and a row of it is ${state}`);
    }
  }
  for (const [sheet, id] of model.sheets) {
    if (!seen.jobs.has(id)) throw new Broken('lost', `${sheet} is gone`);
  }
}
