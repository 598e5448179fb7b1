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

/** Whether a cell of the row was made another one when it was written, or has lost something since. */
export let isAltered: bool = false;

export function clearPlaces(): void {
  const count = <usize>ofRecipe(cellPlaces);
  for (let i: usize = 0; i < count; i += 1) store<u64>(layout.places + (i << 3), 0);
  isAltered = false;
}

/** Whether anything comes of a column. */
export function isUsed(column: u32): bool {
  return load<u8>(layout.roles + column) != 0;
}

/** Whether all that comes of a column is how long its text is. */
export function isOnlyMeasured(column: u32): bool {
  const role = <usize>load<u8>(layout.roles + column);
  return role != 0 && load<u8>(layout.onlyMeasured + role - 1) != 0;
}

/** Notes a cell of a source column. */
export function noteCell(column: u32, start: usize, end: usize): void {
  const role = <usize>load<u8>(layout.roles + column);
  if (role == 0) return;
  const first = <u32>load<u8>(start);
  // #N/A may be no text, and ="0012" is 0012 in a file of text
  if (start != end && (first == 0x23 || first == 0x3d)) isAltered = true;
  if (end - start <= longestMissing && isOne(first) && mayBeMissing(start, end)) isAltered = true;
  // 1.39008E+10 may be what is left of a number
  if (end - start > 4 && load<u8>(end - 3) == 0x2b && (load<u8>(end - 4) | 0x20) == 0x65) isAltered = true;
  setPlace(role - 1, start, end);
}

/** In bytes; see error-texts.ts, which looks at such a cell. */
const longestMissing: usize = 24;

/** Whether such a text may begin with a byte: a blank, ( < [ \ or one of nNuU. */
// @ts-ignore: decorator
@inline function isOne(first: u32): bool {
  const bits: u64 = first < 64 ? 0x1000010100000200 : 0x0020400018204000;
  return first < 128 && ((bits >> (<u64>first & 63)) & 1) != 0;
}

/** Whether a text may say that there is no value: NULL, N/A, nan, (blank). */
function mayBeMissing(start: usize, end: usize): bool {
  let p = start;
  while (p < end && load<u8>(p) <= 0x20) p += 1;
  if (p == end) return false;
  const first = load<u8>(p);
  if (first == 0x28 || first == 0x3c || first == 0x5c) return true;
  // In lower case: null none unde[fined], [nul[l] with a [ made {, and texts of two or three characters.
  const word = load<u32>(p) | 0x20202020;
  if (word == 0x6c6c756e || word == 0x656e6f6e || word == 0x65646e75 || word == 0x6c756e7b) return true;
  // n.a.
  if (word == 0x2e612e6e) return true;
  const two = word & 0xffff;
  // na ni n/
  return (end - p <= 3 || load<u8>(p, 3) <= 0x20) && (two == 0x616e || two == 0x696e || two == 0x2f6e);
}
