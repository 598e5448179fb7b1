import type { Place, UsualRowsModule } from './wasm-module.ts';

/** What becomes of the next row: it is left out, it is written, or it is others' to read. */
export const wantedRow = { no: 0, yes: 1, byOthers: 2 } as const;
/** Nobody has asked about it yet. */
const unasked = 3;
/** So many rows are asked about before a run; of a list that is usual row after row, more and more. */
const fewest = 16;

/** What writes rows with nothing to report. */
export interface UsualWriting {
  /** How many of the template's columns are written. */
  readonly columns: number;
  /** Written into customField; see CleanRows. */
  readonly mark: Buffer | undefined;
  /** Says for the rows from one on what becomes of each; asked again for those that did not come about. */
  readonly ask: (first: number, into: Uint8Array) => void;
  /** The number that the next row has in the workbook. */
  readonly nextRow: () => number;
  /**
   * Takes the next rows of the list.
   *
   * @param count how many they are; `written` of them are in the XML
   * @param hashed each cell, with its length before it
   */
  readonly take: (first: number, count: number, written: number, xml: Buffer, hashed: Buffer) => void;
}

/** The module's rows on their way into a workbook: wasm/write.as. */
export class WrittenRows {
  readonly #writing: UsualWriting;
  readonly #module: UsualRowsModule;
  readonly #wanted: Uint8Array;
  readonly #words: Uint32Array;
  readonly #xml: Buffer;
  readonly #hashed: Buffer;
  readonly #most: number;
  /** How many rows are asked about next. */
  #asked = fewest;

  constructor(writing: UsualWriting, module: UsualRowsModule, place: Place) {
    const { buffer } = module.memory;
    const mostMark = 200;
    this.#writing = writing;
    this.#module = module;
    this.#most = place('mostWanted');
    this.#wanted = new Uint8Array(buffer, place('wanted'), this.#most + 1);
    this.#words = new Uint32Array(buffer, place('writing'), 4);
    this.#xml = Buffer.from(buffer, place('xml'), place('xmlRoom'));
    this.#hashed = Buffer.from(buffer, place('hashed'), place('hashedRoom'));
    const mark = writing.mark ?? Buffer.alloc(0);
    if (mark.length > mostMark) throw new Error('a mark is shorter');
    this.#words.set([1, writing.columns, 0, mark.length]);
    mark.copy(Buffer.from(buffer, place('writing') + 32, mostMark));
    // Nobody counts what rows carry: all of it is some other value.
    const carried = new Uint32Array(buffer, place('carried'), 8);
    carried.fill(0xffffffff, 1);
    carried[0] = 7;
  }

  /** To be called before a run. @param last the row before it */
  begin(last: number): void {
    this.#writing.ask(last + 1, this.#wanted.subarray(0, this.#asked));
    this.#wanted[this.#asked] = unasked;
    this.#words[2] = this.#writing.nextRow();
  }

  /** To be called after it. */
  take(first: number, count: number): void {
    this.#asked = count < this.#asked ? fewest : Math.min(this.#asked * 4, this.#most);
    const { xmlLength, hashedLength, writtenRows } = this.#module;
    const xml = this.#xml.subarray(0, xmlLength.value);
    this.#writing.take(first, count, writtenRows.value, xml, this.#hashed.subarray(0, hashedLength.value));
  }
}
