import type { SeenCounts } from '../../src-main/contract/campaign-progress.ts';

/** Two lines of a chart, as points of an SVG, and the moments at its ends. */
export interface DayLines {
  readonly from: number;
  readonly to: number;
  readonly called: string;
  readonly connected: string;
}

/**
 * The lines of what was seen. A counter that was not given leaves a gap that is bridged: nothing is drawn at 0 for it.
 * @returns null where there are not two moments to draw a line between
 */
export function dayLines(seen: readonly SeenCounts[], width: number, height: number): DayLines | null {
  const from = seen[0]?.at;
  const to = seen.at(-1)?.seenAt;
  if (from === undefined || to === undefined || to <= from) return null;
  const most = Math.max(1, ...seen.flatMap(({ called, connected }) => [called ?? 0, connected ?? 0]));
  const line = (count: (one: SeenCounts) => number | null): string =>
    seen
      .flatMap((one) => {
        const value = count(one);
        if (value === null) return [];
        const y = (height - 2 - (value / most) * (height - 4)).toFixed(1);
        return [...new Set([one.at, one.seenAt])].map(
          (at) => `${(((at - from) / (to - from)) * width).toFixed(1)},${y}`,
        );
      })
      .join(' ');
  return { from, to, called: line(({ called }) => called), connected: line(({ connected }) => connected) };
}
