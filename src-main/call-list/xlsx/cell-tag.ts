import { maxColumns, maxRows } from '../row.ts';
import { unreadable } from '../unreadable.ts';
import { GT, LT, SLASH, badXml } from './xml-bytes.ts';

/** The `t` of a cell: what its value is. */
export const cellType = {
  number: 0,
  shared: 1,
  string: 2,
  inline: 3,
  boolean: 4,
  error: 5,
  date: 6,
  /** Anything else, which Excel does not write. */
  unknown: 7,
} as const;

/** How often the rest of a row's tag is noted anew before it is taken to differ from row to row. */
const mostTails = 64;

const none: Buffer = Buffer.alloc(0);

/** The start tag of a row or cell: what its attributes r, s and t say. The same object is used for every tag. */
export class CellTag {
  /** Ends with `/>`. */
  empty = false;
  /** The row of r; 0 without r. */
  row = 0;
  /** The column of a cell's r, 1 for A; 0 without r. */
  column = 0;
  /** r is there, and says no place: what is read stands where the one before it leaves off, which is a guess. */
  misplaced = false;
  style = 0;
  type: number = cellType.number;
  /** Of a row: hidden by a filter or by hand, or without any height. */
  hidden = false;
  /** What followed `r="7"` in a row's tag that was read, up to its end: nearly always the same in the next row. */
  #tail: Buffer = none;
  #tailEmpty = false;
  #tailHidden = false;
  #tails = 0;

  /** What follows `r="7"` in the tag of a row that says nothing else of it; of no length while that is not known. */
  get usualTail(): Buffer {
    return this.#tailEmpty || this.#tailHidden ? none : this.#tail;
  }

  /**
   * Reads the tag of a row, from behind its name.
   *
   * @returns the position after the tag
   */
  readRow(buffer: Buffer, from: number, length: number): number {
    // ' r="'
    if (
      buffer[from] !== 0x20 ||
      buffer[from + 1] !== 0x72 ||
      buffer[from + 2] !== 0x3d ||
      buffer[from + 3] !== 0x22
    )
      return this.read(buffer, from, length, false);
    let p = from + 4;
    let row = 0;
    for (
      let digit = (buffer[p] as number) - 0x30;
      digit >= 0 && digit <= 9 && row <= maxRows;
      digit = (buffer[p] as number) - 0x30
    ) {
      row = row * 10 + digit;
      p += 1;
    }
    if (row === 0 || row > maxRows || buffer[p] !== 0x22) return this.read(buffer, from, length, false);
    p += 1;
    const tail = this.#tail;
    let same = 0;
    while (same < tail.length && buffer[p + same] === tail[same]) same += 1;
    if (same === tail.length && same > 0 && p + same <= length) {
      this.empty = this.#tailEmpty;
      this.hidden = this.#tailHidden;
      this.row = row;
      this.column = 0;
      this.misplaced = false;
      return p + same;
    }
    const after = this.read(buffer, from, length, false);
    if (after !== -1 && this.#tails < mostTails) {
      this.#tails += 1;
      // A second r would win over the first: such a tag is always read whole.
      const isPlain = !/(?:^|[^\w:.-])r[^\w:.-]/.test(buffer.toString('latin1', p, after));
      this.#tail = isPlain ? Buffer.from(buffer.subarray(p, after)) : none;
      this.#tailEmpty = this.empty;
      this.#tailHidden = this.hidden;
    }
    return after;
  }

  /**
   * Reads the attributes of `<row` or `<c` into the fields; any but r, s and t are passed over.
   *
   * @returns the position after the tag
   */
  read(buffer: Buffer, from: number, length: number, isCell: boolean): number {
    this.empty = false;
    this.row = 0;
    this.column = 0;
    this.misplaced = false;
    this.style = 0;
    this.type = cellType.number;
    this.hidden = false;
    let p = from;
    for (;;) {
      const byte = buffer[p] as number;
      if (byte === GT) return p + 1;
      if (byte <= 0x20) {
        p += 1;
        continue;
      }
      if (byte === SLASH) {
        if (p + 1 >= length) return -1;
        if (buffer[p + 1] !== GT) throw badXml('a stray / in a tag');
        this.empty = true;
        return p + 2;
      }
      const name = p;
      let nameEnd = p;
      for (;;) {
        const b = buffer[nameEnd] as number;
        if (b === 0x3d || b <= 0x20) break;
        if (b === LT || b === GT) return this.#cut(nameEnd, length);
        nameEnd += 1;
      }
      p = nameEnd;
      while ((buffer[p] as number) <= 0x20) p += 1;
      if (buffer[p] !== 0x3d) return this.#cut(p, length);
      p += 1;
      while ((buffer[p] as number) <= 0x20) p += 1;
      const quote = buffer[p] as number;
      if (quote !== 0x22 && quote !== 0x27) return this.#cut(p, length);
      const start = p + 1;
      let end = start;
      for (;;) {
        const b = buffer[end] as number;
        if (b === quote) break;
        if (b === LT) return this.#cut(end, length);
        end += 1;
      }
      p = end + 1;
      if (nameEnd - name === 1) {
        const letter = buffer[name];
        if (letter === 0x72) this.#reference(buffer, start, end, isCell);
        else if (letter === 0x73 && isCell) this.style = start === end ? 0 : smallNumber(buffer, start, end);
        else if (letter === 0x74 && isCell) this.type = typeOf(buffer, start, end);
      } else if (!isCell && nameEnd - name === hiddenWord.length && isWord(buffer, name, hiddenWord)) {
        // 1 or true
        this.hidden ||= buffer[start] === 0x31 || buffer[start] === 0x74;
      } else if (!isCell && nameEnd - name === heightWord.length && isWord(buffer, name, heightWord)) {
        // A height of 0 is how other programs than Excel hide a row; Excel shows nothing of it either.
        this.hidden ||= isZero(buffer, start, end);
      }
    }
  }

  /** Where a tag stops making sense: at the end of the window more may come, anywhere else it is broken. */
  #cut(at: number, length: number): number {
    if (at >= length) return -1;
    throw badXml('a tag that is not closed');
  }

  /** `r`: the number of a row, or letters and the number of a cell. */
  #reference(buffer: Buffer, start: number, end: number, isCell: boolean): void {
    let p = start;
    let column = 0;
    if (isCell) {
      for (; p < end; p += 1) {
        // Small letters are a mistake with one meaning.
        const letter = ((buffer[p] as number) & 0xdf) - 0x40;
        if (letter < 1 || letter > 26) break;
        column = column * 26 + letter;
        if (column > maxColumns) break;
      }
    }
    let row = 0;
    let isNumber = p < end;
    for (; p < end && isNumber; p += 1) {
      const digit = (buffer[p] as number) - 0x30;
      isNumber = digit >= 0 && digit <= 9;
      row = row * 10 + digit;
      if (row <= maxRows) continue;
      if (!isCell) throw unreadable('too-many-rows', 'A row is numbered beyond the 1,048,576 of a sheet.');
      isNumber = false;
    }
    this.misplaced = !isNumber || row === 0 || (isCell && (column === 0 || column > maxColumns));
    this.row = this.misplaced ? 0 : row;
    this.column = this.misplaced ? 0 : column;
  }
}

/** The number that a few digits are; -1 for anything else, or for more than any workbook counts to. */
export function smallNumber(buffer: Buffer, start: number, end: number): number {
  let value = 0;
  for (let p = start; p < end; p += 1) {
    const digit = (buffer[p] as number) - 0x30;
    if (digit < 0 || digit > 9 || value > 0xffffff) return -1;
    value = value * 10 + digit;
  }
  return start === end ? -1 : value;
}

const hiddenWord = Buffer.from('hidden');
const heightWord = Buffer.from('ht');
const inlineWord = Buffer.from('inlineStr');
const stringWord = Buffer.from('str');

function isWord(buffer: Buffer, at: number, word: Buffer): boolean {
  for (let i = 0; i < word.length; i += 1) {
    if (buffer[at + i] !== word[i]) return false;
  }
  return true;
}

/** 0, 0.0 and the like. */
function isZero(buffer: Buffer, start: number, end: number): boolean {
  if (start === end) return false;
  for (let at = start; at < end; at += 1) if (buffer[at] !== 0x30 && buffer[at] !== 0x2e) return false;
  return true;
}

function typeOf(buffer: Buffer, start: number, end: number): number {
  if (end - start === 1) {
    const letter = buffer[start];
    if (letter === 0x73) return cellType.shared;
    if (letter === 0x6e) return cellType.number;
    if (letter === 0x62) return cellType.boolean;
    if (letter === 0x65) return cellType.error;
    if (letter === 0x64) return cellType.date;
  } else if (end - start === 9 && isWord(buffer, start, inlineWord)) {
    return cellType.inline;
  } else if (end - start === 3 && isWord(buffer, start, stringWord)) {
    return cellType.string;
  }
  return cellType.unknown;
}
