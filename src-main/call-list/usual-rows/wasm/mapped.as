// Rows of a list with columns of its own, as mapping/mapper.ts makes rows of the template of them. Nothing is written:
// of what would be, only the numbers count, and that the rest is in order.
import { plainEnd, utf16Length } from './bytes';
import { calledNumbers, delay, isAmong, packed } from './called';
import { isBlank } from './fields';
import * as layout from './layout';
import { endOf, ofRecipe, setPlace, startOf } from './places';

const isMappedWord: usize = 2;
/** For each column of the template the place that it is a copy of; 0 for none. */
const copied: usize = 3;
/** How many columns have numbers, then of each the places of the number, its delay and its type; 0 for none. */
export const numbers: usize = 10;
/** How many columns are packed into callData, the bytes and the characters of all between them, then their places. */
export const pack: usize = 64;
/** The place of the first of the texts between them: one before each, and one behind the last. */
export const packTexts: usize = 135;

const longestType: usize = 64;

export function isMapped(): bool {
  return ofRecipe(isMappedWord) != 0;
}

/** Fills the columns of the template that are copies. */
export function fillFields(): void {
  for (let field: usize = 0; field < layout.fieldCount; field += 1) {
    const place = <usize>ofRecipe(copied + field);
    if (place == 0) setPlace(field, 0, 0);
    else setPlace(field, startOf(place), endOf(place));
  }
}

/** @returns how many numbers the row has; 0 if it has none, or if there is anything to say of them */
export function mappedNumbers(numberCount: u32): u32 {
  const columns = <usize>ofRecipe(numbers);
  if (columns == 1) {
    const start = startOf(ofRecipe(numbers + 1));
    const end = endOf(ofRecipe(numbers + 1));
    let p = start;
    while (p < end && load<u8>(p) <= 0x20) p += 1;
    if (p < end && load<u8>(p) == 0x5b) return calledNumbers(start, end, numberCount);
  }
  let count: u32 = 0;
  for (let i: usize = 0; i < columns; i += 1) {
    const place = <usize>ofRecipe(numbers + 1 + i * 3);
    const start = startOf(place);
    const end = endOf(place);
    if (isBlank(start, end)) continue;
    const key = layout.numbers + <usize>(numberCount + count) * 12;
    if (packed(start, end, key) != end || isAmong(key, numberCount, count)) return 0;
    if (!isDelay(ofRecipe(numbers + 2 + i * 3)) || !isType(ofRecipe(numbers + 3 + i * 3))) return 0;
    count += 1;
  }
  return count;
}

function isDelay(place: usize): bool {
  if (place == 0 || isBlank(startOf(place), endOf(place))) return true;
  return delay(startOf(place), endOf(place)) == endOf(place);
}

function isType(place: usize): bool {
  if (place == 0) return true;
  const start = startOf(place);
  const end = endOf(place);
  return end - start <= longestType && plainEnd(start, end) >= end;
}

/** Whether what is packed into callData fits there, and no value has to be written otherwise than it is. */
export function isPackFit(): bool {
  const columns = <usize>ofRecipe(pack);
  let isEmpty = true;
  let bytes: usize = ofRecipe(pack + 1);
  for (let i: usize = 0; i < columns; i += 1) {
    const place = <usize>ofRecipe(pack + 3 + i);
    const start = startOf(place);
    const end = endOf(place);
    if (start == end) continue;
    if (isEmpty && !isBlank(start, end)) isEmpty = false;
    if (plainEnd(start, end) < end) return false;
    bytes += end - start;
  }
  if (isEmpty) return true;
  const limit = load<u32>(layout.limits, 12);
  if (bytes <= <usize>limit) return true;
  let units = ofRecipe(pack + 2);
  for (let i: usize = 0; i < columns; i += 1) {
    const place = <usize>ofRecipe(pack + 3 + i);
    units += utf16Length(startOf(place), endOf(place));
  }
  return units <= limit;
}
