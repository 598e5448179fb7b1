import { markOf, type MarkColumn } from '../mapping/do-not-call-marks.ts';
import type { Place } from './wasm-module.ts';

/** So many texts are remembered, of each column, and what they said. */
const mostRemembered = 1000;

/** What a list says of its customers in columns of marks, as the module hands it out with the rows of a run. */
export class MarkedRows {
  readonly #bytes: Buffer;
  readonly #ends: Uint32Array;
  readonly #from: number;
  readonly #columns: readonly { readonly mark: MarkColumn; readonly said: Map<string, boolean> }[];

  private constructor(buffer: ArrayBuffer, place: Place, marks: readonly MarkColumn[]) {
    this.#bytes = Buffer.from(buffer);
    this.#ends = new Uint32Array(buffer, place('markEnds'), place('mostRows'));
    this.#from = place('markTexts');
    this.#columns = marks.map((mark) => ({ mark, said: new Map() }));
  }

  /** Undefined for a list without such columns. */
  static of(buffer: ArrayBuffer, place: Place, marks: readonly MarkColumn[]): MarkedRows | undefined {
    return marks.length === 0 ? undefined : new MarkedRows(buffer, place, marks);
  }

  /** Whether a row of the last run, counted from 0, says that its customer must not be called, or may say so. */
  mustNotCall(row: number): boolean {
    const end = this.#from + (this.#ends[row] as number);
    let at = this.#from + (row === 0 ? 0 : (this.#ends[row - 1] as number));
    // Each is the place of its column, its length, its text.
    while (at < end) {
      const index = this.#bytes[at] as number;
      const behind = at + 2 + (this.#bytes[at + 1] as number);
      if (this.#isMark(index, this.#bytes.toString('utf8', at + 2, behind))) return true;
      at = behind;
    }
    return false;
  }

  #isMark(index: number, text: string): boolean {
    const column = this.#columns[index];
    if (column === undefined) return true;
    const known = column.said.get(text);
    if (known !== undefined) return known;
    const isMark = markOf(column.mark, text) !== 'may-be-called';
    if (column.said.size < mostRemembered) column.said.set(text, isMark);
    return isMark;
  }
}
