import { unreadable } from '../unreadable.ts';
import { viewOf } from '../words.ts';
import { LT } from './xml-bytes.ts';

/** The most bytes that one row, or one string item, may have. 16 MB is 500 cells of the greatest length. */
const maxUnit = 16 << 20;

/**
 * Room behind the end: for the sentinel, and for those who read a few words, and the tag of a cell, before they look
 * where the end is.
 */
const spare = 256;

/**
 * The part of a stream that is looked at: what is left of the chunk before, and the next chunk behind it. A unit
 * (a row, a string item, a tag) that is not complete is kept and begun again; to keep the cost linear however
 * small the chunks, it is not tried again before the window has doubled.
 */
export class Window {
  buffer: Buffer;
  /** The same bytes, to be read in words. */
  view: DataView;
  /** How much is filled; the byte behind is a sentinel `<`. */
  length = 0;
  #wanted = 0;

  /** @param buffer what is filled first, until it is too small */
  constructor(buffer: Buffer = Buffer.allocUnsafeSlow(1 << 19)) {
    this.buffer = buffer;
    this.view = viewOf(buffer);
    buffer[0] = LT;
  }

  /**
   * Drops what is before `from`, appends the chunk.
   *
   * @returns whether it is worth looking now
   */
  push(chunk: Buffer, from: number): boolean {
    const left = this.length - from;
    const needed = left + chunk.length + spare;
    if (needed > this.buffer.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.buffer.length * 2));
      this.buffer.copy(grown, 0, from, this.length);
      this.buffer = grown;
      this.view = viewOf(grown);
    } else if (from > 0) {
      this.buffer.copyWithin(0, from, this.length);
    }
    chunk.copy(this.buffer, left);
    this.length = left + chunk.length;
    this.buffer[this.length] = LT;
    return this.length >= this.#wanted;
  }

  /** Whether some ASCII text is anywhere in it. */
  has(text: string): boolean {
    return this.buffer.subarray(0, this.length).includes(text, 0, 'latin1');
  }

  /** Notes where the incomplete unit begins, so that `push` can tell when to look again. */
  waitFrom(from: number): void {
    const left = this.length - from;
    if (left > maxUnit) throw unreadable('row-too-long', 'A row or a text is longer than any sheet allows.');
    this.#wanted = left < 1 << 16 ? 0 : left * 2;
  }
}
