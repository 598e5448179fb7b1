import { copyBytes } from '../byte-sink.ts';
import { maxCellLength } from '../row.ts';
import { unreadable } from '../unreadable.ts';
import { utf16Length, wholeCharacters } from '../utf16-length.ts';
import { TextSegments } from './text-segments.ts';

const segmentBits = 20;
const segmentSize = 1 << segmentBits;
const blockBits = 16;
const blockSize = 1 << blockBits;
/** The most text of one workbook: far above a million rows of call data with none alike. */
const maxTextBytes = 1 << 30;
/** The most strings: twelve for each row of a sheet. */
const maxCount = 12 << 20;

/**
 * A workbook's shared strings, kept as UTF-8 in segments of 1 MB, with the place and the length of each in typed
 * arrays: eight bytes a string more than its text, and nothing that the garbage collector has to walk.
 */
export class SharedStrings {
  #count = 0;
  /** Where the next string goes, in the segments put end to end. No string straddles two. */
  #next = 0;
  readonly #segments = new TextSegments(segmentSize);
  #tail: Buffer;
  readonly #places: Uint32Array[] = [];
  readonly #lengths: Uint32Array[] = [];
  /** Those that cannot be read as they stand: an entity that there is not, or more than a cell holds. */
  readonly #odd = new Set<number>();

  constructor() {
    this.#tail = this.#segments.add(0);
  }

  get count(): number {
    return this.#count;
  }

  /** Whether any is odd. */
  get hasOdd(): boolean {
    return this.#odd.size > 0;
  }

  isOdd(index: number): boolean {
    return this.#odd.has(index);
  }

  /** Where the next string can be put, from `tailStart` on, and then taken with `take`: that saves copying it. */
  get tail(): Buffer {
    return this.#tail;
  }

  get tailStart(): number {
    return this.#next & (segmentSize - 1);
  }

  /** How many bytes fit behind each other into the tail, as strings. */
  get tailRoom(): number {
    // "- 1": see `add`.
    return Math.max(0, this.#segments.count * segmentSize - this.#next - 1);
  }

  /** Appends strings that fit into the tail, and of which none is too long for a cell: their texts, and their lengths. */
  addAll(texts: Buffer, size: number, lengths: Uint32Array, count: number): void {
    texts.copy(this.#tail, this.tailStart, 0, size);
    for (let i = 0; i < count; i += 1) this.take(lengths[i] as number);
  }

  /** Begins another reading of the cells that refer to the strings. */
  rewind(): void {
    this.#segments.rewind();
  }

  /** The segment that holds string `index`: its bytes are there from `start`, `length` of them. */
  segment(index: number): Buffer {
    return this.#segments.at(this.#place(index) >>> segmentBits);
  }

  start(index: number): number {
    return this.#place(index) & (segmentSize - 1);
  }

  length(index: number): number {
    return (this.#lengths[index >>> blockBits] as Uint32Array)[index & (blockSize - 1)] as number;
  }

  /** Copies the places of 65,536 strings, and behind them their lengths. */
  copyBlock(block: number, into: Buffer, at: number): void {
    for (const [index, words] of [this.#places[block], this.#lengths[block]].entries()) {
      if (words !== undefined) into.set(new Uint8Array(words.buffer), at + index * words.byteLength);
    }
  }

  /** Copies 1 MB of text, to which the upper bits of a place point. */
  copySegment(segment: number, into: Buffer, at: number): void {
    this.#segments.at(segment).copy(into, at);
  }

  /**
   * Appends a string.
   *
   * @param isKnown false for one of which nobody knows what it says: cells that refer to it have no value
   * @throws DialdeskError `file_unreadable`: `too-large`
   */
  add(from: Buffer, start: number, end: number, isKnown = true): void {
    const fits = fitting(from, start, end);
    // "+ 1": an empty string exactly at the end would be looked for in a segment that is not there.
    const length = fits - start;
    if (this.#next + length + 1 > this.#segments.count * segmentSize) this.#addSegment();
    copyBytes(from, start, fits, this.tail, this.tailStart);
    if (!isKnown || fits < end) this.#odd.add(this.#count);
    this.#put(length);
  }

  /**
   * Appends the string that was put into the tail, which ends before the tail does.
   *
   * @throws DialdeskError `file_unreadable`: `too-large`
   */
  take(length: number): void {
    const fits = fitting(this.tail, this.tailStart, this.tailStart + length) - this.tailStart;
    if (fits < length) this.#odd.add(this.#count);
    this.#put(fits);
  }

  #put(length: number): void {
    const index = this.#count & (blockSize - 1);
    if (index === 0) {
      if (this.#count >= maxCount) throw tooLarge();
      this.#places.push(new Uint32Array(blockSize));
      this.#lengths.push(new Uint32Array(blockSize));
    }
    const block = this.#places.length - 1;
    (this.#places[block] as Uint32Array)[index] = this.#next;
    (this.#lengths[block] as Uint32Array)[index] = length;
    this.#next += length;
    this.#count += 1;
  }

  #addSegment(): void {
    this.#next = this.#segments.count * segmentSize;
    if (this.#next >= maxTextBytes) throw tooLarge();
    this.#tail = this.#segments.add(this.#count * 8);
  }

  #place(index: number): number {
    return (this.#places[index >>> blockBits] as Uint32Array)[index & (blockSize - 1)] as number;
  }
}

/** Where a string ends of which a cell holds no more. Excel would cut it, and say that the workbook is damaged. */
function fitting(bytes: Buffer, start: number, end: number): number {
  if (end - start <= maxCellLength || utf16Length(bytes, start, end) <= maxCellLength) return end;
  return wholeCharacters(bytes, start, start + maxCellLength);
}

function tooLarge(): Error {
  return unreadable('too-large', 'The workbook has more texts than any list that fits in a sheet.');
}
