/**
 * How many UTF-16 code units a slice of UTF-8 has: what Java's `String.length()` counts (see the template's
 * table). A character of four bytes is two units; any other is one, however many bytes it has.
 */
export function utf16Length(bytes: Buffer, start: number, end: number): number {
  let units = 0;
  // From the first byte of a character to the next one's: a Chinese text takes a third of the steps.
  for (let p = start; p < end; units += 1) {
    const byte = bytes[p] as number;
    if (byte < 0x80) p += 1;
    else if (byte < 0xe0) p += 2;
    else if (byte < 0xf0) p += 3;
    else {
      p += 4;
      units += 1;
    }
  }
  return units;
}

/** The position at or before `end` at which no character is cut. */
export function wholeCharacters(bytes: Buffer, start: number, end: number): number {
  let p = end;
  while (p > start && ((bytes[p] as number) & 0xc0) === 0x80) p -= 1;
  return p;
}
