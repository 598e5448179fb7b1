import type { JobState } from '../../../src-main/contract/jobs.ts';
import type { Reservation } from '../../../src-main/demo/records.ts';
import type { AskedChange } from './asked-changes.ts';
import { hasConnection, type Choice, type Model, type Step } from './step.ts';
import type { World } from './world.ts';

let asks = 0;

const hour = 3_600_000;

/** A change to ask for, of a connection that is shown. */
function newChange(model: Model, choice: Choice, name = `remark ${++asks}`) {
  const connection = choice.of(model.seen.connections);
  const one: AskedChange = { name, connectionId: connection.id, answer: 'open', sheet: null };
  model.changes.push(one);
  return { connection, one };
}

/** A reservation that no step has touched yet. Both call centres have the same ones. */
function untouched({ ground }: World, model: Model): Reservation {
  const manual = [...(ground.sites[0]?.demo.state.reservations.values() ?? [])].filter(
    ({ appointId, callType }) => callType === '1' && !model.touched.has(appointId),
  );
  const [reservation] = manual;
  if (!reservation) throw new Error('no reservation is left');
  model.touched.add(reservation.appointId);
  return reservation;
}

/** Asks, and keeps what the user is told. */
function ask(world: World, one: AskedChange, work: () => Promise<unknown>): void {
  world.act(
    work,
    () => {
      one.answer = 'done';
      return `${one.name}: done`;
    },
    ({ code }) => {
      one.answer = code === 'outcome_unknown' ? 'unknown' : 'refused';
    },
  );
}

const agentOf = ({ userAccount }: Reservation): string => userAccount ?? 'agent';

function changeJobs(model: Model, states: readonly JobState[]): string[] {
  return [...model.seen.jobs.values()]
    .filter(({ kind, state }) => kind === 'reservation-change' && states.includes(state))
    .map(({ id }) => id);
}

/** What a user does with reservations. */
export const reservationSteps: readonly Step[] = [
  {
    name: 'change a reservation',
    possible: hasConnection,
    weight: 2,
    run: (world, model, choice) => {
      const { connection, one } = newChange(model, choice);
      const reservation = untouched(world, model);
      const { appointId } = reservation;
      const change = { appointId, agent: agentOf(reservation), remark: one.name };
      ask(world, one, () =>
        world.client.reservations.modify({ connectionId: connection.id, change, known: null }),
      );
      return `${one.name} by ${connection.name}`;
    },
  },
  {
    name: 'make a reservation',
    possible: hasConnection,
    run: (world, model, choice) => {
      const { connection, one } = newChange(model, choice);
      const reservation = {
        callType: 'manual' as const,
        calledNo: `1390000${1_000 + asks}`,
        taskId: choice.of(world.ground.campaigns),
        appointTime: Date.now() + 24 * hour,
        agent: 'agent-1',
        remark: one.name,
      };
      ask(world, one, () => world.client.reservations.create({ connectionId: connection.id, reservation }));
      return `${one.name} by ${connection.name}`;
    },
  },
  {
    name: 'cancel a reservation',
    possible: hasConnection,
    run: (world, model, choice) => {
      const { appointId } = untouched(world, model);
      const { connection, one } = newChange(model, choice, `gone ${appointId}`);
      ask(world, one, () =>
        world.client.reservations.cancel({ connectionId: connection.id, appointId, known: null }),
      );
      return `${one.name} by ${connection.name}`;
    },
  },
  {
    name: 'change many reservations',
    possible: hasConnection,
    weight: 2,
    run: (world, model, choice) => {
      const connection = choice.of(model.seen.connections);
      const sheet = `sheet ${++asks}`;
      const rows = Array.from({ length: 2 + choice.number(3) }, (_, row) => {
        const reservation = untouched(world, model);
        const name = `${sheet}, row ${row}`;
        model.changes.push({ name, connectionId: connection.id, answer: 'in a sheet', sheet });
        const change = { appointId: reservation.appointId, agent: agentOf(reservation), remark: name };
        return { sheetRow: row, change, known: null };
      });
      const asked = { connectionId: connection.id, name: sheet, perMinute: 1200 as const, rows };
      world.act(
        () => world.client.reservationChanges.add(asked),
        ({ id }) => {
          model.sheets.set(sheet, id);
          return `${sheet} is in the outbox`;
        },
      );
      return `${sheet} of ${rows.length} rows by ${connection.name}`;
    },
  },
  {
    name: 'stop or go on with many changes',
    possible: (model) => changeJobs(model, ['waiting', 'queued', 'paused', 'failed']).length > 0,
    run: (world, model, choice) => {
      const id = choice.of(changeJobs(model, ['waiting', 'queued', 'paused', 'failed']));
      const state = model.seen.jobs.get(id)?.state ?? 'gone';
      const { outbox } = world.client;
      const deeds = {
        go: () => (state === 'paused' ? outbox.resume({ id }) : outbox.retry({ id })),
        pause: () => outbox.pause({ id }),
        cancel: () => outbox.cancel({ id }),
      };
      const deed = choice.of(['go', 'go', 'pause', 'cancel'] as const);
      world.act(deeds[deed], () => deed);
      return `${deed}, shown as ${state}`;
    },
  },
];
