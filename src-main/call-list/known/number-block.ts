import { numberKeyWords, packNumber } from '../check/packed-number.ts';
import type { NumberTable } from '../check/number-table.ts';
import { readingsOf, writtenNumber, type Reading } from '../do-not-call/number-readings.ts';

/** Words of 32 bits in the block that a number is enciphered as: what it is, and the number packed. */
export const blockWords = 4;

/** What fingerprints are for. The same number has another one in each, so that two files cannot be joined by them. */
export const purpose = { sent: 1, doNotCall: 2 } as const;
export type Purpose = (typeof purpose)[keyof typeof purpose];

/** With its country's code; whole, its country not known; within a country that is known. */
export const form = { international: 1, unknown: 2, national: 3 } as const;
export type Form = (typeof form)[keyof typeof form];

const eight = 9;
const six = 7;

/** Writes a number of a form into a block. @returns false where it does not fit, which no number that can be called does */
export function writeBlock(use: Purpose, as: Form, number: string, into: Uint32Array, at: number): boolean {
  into[at] = (use << 8) | as;
  return packNumber(number, into, at + 1);
}

/** Writes what a number is: the same for 8613800138000, 013800138000 and 13800138000 in China. */
export function writeReading(
  use: Purpose,
  { country, national }: Reading,
  into: Uint32Array,
  at: number,
): boolean {
  return country === ''
    ? writeBlock(use, form.unknown, national, into, at)
    : writeBlock(use, form.international, country + national, into, at);
}

/**
 * Writes the normal form of a number of a list: its likeliest reading, as duplicates and do-not-call lists are compared.
 * A Chinese mobile number, as nearly all are, costs no string.
 *
 * @param home the calling code of the country that the list's numbers without one belong to
 */
export function writeNormal(
  use: Purpose,
  table: NumberTable,
  id: number,
  home: string,
  into: Uint32Array,
  at: number,
): void {
  table.copyKey(id, into, at + 1);
  if ((home === '86' || home === '') && isMobile(into, at + 1)) {
    const a = into[at + 1] as number;
    const b = into[at + 2] as number;
    into[at] = (use << 8) | form.international;
    [into[at + 1], into[at + 2]] = withChinasCode(a, b);
    return;
  }
  const text = table.text(id);
  const [reading] = readingsOf(writtenNumber(text, false), home);
  if (reading !== undefined && writeReading(use, reading, into, at)) return;
  // Longer than any number is with a code in front: itself and no other.
  writeBlock(use, form.unknown, text, into, at);
}

/** The same with China's code in front, of a packed mobile number of China. Gives the first two of its words. */
export function withChinasCode(a: number, b: number): readonly [number, number] {
  return [eight | (six << 4) | (a << 8), (a >>> 24) | (b << 8)];
}

/** Whether a packed number is 1, a digit from 3 on, and nine digits more. */
export function isMobile(key: Uint32Array, at: number): boolean {
  const a = key[at] as number;
  const b = key[at + 1] as number;
  if ((a & 15) !== 2 || ((a >>> 4) & 15) < 4 || key[at + numberKeyWords - 1] !== 0) return false;
  if (b >>> 12 !== 0 || b >>> 8 === 0) return false;
  return !hasSign(a) && !hasSign(b);
}

/** Whether one of the eight characters is * or #. */
function hasSign(word: number): boolean {
  const even = ((word & 0x0f0f0f0f) + 0x05050505) & 0x10101010;
  const odd = (((word >>> 4) & 0x0f0f0f0f) + 0x05050505) & 0x10101010;
  return (even | odd) !== 0;
}
