import type { CallRecord } from '../check/call-record.ts';
import { columnNumber } from '../check/call-record.ts';
import { isBlank } from '../check/fields.ts';
import { cellKind, type Row } from '../row.ts';
import type { CellSource, CompiledMapping, CompiledNumber } from './compile.ts';
import { JsonText } from './json-text.ts';

const ascii = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const arrayOpen = ascii('[');
const arrayClose = ascii(']');
const comma = ascii(',');
const objectClose = ascii('}');
const calledNoKey = ascii('{"calledNo":');
const delayTimeKey = ascii(',"delayTime":');
const typeKey = ascii(',"type":');

/** Turns rows of a source into rows in template form, without strings being made. */
export class Mapper {
  readonly #mapping: CompiledMapping;
  readonly #json = new JsonText();

  constructor(mapping: CompiledMapping) {
    this.#mapping = mapping;
  }

  /**
   * Fills the record from the row. Returns false, and leaves the record empty, when all cells of the row are
   * blank: constants alone do not make a customer.
   *
   * What it fills in are slices of the row and of a buffer of its own: they are good until the next row.
   */
  map(row: Row, record: CallRecord): boolean {
    record.clear(row.number);
    this.#json.reset();
    const hasNumber = this.#mapCalled(row, record);
    if (!hasNumber && isBlankRow(row)) return false;
    for (const { field, source } of this.#mapping.plain) {
      if ('constant' in source) {
        record.set(columnNumber[field], source.constant, 0, source.constant.length, cellKind.text);
      } else if (row.has(source.column)) {
        copyCell(row, source.column, record, columnNumber[field]);
      }
    }
    this.#packCallData(row, record);
    return true;
  }

  #mapCalled(row: Row, record: CallRecord): boolean {
    const { numbers } = this.#mapping;
    const [only] = numbers;
    if (only && numbers.length === 1 && holdsArray(row, only.column)) {
      copyCell(row, only.column, record, columnNumber.called);
      return true;
    }
    const json = this.#json;
    const start = json.length;
    let kind: number = cellKind.text;
    let count = 0;
    for (const number of numbers) {
      kind = graver(kind, kindOf(row, number.column));
      if (isBlankCell(row, number.column)) continue;
      // What stands beside the number is sent with it.
      kind = graver(kind, graver(kindOfSource(row, number.delayTime), kindOfSource(row, number.type)));
      json.raw(count === 0 ? arrayOpen : comma);
      this.#number(row, number);
      count++;
    }
    if (count === 0) {
      // A number is meant to be there, but which one is unknown.
      if (kind === cellKind.text) return false;
      record.set(columnNumber.called, json.bytes, start, start, kind);
      return true;
    }
    json.raw(arrayClose);
    record.set(columnNumber.called, json.bytes, start, json.length, kind);
    return true;
  }

  #number(row: Row, { column, delayTime, type }: CompiledNumber): void {
    const json = this.#json;
    json.raw(calledNoKey);
    const bytes = row.bytes[column] as Buffer;
    if (row.kind[column] === cellKind.dressed) {
      const digits = row.end[column] as number;
      json.string(bytes, digits, bytes.indexOf(0x0a, digits));
    } else json.string(bytes, row.start[column] as number, row.end[column] as number);
    if (delayTime) this.#optional(row, delayTimeKey, delayTime);
    if (type) this.#optional(row, typeKey, type);
    json.raw(objectClose);
  }

  #optional(row: Row, key: Uint8Array, source: CellSource): void {
    if ('constant' in source) {
      if (source.constant.length === 0) return;
      this.#json.raw(key);
      this.#json.string(source.constant, 0, source.constant.length);
    } else if (!isBlankCell(row, source.column)) {
      const { column } = source;
      this.#json.raw(key);
      this.#json.string(row.bytes[column] as Buffer, row.start[column] as number, row.end[column] as number);
    }
  }

  #packCallData(row: Row, record: CallRecord): void {
    const { pack } = this.#mapping;
    if (!pack || pack.values.every(({ column }) => isBlankCell(row, column) && kindOf(row, column) === 0))
      return;
    const json = this.#json;
    const start = json.length;
    let kind: number = cellKind.text;
    for (const { before, column } of pack.values) {
      json.raw(before);
      if (row.has(column)) {
        const bytes = row.bytes[column] as Buffer;
        json.string(bytes, row.start[column] as number, row.end[column] as number);
        kind = graver(kind, row.kind[column] as number);
      } else {
        json.string(arrayOpen, 0, 0);
      }
    }
    json.raw(pack.end);
    record.set(columnNumber.callData, json.bytes, start, json.length, kind);
  }
}

function copyCell(row: Row, from: number, record: CallRecord, to: number): void {
  record.set(
    to,
    row.bytes[from] as Buffer,
    row.start[from] as number,
    row.end[from] as number,
    row.kind[from] as number,
  );
}

function isBlankCell(row: Row, column: number): boolean {
  return (
    !row.has(column) ||
    isBlank(row.bytes[column] as Buffer, row.start[column] as number, row.end[column] as number)
  );
}

function isBlankRow(row: Row): boolean {
  for (let column = 0; column < row.width; column++) {
    if (!isBlankCell(row, column) || kindOf(row, column) === cellKind.noValue) return false;
  }
  return true;
}

/** What a cell is; text where there is none. */
const kindOf = (row: Row, column: number): number =>
  row.has(column) ? (row.kind[column] as number) : cellKind.text;

const kindOfSource = (row: Row, source: CellSource | undefined): number =>
  source && 'column' in source ? kindOf(row, source.column) : cellKind.text;

/** Whether the cell already holds a JSON array, which no phone number begins like. */
function holdsArray(row: Row, column: number): boolean {
  if (!row.has(column)) return false;
  const bytes = row.bytes[column] as Buffer;
  const end = row.end[column] as number;
  let at = row.start[column] as number;
  while (at < end && (bytes[at] as number) <= 0x20) at++;
  return at < end && bytes[at] === 0x5b;
}

/** What the checker must know of a cell made of several: that one is an error, or has lost digits. */
function graver(one: number, other: number): number {
  return (gravity[one] ?? 0) >= (gravity[other] ?? 0) ? one : other;
}

/** What a cell of several is, if they are of different kinds: the one that says most against it. */
const gravity: Readonly<Record<number, number>> = {
  [cellKind.error]: 7,
  [cellKind.noValue]: 6,
  [cellKind.odd]: 5,
  [cellKind.damaged]: 4,
  [cellKind.strayQuote]: 3,
  [cellKind.tooWide]: 2,
  [cellKind.digitsLost]: 1,
  [cellKind.errorText]: 1,
  [cellKind.missingText]: 1,
};
