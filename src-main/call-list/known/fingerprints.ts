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

  swap(a: number, b: number): void {
    for (const column of [this.high, this.middle, this.low]) {
      const value = column[a] as number;
      column[a] = column[b] as number;
      column[b] = value;
    }
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

/** First bits that tell buckets apart: so many that about 256 fingerprints are in each, which the processor's cache holds. */
const bucketBits = { least: 1, most: 12 };
const inBucketBits = 8;
/** More than so many are in one bucket only where one fingerprint was given again and again. */
const manyInBucket = 2048;
/** Words of 32 bits that a fingerprint takes on its way: its columns, and which one it was. */
const recordWords = 4;

/**
 * Sorts them. Fingerprints are spread evenly, so that a pass by their first bits leaves as many in one bucket as in
 * another; it moves them whole, since half a million looks here and there in memory take longer than all the rest.
 */
export function sorted(given: Fingerprints): Sorted {
  const { count, high, middle, low } = given;
  const wanted = Math.ceil(Math.log2(count + 1)) - inBucketBits;
  const bits = Math.min(bucketBits.most, Math.max(bucketBits.least, wanted));
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
  const records = new Uint32Array(count * recordWords);
  for (let i = 0; i < count; i += 1) {
    const first = high[i] as number;
    const place = places[first >>> shift] as number;
    places[first >>> shift] = place + 1;
    const at = place * recordWords;
    records[at] = first;
    records[at + 1] = middle[i] as number;
    records[at + 2] = low[i] as number;
    records[at + 3] = i;
  }
  const made = { fingerprints: new Fingerprints(count), order: new Uint32Array(count) };
  for (let bucket = 0, from = 0; bucket < 2 ** bits; bucket += 1) {
    const end = places[bucket] as number;
    if (end - from > manyInBucket) sortMany(records, from, end, given, made);
    else sortFew(records, from, end, shift - inBucketBits, made);
    from = end;
  }
  return made;
}

/** Sorts a bucket by its next bits, and then each one into its place among those that share them. */
function sortFew(records: Uint32Array, from: number, end: number, shift: number, to: Sorted): void {
  nextPlaces.fill(0);
  const mask = nextPlaces.length - 2;
  for (let i = from; i < end; i += 1) {
    const next = (((records[i * recordWords] as number) >>> shift) & mask) + 1;
    nextPlaces[next] = (nextPlaces[next] as number) + 1;
  }
  for (let i = 1; i < nextPlaces.length; i += 1)
    nextPlaces[i] = (nextPlaces[i] as number) + (nextPlaces[i - 1] as number);
  for (let i = from; i < end; i += 1) {
    const next = ((records[i * recordWords] as number) >>> shift) & mask;
    const place = nextPlaces[next] as number;
    nextPlaces[next] = place + 1;
    put(records, i, to, from + place);
  }
  const { fingerprints, order } = to;
  for (let i = from + 1; i < end; i += 1) {
    for (let at = i; at > from && fingerprints.compare(at - 1, fingerprints, at) > 0; at -= 1) {
      fingerprints.swap(at - 1, at);
      const which = order[at] as number;
      order[at] = order[at - 1] as number;
      order[at - 1] = which;
    }
  }
}

const nextPlaces = new Uint32Array(2 ** inBucketBits + 1);

function sortMany(records: Uint32Array, from: number, end: number, given: Fingerprints, to: Sorted): void {
  const order = to.order.subarray(from, end);
  for (let i = from; i < end; i += 1) order[i - from] = records[i * recordWords + 3] as number;
  order.sort((a, b) => given.compare(a, given, b));
  for (let i = from; i < end; i += 1) to.fingerprints.copy(i, given, order[i - from] as number);
}

function put(records: Uint32Array, which: number, { fingerprints, order }: Sorted, place: number): void {
  const at = which * recordWords;
  fingerprints.high[place] = records[at] as number;
  fingerprints.middle[place] = records[at + 1] as number;
  fingerprints.low[place] = records[at + 2] as number;
  order[place] = records[at + 3] as number;
}
