/**
 * Bytes compared and searched four at a time, as numbers of 32 bits, lowest byte first: what a `DataView` reads at
 * any position. Reading byte by byte takes several times as long.
 */

/** Four ASCII characters as `getInt32(p, true)` reads them; fewer as it does with the other bytes masked out. */
export function word(text: string): number {
  let value = 0;
  for (let i = 0; i < text.length; i += 1) value |= text.charCodeAt(i) << (i << 3);
  return value;
}

/** Masks out all but the first `count` bytes of a word: none for 0, all for 4 and more. */
export function firstBytes(count: number): number {
  if (count <= 0) return 0;
  return count >= 4 ? -1 : (1 << (count << 3)) - 1;
}

/** A word of four times the same byte. */
export function fourTimes(byte: number): number {
  return Math.imul(byte, 0x01010101);
}

const lowBits = 0x01010101;
const highBits = 0x80808080 | 0;

/** Sets the highest bit of the lowest byte that is zero, and of none below it; see `firstMarked`. */
export function markZero(four: number): number {
  return (four - lowBits) & ~four;
}

/** The same for the lowest byte that is a control character: less than a space. */
export function markControl(four: number): number {
  return (four - 0x20202020) & ~four;
}

/** Whether any byte has been marked; several marks are put together with `|`. */
export function isMarked(marks: number): boolean {
  return (marks & highBits) !== 0;
}

/** Which of the four bytes, 0 to 3, is the lowest that has been marked. */
export function firstMarked(marks: number): number {
  const high = marks & highBits;
  return (31 - Math.clz32(high & -high)) >> 3;
}

/** A buffer and its view. */
interface Viewed {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

const view = (bytes: Uint8Array): Viewed => ({
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
});
let last: Viewed = view(Buffer.alloc(0));
let before = last;

/**
 * A view of a buffer, to be read in words. Those of the two buffers asked for last are kept: the cells of a list come
 * from two, as they stand in the source and decoded.
 */
export function viewOf(bytes: Uint8Array): DataView {
  if (bytes === last.bytes) return last.view;
  const found = bytes === before.bytes ? before : view(bytes);
  before = last;
  last = found;
  return found.view;
}
