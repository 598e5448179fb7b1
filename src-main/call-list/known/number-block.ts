import { packNumber } from '../check/packed-number.ts';
import type { Reading } from '../do-not-call/number-readings.ts';

/** Words of 32 bits in the block that a number is enciphered as: what it is, and the number packed. */
export const blockWords = 4;

/** What fingerprints are for. The same number has another one in each, so that two files cannot be joined by them. */
export const purpose = { sent: 1, doNotCall: 2 } as const;
export type Purpose = (typeof purpose)[keyof typeof purpose];

/** With its country's code; whole, its country not known; within a country that is known. */
export const form = { international: 1, unknown: 2, national: 3 } as const;
export type Form = (typeof form)[keyof typeof form];

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
