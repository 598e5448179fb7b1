import * as v from 'valibot';
import { dayAfter, momentAfterGap, momentsOf, wallTimeAt } from './zoned-time.ts';

/** When a scheduled import is to start. The call centre is given only hour and minute. */
export const StartPlan = v.object({
  /** The moment that was meant, epoch milliseconds. */
  at: v.number(),
  /** The IANA zone in which the call centre's clock was read. */
  zone: v.string(),
  /** Whether the connection names that zone; otherwise it is this computer's, and a guess. */
  zoneKnown: v.boolean(),
});
export type StartPlan = v.InferOutput<typeof StartPlan>;

/** How long the request may take to get there, milliseconds: one that comes after its minute means tomorrow. */
export const startLead = 30_000;

/** The next moment after `after` at which a clock in the zone shows this time: what a call centre takes it for. */
export function nextStart(
  { hour, minute }: { readonly hour: number; readonly minute: number },
  zone: string,
  after: number,
): number {
  const { date } = wallTimeAt(after, zone);
  for (const days of [0, 1]) {
    const wall = { date: dayAfter(date, days), hour, minute };
    const moments = momentsOf(wall, zone);
    const at = (moments.length > 0 ? moments : [momentAfterGap(wall, zone)]).find((each) => each > after);
    if (at !== undefined) return at;
  }
  return nextStart({ hour, minute }, zone, after + 86_400_000);
}

/** Whether asking for hour and minute now still means the moment that was planned. */
export function meansPlanned(
  time: { readonly hour: number; readonly minute: number },
  plan: StartPlan,
  now: number,
): boolean {
  return plan.at - now > startLead && nextStart(time, plan.zone, now) === plan.at;
}
