/** See check/fields.ts. */
export function isBlank(start: usize, end: usize): bool {
  for (let p = start; p < end; p += 1) {
    const byte = load<u8>(p);
    if (byte == 0x20 || (byte >= 0x09 && byte <= 0x0d)) continue;
    if (byte == 0xc2 && load<u8>(p, 1) == 0xa0) p += 1;
    else if (byte == 0xe3 && load<u8>(p, 1) == 0x80 && load<u8>(p, 2) == 0x80) p += 2;
    else return false;
  }
  return true;
}
