import { callLengthMs, type SheetPlan } from '../../../contract/reservation-sheet.ts';

/** A reservation as it will be once the sheet is sent. */
export interface PlannedReservation {
  /** Null where nobody's, or not known. */
  readonly agent: string | null;
  /** Epoch milliseconds; null where it is not known. */
  readonly time: number | null;
  /** Whether the sheet changes it. Others only stand in the way. */
  readonly changed: boolean;
}

/**
 * Which of them will overlap another of the same agent: one begins less than a call's length from the other. Two that
 * overlap already and stay as they are count as little as one that is left alone.
 */
export function overlapping<Planned extends PlannedReservation>(planned: readonly Planned[]): Set<Planned> {
  const byAgent = new Map<string, (Planned & { readonly time: number })[]>();
  for (const each of planned) {
    if (each.agent === null || each.time === null) continue;
    const own = byAgent.get(each.agent) ?? [];
    byAgent.set(each.agent, own);
    own.push(each as Planned & { readonly time: number });
  }
  const found = new Set<Planned>();
  for (const own of byAgent.values()) {
    own.sort((a, b) => a.time - b.time);
    for (const [index, each] of own.entries()) {
      const next = own[index + 1];
      if (next === undefined || next.time - each.time >= callLengthMs) continue;
      if (each.changed) found.add(each);
      if (next.changed) found.add(next);
    }
  }
  return found;
}

/** What sending would do, in figures. @param overlaps how many of them overlap another */
export function planOf(planned: readonly PlannedReservation[], overlaps: number): SheetPlan {
  let from: number | null = null;
  let to: number | null = null;
  const agents = new Set<string>();
  for (const { agent, time, changed } of planned) {
    if (!changed) continue;
    if (agent !== null) agents.add(agent);
    if (time === null) continue;
    from = Math.min(from ?? time, time);
    to = Math.max(to ?? time, time);
  }
  return { from, to, agents: agents.size, overlaps };
}
