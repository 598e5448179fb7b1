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
  return stretchesOf(before, after);
}

/** Longer values are only compared from both ends: the table below has a cell for each pair of characters. */
const longest = 200;

/** What two texts have in common stays unmarked: the longest sequence of characters that is in both. */
function stretchesOf(before: string, after: string): Difference {
  const [old, mended] = [Array.from(before), Array.from(after)];
  let start = 0;
  while (start < old.length && start < mended.length && old[start] === mended[start]) start++;
  let end = 0;
  const most = Math.min(old.length, mended.length) - start;
  while (end < most && old.at(-1 - end) === mended.at(-1 - end)) end++;
  const [from, to] = [old.slice(start, old.length - end), mended.slice(start, mended.length - end)];
  const common = from.length > longest || to.length > longest ? [] : commonPairs(from, to);
  const same = (side: 0 | 1): Set<number> => new Set(common.map((pair) => pair[side] + start));
  return {
    before: parted(old, start, old.length - end, same(0)),
    after: parted(mended, start, mended.length - end, same(1)),
  };
}

/** The places, in both, of a longest common sequence. */
function commonPairs(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const width = b.length + 1;
  // how much the rests from here on have in common
  const length = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => length[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

/** Marks what is from `start` to `end`, but for what is the same on the other side. */
function parted(
  characters: readonly string[],
  start: number,
  end: number,
  same: ReadonlySet<number>,
): Stretch[] {
  const parts: { text: string; marked: boolean }[] = [];
  for (const [index, character] of characters.entries()) {
    const marked = index >= start && index < end && !same.has(index);
    const last = parts.at(-1);
    if (last?.marked === marked) last.text += character;
    else parts.push({ text: character, marked });
  }
  return parts;
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
