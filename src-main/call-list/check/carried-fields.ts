import type { CarriedFields as Carried } from '../../contract/list-mark.ts';
import { columnNumber, type CallRecord } from './call-record.ts';
import { isBlank } from './fields.ts';
import { rowState, type RowStates } from './row-states.ts';

const { customField } = columnNumber;
/** A row without a value. */
const nothing = 0;
/** A value that is not distinguished. Few are, because each row's is compared with all that are. */
const others = 8;

/**
 * What each row has in customField, one byte a row, so that it can be said of the ready ones after every edit. Room is
 * taken from the first row on that has any; values beyond the first few are no longer distinguished.
 */
export class CarriedFields {
  #codes = new Uint8Array(0);
  readonly #values: Buffer[] = [];

  /** Notes a row, or notes it anew. */
  note(record: CallRecord): void {
    const start = record.start[customField] as number;
    const end = record.end[customField] as number;
    const bytes = record.bytes[customField] as Buffer;
    const code = start === end || isBlank(bytes, start, end) ? nothing : this.#codeOf(bytes, start, end);
    this.noteCode(record.row, code);
  }

  /** The values that are distinguished, each known by its place, counted from 1. */
  get values(): readonly Buffer[] {
    return this.#values;
  }

  /** Notes what a row has: 0 for nothing, the place of its value, 8 for any other. */
  noteCode(row: number, code: number): void {
    if (row >= this.#codes.length) {
      if (code === nothing) return;
      const codes = new Uint8Array(Math.max(1 << 16, this.#codes.length * 2, row + 1));
      codes.set(this.#codes);
      this.#codes = codes;
    }
    this.#codes[row] = code;
  }

  /** What the ready rows have. */
  of(states: RowStates): Carried {
    let found: number | undefined;
    let rows = 0;
    for (let row = states.first; row < states.first + states.count; row += 1) {
      if (states.state(row) !== rowState.ready) continue;
      const code = this.#codes[row] ?? nothing;
      if (code === others || (found !== undefined && code !== found)) return { kind: 'own' };
      found = code;
      rows += 1;
    }
    const value = this.#values[(found ?? nothing) - 1];
    return value === undefined ? { kind: 'none' } : { kind: 'one', value: value.toString('utf8'), rows };
  }

  #codeOf(bytes: Buffer, start: number, end: number): number {
    for (let index = 0; index < this.#values.length; index += 1) {
      if (isSame(this.#values[index] as Buffer, bytes, start, end)) return index + 1;
    }
    if (this.#values.length === others - 1) return others;
    return this.#values.push(Buffer.from(bytes.subarray(start, end)));
  }
}

/** Compares from the end, where the values of a list differ soonest, and without a call for each. */
function isSame(value: Buffer, bytes: Buffer, start: number, end: number): boolean {
  if (value.length !== end - start) return false;
  for (let i = value.length - 1; i >= 0; i -= 1) if (value[i] !== bytes[start + i]) return false;
  return true;
}
