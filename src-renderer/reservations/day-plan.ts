import type { Reservation } from '../../src-main/contract/reservations.ts';

/** A reservation in its place. */
export interface Mark {
  readonly reservation: Reservation;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Another call of the same agent begins less than one call's length before or after it. */
  readonly overlaps: boolean;
  /** Which of the lines of its row it stands on, so that marks do not cover each other. */
  readonly lane: number;
}

/** One agent's day. */
export interface AgentDay {
  /** The agent's account or number; null for calls without an agent: automatic ones. */
  readonly agent: string | null;
  readonly name: string | null;
  /** By time. */
  readonly marks: readonly Mark[];
  readonly overlaps: number;
  /** The marks of each hour of the plan. */
  readonly cells: readonly (readonly Mark[])[];
}

/** Names that more than one of the agents has. */
export function sharedNames(agents: readonly AgentDay[]): ReadonlySet<string | null> {
  const once = new Set<string | null>();
  return new Set(agents.map(({ name }) => name).filter((name) => once.size === once.add(name).size));
}

export interface DayPlan {
  /** When each shown hour begins, epoch milliseconds. */
  readonly hours: readonly number[];
  readonly agents: readonly AgentDay[];
  /** Reservations without a time: they have no place in a day. */
  readonly untimed: number;
}

const hourMs = 3_600_000;
/** A mark is drawn as wide as a quarter of an hour at least: its minute must be read. */
export const markMs = hourMs / 4;

/**
 * Who is booked when.
 *
 * @param bounds the day's first moment and that of the next day
 * @param callMs how long a call is taken to last
 * @param usual the hours shown even when nothing is reserved in them, as hours from the day's beginning
 */
export function planDay(
  reservations: readonly Reservation[],
  [from, to]: readonly [number, number],
  callMs: number,
  usual: readonly [first: number, end: number] = [8, 18],
): DayPlan {
  const byAgent = new Map<string | null, { name: string | null; booked: Timed[] }>();
  let untimed = 0;
  let first = from + usual[0] * hourMs;
  let end = Math.min(to, from + usual[1] * hourMs);
  for (const reservation of reservations) {
    const at = reservation.appointTime;
    if (at === null) untimed++;
    if (at === null || at < from || at >= to) continue;
    const hour = at - ((at - from) % hourMs);
    first = Math.min(first, hour);
    end = Math.max(end, hour + hourMs);
    const agent = byAgent.get(reservation.agent) ?? { name: null, booked: [] };
    byAgent.set(reservation.agent, agent);
    agent.name ??= reservation.agentName;
    agent.booked.push({ reservation, at });
  }
  const hours = Array.from(
    { length: Math.ceil((end - first) / hourMs) },
    (_, index) => first + index * hourMs,
  );
  const agents = [...byAgent].map(([agent, { name, booked }]): AgentDay => {
    const marks = place(booked, callMs, agent !== null);
    const cells = hours.map((): Mark[] => []);
    for (const mark of marks) cells[Math.floor((mark.at - first) / hourMs)]?.push(mark);
    return { agent, name, marks, overlaps: marks.filter((mark) => mark.overlaps).length, cells };
  });
  return { hours, agents: agents.sort(byName), untimed };
}

interface Timed {
  readonly reservation: Reservation;
  readonly at: number;
}

/** Puts each on the first line that is free where its mark is drawn. Calls without an agent are in no one's way. */
function place(booked: readonly Timed[], callMs: number, someones: boolean): Mark[] {
  const sorted = [...booked].sort((a, b) => a.at - b.at);
  const freeFrom: number[] = [];
  return sorted.map(({ reservation, at }, index) => {
    const before = sorted[index - 1];
    const after = sorted[index + 1];
    const close = (other: Timed | undefined): boolean =>
      other !== undefined && Math.abs(other.at - at) < callMs;
    const free = freeFrom.findIndex((from) => from <= at);
    const lane = free === -1 ? freeFrom.length : free;
    freeFrom[lane] = at + Math.max(callMs, markMs);
    return { reservation, at, lane, overlaps: someones && (close(before) || close(after)) };
  });
}

/** By name, digits by their value; calls without an agent last. */
function byName(a: AgentDay, b: AgentDay): number {
  if (a.agent === null || b.agent === null) return Number(a.agent === null) - Number(b.agent === null);
  return (a.name ?? a.agent).localeCompare(b.name ?? b.agent, undefined, { numeric: true });
}
