// What a list says in columns of its own of whether a customer may be called. Such words are judged elsewhere
// (mapping/do-not-call-marks.ts): here they are handed out with their row.
import { isBlank } from './fields';
import * as layout from './layout';
import { endOf, ofRecipe, startOf } from './places';

/** How many columns of marks there are, then of each its place and whether a long text in it says nothing. */
const marks: usize = 136;
const mostMarks: usize = 8;

let written: usize = 0;

export function beginMarks(): void {
  written = 0;
}

/** Whether there may be no room for the marks of another row. */
export function isMarksFull(): bool {
  return written + mostMarks * (layout.longestMark + 2) > layout.markTextsRoom;
}

/** Writes the marks of the row; `endMarks` keeps them. @returns false for one that is too long */
export function noteMarks(): bool {
  const count = <usize>ofRecipe(marks);
  for (let i: usize = 0; i < count; i += 1) {
    const place = <usize>ofRecipe(marks + 1 + i * 2);
    const start = startOf(place);
    const end = endOf(place);
    if (isBlank(start, end)) continue;
    const length = end - start;
    if (length > layout.longestMark) {
      if (ofRecipe(marks + 2 + i * 2) != 0) continue;
      return false;
    }
    const to = layout.markTexts + written;
    store<u8>(to, <u8>i);
    store<u8>(to, <u8>length, 1);
    memory.copy(to + 2, start, length);
    written += length + 2;
  }
  return true;
}

export function endMarks(row: usize): void {
  store<u32>(layout.markEnds + (row << 2), <u32>written);
}
