import { ByteSink } from '../byte-sink.ts';
import { cellKind, maxColumns, maxRows, type Row, type RowVisitor } from '../row.ts';
import { unreadable } from '../unreadable.ts';
import { CellContent } from './cell-content.ts';
import { CellTag } from './cell-tag.ts';
import { CellValues, type SheetContext } from './cell-values.ts';
import { Prefixes, isNamed, isNameEnd } from './namespaces.ts';
import type { UsualRows } from '../usual-rows/usual-rows.ts';
import { UsualCells } from './usual-cells.ts';
import { Window } from './byte-window.ts';
import { word } from '../words.ts';
import {
  LT,
  SLASH,
  afterElement,
  afterMarkup,
  afterTag,
  badXml,
  endOfBroken,
  isMarkup,
} from './xml-bytes.ts';

const nameWorksheet = Buffer.from('worksheet');
const nameSheetData = Buffer.from('sheetData');
const nameRow = Buffer.from('row');
const nameExtensions = Buffer.from('extLst');
const colon = 0x3a;

// </row>
const rowEnd = word('</ro');
const rowEndRest = word('w>');

const where = { before: 0, rows: 1, behind: 2, closed: 3 } as const;

/**
 * Reads a worksheet part as bytes and hands out its rows. Nothing is made into a string but numbers that are not
 * plain digits; a text that needs no decoding is a slice of the window itself. A row is scanned as a whole: if
 * the window ends inside it, the scan answers -1 all the way up and begins the row again with more bytes.
 */
export class SheetScanner {
  readonly #row: Row;
  readonly #visit: RowVisitor;
  readonly #values: CellValues;
  readonly #usual: UsualCells;
  readonly #cell: CellContent;
  readonly #window: Window;
  readonly #usualRows: UsualRows | undefined;
  readonly #takesLateRows: boolean;
  /** Decoded cells of the current row. */
  readonly #sink = new ByteSink();
  #prefixes: Prefixes | undefined;
  #plain = false;
  #position = 0;
  #where: number = where.before;
  /** Open elements outside the rows. */
  #depth = 0;
  #lastRow = 0;
  /** Whether a carriage return or an _x is anywhere in the window. */
  #isOdd = false;
  /** Set by a visitor that has seen enough; what follows is not looked at. */
  stopped = false;
  /** The row that is being read, or the last one that was. */
  get rowNumber(): number {
    return this.#row.number;
  }

  /** The start tag of the row or cell that is being read. */
  readonly #tag = new CellTag();

  /**
   * @param usual takes the rows with nothing to report, from the window that belongs to it
   * @param takesLateRows see `ReadProgress`
   */
  constructor(
    row: Row,
    context: SheetContext,
    visit: RowVisitor,
    usual?: { readonly rows: UsualRows; readonly window: Buffer },
    takesLateRows = false,
  ) {
    this.#window = new Window(usual?.window);
    this.#usualRows = usual?.rows;
    this.#takesLateRows = takesLateRows;
    this.#row = row;
    this.#values = new CellValues(row, this.#sink, context);
    this.#usual = new UsualCells(row, this.#values, this.#sink);
    this.#cell = new CellContent(row, this.#values, this.#sink, context.recalculates === true);
    this.#visit = visit;
  }

  /** @param chunk UTF-8 that ends between two characters */
  push(chunk: Buffer): void {
    if (this.stopped) return;
    const ready = this.#window.push(chunk, this.#position);
    this.#position = 0;
    if (!ready) return;
    this.#scan();
    this.#window.waitFrom(this.#position);
  }

  /** Says that there is no more. @throws DialdeskError `file_unreadable`, `bad-xml` if the sheet is not complete */
  end(): void {
    if (this.stopped) return;
    this.#scan();
    if (this.#where !== where.closed) throw badXml('it ends too early');
  }

  #scan(): void {
    const { buffer, length } = this.#window;
    this.#isOdd = this.#window.has('\r') || this.#window.has('_x');
    while (!this.stopped) {
      let p = this.#where === where.rows ? this.#afterUsual(buffer, length) : this.#position;
      while ((buffer[p] as number) <= 0x20) p += 1;
      if (p >= length) {
        this.#position = p > length ? length : p;
        return;
      }
      this.#position = p;
      if (buffer[p] !== LT) {
        if (this.#where === where.rows) throw badXml('text between rows');
        p = buffer.indexOf(LT, p); // there is the sentinel at least
        this.#position = p > length ? length : p;
        continue;
      }
      const next =
        this.#where === where.rows ? this.#rowOrEnd(buffer, p, length) : this.#outside(buffer, p, length);
      if (next === -1) return;
      this.#position = next;
    }
  }

  /** Takes rows with nothing to report. @returns the position of the first that is another one */
  #afterUsual(buffer: Buffer, length: number): number {
    const usual = this.#usualRows;
    let p = this.#position;
    if (usual === undefined || !this.#plain) return p;
    do {
      const before = this.#lastRow;
      const next = usual.readSheet(buffer, p, length, before, this.#isOdd, this.#tag.usualTail);
      if (next === -1) return p;
      p = next;
      for (
        let taken = usual.take(0, before + 1);
        taken < usual.count;
        taken = usual.take(taken + 1, before + 1)
      ) {
        this.#lastRow = before + taken;
        this.#rowOrEnd(buffer, usual.position(taken), length);
      }
      this.#lastRow = before + usual.count;
      this.#row.number = this.#lastRow;
    } while (usual.goesOn(this.#lastRow));
    return p;
  }

  /** One tag before or behind the rows. */
  #outside(buffer: Buffer, p: number, length: number): number {
    if (p + 1 >= length) return -1;
    if (isMarkup(buffer[p + 1] as number)) return afterMarkup(buffer, p, length);
    const after = afterTag(buffer, p, length);
    if (after === -1) return -1;
    if (this.#where === where.closed) throw badXml('it goes on after its end');
    if (buffer[p + 1] === SLASH) {
      this.#depth -= 1;
      if (this.#depth === 0) this.#where = where.closed;
      return after;
    }
    const empty = buffer[after - 2] === SLASH;
    if (this.#prefixes === undefined) {
      this.#prefixes = new Prefixes(buffer.toString('utf8', p, after));
      this.#plain = this.#prefixes.plain;
      this.#cell.begin(this.#prefixes);
      if (!this.#prefixes.is(buffer, p + 1, nameWorksheet)) throw badXml('the part is no worksheet');
      if (empty) this.#where = where.closed;
    } else if (this.#depth === 1 && this.#prefixes.is(buffer, p + 1, nameSheetData)) {
      if (this.#where === where.behind) throw badXml('it has its rows twice');
      this.#where = empty ? where.behind : where.rows;
      return after;
    }
    if (!empty) this.#depth += 1;
    return after;
  }

  #rowOrEnd(buffer: Buffer, p: number, length: number): number {
    const next = buffer[p + 1] as number;
    if (next === SLASH) {
      const after = afterTag(buffer, p, length);
      if (after === -1) return -1;
      if (!(this.#prefixes as Prefixes).is(buffer, p + 2, nameSheetData))
        throw badXml('rows are closed by another name');
      this.#where = where.behind;
      return after;
    }
    if (isMarkup(next)) return afterMarkup(buffer, p, length);
    const name = this.#localName(buffer, p + 1);
    if (name === -1 || !isNamed(buffer, name, nameRow)) {
      const after = afterElement(buffer, p, length);
      if (after !== -1 && this.#isOurs(buffer, name)) throw badXml('something else than rows among them');
      return after;
    }
    return this.#scanRow(buffer, name + 3, length);
  }

  /** @param from the position after the name `row` */
  #scanRow(buffer: Buffer, from: number, length: number): number {
    let p = this.#tag.readRow(buffer, from, length);
    if (p === -1) return -1;
    const number = this.#tag.row === 0 ? this.#lastRow + 1 : this.#tag.row;
    if (number > maxRows)
      throw unreadable('too-many-rows', 'A row is numbered beyond the 1,048,576 of a sheet.');
    const isLate = number <= this.#lastRow;
    const row = this.#row;
    row.begin(number);
    if (isLate && !this.#takesLateRows) throw badXml('a row is there twice, or rows are out of order');
    row.hidden = this.#tag.hidden;
    row.isLate = isLate;
    if (this.#tag.misplaced || isLate) row.flaw = cellKind.odd;
    this.#sink.reset();
    if (!this.#tag.empty) {
      p = this.#cells(buffer, p, length, number);
      if (p === -1) return -1;
    }
    if (!isLate) this.#lastRow = number;
    if (this.#visit(row) === false) this.stopped = true;
    return p;
  }

  #cells(buffer: Buffer, from: number, length: number, rowNumber: number): number {
    const row = this.#row;
    const usual = this.#usual;
    usual.begin(rowNumber);
    let p = from;
    for (;;) {
      if (this.#plain) {
        const { view } = this.#window;
        p = usual.read(buffer, view, p, length, this.#isOdd);
        if (view.getInt32(p, true) === rowEnd && view.getInt16(p + 4, true) === rowEndRest) {
          return p + 6 <= length ? p + 6 : -1;
        }
      }
      while ((buffer[p] as number) <= 0x20) p += 1;
      if (p + 1 >= length) return -1;
      if (buffer[p] !== LT) throw badXml('text between cells');
      const next = buffer[p + 1] as number;
      if (next === SLASH) {
        const after = afterTag(buffer, p, length);
        if (after !== -1 && !(this.#prefixes as Prefixes).is(buffer, p + 2, nameRow)) {
          throw badXml('a row is closed by another name');
        }
        return after;
      }
      if (isMarkup(next)) {
        p = afterMarkup(buffer, p, length);
        if (p === -1) return -1;
        continue;
      }
      const name = this.#plain ? p + 1 : this.#localName(buffer, p + 1);
      if (name === -1 || buffer[name] !== 0x63 || !isNameEnd(buffer[name + 1] as number)) {
        p = afterElement(buffer, p, length);
        if (p === -1) return -1;
        // What should be a cell is lost, if it is one.
        if (this.#isOurs(buffer, name)) row.flaw = cellKind.odd;
        continue;
      }
      const cell = p;
      p = this.#tag.read(buffer, name + 1, length, true);
      if (p === -1) return -1;
      const column = this.#tag.column === 0 ? usual.column + 1 : this.#tag.column - 1;
      if (column >= maxColumns) {
        // There is no such place: what stands there is lost to everybody, and the row is not whole without it.
        row.flaw = cellKind.odd;
        p = afterElement(buffer, cell, length);
        if (p === -1) return -1;
        continue;
      }
      const isDoubtful = this.#isDoubtful(column, rowNumber);
      if (this.#tag.empty) row.set(column, buffer, 0, 0, cellKind.text);
      else p = this.#content(buffer, p, length, column);
      if (p === -1) return -1;
      if (isDoubtful) {
        row.kind[column] = cellKind.odd;
        row.flaw = cellKind.odd;
      }
      usual.column = column;
    }
  }

  /** Reads what is in a cell. One in which a `<` stands for itself, or the like, has no value that anybody could know. */
  #content(buffer: Buffer, from: number, length: number, column: number): number {
    try {
      return this.#cell.read(buffer, from, length, column, this.#tag);
    } catch (error) {
      const prefix = this.#prefixes?.only;
      if (prefix === undefined) throw error;
      const broken = { name: `${prefix}c`, outside: [`<${prefix}row`, `</${prefix}row`] };
      const end = endOfBroken(error, broken, buffer, from, length);
      if (end === null) return -1;
      this.#row.set(column, buffer, from, end.content, cellKind.odd);
      // It may have taken in the cell behind it.
      if (buffer.subarray(from, end.content).includes(`<${prefix}c `)) this.#row.flaw = cellKind.odd;
      return end.after;
    }
  }

  /** Whether nobody knows where the cell of the tag belongs: it is there twice, in another row than it says, or nowhere. */
  #isDoubtful(column: number, rowNumber: number): boolean {
    const { misplaced, row } = this.#tag;
    return misplaced || (row !== 0 && row !== rowNumber) || this.#row.marks[column] === this.#row.mark;
  }

  /** Whether a name that was not expected is one of a worksheet all the same; programs may add elements of their own. */
  #isOurs(buffer: Buffer, name: number): boolean {
    if (name === -1 || isNamed(buffer, name, nameExtensions)) return false;
    let p = name;
    while (!isNameEnd(buffer[p] as number)) {
      if (buffer[p] === colon) return false;
      p += 1;
    }
    return true;
  }

  #localName(buffer: Buffer, at: number): number {
    return (this.#prefixes as Prefixes).localName(buffer, at);
  }
}
