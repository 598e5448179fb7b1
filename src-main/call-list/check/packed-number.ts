/**
 * A called number packed into three 32-bit words, four bits a character: 1 to 10 for digits, 11 for *, 12 for #,
 * and 0 behind the end, so that numbers of different length differ. 24 characters, the template's limit, fill
 * the 96 bits exactly: equal words are equal numbers, and comparing takes no strings.
 */
export const numberKeyWords = 3;
export const longestNumber = 24;

/** The four bits of a byte; 0 for one that no number may have. */
export const numberCode = new Uint8Array(256);
for (let digit = 0; digit < 10; digit += 1) numberCode[0x30 + digit] = digit + 1;
numberCode[0x2a] = 11;
numberCode[0x23] = 12;

const characters = '0123456789*#';

/**
 * Packs a number.
 *
 * @returns false if it is empty, too long or has other characters; `into` is then not to be used
 */
export function packNumber(number: string, into: Uint32Array, at: number): boolean {
  if (number.length === 0 || number.length > longestNumber) return false;
  into.fill(0, at, at + numberKeyWords);
  for (let i = 0; i < number.length; i += 1) {
    const code = number.charCodeAt(i) < 256 ? (numberCode[number.charCodeAt(i)] as number) : 0;
    if (code === 0) return false;
    const word = at + (i >>> 3);
    into[word] = (into[word] as number) | (code << ((i & 7) << 2));
  }
  return true;
}

/** How many characters a packed number has. */
export function packedLength(key: Uint32Array, at: number): number {
  let word = numberKeyWords - 1;
  while (word > 0 && key[at + word] === 0) word -= 1;
  // Four bits a character, and nothing but zeros behind the last one.
  return word * 8 + ((35 - Math.clz32(key[at + word] as number)) >>> 2);
}

/** The last digits of a packed number; -1 for a number that has fewer characters, or * or # among these. */
export function packedEnding(key: Uint32Array, at: number, digits: number): number {
  const length = packedLength(key, at);
  if (length < digits) return -1;
  let value = 0;
  for (let place = length - digits; place < length; place += 1) {
    const code = ((key[at + (place >>> 3)] as number) >>> ((place & 7) << 2)) & 15;
    if (code > 10) return -1;
    value = value * 10 + code - 1;
  }
  return value;
}

/** The number that was packed. */
export function unpackNumber(key: Uint32Array, at: number): string {
  let number = '';
  for (let i = 0; i < longestNumber; i += 1) {
    const code = ((key[at + (i >>> 3)] as number) >>> ((i & 7) << 2)) & 15;
    if (code === 0) break;
    number += characters[code - 1] ?? '';
  }
  return number;
}
