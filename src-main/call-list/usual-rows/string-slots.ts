import type { SharedStrings } from '../xlsx/shared-strings.ts';
import type { Place } from './wasm-module.ts';

/** A list in the order of its table loads each part of it once; so many rows must come of each load, on average. */
const rowsOfLoad = 500;
/** So many are loaded before they are counted. */
const fewLoads = 64;

/** Parts of the shared strings in the module's memory: those used last. */
export class StringSlots {
  readonly #strings: SharedStrings;
  readonly #bytes: Buffer;
  readonly #blocks: Slots;
  readonly #segments: Slots;
  #loads = 0;

  constructor(strings: SharedStrings, bytes: Buffer, place: Place) {
    this.#strings = strings;
    this.#bytes = bytes;
    this.#blocks = new Slots(bytes, place, 'block');
    this.#segments = new Slots(bytes, place, 'segment');
  }

  /** Loads a block or a segment, whichever is not -1. @returns false if too few rows have come of it so far */
  load(block: number, segment: number, rows: number): boolean {
    this.#loads += 1;
    if (this.#loads > fewLoads && this.#loads * rowsOfLoad > rows) return false;
    if (block !== -1) this.#strings.copyBlock(block, this.#bytes, this.#blocks.take(block));
    if (segment !== -1) this.#strings.copySegment(segment, this.#bytes, this.#segments.take(segment));
    return true;
  }
}

/** The slots for one kind of part; see wasm/layout.as. */
class Slots {
  readonly #bytes: Buffer;
  readonly #slotOf: number;
  readonly #used: number;
  readonly #first: number;
  readonly #size: number;
  /** The part that each slot has. */
  readonly #parts: (number | undefined)[];

  constructor(bytes: Buffer, place: Place, kind: 'block' | 'segment') {
    this.#bytes = bytes;
    this.#slotOf = place(`${kind}Slots`);
    this.#used = place(`${kind}Used`);
    this.#first = place(`${kind}s`);
    this.#size = place(`${kind}Size`);
    this.#parts = new Array<undefined>(place(`${kind}Count`)).fill(undefined);
  }

  /** Gives a part the slot that was not used for longest. @returns where it lies */
  take(part: number): number {
    let oldest = 0;
    const used = (slot: number): number =>
      this.#parts[slot] === undefined ? -1 : this.#bytes.readUInt32LE(this.#used + (slot + 1) * 4);
    for (let slot = 1; slot < this.#parts.length; slot += 1) if (used(slot) < used(oldest)) oldest = slot;
    const before = this.#parts[oldest];
    if (before !== undefined) this.#bytes[this.#slotOf + before] = 0;
    this.#parts[oldest] = part;
    this.#bytes[this.#slotOf + part] = oldest + 1;
    // Not the next one to be given away, before it was used at all.
    this.#bytes.writeUInt32LE(0xffffffff, this.#used + (oldest + 1) * 4);
    return this.#first + oldest * this.#size;
  }
}
