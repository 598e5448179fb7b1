import { anyDigit, Patterns } from './pattern.ts';

/** A pattern, and what is true of a text that it fits as a whole. */
export interface Labelled {
  readonly pattern: string;
  readonly label: number;
  /** It fits already when the text begins so. */
  readonly asPrefix?: boolean;
}

/** A state has so many places in `next`: 0 is unused, 1 to 10 are the digits as packed-number.ts packs them. */
export const stateWidth = 16;

/** Many patterns, looked for in one walk through the digits of a text. */
export interface Automaton {
  /** The state that a digit leads to from a state; 0 is where no pattern can fit any more. The first state is 1. */
  readonly next: Uint16Array;
  /** For each state the place in `sets` of the labels that are true of what was read so far. */
  readonly set: Uint16Array;
  readonly sets: readonly (readonly number[])[];
}

/** The state before the first digit. */
export const firstState = 1;

/** Makes one deterministic automaton of many patterns (subset construction). */
export function automatonOf(patterns: readonly Labelled[]): Automaton {
  const all = new Patterns();
  const start = all.state();
  const labels = new Map<number, number[]>();
  for (const { pattern, label, asPrefix } of patterns) {
    const end = all.add(pattern, start);
    if (asPrefix) all.edges[end]?.push([anyDigit, end]);
    labels.set(end, [...(labels.get(end) ?? []), label]);
  }
  const closure = closures(all);
  const known = new Map<string, number>([['', 0]]);
  const members: (readonly number[])[] = [[]];
  const numberOf = (states: Set<number>): number => {
    const sorted = [...states].sort((a, b) => a - b);
    const key = sorted.join(',');
    const there = known.get(key);
    if (there !== undefined) return there;
    known.set(key, members.length);
    members.push(sorted);
    return members.length - 1;
  };
  /** By the only edge that is taken, as it nearly always is. */
  const byEdge: (number | undefined)[] = [];
  const targetOf = (taken: readonly number[]): number => {
    const [only] = taken;
    if (only === undefined) return 0;
    if (taken.length > 1) return numberOf(new Set(taken.flatMap(closure)));
    return (byEdge[only] ??= numberOf(new Set(closure(only))));
  };
  numberOf(new Set(closure(start)));
  /** The states that are known so far, and of each the digits that were looked at. */
  const next: (number | undefined)[] = [];
  for (let at = firstState; at < members.length; at += 1) {
    const edges = (members[at] ?? []).flatMap((state) => all.edges[state] ?? []);
    const row = at * stateWidth;
    for (let digit = 0; digit < 10; digit += 1) {
      if (next[row + 1 + digit] !== undefined) continue;
      /** The digits that the same edges take: they lead to the same state. */
      let alike = anyDigit;
      const taken: number[] = [];
      for (const [digits, to] of edges) {
        const isTaken = (digits & (1 << digit)) !== 0;
        alike &= isTaken ? digits : ~digits;
        if (isTaken) taken.push(to);
      }
      const target = targetOf(taken);
      for (let other = digit; other < 10; other += 1)
        if ((alike & (1 << other)) !== 0) next[row + 1 + other] = target;
    }
  }
  const sets: number[][] = [[]];
  const places = new Map<string, number>([['', 0]]);
  const set = members.map((states) => {
    const found = [...new Set(states.flatMap((state) => labels.get(state) ?? []))].sort((a, b) => a - b);
    const key = found.join(',');
    const there = places.get(key);
    if (there !== undefined) return there;
    places.set(key, sets.length);
    sets.push(found);
    return sets.length - 1;
  });
  const table = Uint16Array.from({ length: members.length * stateWidth }, (_, place) => next[place] ?? 0);
  return { next: table, set: Uint16Array.from(set), sets };
}

/**
 * What is reached from a state without a digit: only states with edges or labels matter, so that two sets that behave
 * alike are more often the same set.
 */
function closures({ edges, free }: Patterns): (state: number) => readonly number[] {
  const known = new Map<number, readonly number[]>();
  return (state) => {
    const there = known.get(state);
    if (there !== undefined) return there;
    const reached = new Set([state]);
    for (const at of reached) for (const to of free[at] ?? []) reached.add(to);
    const found = [...reached].filter((at) => (edges[at]?.length ?? 0) > 0 || (free[at]?.length ?? 0) === 0);
    known.set(state, found);
    return found;
  };
}
