import { nextStart } from '../../../src-main/contract/start-plan.ts';
import { ownZone } from '../../../src-main/contract/zoned-time.ts';
import type { AskedPlace } from './asked.ts';
import type { Model } from './step.ts';
import type { World } from './world.ts';

/** What an hour and a minute are taken for now, epoch milliseconds. */
const meantNow = ({ ground }: World, startsAt: NonNullable<AskedPlace['startsAt']>): number =>
  nextStart(startsAt, ownZone(), ground.clock.now());

/** The user says, or is about to say, when it is to start, and means what that is taken for now. */
export function plan(world: World, place: AskedPlace): void {
  const { startsAt } = place;
  if (startsAt === null) return;
  if (world.ground.clock.ahead !== 0) place.means = null;
  else place.means?.add(meantNow(world, startsAt));
}

/** Time has passed: what is not told yet may be planned by now. */
export function replan(world: World, { asked }: Model): void {
  for (const one of asked) {
    if (one.kind !== 'import') continue;
    for (const place of one.places.values()) if (place.open) plan(world, place);
  }
}

/** The computer's clock is set: what it shows is what users plan by, and what they are told of plans. */
export function setClock(world: World, { asked }: Model, ahead: number): void {
  world.ground.clock.set(ahead);
  if (ahead === 0) return;
  for (const one of asked) {
    if (one.kind !== 'import') continue;
    for (const place of one.places.values()) place.means = null;
  }
}

/** The user answers an import whose time has passed: at once, or the next time the clock shows it. */
export function startAnew(world: World, place: AskedPlace, id: string, now: boolean) {
  const { startsAt } = place;
  if (startsAt === null) return null;
  const { outbox } = world.client;
  if (!now) {
    plan(world, place);
    const at = meantNow(world, startsAt);
    return { work: () => outbox.decide({ id, decision: { kind: 'start-at', at } }), told: 'at that time' };
  }
  return {
    work: async () => {
      place.startsAt = null;
      await outbox.decide({ id, decision: { kind: 'start-now' } });
    },
    told: 'at once',
    refused: () => (place.startsAt = startsAt),
  };
}
