import type { ByteSink } from '../byte-sink.ts';
import { cellKind, maxCellLength, type Row } from '../row.ts';
import { utf16Length, wholeCharacters } from '../utf16-length.ts';
import { cellType, smallNumber } from './cell-tag.ts';
import { longestNumber } from './decimal.ts';
import { numberText } from './number-text.ts';
import { isoDateText } from './serial-date.ts';
import type { SharedStrings } from './shared-strings.ts';
import type { CellStyles } from './styles.ts';

/** What the cells of a sheet need to be understood. */
export interface SheetContext {
  /** The writer says that every formula is to be worked out anew: the results that it stored are not to be trusted. */
  readonly recalculates?: boolean;
  readonly strings: SharedStrings | undefined;
  readonly styles: CellStyles;
  readonly date1904: boolean;
}

/** A time of day alone, or a date with a zone: real, but shown in no one way; sent as it stands. */
const isoTime = /^(?:\d{4}-\d\d-\d\d)?T?\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?$/;

/** Puts values into the row's cells: as they are where that is possible, else converted, in the sink. */
export class CellValues {
  readonly #row: Row;
  readonly #sink: ByteSink;
  readonly #context: SheetContext;

  constructor(row: Row, sink: ByteSink, context: SheetContext) {
    this.#row = row;
    this.#sink = sink;
    this.#context = context;
  }

  /** Up to 15 digits in a style that shows them as they are: by far the most numbers. */
  plainNumber(buffer: Buffer, start: number, end: number, column: number, style: number): boolean {
    const size = end - start;
    if (size === 0 || size > 15 || (buffer[start] === 0x30 && size > 1)) return false;
    for (let p = start; p < end; p += 1) {
      const digit = (buffer[p] as number) - 0x30;
      if (digit < 0 || digit > 9) return false;
    }
    if (!this.#context.styles.format(style).keepsIntegers) return false;
    this.#row.set(column, buffer, start, end, cellKind.text);
    return true;
  }

  /** A value of any type that is not the plain case. */
  convert(bytes: Buffer, start: number, end: number, column: number, type: number, style: number): void {
    if (type === cellType.string || type === cellType.inline) {
      this.set(column, bytes, start, end, cellKind.text);
      return;
    }
    if (type === cellType.shared) {
      this.#shared(bytes, start, end, column);
      return;
    }
    if (type === cellType.unknown || end - start > longestNumber) {
      this.set(column, bytes, start, end, cellKind.odd);
      return;
    }
    const raw = bytes.toString('latin1', start, end).trim();
    if (type === cellType.error) {
      this.#text(column, raw, cellKind.error);
    } else if (raw === '') {
      this.#text(column, '', cellKind.text);
    } else if (type === cellType.boolean) {
      const isTruth = /^(?:0|1|true|false)$/i.test(raw);
      if (!isTruth) this.#text(column, raw, cellKind.odd);
      else this.#text(column, /^(?:1|true)$/i.test(raw) ? 'TRUE' : 'FALSE', cellKind.text);
    } else {
      const format = this.#context.styles.format(style);
      const converted =
        (type === cellType.date ? isoDateText(raw) : undefined) ??
        numberText(raw, format, this.#context.date1904);
      if (converted?.dialled !== undefined) this.#dressed(column, converted.text, converted.dialled);
      else if (converted !== undefined) this.#text(column, converted.text, converted.kind);
      else if (type === cellType.date && isoTime.test(raw)) this.#text(column, raw, cellKind.text);
      else this.#text(column, raw, cellKind.odd);
    }
  }

  /** A reference to a shared string, as it stands; to none, as some programs write an empty cell. */
  #shared(bytes: Buffer, from: number, to: number, column: number): void {
    let start = from;
    let end = to;
    while (start < end && (bytes[start] as number) <= 0x20) start += 1;
    while (end > start && (bytes[end - 1] as number) <= 0x20) end -= 1;
    if (start === end) this.set(column, bytes, start, start, cellKind.text);
    else if (!this.sharedString(smallNumber(bytes, start, end), column)) {
      this.set(column, bytes, start, end, cellKind.odd);
    }
  }

  /** Puts in the shared string of that index; false if there is none. */
  sharedString(index: number, column: number): boolean {
    const { strings } = this.#context;
    if (strings === undefined || index < 0 || index >= strings.count) return false;
    const start = strings.start(index);
    const kind = strings.hasOdd && strings.isOdd(index) ? cellKind.odd : cellKind.text;
    this.#row.set(column, strings.segment(index), start, start + strings.length(index), kind);
    return true;
  }

  #text(column: number, text: string, kind: number): void {
    const sink = this.#sink;
    const start = sink.length;
    sink.text(text);
    // A date's time stays behind its end: see cellKind.date.
    this.#row.set(column, sink.bytes, start, kind === cellKind.date ? start + 10 : sink.length, kind);
  }

  /** See `cellKind.dressed`. */
  #dressed(column: number, text: string, dialled: string): void {
    const sink = this.#sink;
    const start = sink.length;
    sink.text(text);
    const end = sink.length;
    sink.ascii(`${dialled}\n`);
    this.#row.set(column, sink.bytes, start, end, cellKind.dressed);
  }

  set(column: number, bytes: Buffer, start: number, end: number, kind: number): void {
    if (end - start > maxCellLength && utf16Length(bytes, start, end) > maxCellLength) {
      // Excel would cut it, and say that the workbook is damaged: as much is kept as shows what it was.
      this.#row.set(column, bytes, start, wholeCharacters(bytes, start, start + maxCellLength), cellKind.odd);
      return;
    }
    this.#row.set(column, bytes, start, end, kind);
  }
}
