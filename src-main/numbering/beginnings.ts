import { Patterns } from './pattern.ts';

/** Where the first digits of a text lead to, and those of its beginnings that fit. */
interface Begun {
  readonly states: ReadonlySet<number>;
  readonly fitted: readonly string[];
}

/**
 * What of a pattern stands at the beginning of a text of which three digits are known: the digits that fit it, where
 * there is one way only and no more can follow; `no` where it does not fit; `maybe` for everything else.
 */
export function beginnings(pattern: string): (digits: string) => string {
  // `$` is in patterns of whole numbers, which are looked at closely anyway.
  const all = new Patterns();
  const start = all.state();
  const end = all.add(pattern.replaceAll('$', ''), start);
  const closure = (states: Iterable<number>): Set<number> => {
    const reached = new Set(states);
    for (const state of reached) for (const to of all.free[state] ?? []) reached.add(to);
    return reached;
  };
  const states = closure([start]);
  /** By what was read. What nothing can follow is not gone on with. */
  const known = new Map<string, Begun>([['', { states, fitted: states.has(end) ? [''] : [] }]]);
  const read = (digits: string): Begun => {
    const there = known.get(digits);
    if (there !== undefined) return there;
    const before = read(digits.slice(0, -1));
    if (before.states.size === 0) return before;
    const bit = 1 << Number(digits.at(-1));
    const next = [...before.states].flatMap((state) =>
      (all.edges[state] ?? []).filter(([wanted]) => (wanted & bit) !== 0).map(([, to]) => to),
    );
    const reached = closure(next);
    const fitted = reached.has(end) ? [...before.fitted, digits] : before.fitted;
    const found = { states: reached, fitted };
    known.set(digits, found);
    return found;
  };
  return (digits) => {
    const { states: reached, fitted } = read(digits);
    const canGoOn = [...reached].some((state) => (all.edges[state] ?? []).length > 0);
    if (canGoOn || fitted.length > 1) return 'maybe';
    return fitted[0] ?? 'no';
  };
}
