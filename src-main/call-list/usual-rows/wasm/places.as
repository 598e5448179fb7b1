// The cells of the row being read, each in the place that its column has.
import * as layout from './layout';

// @ts-ignore: decorator
@inline export function startOf(place: usize): usize {
  return load<u32>(layout.places + (place << 3));
}
// @ts-ignore: decorator
@inline export function endOf(place: usize): usize {
  return load<u32>(layout.places + (place << 3), 4);
}
export function setPlace(place: usize, start: usize, end: usize): void {
  store<u32>(layout.places + (place << 3), <u32>start);
  store<u32>(layout.places + (place << 3), <u32>end, 4);
}

/** A word of the recipe; see recipe.ts for what each says. */
// @ts-ignore: decorator
@inline export function ofRecipe(word: usize): u32 {
  return load<u32>(layout.recipe + (word << 2));
}

/** How many places have cells; constants come behind them. */
const cellPlaces: usize = 0;
/** For a rejects workbook that is brought back, how many of its columns were the source's; 0 for any other list. */
const restoredColumns: usize = 1;

/** Whether a cell of the row was made another one when it was written, or has lost something since. */
export let isAltered: bool = false;

export function clearPlaces(): void {
  const count = <usize>ofRecipe(cellPlaces);
  for (let i: usize = 0; i < count; i += 1) store<u64>(layout.places + (i << 3), 0);
  isAltered = false;
}

/** Whether anything comes of a column. */
export function isUsed(column: u32): bool {
  return load<u8>(layout.roles + column) != 0 || ofRecipe(restoredColumns) != 0;
}

/** Whether all that comes of a column is how long its text is. */
export function isOnlyMeasured(column: u32): bool {
  const role = <usize>load<u8>(layout.roles + column);
  return role != 0 && load<u8>(layout.onlyMeasured + role - 1) != 0 && ofRecipe(restoredColumns) == 0;
}

/** Notes a cell of a source column. */
export function noteCell(column: u32, start: usize, end: usize): void {
  const restored = ofRecipe(restoredColumns);
  if (restored != 0) {
    if (column >= restored) return;
    if (start != end && (load<u8>(start) == 0x27 || isDamaged(start, end))) isAltered = true;
  }
  const role = <usize>load<u8>(layout.roles + column);
  if (role == 0) return;
  const first = load<u8>(start);
  // #N/A may be no text, and ="0012" is 0012 in a file of text
  if (start != end && (first == 0x23 || first == 0x3d)) isAltered = true;
  setPlace(role - 1, start, end);
}

/** Whether there is a U+FFFD. */
function isDamaged(start: usize, end: usize): bool {
  for (let p = start; p + 2 < end; p += 1) {
    if (load<u8>(p) == 0xef && load<u8>(p, 1) == 0xbf && load<u8>(p, 2) == 0xbd) return true;
  }
  return false;
}
