import { ByteSink } from '../byte-sink.ts';
import { cellKind, maxColumns, maxRows, type Row, type RowVisitor } from '../row.ts';
import { unreadable } from '../unreadable.ts';
import { CellTag, cellType } from './cell-tag.ts';
import { CellValues, type SheetContext } from './cell-values.ts';
import { Prefixes, isNameEnd } from './namespaces.ts';
import { appendRichText } from './rich-text.ts';
import { UsualCells } from './usual-cells.ts';
import { Window } from './window.ts';
import { word } from '../words.ts';
import {
  GT,
  LT,
  SLASH,
  afterMarkup,
  afterTag,
  badXml,
  decodeText,
  isMarkup,
  textByte,
  textEnd,
  textFlags,
  unescapeXstring,
} from './xml-bytes.ts';

const nameWorksheet = Buffer.from('worksheet');
const nameSheetData = Buffer.from('sheetData');
const nameRow = Buffer.from('row');
const nameC = Buffer.from('c');
const nameV = Buffer.from('v');
const nameIs = Buffer.from('is');

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
  readonly #window = new Window();
  readonly #recalculates: boolean;
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

  constructor(row: Row, context: SheetContext, visit: RowVisitor) {
    this.#row = row;
    this.#recalculates = context.recalculates === true;
    this.#values = new CellValues(row, this.#sink, context);
    this.#usual = new UsualCells(row, this.#values, this.#sink);
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
      let p = this.#position;
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
    if (name === -1 || !isNamed(buffer, name, nameRow)) return this.#skipElement(buffer, p, length);
    return this.#scanRow(buffer, name + 3, length);
  }

  /** @param from the position after the name `row` */
  #scanRow(buffer: Buffer, from: number, length: number): number {
    let p = this.#tag.readRow(buffer, from, length);
    if (p === -1) return -1;
    const number = this.#tag.row === 0 ? this.#lastRow + 1 : this.#tag.row;
    if (number > maxRows)
      throw unreadable('too-many-rows', 'A row is numbered beyond the 1,048,576 of a sheet.');
    if (number <= this.#lastRow) throw badXml('rows are out of order');
    const row = this.#row;
    row.begin(number);
    row.hidden = this.#tag.hidden;
    if (this.#tag.misplaced) row.flaw = cellKind.odd;
    this.#sink.reset();
    if (!this.#tag.empty) {
      p = this.#cells(buffer, p, length, number);
      if (p === -1) return -1;
    }
    this.#lastRow = number;
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
        p = this.#skipElement(buffer, p, length);
        if (p === -1) return -1;
        continue;
      }
      p = this.#tag.read(buffer, name + 1, length, true);
      if (p === -1) return -1;
      const column = this.#tag.column === 0 ? usual.column + 1 : this.#tag.column - 1;
      if (column >= maxColumns)
        throw unreadable('too-many-columns', 'A row has more than the 16,384 columns of a sheet.');
      const isDoubtful = this.#isDoubtful(column, rowNumber);
      if (this.#tag.empty) row.set(column, buffer, 0, 0, cellKind.text);
      else p = this.#cell(buffer, p, length, column);
      if (p === -1) return -1;
      if (isDoubtful) {
        row.kind[column] = cellKind.odd;
        row.flaw = cellKind.odd;
      }
      usual.column = column;
    }
  }

  /** Whether nobody knows where the cell of the tag belongs: it is there twice, in another row than it says, or nowhere. */
  #isDoubtful(column: number, rowNumber: number): boolean {
    const { misplaced, row } = this.#tag;
    return misplaced || (row !== 0 && row !== rowNumber) || this.#row.marks[column] === this.#row.mark;
  }

  /** What is between `<c …>` and `</c>`. */
  #cell(buffer: Buffer, from: number, length: number, column: number): number {
    const type = this.#tag.type;
    const style = this.#tag.style;
    let p = from;
    let seen = false;
    let hasFormula = false;
    for (;;) {
      while ((buffer[p] as number) <= 0x20) p += 1;
      if (p + 1 >= length) return -1;
      if (buffer[p] !== LT) throw badXml('text in a cell outside its value');
      const next = buffer[p + 1] as number;
      if (next === SLASH) {
        // '</c>' or '</x:c>'
        if (this.#plain && buffer[p + 2] === 0x63 && buffer[p + 3] === GT) p += 4;
        else {
          const after = afterTag(buffer, p, length);
          if (after === -1) return -1;
          if (!(this.#prefixes as Prefixes).is(buffer, p + 2, nameC))
            throw badXml('a cell is closed by another name');
          p = after;
        }
        if (p > length) return -1;
        if (!seen) this.#row.set(column, buffer, 0, 0, cellKind.text);
        // Of a formula that comes to a text, an empty value is a value.
        if (hasFormula && type !== cellType.string && this.#hasNoResult(column)) {
          this.#row.set(column, buffer, 0, 0, cellKind.noValue);
        }
        return p;
      }
      if (isMarkup(next)) {
        p = afterMarkup(buffer, p, length);
        if (p === -1) return -1;
        continue;
      }
      const name = this.#plain ? p + 1 : this.#localName(buffer, p + 1);
      const isValue = name !== -1 && buffer[name] === 0x76 && isNameEnd(buffer[name + 1] as number);
      const isInline = !isValue && name !== -1 && isNamed(buffer, name, nameIs);
      if (!isValue && !isInline) {
        hasFormula ||= name !== -1 && buffer[name] === 0x66 && isNameEnd(buffer[name + 1] as number);
        p = this.#skipElement(buffer, p, length); // a formula, an extension
        if (p === -1) return -1;
        continue;
      }
      p = buffer[name + (isValue ? 1 : 2)] === GT ? name + (isValue ? 2 : 3) : afterTag(buffer, p, length);
      if (p === -1) return -1;
      if (buffer[p - 2] === SLASH) continue;
      seen = true;
      p = isValue
        ? this.#value(buffer, p, length, column, type, style)
        : this.#inline(buffer, p, length, column);
      if (p === -1) return -1;
    }
  }

  /**
   * Whether a formula's result is not in the file: no value at all, or the 0 that a program puts in which does not work
   * formulas out and leaves that to Excel.
   */
  #hasNoResult(column: number): boolean {
    const row = this.#row;
    const start = row.start[column] as number;
    const length = (row.end[column] as number) - start;
    if (length === 0) return true;
    return this.#recalculates && length === 1 && (row.bytes[column] as Buffer)[start] === 0x30;
  }

  /** The content of `<v>`, and its closing tag. */
  #value(buffer: Buffer, from: number, length: number, column: number, type: number, style: number): number {
    let end = from;
    let flags = 0;
    for (;;) {
      const flag = textByte[buffer[end] as number] as number;
      if (flag === textFlags.end) break;
      flags |= flag;
      end += 1;
    }
    if (end + 1 >= length) return -1;
    if (buffer[end + 1] !== SLASH) {
      flags |= textFlags.entity;
      end = textEnd(buffer, end, length);
      if (end === -1) return -1;
    }
    const after = this.#closeTag(buffer, end, length, nameV);
    if (after === -1) return -1;
    if (type === cellType.number && flags === 0 && this.#values.plainNumber(buffer, from, end, column, style))
      return after;
    if (flags !== 0) {
      const sink = this.#sink;
      const start = sink.length;
      decodeText(buffer, from, end, sink);
      if (type === cellType.string) unescapeXstring(sink, start);
      this.#values.convert(sink.bytes, start, sink.length, column, type, style);
    } else {
      this.#values.convert(buffer, from, end, column, type, style);
    }
    return after;
  }

  /** The content of `<is>`, and its closing tag. */
  #inline(buffer: Buffer, from: number, length: number, column: number): number {
    const sink = this.#sink;
    const start = sink.length;
    const close = appendRichText(buffer, from, length, this.#prefixes as Prefixes, sink);
    if (close === -1) return -1;
    const after = this.#closeTag(buffer, close, length, nameIs);
    if (after !== -1) this.#values.set(column, sink.bytes, start, sink.length, cellKind.text);
    return after;
  }

  #closeTag(buffer: Buffer, p: number, length: number, name: Buffer): number {
    if (this.#plain && isNamed(buffer, p + 2, name) && buffer[p + 2 + name.length] === GT) {
      const after = p + 3 + name.length;
      return after > length ? -1 : after;
    }
    const after = afterTag(buffer, p, length);
    if (after !== -1 && !(this.#prefixes as Prefixes).is(buffer, p + 2, name)) {
      throw badXml('a value is closed by another name');
    }
    return after;
  }

  #localName(buffer: Buffer, at: number): number {
    return (this.#prefixes as Prefixes).localName(buffer, at);
  }

  /** The position after an element and all that is in it. */
  #skipElement(buffer: Buffer, from: number, length: number): number {
    let p = from;
    let depth = 0;
    for (;;) {
      p = buffer.indexOf(LT, p);
      if (p === -1 || p + 1 >= length) return -1;
      const next = buffer[p + 1] as number;
      if (isMarkup(next)) {
        p = afterMarkup(buffer, p, length);
        if (p === -1) return -1;
        continue;
      }
      const after = afterTag(buffer, p, length);
      if (after === -1) return -1;
      if (next === SLASH) depth -= 1;
      else if (buffer[after - 2] !== SLASH) depth += 1;
      if (depth < 0) throw badXml('more is closed than was opened');
      p = after;
      if (depth === 0) return p;
    }
  }
}

function isNamed(buffer: Buffer, at: number, name: Buffer): boolean {
  for (let i = 0; i < name.length; i += 1) {
    if (buffer[at + i] !== name[i]) return false;
  }
  return isNameEnd(buffer[at + name.length] as number);
}
