import { callDataTemplate, templateColumns } from '../../contract/call-data-template.ts';
import type { CarriedFields } from '../check/carried-fields.ts';
import { numberKeyWords } from '../check/packed-number.ts';
import { maxRecords, maxRows } from '../row.ts';
import type { SharedStrings } from '../xlsx/shared-strings.ts';
import type { CellStyles } from '../xlsx/styles.ts';
import { MarkedRows } from './marked-rows.ts';
import { writeRecipe, type UsualSources } from './recipe.ts';
import { StringSlots } from './string-slots.ts';
import { WrittenRows, type UsualWriting } from './write-rows.ts';
import { newModule, type Place, type UsualRowsModule } from './wasm-module.ts';

const pageSize = 1 << 16;
/** So many bytes behind the window are looked at before its end is. */
export const spare = 1024;
/** A row is looked at in vain in less than it is read in; lists with many such rows are left alone for a while. */
const mostInVain = 64;
const restingRows = 1024;

/** What a check knows of a list before its rows are read. */
export interface UsualList {
  readonly headerRow: number;
  /** How its rows become rows of the template. */
  readonly sources: UsualSources;
  /** How many columns its header has; of a list without one, how many there may be. */
  readonly width: number;
  /** Recycle times before it are past; see check/recycle-time.ts. */
  readonly now: number;
  /** Which values of customField are told apart. */
  readonly carried: CarriedFields;
  /**
   * Takes a row whose cells give nothing to report.
   *
   * @param moment its recycle time as yyyymmddhhmmss; 0 for none
   * @param keys its numbers, packed, from word `from` to `to`
   * @returns false if there is something to say all the same: it is then read as any other
   */
  readonly take: (
    row: number,
    moment: number,
    carried: number,
    keys: Uint32Array,
    from: number,
    to: number,
  ) => boolean;
  /** Writes the rows, in place of taking them; `carried`, `take` and `note` are then not asked. */
  readonly writing?: UsualWriting | undefined;
  /** Called after each run of rows with how wide they are at most, and whether any has a priority. */
  readonly note: (width: number, hasPriority: boolean) => void;
}

/**
 * Rows with nothing to report, as nearly all rows of nearly all lists are: read and checked in WebAssembly,
 * sixteen bytes at a time, hundreds of rows a call. Every other row is left to the scanner and the checker, and so is
 * what is said of a list; the module decides nothing but that a row is in order.
 */
export class UsualRows {
  readonly #list: UsualList;
  readonly #module: UsualRowsModule;
  readonly #place: Place;
  /** What is read is put here, once reading has begun. */
  #window: Buffer = Buffer.alloc(0);
  #bytes = Buffer.alloc(0);
  #positions = new Uint32Array(0);
  #moments = new Float64Array(0);
  #codes = new Uint8Array(0);
  #numberEnds = new Uint32Array(0);
  #numbers = new Uint32Array(0);
  #marks: MarkedRows | undefined;
  #written: WrittenRows | undefined;
  #strings: StringSlots | undefined;
  #stringCount = 0;
  #delimiter = 0;
  #tail: Buffer | undefined;
  #carried = 0;
  #inVain = 0;
  /** Up to this row, rows are left alone. */
  #restingTo = 0;

  private constructor(list: UsualList, module: UsualRowsModule, place: Place) {
    this.#list = list;
    this.#module = module;
    this.#place = place;
  }

  /** Undefined where the machine, or the list, is not one for it. */
  static of(list: UsualList): UsualRows | undefined {
    const made = newModule();
    if (made === undefined) return undefined;
    const isItsToGo = writeRecipe(Buffer.from(made.module.memory.buffer), made.place, list.sources);
    return isItsToGo ? new UsualRows(list, made.module, made.place) : undefined;
  }

  /** The rows of the last run. */
  get count(): number {
    return this.#module.rowCount.value;
  }

  /** Begins to read a sheet. @returns the buffer that is to be the scanner's window */
  beginSheet(styles: CellStyles, strings: SharedStrings | undefined): Buffer {
    const place = this.#place;
    const { memory } = this.#module;
    if (strings !== undefined) {
      // Texts at the very end are looked at sixteen bytes at a time as well.
      const needed = place('segments') + place('segmentCount') * place('segmentSize') + spare;
      // Without room for them, or where some are odd, rows that refer to them are another's to read.
      const isForIt =
        !strings.hasOdd && grown(memory, Math.ceil((needed - memory.buffer.byteLength) / pageSize));
      this.#stringCount = isForIt ? strings.count : 0;
    }
    const window = this.#begin();
    this.#strings =
      this.#stringCount === 0 ? undefined : strings && new StringSlots(strings, this.#bytes, place);
    for (let style = 0; style < place('mostStyles'); style += 1) {
      const { keepsIntegers, keepsNumbers, showsDay } = styles.format(style);
      this.#bytes[place('plainStyles') + style] =
        (keepsIntegers ? 1 : 0) | (keepsNumbers ? 2 : 0) | (showsDay ? 4 : 0);
    }
    return window;
  }

  /** Begins to read delimited text. @returns the buffer that is to be the scanner's window */
  beginText(delimiter: number): Buffer {
    this.#delimiter = delimiter;
    return this.#begin();
  }

  #begin(): Buffer {
    const place = this.#place;
    const { buffer } = this.#module.memory;
    const rows = place('mostRows');
    this.#bytes = Buffer.from(buffer);
    this.#positions = new Uint32Array(buffer, place('positions'), rows);
    this.#moments = new Float64Array(buffer, place('moments'), rows);
    this.#codes = new Uint8Array(buffer, place('carriedCodes'), rows);
    this.#numberEnds = new Uint32Array(buffer, place('numberEnds'), rows);
    this.#numbers = new Uint32Array(buffer, place('numbers'), place('mostNumbers') * numberKeyWords);
    this.#window = Buffer.from(buffer, place('window'), place('windowSize') - spare);
    const { sources, writing } = this.#list;
    this.#marks = MarkedRows.of(buffer, place, sources.marks);
    this.#written = writing && new WrittenRows(writing, this.#module, place);
    const limits = [...callDataTemplate.columns.map(({ maxLength }) => maxLength ?? 0)];
    limits[templateColumns.length] = callDataTemplate.called.delayTime.max;
    new Uint32Array(buffer, place('limits'), limits.length).set(limits);
    this.#module.forgetWidth();
    return this.#window;
  }

  /**
   * Reads rows from a position of the window on; then `take` takes them.
   *
   * @param buffer what the scanner reads, which may have outgrown the window
   * @param last the row before
   * @param tail what follows the number in the tag of a row that says nothing of it; see CellTag
   * @returns the position of the first row that is another's to read
   */
  readSheet(
    buffer: Buffer,
    from: number,
    length: number,
    last: number,
    isOdd: boolean,
    tail: Buffer,
  ): number {
    if (this.#isForOthers(buffer, last, maxRows)) return -1;
    this.#copyTail(tail);
    this.#copyCarried();
    this.#written?.begin(last);
    return this.#module.sheetRows(from, length, last, this.#list.now, isOdd ? 1 : 0, this.#stringCount);
  }

  /** The same for records of delimited text. */
  readText(buffer: Buffer, from: number, length: number, last: number): number {
    if (this.#isForOthers(buffer, last, maxRecords)) return -1;
    this.#copyCarried();
    this.#written?.begin(last);
    const { now, width } = this.#list;
    return this.#module.textRows(from, length, now, this.#delimiter, width);
  }

  /**
   * Hands out rows of the last run.
   *
   * @param from how many of them are taken
   * @param first the number of the first one
   * @returns the first that is not to be taken, to be read as any other; `count` if there is none
   */
  take(from: number, first: number): number {
    const { take, note } = this.#list;
    const { count } = this;
    if (this.#written !== undefined) {
      this.#written.take(first, count);
      return count;
    }
    for (let i = from; i < count; i += 1) {
      if (this.#marks?.mustNotCall(i) === true) return i;
      const start = i === 0 ? 0 : (this.#numberEnds[i - 1] as number);
      const end = this.#numberEnds[i] as number;
      const moment = this.#moments[i] as number;
      const code = this.#codes[i] as number;
      if (!take(first + i, moment, code, this.#numbers, start * numberKeyWords, end * numberKeyWords))
        return i;
    }
    note(this.#module.width.value, this.#module.hasPriority.value !== 0);
    return count;
  }

  /** Where a row of the last run begins. */
  position(index: number): number {
    return this.#positions[index] as number;
  }

  /** Whether the next row may be taken after all; if not, it is another's. @param last the row before it */
  goesOn(last: number): boolean {
    const { wantedBlock, wantedSegment } = this.#module;
    if (wantedBlock.value !== -1 || wantedSegment.value !== -1) {
      if (this.#strings?.load(wantedBlock.value, wantedSegment.value, last) === true) return true;
      // The table is read back and forth: fetching it in pieces would take longer than it saves.
      this.#restingTo = Number.POSITIVE_INFINITY;
      return false;
    }
    if (this.#module.wasFull.value !== 0) return true;
    this.#inVain = this.count === 0 ? this.#inVain + 1 : 0;
    if (this.#inVain < mostInVain) return false;
    this.#inVain = 0;
    this.#restingTo = last + restingRows;
    return false;
  }

  /** Whether the rows behind one are left to the scanner: among them those that may be too many, which it refuses. */
  #isForOthers(buffer: Buffer, last: number, most: number): boolean {
    if (last < this.#list.headerRow || last < this.#restingTo) return true;
    return buffer !== this.#window || last + this.#positions.length > most;
  }

  #copyTail(tail: Buffer): void {
    if (tail === this.#tail) return;
    this.#tail = tail;
    const at = this.#place('rowTail');
    const length = tail.length > this.#place('longestTail') ? 0 : tail.length;
    this.#bytes.writeUInt32LE(length, at);
    tail.copy(this.#bytes, at + 4, 0, length);
  }

  #copyCarried(): void {
    const { values } = this.#list.carried;
    if (values.length === this.#carried || this.#written !== undefined) return;
    this.#carried = values.length;
    const at = this.#place('carried');
    this.#bytes.writeUInt32LE(values.length, at);
    for (const [index, value] of values.entries()) {
      this.#bytes.writeUInt32LE(value.length, at + 4 + index * 4);
      const room = this.#place('carriedRoom');
      value.copy(this.#bytes, this.#place('carriedValues') + index * room, 0, Math.min(value.length, room));
    }
  }
}

/** Makes a memory larger by so many pages. @returns false where there is no room for that */
function grown(memory: UsualRowsModule['memory'], pages: number): boolean {
  try {
    memory.grow(pages);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
