import type { RowStatus } from '../../contract/call-list.ts';

export const rowState = { blank: 0, ready: 1, rejected: 2, duplicate: 3 } as const;
const statusMask = 3;
const warnedBit = 4;
const editedBit = 8;

const names: readonly RowStatus[] = ['blank', 'ready', 'rejected', 'duplicate'];

/** What became of each row below the header, one byte a row; a row that the file does not mention is blank. */
export class RowStates {
  readonly #headerRow: number;
  #bytes = new Uint8Array(1 << 16);
  /** The hour of the recycle time + 1; 0 for none. */
  #hours = new Uint8Array(1 << 16);
  #count = 0;
  #kept = new Uint8Array(0);

  constructor(headerRow: number) {
    this.#headerRow = headerRow;
  }

  /** The number of rows below the header, up to the last one in the file. */
  get count(): number {
    return this.#count;
  }

  /** The number of the first row below the header. */
  get first(): number {
    return this.#headerRow + 1;
  }

  /** Notes what became of a row; rows between it and the one before are blank. */
  set(row: number, state: number, warned: boolean, hour = -1): void {
    const index = row - this.#headerRow - 1;
    if (index >= this.#bytes.length) this.#grow(index);
    if (index >= this.#count) this.#count = index + 1;
    this.#bytes[index] = ((this.#bytes[index] as number) & editedBit) | state | (warned ? warnedBit : 0);
    this.#hours[index] = hour + 1;
  }

  /** Changes the state alone. */
  setState(row: number, state: number): void {
    const index = row - this.#headerRow - 1;
    this.#bytes[index] = ((this.#bytes[index] as number) & ~statusMask) | state;
  }

  /** Keeps the states as they are, for `takeBack`. */
  keep(): void {
    this.#kept = this.#bytes.slice(0, this.#count);
  }

  /** Makes the states what they were when they were kept. */
  takeBack(): void {
    this.#bytes.set(this.#kept);
  }

  markEdited(row: number): void {
    const index = row - this.#headerRow - 1;
    this.#bytes[index] = (this.#bytes[index] as number) | editedBit;
  }

  has(row: number): boolean {
    const index = row - this.#headerRow - 1;
    return index >= 0 && index < this.#count;
  }

  state(row: number): number {
    return (this.#bytes[row - this.#headerRow - 1] as number) & statusMask;
  }

  status(row: number): RowStatus {
    return names[this.state(row)] ?? 'blank';
  }

  isWarned(row: number): boolean {
    return ((this.#bytes[row - this.#headerRow - 1] as number) & warnedBit) !== 0;
  }

  isEdited(row: number): boolean {
    return ((this.#bytes[row - this.#headerRow - 1] as number) & editedBit) !== 0;
  }

  /** The hour of the row's recycle time, 0 to 23; -1 if it has none. */
  hour(row: number): number {
    return (this.#hours[row - this.#headerRow - 1] as number) - 1;
  }

  #grow(index: number): void {
    const size = Math.max(this.#bytes.length * 2, index + 1);
    const bytes = new Uint8Array(size);
    const hours = new Uint8Array(size);
    bytes.set(this.#bytes);
    hours.set(this.#hours);
    this.#bytes = bytes;
    this.#hours = hours;
  }
}
