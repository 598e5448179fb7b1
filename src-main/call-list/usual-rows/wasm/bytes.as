// Bytes compared and searched sixteen at a time. Whoever reads behind the end of a text finds memory there, and looks
// where the end is before anything that was read counts.

/** Two texts, one behind the other. */
// @ts-ignore: decorator
@inline export const mask3: u32 = 0xffffff;
// @ts-ignore: decorator
@inline export const mask5: u64 = 0xffffffffff;
// @ts-ignore: decorator
@inline export const mask6: u64 = 0xffffffffffff;

/** The position of the first `<` or `&`; there is one at the end of the window at least. */
export function textEnd(from: usize): usize {
  const less = i8x16.splat(0x3c);
  const ampersand = i8x16.splat(0x26);
  let p = from;
  while (true) {
    const bytes = v128.load(p);
    const marks = i8x16.bitmask(v128.or(i8x16.eq(bytes, less), i8x16.eq(bytes, ampersand)));
    if (marks != 0) return p + <usize>ctz(marks);
    p += 16;
  }
}

/** The position of the first quote, backslash or control character; `end`, or a position behind it, if there is none. */
export function plainEnd(from: usize, end: usize): usize {
  const quote = i8x16.splat(0x22);
  const backslash = i8x16.splat(0x5c);
  const space = i8x16.splat(0x20);
  let p = from;
  while (p < end) {
    const bytes = v128.load(p);
    const marks = i8x16.bitmask(
      v128.or(v128.or(i8x16.eq(bytes, quote), i8x16.eq(bytes, backslash)), i8x16.lt_u(bytes, space)),
    );
    if (marks != 0) return p + <usize>ctz(marks);
    p += 16;
  }
  return p;
}

/** Whether a text has a control character. */
export function hasControl(start: usize, end: usize): bool {
  const space = i8x16.splat(0x20);
  let p = start;
  while (p < end) {
    const marks = i8x16.bitmask(i8x16.lt_u(v128.load(p), space));
    if (marks != 0) return p + <usize>ctz(marks) < end;
    p += 16;
  }
  return false;
}

/** Whether a text has a carriage return or what may be an _xHHHH_. */
export function isOdd(start: usize, end: usize): bool {
  for (let p = start; p < end; p += 1) {
    const byte = load<u8>(p);
    if (byte == 0x0d || (byte == 0x5f && load<u8>(p + 1) == 0x78)) return true;
  }
  return false;
}

/** How many UTF-16 code units a text has. */
export function utf16Length(start: usize, end: usize): u32 {
  let units: u32 = 0;
  for (let p = start; p < end; p += 1) {
    const byte = load<u8>(p);
    if ((byte & 0xc0) != 0x80) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}

/** Whether two texts of one length are equal. */
export function isSame(a: usize, b: usize, length: usize): bool {
  for (let i: usize = 0; i < length; i += 1) if (load<u8>(a + i) != load<u8>(b + i)) return false;
  return true;
}
