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
    for (let from = 0; from < count; from += batchBlocks) {
      const here = Math.min(batchBlocks, count - from);
      for (let i = 0; i < here; i += 1) write(from + i, blocks, i * blockWords);
      const sealed = this.#cipher.update(Buffer.from(blocks.buffer, 0, here * blockWords * 4));
      for (let i = 0; i < here; i += 1) {
        const at = i * blockWords * 4;
        made.high[from + i] = sealed.readUInt32LE(at);
        made.middle[from + i] = sealed.readUInt32LE(at + 4);
        made.low[from + i] = sealed.readUInt16LE(at + 8);
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

const radixBits = 11;
const radix = 1 << radixBits;

/** Sorts by the first 32 bits in three passes, and the few that are alike in them by the rest. */
export function sorted(given: Fingerprints): Sorted {
  const { count, high } = given;
  let order = Uint32Array.from({ length: count }, (_, i) => i);
  let spare = new Uint32Array(count);
  for (let shift = 0; shift < 32; shift += radixBits) {
    const starts = new Uint32Array(radix + 1);
    for (let i = 0; i < count; i += 1) {
      const digit = ((high[i] as number) >>> shift) & (radix - 1);
      starts[digit + 1] = (starts[digit + 1] as number) + 1;
    }
    for (let digit = 0; digit < radix; digit += 1) {
      starts[digit + 1] = (starts[digit + 1] as number) + (starts[digit] as number);
    }
    for (let i = 0; i < count; i += 1) {
      const which = order[i] as number;
      const digit = ((high[which] as number) >>> shift) & (radix - 1);
      const to = starts[digit] as number;
      starts[digit] = to + 1;
      spare[to] = which;
    }
    [order, spare] = [spare, order];
  }
  sortAlike(given, order);
  const fingerprints = new Fingerprints(count);
  for (let i = 0; i < count; i += 1) fingerprints.copy(i, given, order[i] as number);
  return { fingerprints, order };
}

/** Sorts each run of the same first 32 bits by what follows. */
function sortAlike(given: Fingerprints, order: Uint32Array): void {
  const { high } = given;
  for (let from = 0; from < order.length;) {
    let end = from + 1;
    while (end < order.length && high[order[end] as number] === high[order[from] as number]) end += 1;
    if (end - from > 1) {
      order.subarray(from, end).sort((a, b) => given.compare(a, given, b));
    }
    from = end;
  }
}
