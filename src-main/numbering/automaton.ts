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
  numberOf(new Set(closure(start)));
  const next: number[] = new Array<number>(stateWidth).fill(0);
  for (let at = firstState; at < members.length; at += 1) {
    const edges = (members[at] ?? []).flatMap((state) => all.edges[state] ?? []);
    /** Digits that the same edges take lead to the same state. */
    const targets = new Map<string, number>();
    next.push(0);
    for (let digit = 0; digit < 10; digit += 1) {
      const taken = edges.filter(([digits]) => (digits & (1 << digit)) !== 0).map(([, to]) => to);
      const key = taken.join(',');
      const target = targets.get(key) ?? numberOf(new Set(taken.flatMap(closure)));
      targets.set(key, target);
      next.push(target);
    }
    next.push(0, 0, 0, 0, 0);
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
  return { next: Uint16Array.from(next), set: Uint16Array.from(set), sets };
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
