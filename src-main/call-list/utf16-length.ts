/**
 * How many UTF-16 code units a slice of UTF-8 has: what Java's `String.length()` counts (see the template's
 * table). A character of four bytes is two units; any other is one, however many bytes it has.
 */
export function utf16Length(bytes: Buffer, start: number, end: number): number {
  let units = 0;
  for (let p = start; p < end; p += 1) {
    const byte = bytes[p] as number;
    if (byte < 0x80 || byte >= 0xc0) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}
