import { ByteSink } from '../byte-sink.ts';
import { cellKind, maxCellLength, maxColumns, maxRows, type Row, type RowVisitor } from '../row.ts';
import { unreadable } from '../unreadable.ts';
import { utf16Length } from '../utf16-length.ts';
import { Prefixes, isNameEnd } from './namespaces.ts';
import { numberText } from './number-text.ts';
import { appendRichText } from './rich-text.ts';
import { isoDateText } from './serial-date.ts';
import type { SharedStrings } from './shared-strings.ts';
import type { CellStyles } from './styles.ts';
import { Window } from './window.ts';
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

/** What the cells of a sheet need to be understood. */
export interface SheetContext {
  readonly strings: SharedStrings | undefined;
  readonly styles: CellStyles;
  readonly date1904: boolean;
}

const nameWorksheet = Buffer.from('worksheet');
const nameSheetData = Buffer.from('sheetData');
const nameRow = Buffer.from('row');
const nameC = Buffer.from('c');
const nameV = Buffer.from('v');
const nameIs = Buffer.from('is');

const cellType = { number: 0, shared: 1, string: 2, inline: 3, boolean: 4, error: 5, date: 6 } as const;

const where = { before: 0, rows: 1, behind: 2, closed: 3 } as const;

/**
 * Reads a worksheet part as bytes and hands out its rows. Nothing is made into a string but numbers that are not
 * plain digits; a text that needs no decoding is a slice of the window itself. A row is scanned as a whole: if
 * the window ends inside it, the scan answers -1 all the way up and begins the row again with more bytes.
 */
export class SheetScanner {
  readonly #row: Row;
  readonly #visit: RowVisitor;
  readonly #context: SheetContext;
  readonly #window = new Window();
  /** Decoded cells of the current row. */
  readonly #sink = new ByteSink();
  #prefixes: Prefixes | undefined;
  #plain = false;
  #position = 0;
  #where: number = where.before;
  /** Open elements outside the rows. */
  #depth = 0;
  #lastRow = 0;
  /** Set by a visitor that has seen enough; what follows is not looked at. */
  stopped = false;

  // Set by #attributes: what the tag said.
  #tagEmpty = false;
  #tagRow = 0;
  #tagColumn = 0;
  #tagStyle = 0;
  #tagType: number = cellType.number;

  constructor(row: Row, context: SheetContext, visit: RowVisitor) {
    this.#row = row;
    this.#context = context;
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
    let p = this.#attributes(buffer, from, length, false);
    if (p === -1) return -1;
    const number = this.#tagRow === 0 ? this.#lastRow + 1 : this.#tagRow;
    if (number > maxRows)
      throw unreadable('too-many-rows', 'A row is numbered beyond the 1,048,576 of a sheet.');
    if (number <= this.#lastRow) throw badXml('rows are out of order');
    const row = this.#row;
    row.begin(number);
    this.#sink.reset();
    if (!this.#tagEmpty) {
      p = this.#cells(buffer, p, length, number);
      if (p === -1) return -1;
    }
    this.#lastRow = number;
    if (this.#visit(row) === false) this.stopped = true;
    return p;
  }

  #cells(buffer: Buffer, from: number, length: number, rowNumber: number): number {
    const row = this.#row;
    let p = from;
    let column = -1;
    for (;;) {
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
      p = this.#quickAttributes(buffer, name + 1, rowNumber);
      if (p === 0) p = this.#attributes(buffer, name + 1, length, true);
      if (p === -1) return -1;
      if (this.#tagColumn === 0) {
        column += 1;
      } else {
        column = this.#tagColumn - 1;
        if (this.#tagRow !== rowNumber) throw badXml('a cell is in another row than it says');
      }
      if (column >= maxColumns)
        throw unreadable('too-many-columns', 'A row has more than the 16,384 columns of a sheet.');
      if (row.marks[column] === row.mark) throw badXml('a cell is there twice');
      if (this.#tagEmpty) {
        row.set(column, buffer, 0, 0, cellKind.text);
      } else {
        p = this.#cell(buffer, p, length, column);
        if (p === -1) return -1;
      }
    }
  }

  /** What is between `<c …>` and `</c>`. */
  #cell(buffer: Buffer, from: number, length: number, column: number): number {
    const type = this.#tagType;
    const style = this.#tagStyle;
    let p = from;
    let seen = false;
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
        p = this.#skipElement(buffer, p, length); // a formula, an extension
        if (p === -1) return -1;
        continue;
      }
      if (seen) throw badXml('a cell has two values');
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
    if (type === cellType.number && flags === 0 && this.#plainNumber(buffer, from, end, column, style))
      return after;
    if (flags !== 0) {
      const { sink, start } = this.#decoded(buffer, from, end, type === cellType.string);
      this.#convert(sink.bytes, start, sink.length, column, type, style);
    } else {
      this.#convert(buffer, from, end, column, type, style);
    }
    return after;
  }

  /** The content of `<is>`, and its closing tag. */
  #inline(buffer: Buffer, from: number, length: number, column: number): number {
    const quick = this.#plain ? this.#quickInline(buffer, from, length, column) : 0;
    if (quick !== 0) return quick;
    const sink = this.#sink;
    const start = sink.length;
    const close = appendRichText(buffer, from, length, this.#prefixes as Prefixes, sink);
    if (close === -1) return -1;
    const after = this.#closeTag(buffer, close, length, nameIs);
    if (after !== -1) this.#set(column, sink.bytes, start, sink.length, cellKind.text);
    return after;
  }

  /** `<t>text</t></is>`, the shape of nearly every inline string. Answers 0 for any other. */
  #quickInline(buffer: Buffer, from: number, length: number, column: number): number {
    if (buffer[from] !== LT || buffer[from + 1] !== 0x74) return 0;
    let start = from + 2;
    if (buffer[start] === 0x20) {
      // xml:space="preserve": what is inside is kept as it is, with or without it
      while (buffer[start] !== GT && buffer[start] !== LT) start += 1;
      if (buffer[start - 1] === SLASH) return 0;
    }
    if (buffer[start] !== GT) return 0;
    start += 1;
    let end = start;
    let flags = 0;
    for (;;) {
      const flag = textByte[buffer[end] as number] as number;
      if (flag === textFlags.end) break;
      flags |= flag;
      end += 1;
    }
    // '</t></is>'
    if (end + 9 > length) return end >= length ? -1 : 0;
    if (buffer[end + 1] !== SLASH || buffer[end + 2] !== 0x74 || buffer[end + 3] !== GT) return 0;
    if (buffer[end + 4] !== LT || buffer[end + 5] !== SLASH || buffer[end + 6] !== 0x69) return 0;
    if (buffer[end + 7] !== 0x73 || buffer[end + 8] !== GT) return 0;
    if (flags === 0) {
      this.#set(column, buffer, start, end, cellKind.text);
    } else {
      const decoded = this.#decoded(buffer, start, end, true);
      this.#set(column, decoded.sink.bytes, decoded.start, decoded.sink.length, cellKind.text);
    }
    return end + 9;
  }

  #decoded(buffer: Buffer, start: number, end: number, xstring: boolean): { sink: ByteSink; start: number } {
    const sink = this.#sink;
    const from = sink.length;
    decodeText(buffer, start, end, sink);
    if (xstring) unescapeXstring(sink, from);
    return { sink, start: from };
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

  /** Up to 15 digits in a style that shows them as they are: by far the most numbers. */
  #plainNumber(buffer: Buffer, start: number, end: number, column: number, style: number): boolean {
    const size = end - start;
    if (size === 0 || size > 15 || (buffer[start] === 0x30 && size > 1)) return false;
    for (let p = start; p < end; p += 1) {
      const digit = (buffer[p] as number) - 0x30;
      if (digit < 0 || digit > 9) return false;
    }
    if (this.#context.styles.shape(style).kind !== 'plain') return false;
    this.#row.set(column, buffer, start, end, cellKind.text);
    return true;
  }

  /** A value of any type that is not the plain case. */
  #convert(bytes: Buffer, start: number, end: number, column: number, type: number, style: number): void {
    if (type === cellType.string || type === cellType.inline) {
      this.#set(column, bytes, start, end, cellKind.text);
      return;
    }
    if (type === cellType.shared) {
      this.#sharedString(sharedIndex(bytes, start, end), column);
      return;
    }
    if (end - start > 64) throw badXml('a number of more than 64 characters');
    const raw = bytes.toString('latin1', start, end).trim();
    if (type === cellType.error) {
      this.#text(column, raw, cellKind.error);
    } else if (raw === '') {
      this.#text(column, '', cellKind.text);
    } else if (type === cellType.boolean) {
      if (!/^(?:0|1|true|false)$/i.test(raw)) throw badXml('a truth value that is neither 0 nor 1');
      this.#text(column, /^(?:1|true)$/i.test(raw) ? 'TRUE' : 'FALSE', cellKind.text);
    } else {
      const shape = this.#context.styles.shape(style);
      const converted =
        (type === cellType.date ? isoDateText(raw) : undefined) ??
        numberText(raw, shape, this.#context.date1904);
      if (converted !== undefined) this.#text(column, converted.text, converted.kind);
      else if (type === cellType.date) this.#text(column, raw, cellKind.text);
      else throw badXml('a number that is none');
    }
  }

  #sharedString(index: number, column: number): void {
    const { strings } = this.#context;
    if (strings === undefined || index >= strings.count)
      throw badXml('a cell refers to a text that is not there');
    const start = strings.start(index);
    this.#row.set(column, strings.segment(index), start, start + strings.length(index), cellKind.text);
  }

  #text(column: number, text: string, kind: number): void {
    const sink = this.#sink;
    const start = sink.length;
    sink.text(text);
    // A date's time stays behind its end: see cellKind.date.
    this.#row.set(column, sink.bytes, start, kind === cellKind.date ? start + 10 : sink.length, kind);
  }

  #set(column: number, bytes: Buffer, start: number, end: number, kind: number): void {
    if (end - start > maxCellLength && utf16Length(bytes, start, end) > maxCellLength) {
      throw unreadable('cell-too-long', 'A cell has more than the 32,767 characters that a cell holds.');
    }
    this.#row.set(column, bytes, start, end, kind);
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

  /**
   * ` r="B7" s="1" t="s">`, with or without s and t: how nearly all writers begin a cell. Answers 0 for any other
   * form; the sentinel behind the window fits nowhere, so what is cut off is one as well.
   */
  #quickAttributes(buffer: Buffer, from: number, rowNumber: number): number {
    if (
      buffer[from] !== 0x20 ||
      buffer[from + 1] !== 0x72 ||
      buffer[from + 2] !== 0x3d ||
      buffer[from + 3] !== 0x22
    ) {
      return 0;
    }
    let p = from + 4;
    let letter = (buffer[p] as number) - 0x40;
    if (letter < 1 || letter > 26) return 0;
    let column = letter;
    p += 1;
    for (
      letter = (buffer[p] as number) - 0x40;
      letter >= 1 && letter <= 26;
      letter = (buffer[p] as number) - 0x40
    ) {
      column = column * 26 + letter;
      if (column > maxColumns) return 0;
      p += 1;
    }
    let row = 0;
    for (
      let digit = (buffer[p] as number) - 0x30;
      digit >= 0 && digit <= 9;
      digit = (buffer[p] as number) - 0x30
    ) {
      row = row * 10 + digit;
      if (row > maxRows) return 0;
      p += 1;
    }
    if (row !== rowNumber || buffer[p] !== 0x22) return 0;
    p += 1;
    let style = 0;
    if (buffer[p] === 0x20 && buffer[p + 1] === 0x73 && buffer[p + 2] === 0x3d && buffer[p + 3] === 0x22) {
      p += 4;
      for (
        let digit = (buffer[p] as number) - 0x30;
        digit >= 0 && digit <= 9;
        digit = (buffer[p] as number) - 0x30
      ) {
        style = style * 10 + digit;
        if (style > 0xffff) return 0;
        p += 1;
      }
      if (buffer[p] !== 0x22) return 0;
      p += 1;
    }
    let type: number = cellType.number;
    if (buffer[p] === 0x20 && buffer[p + 1] === 0x74 && buffer[p + 2] === 0x3d && buffer[p + 3] === 0x22) {
      if (buffer[p + 4] === 0x73 && buffer[p + 5] === 0x22) {
        type = cellType.shared;
        p += 6;
      } else if (isWord(buffer, p + 4, inlineWord) && buffer[p + 13] === 0x22) {
        type = cellType.inline;
        p += 14;
      } else {
        return 0;
      }
    }
    if (buffer[p] !== GT) return 0;
    this.#tagEmpty = false;
    this.#tagRow = row;
    this.#tagColumn = column;
    this.#tagStyle = style;
    this.#tagType = type;
    return p + 1;
  }

  /**
   * Reads the attributes of `<row` or `<c` into the #tag fields; any but r, s and t are passed over.
   *
   * @returns the position after the tag
   */
  #attributes(buffer: Buffer, from: number, length: number, isCell: boolean): number {
    this.#tagEmpty = false;
    this.#tagRow = 0;
    this.#tagColumn = 0;
    this.#tagStyle = 0;
    this.#tagType = cellType.number;
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
        this.#tagEmpty = true;
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
        else if (letter === 0x73 && isCell) this.#tagStyle = smallNumber(buffer, start, end);
        else if (letter === 0x74 && isCell) this.#tagType = typeOf(buffer, start, end);
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
        const letter = (buffer[p] as number) - 0x40;
        if (letter < 1 || letter > 26) break;
        column = column * 26 + letter;
        if (column > maxColumns)
          throw unreadable('too-many-columns', 'A cell lies beyond the last column of a sheet.');
      }
      if (column === 0) throw badXml('a cell reference that is none');
    }
    let row = 0;
    const digits = p;
    for (; p < end; p += 1) {
      const digit = (buffer[p] as number) - 0x30;
      if (digit < 0 || digit > 9) throw badXml('a reference that is none');
      row = row * 10 + digit;
      if (row > maxRows)
        throw unreadable('too-many-rows', 'A row is numbered beyond the 1,048,576 of a sheet.');
    }
    if (p === digits || row === 0) throw badXml('a reference without a row');
    this.#tagRow = row;
    this.#tagColumn = column;
  }
}

function isNamed(buffer: Buffer, at: number, name: Buffer): boolean {
  for (let i = 0; i < name.length; i += 1) {
    if (buffer[at + i] !== name[i]) return false;
  }
  return isNameEnd(buffer[at + name.length] as number);
}

function smallNumber(buffer: Buffer, start: number, end: number): number {
  let value = 0;
  for (let p = start; p < end; p += 1) {
    const digit = (buffer[p] as number) - 0x30;
    if (digit < 0 || digit > 9 || value > 0xffffff) throw badXml('a number that is none');
    value = value * 10 + digit;
  }
  return value;
}

function sharedIndex(buffer: Buffer, from: number, to: number): number {
  let start = from;
  let end = to;
  while (start < end && (buffer[start] as number) <= 0x20) start += 1;
  while (end > start && (buffer[end - 1] as number) <= 0x20) end -= 1;
  if (start === end) throw badXml('a cell refers to a text without saying which');
  return smallNumber(buffer, start, end);
}

const inlineWord = Buffer.from('inlineStr');
const stringWord = Buffer.from('str');

function isWord(buffer: Buffer, at: number, word: Buffer): boolean {
  for (let i = 0; i < word.length; i += 1) {
    if (buffer[at + i] !== word[i]) return false;
  }
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
  throw badXml('a cell of a type that does not exist');
}
