/** The most columns a sheet has: A to XFD. */
export const maxColumns = 16_384;
/** The most rows a sheet has. */
export const maxRows = 1_048_576;
/** The most records of a text. Each takes memory, even a blank one; more can only be a mistake or an attack. */
export const maxRecords = 10_000_000;
/** The most characters a cell of a workbook holds. */
export const maxCellLength = 32_767;

/** What a cell is besides its text. */
export const cellKind = {
  text: 0,
  /** An error such as #N/A; the text is its name. */
  error: 1,
  /** A number of which Excel has rounded digits away: beyond the fifteenth, or all but a few where it was saved as text. */
  digitsLost: 2,
  /** A date shown without its time: the text is `yyyy-mm-dd`, and the nine bytes after it are its ` hh:mm:ss`. */
  date: 3,
  /**
   * A number with signs that its format puts between the digits: 020-8363-0001. Behind the text are the digits alone,
   * which is what a telephone dials, and a line feed.
   */
  dressed: 4,
  /** A formula whose value is not in the file. */
  noValue: 5,
  /** A cell that cannot be read as what it says it is; the text is what stands there. */
  odd: 6,
  /** A text in which bytes were damaged; each is a U+FFFD. */
  damaged: 7,
  /** A quoted field with something behind its closing quote, or without one. */
  strayQuote: 8,
  /** The last field of a row that has more of them than the header. */
  tooWide: 9,
  /** A text that stands for an error, as #N/A does in a list that was saved as text. */
  errorText: 10,
  /** A text that programs write where there is no value, as databases do: NULL. */
  missingText: 11,
} as const;

/** The text of a number cell, and what else it is (see `cellKind`). */
export interface NumberText {
  readonly text: string;
  readonly kind: number;
  /** What a telephone dials, where the cell shows more than that: 02083630001 of 020-8363-0001. */
  readonly dialled?: string;
}

/** Whether a cell has no value of its own: nothing can be read from its text. */
export const isNoValue = (kind: number): boolean =>
  kind === cellKind.error || kind === cellKind.noValue || kind === cellKind.odd;

const none = Buffer.alloc(0);

/**
 * One row of a source as slices of bytes (UTF-8), without a string being made. The same object is used for
 * every row: what is needed longer must be copied before the visitor returns.
 *
 * A column is its index, 0 for A. A cell is `bytes[column]` from `start[column]` to `end[column]`, and is there
 * only if `has(column)`: the arrays are not cleared between rows.
 */
export class Row {
  /** The number that Excel shows; for text, counted in records, the header's included. */
  number = 0;
  /** One more than the last column that has a cell. */
  width = 0;
  /** Changes from row to row; a cell belongs to this row if it carries this mark. */
  mark = 0;
  /** Hidden in the workbook, by a filter or by hand. */
  hidden = false;
  /**
   * Its number has been passed: the row is there twice, or out of order. It is visited where it stands, with its own
   * number, which is no larger than that of a row before it, and has the flaw `cellKind.odd`.
   */
  isLate = false;
  /** A `cellKind` that concerns the whole row, in whichever column it stands; 0 for none. */
  flaw: number = cellKind.text;
  readonly bytes: Buffer[] = new Array<Buffer>(maxColumns).fill(none);
  readonly start = new Int32Array(maxColumns);
  readonly end = new Int32Array(maxColumns);
  readonly kind = new Uint8Array(maxColumns);
  readonly marks = new Int32Array(maxColumns);

  /** Begins another row. */
  begin(number: number): void {
    this.number = number;
    this.width = 0;
    this.hidden = false;
    this.isLate = false;
    this.flaw = cellKind.text;
    this.mark += 1;
  }

  set(column: number, bytes: Buffer, start: number, end: number, kind: number): void {
    if (this.bytes[column] !== bytes) this.bytes[column] = bytes;
    this.start[column] = start;
    this.end[column] = end;
    this.kind[column] = kind;
    this.marks[column] = this.mark;
    if (column >= this.width) this.width = column + 1;
  }

  has(column: number): boolean {
    return this.marks[column] === this.mark;
  }

  /** The text of a cell; '' where there is none. For what is shown, not for the loop over all rows. */
  text(column: number): string {
    if (!this.has(column)) return '';
    return (this.bytes[column] as Buffer).toString('utf8', this.start[column], this.end[column]);
  }

  /** The beginning of each cell's text, from A to the last one: of a long one, whole characters of so many bytes. */
  beginnings(longest: number): string[] {
    return Array.from({ length: this.width }, (_, column) => {
      if (!this.has(column)) return '';
      const bytes = this.bytes[column] as Buffer;
      const start = this.start[column] as number;
      let end = this.end[column] as number;
      if (end - start > longest) {
        end = start + longest;
        while (((bytes[end] as number) & 0xc0) === 0x80) end -= 1;
      }
      return bytes.toString('utf8', start, end);
    });
  }

  /** The text of the cells from A to the last one. */
  texts(): string[] {
    return Array.from({ length: this.width }, (_, column) => this.text(column));
  }
}

/** Called with each row in order; returning false ends the reading early. */
export type RowVisitor = (row: Row) => boolean | undefined;
