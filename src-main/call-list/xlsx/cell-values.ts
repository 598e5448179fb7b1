import type { ByteSink } from '../byte-sink.ts';
import { cellKind, maxCellLength, type Row } from '../row.ts';
import { unreadable } from '../unreadable.ts';
import { utf16Length } from '../utf16-length.ts';
import { cellType, smallNumber } from './cell-tag.ts';
import { numberText } from './number-text.ts';
import { isoDateText } from './serial-date.ts';
import type { SharedStrings } from './shared-strings.ts';
import type { CellStyles } from './styles.ts';
import { badXml } from './xml-bytes.ts';

/** What the cells of a sheet need to be understood. */
export interface SheetContext {
  readonly strings: SharedStrings | undefined;
  readonly styles: CellStyles;
  readonly date1904: boolean;
}

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
    if (this.#context.styles.shape(style).kind !== 'plain') return false;
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
      this.sharedString(sharedIndex(bytes, start, end), column);
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

  /** The shared string of that index. */
  sharedString(index: number, column: number): void {
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

  set(column: number, bytes: Buffer, start: number, end: number, kind: number): void {
    if (end - start > maxCellLength && utf16Length(bytes, start, end) > maxCellLength) {
      throw unreadable('cell-too-long', 'A cell has more than the 32,767 characters that a cell holds.');
    }
    this.#row.set(column, bytes, start, end, kind);
  }
}

function sharedIndex(buffer: Buffer, from: number, to: number): number {
  let start = from;
  let end = to;
  while (start < end && (buffer[start] as number) <= 0x20) start += 1;
  while (end > start && (buffer[end - 1] as number) <= 0x20) end -= 1;
  if (start === end) throw badXml('a cell refers to a text without saying which');
  return smallNumber(buffer, start, end);
}
