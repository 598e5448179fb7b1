import type { CellEdit } from '../../src-main/contract/call-list.ts';
import type { Stretch } from './highlight.ts';

/** What a mend does to one value, and what differs in it. */
export interface Difference {
  readonly before: readonly Stretch[];
  readonly after: readonly Stretch[];
}

/**
 * Parts a value before and after a mend. Of a cell with numbers, only the numbers that change are shown, not the JSON
 * that they stand in.
 */
export function differenceOf(example: {
  readonly column: CellEdit['column'];
  readonly before: string;
  readonly after: string;
}): Difference {
  const numbers = example.column === 'called' ? changedNumbers(example.before, example.after) : null;
  const [before, after] = numbers ?? [example.before, example.after];
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { before: parted(before, start, end), after: parted(after, start, end) };
}

function parted(text: string, start: number, end: number): Stretch[] {
  const to = text.length - end;
  return [
    { text: text.slice(0, start), marked: false },
    { text: text.slice(start, to), marked: true },
    { text: text.slice(to), marked: false },
  ].filter((part) => part.text !== '');
}

/** The numbers that differ, before and after; null where a cell is not of that form, or has not as many after it. */
function changedNumbers(before: string, after: string): readonly [string, string] | null {
  const [old, mended] = [numbersIn(before), numbersIn(after)];
  if (old === null || mended === null) return null;
  if (old.length !== mended.length) return [old.join(', '), mended.join(', ')];
  const at = old.flatMap((number, index) => (number === mended[index] ? [] : [index]));
  if (at.length === 0) return null;
  return [at.map((index) => old[index]).join(', '), at.map((index) => mended[index]).join(', ')];
}

/** The numbers of a `called` cell, in their order; null where it is no list of them. */
export function numbersIn(cell: string): string[] | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(cell);
  } catch {
    return null;
  }
  if (!Array.isArray(parsed) || parsed.length === 0) return null;
  const numbers = parsed.map((each: unknown) =>
    typeof each === 'object' && each !== null && 'calledNo' in each ? each.calledNo : undefined,
  );
  return numbers.every((each) => typeof each === 'string') ? numbers : null;
}
