import type { Figure, Target } from './bench.ts';

const round = (value: number): number => Number(value.toPrecision(4));
const wording = (target: Target): string =>
  `${target.of} ${'atMost' in target ? `<= ${target.atMost}` : `>= ${target.atLeast}`}`;

/** Whether the figure meets its target; null when it has none. What could not be measured doesn't. */
export function holds(figure: Figure): boolean | null {
  if (!figure.target) return null;
  const measured = figure.target.of === 'value' ? figure.value : (figure.ratio ?? NaN);
  return 'atMost' in figure.target ? measured <= figure.target.atMost : measured >= figure.target.atLeast;
}

/** One figure as a line of JSON; what could not be measured is null. */
export function jsonLine(bench: string, figure: Figure): string {
  return JSON.stringify({
    bench,
    figure: figure.figure,
    value: round(figure.value),
    unit: figure.unit,
    peer: figure.peer ?? null,
    ratio: figure.ratio === undefined ? null : round(figure.ratio),
    target: figure.target ? wording(figure.target) : null,
    holds: holds(figure),
  });
}

/** All figures as a table for people. */
export function table(figures: readonly Figure[]): string {
  const header = ['figure', 'value', 'unit', 'ratio', 'to', 'target', 'holds'];
  const rows = figures.map((figure) => [
    figure.figure,
    String(round(figure.value)),
    figure.unit,
    figure.ratio === undefined ? '' : `${round(figure.ratio)} x`,
    figure.peer ?? '',
    figure.target ? wording(figure.target) : '',
    { true: 'yes', false: 'NO', null: '' }[String(holds(figure)) as 'true' | 'false' | 'null'],
  ]);
  const rightAligned = new Set([1, 3]);
  const widths = header.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (rightAligned.has(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
