import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { giveBack } from '../random-access.ts';

/** So much stays in memory as it is, in bytes: enough for 500,000 rows of which no two are alike. */
const plainBytes = 150 << 20;
/** Of the others, so many are kept inflated: a row's texts lie in few of them, since tables are in order of first use. */
const mostThawed = 8;

/**
 * The text of a workbook's shared strings, in segments of 1 MB. The first ones stay as they are; of what is beyond,
 * only what is being read is not compressed, so that a table of any size, honest or not, takes little more than the
 * plain ones do. Where cells go back and forth in the table, as in a list that was sorted after it was filled,
 * segments are kept once they have been inflated: correct and in good time comes before small.
 */
export class TextSegments {
  readonly #size: number;
  readonly #segments: (Buffer | undefined)[] = [];
  /** Compressed, by number. */
  readonly #frozen: (Buffer | undefined)[] = [];
  /** The segments that are inflated for the time being, the one used longest ago first. */
  #thawed: number[] = [];
  /** How many have been inflated since the reading began. */
  #thaws = 0;

  /** @param size of a segment, in bytes */
  constructor(size: number) {
    this.#size = size;
  }

  get count(): number {
    return this.#segments.length;
  }

  /** Begins another reading, from the first cell on. */
  rewind(): void {
    this.#thaws = 0;
  }

  /**
   * Adds a segment to be filled; the one before is full.
   *
   * @param besides the bytes that the table takes besides its text
   */
  add(besides: number): Buffer {
    const full = this.#segments.length - 1;
    if (full >= 0 && full * this.#size + besides > plainBytes) this.#freeze(full);
    const segment = Buffer.allocUnsafeSlow(this.#size);
    this.#segments.push(segment);
    return segment;
  }

  /** The bytes of a segment, good as long as they are held. */
  at(number: number): Buffer {
    return this.#segments[number] ?? this.#thaw(number);
  }

  #freeze(number: number): void {
    const segment = this.at(number);
    this.#frozen[number] = deflateRawSync(segment, { level: 1 });
    this.#segments[number] = undefined;
    giveBack(segment);
  }

  #thaw(number: number): Buffer {
    const segment = inflateRawSync(this.#frozen[number] as Buffer, { chunkSize: this.#size });
    this.#segments[number] = segment;
    this.#thaws += 1;
    this.#thawed.push(number);
    const isInOrder = this.#thaws <= this.#segments.length * 2;
    if (isInOrder && this.#thawed.length > mostThawed)
      this.#segments[this.#thawed.shift() as number] = undefined;
    return segment;
  }
}
