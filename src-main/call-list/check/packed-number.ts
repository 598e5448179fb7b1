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

/** So many last characters are looked at before anything else: two numbers that are the same end alike. */
const tailLength = 7;
/** How many codes of tails there are. */
const tailCodes = 1 << 23;

/** One of `tailCodes` codes, the same for numbers that end alike; -1 for one that is shorter than a tail. */
export function packedTail(key: Uint32Array, at: number): number {
  const from = packedLength(key, at) - tailLength;
  if (from < 0) return -1;
  const word = at + (from >>> 3);
  const bits = (from & 7) << 2;
  const behind = bits > 4 ? (key[word + 1] as number) << (32 - bits) : 0;
  return Math.imul((((key[word] as number) >>> bits) | behind) & 0xfff_ffff, 0x9e37_79b1) >>> 9;
}

/** A set of such codes, a bit each. */
export class TailSet {
  readonly #bits = new Uint8Array(tailCodes / 8);

  has(tail: number): boolean {
    return ((this.#bits[tail >>> 3] as number) & (1 << (tail & 7))) !== 0;
  }

  add(tail: number): void {
    this.#bits[tail >>> 3] = (this.#bits[tail >>> 3] as number) | (1 << (tail & 7));
  }
}

/** Writes the number that was packed as ASCII; there is room for the longest. @returns how many characters it has */
export function writeNumber(key: Uint32Array, at: number, into: Uint8Array): number {
  let length = 0;
  for (let word = at; word < at + numberKeyWords; word += 1) {
    for (let bits = key[word] as number; bits !== 0; bits >>>= 4) {
      into[length] = characterCodes[bits & 15] as number;
      length += 1;
    }
  }
  return length;
}

/** The character of four bits, in ASCII. */
const characterCodes = Uint8Array.from(` ${characters}`, (character) => character.charCodeAt(0));
const written = Buffer.alloc(longestNumber);

/** The number that was packed. */
export const unpackNumber = (key: Uint32Array, at: number): string =>
  written.toString('latin1', 0, writeNumber(key, at, written));
