import { createCipheriv } from 'node:crypto';
import { blockWords } from './number-block.ts';

/** Bytes of the key: AES-256. */
export const keyBytes = 32;
/** Bytes of a fingerprint on the disk. docs/decisions/memory.md has the arithmetic. */
export const fingerprintBytes = 10;
/** Blocks that are enciphered at a time. */
export const batchBlocks = 4096;

/**
 * Fingerprints in columns of 32, 32 and 16 bits. A fingerprint is the first 80 bits of a number's block under AES-256:
 * without the key it says nothing of the number, and no number can be tried on it.
 */
export class Fingerprints {
  readonly high: Uint32Array;
  readonly middle: Uint32Array;
  readonly low: Uint16Array;

  constructor(count: number) {
    this.high = new Uint32Array(count);
    this.middle = new Uint32Array(count);
    this.low = new Uint16Array(count);
  }

  get count(): number {
    return this.high.length;
  }

  copy(to: number, from: Fingerprints, at: number): void {
    this.high[to] = from.high[at] as number;
    this.middle[to] = from.middle[at] as number;
    this.low[to] = from.low[at] as number;
  }

  /** Less than 0 where this one's comes first, 0 where they are the same. */
  compare(at: number, other: Fingerprints, otherAt: number): number {
    return (
      (this.high[at] as number) - (other.high[otherAt] as number) ||
      (this.middle[at] as number) - (other.middle[otherAt] as number) ||
      (this.low[at] as number) - (other.low[otherAt] as number)
    );
  }
}

/** Makes fingerprints with one key. */
export class NumberCipher {
  readonly #cipher;
  /** Tells files of this key from those of another, and nothing else of it: 16 hex digits. */
  readonly keyId: string;

  /** @param key of 32 bytes */
  constructor(key: Uint8Array) {
    // Each block is a number on its own; equal numbers are to be equal, which is what this mode does.
    this.#cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
    // No number has this block.
    this.keyId = this.#cipher.update(Buffer.alloc(16, 0xff)).subarray(0, 8).toString('hex');
  }

  /**
   * The fingerprints of so many blocks.
   * @param write puts a block into `into` at `at`; called once for each, in order
   */
  fingerprints(count: number, write: (index: number, into: Uint32Array, at: number) => void): Fingerprints {
    const made = new Fingerprints(count);
    const blocks = new Uint32Array(Math.min(count, batchBlocks) * blockWords);
    const words = new Uint32Array(blocks.length);
    const sealed = new Uint8Array(words.buffer);
    for (let from = 0; from < count; from += batchBlocks) {
      const here = Math.min(batchBlocks, count - from);
      for (let i = 0; i < here; i += 1) write(from + i, blocks, i * blockWords);
      sealed.set(this.#cipher.update(Buffer.from(blocks.buffer, 0, here * blockWords * 4)));
      for (let i = 0; i < here; i += 1) {
        made.high[from + i] = words[i * blockWords] as number;
        made.middle[from + i] = words[i * blockWords + 1] as number;
        made.low[from + i] = (words[i * blockWords + 2] as number) & 0xffff;
      }
    }
    return made;
  }
}

/** Fingerprints in ascending order, and which of the given ones each was. */
export interface Sorted {
  readonly fingerprints: Fingerprints;
  readonly order: Uint32Array;
}

/** As many buckets as there are fingerprints, about; so few or so many at most. */
const bucketBits = { least: 1, most: 20 };

/**
 * Sorts them. Fingerprints are spread evenly, so that one pass by their first bits leaves hardly more than one in each
 * bucket.
 */
export function sorted(given: Fingerprints): Sorted {
  const { count, high } = given;
  const bits = Math.min(bucketBits.most, Math.max(bucketBits.least, Math.ceil(Math.log2(count + 1))));
  const shift = 32 - bits;
  /** Where the next one of a bucket goes; at the end, where the bucket ends. */
  const places = new Uint32Array(2 ** bits + 1);
  for (let i = 0; i < count; i += 1) {
    const bucket = ((high[i] as number) >>> shift) + 1;
    places[bucket] = (places[bucket] as number) + 1;
  }
  for (let bucket = 0; bucket < 2 ** bits; bucket += 1) {
    places[bucket + 1] = (places[bucket + 1] as number) + (places[bucket] as number);
  }
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i += 1) {
    const bucket = (high[i] as number) >>> shift;
    const place = places[bucket] as number;
    places[bucket] = place + 1;
    order[place] = i;
  }
  const fingerprints = new Fingerprints(count);
  for (let bucket = 0, from = 0; bucket < 2 ** bits; bucket += 1) {
    const end = places[bucket] as number;
    if (end - from > fewInBucket) order.subarray(from, end).sort((a, b) => given.compare(a, given, b));
    else if (end - from > 1) sortFew(given, order, from, end);
    for (; from < end; from += 1) fingerprints.copy(from, given, order[from] as number);
  }
  return { fingerprints, order };
}

/** More than so many are in one bucket only where one fingerprint was given again and again. */
const fewInBucket = 32;

function sortFew(given: Fingerprints, order: Uint32Array, from: number, end: number): void {
  for (let i = from + 1; i < end; i += 1) {
    const which = order[i] as number;
    let at = i;
    for (; at > from && given.compare(order[at - 1] as number, given, which) > 0; at -= 1) {
      order[at] = order[at - 1] as number;
    }
    order[at] = which;
  }
}
