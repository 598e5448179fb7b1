import { DialdeskError } from '../../../contract/errors.ts';
import { meansPlanned, nextStart, type StartPlan } from '../../../contract/start-plan.ts';
import type { StartTime } from '../../../contract/jobs.ts';
import { isZone, ownZone, wallTimeAt } from '../../../contract/zoned-time.ts';
import type { ImportPayload } from './import-payload.ts';

/**
 * The moment that is meant by hour and minute now: the next one on the call centre's clock.
 * @param zone the connection's, an IANA name; undefined where it names none
 */
export function plannedStart(
  startsAt: StartTime | null,
  zone: string | undefined,
  now: number,
): StartPlan | null {
  if (startsAt === null) return null;
  const known = zone !== undefined && isZone(zone);
  const used = known ? zone : ownZone();
  return { at: nextStart(startsAt, used, now), zone: used, zoneKnown: known };
}

/**
 * The plan of a prepared import that is sent now. Of a time that has passed since it was planned, the next is meant only
 * if that is still today; otherwise the plan stays as it was, and the job asks.
 */
export function plannedAgain(
  before: StartPlan | null,
  startsAt: StartTime | null,
  zone: string | undefined,
  now: number,
): StartPlan | null {
  const next = plannedStart(startsAt, zone, now);
  if (before === null || next === null) return next;
  const day = (at: number): string => wallTimeAt(at, next.zone).date;
  return before.at === next.at || (before.at <= now && day(next.at) === day(now)) ? next : before;
}

/**
 * To be called right before the call centre is asked: it is given only hour and minute, and takes them for tomorrow once
 * they have passed.
 * @param seen the latest moment at which anything of this job was recorded: a clock that was set back since proves nothing
 * @throws DialdeskError `start_passed` unless what is asked for is still what was planned
 */
export function requireStart({ destination, startPlan }: ImportPayload, now: number, seen: number): void {
  const startsAt = destination?.startsAt ?? null;
  if (startsAt === null) return;
  if (startPlan !== null && seen < startPlan.at && meansPlanned(startsAt, startPlan, now)) return;
  throw new DialdeskError('start_passed', 'What was planned is no longer what the call centre would do', {
    details: { ...startsAt, ...(startPlan ?? { at: null, zone: ownZone(), zoneKnown: false }) },
  });
}
