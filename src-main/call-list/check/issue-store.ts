import { templateColumns, type TemplateColumn } from '../../contract/call-data-template.ts';
import { templateRules } from '../../contract/template-rules.ts';
import type { Issue, IssueGroup, IssuePage, IssueQuery } from '../../contract/call-list.ts';
import { ByteStore, type ByteSlice } from './byte-store.ts';
import { GrowingArray } from './growing-array.ts';
import { longestNumber, writeNumber } from './packed-number.ts';

/** The most bytes of a value that are kept for showing. A cell of full call data has 1,024 characters. */
const longestValue = 4096;
/** Once this much is kept, values are cut shorter: what is shown of millions of issues must not fill the memory. */
const plenty = 64 << 20;
const shortValue = 64;

/** A value of fewer bytes is copied as fast as it is compared. */
const worthComparing = 32;

const errorBit = 0x8000_0000;
const nothing = Buffer.alloc(0);

/**
 * Issues in typed arrays: 20 bytes each besides their texts. The text of a cell is kept once, and so is a long one that
 * a column has again and again, as programs fill cells. Strings are made for the page that is asked for. Issues are
 * added in any order and given in row order.
 */
export class IssueStore {
  readonly #rows = new GrowingArray();
  /** Rule, column and severity in one word: rule in the low 16 bits, column above, the top bit for errors. */
  readonly #what = new GrowingArray();
  readonly #valuePlaces = new GrowingArray();
  /** The value's length, and the detail's in the upper half. */
  readonly #lengths = new GrowingArray();
  readonly #detailPlaces = new GrowingArray();
  readonly #bytes = new ByteStore();
  /** Room for a number. */
  readonly #number = Buffer.alloc(longestNumber);
  readonly #removed = new Set<number>();
  #order: Uint32Array | undefined;
  #sorted = true;
  /** How many there were, and how much of their texts, when they were kept. */
  #kept = { count: 0, bytes: 0 };

  // The value added last, which the next issue of the same cell shares.
  #lastRow = 0;
  #lastColumn = -1;
  #lastValue: ByteSlice = { bytes: nothing, start: 0, end: 0 };
  /** The long value kept last of each column: its place and its length. */
  readonly #longPlaces = new Uint32Array(templateColumns.length);
  readonly #longLengths = new Uint32Array(templateColumns.length);

  /** The number of issues. */
  get count(): number {
    return this.#rows.length - this.#removed.size;
  }

  /**
   * Adds an issue.
   *
   * @param rule its number in the table of rules
   * @param detail the part of the value that breaks the rule; '' if it is the whole
   */
  add(row: number, column: number, rule: number, isError: boolean, value: ByteSlice, detail: string): void {
    const index = this.#rows.length;
    this.#begin(row, column, rule, isError);
    if (row === this.#lastRow && column === this.#lastColumn && isSame(value, this.#lastValue)) {
      this.#end(this.#valuePlaces.at(index - 1), this.#lengths.at(index - 1) & 0xffff, detail);
    } else {
      const kept = shortened(value, this.#bytes.size < plenty ? longestValue : shortValue);
      const place = this.#keep(column, kept.bytes, kept.start, kept.end);
      this.#end(place, kept.end - kept.start, detail);
    }
    this.#lastRow = row;
    this.#lastColumn = column;
    this.#lastValue = value;
  }

  /**
   * Adds an issue that is about one number of a cell, packed (see packed-number.ts): no text is made of it.
   *
   * @param detail left out, the number itself
   */
  addNumber(
    row: number,
    column: number,
    rule: number,
    isError: boolean,
    keys: Uint32Array,
    at: number,
    detail?: string,
  ): void {
    this.#begin(row, column, rule, isError);
    const length = writeNumber(keys, at, this.#number);
    const place = this.#bytes.add(this.#number, 0, length);
    if (detail !== undefined) this.#end(place, length, detail);
    else {
      this.#valuePlaces.push(place);
      this.#lengths.push((length << 16) | length);
      this.#detailPlaces.push(place);
    }
    this.#lastColumn = -1;
  }

  #begin(row: number, column: number, rule: number, isError: boolean): void {
    const { length } = this.#rows;
    if (length > 0 && row < this.#rows.at(length - 1)) this.#sorted = false;
    this.#order = undefined;
    this.#rows.push(row);
    this.#what.push(((isError ? errorBit : 0) | (column << 16) | rule) >>> 0);
  }

  #end(valuePlace: number, valueLength: number, detail: string): void {
    const bytes = detail === '' ? nothing : Buffer.from(detail.slice(0, 100));
    this.#valuePlaces.push(valuePlace);
    this.#lengths.push(((bytes.length << 16) | valueLength) >>> 0);
    this.#detailPlaces.push(this.#bytes.add(bytes, 0, bytes.length));
  }

  /** Takes out all issues of the rows that a test picks. */
  remove(isRemoved: (row: number, rule: number) => boolean): void {
    for (let index = 0; index < this.#rows.length; index += 1) {
      if (isRemoved(this.#rows.at(index), this.#what.at(index) & 0xffff)) this.#removed.add(index);
    }
    this.#order = undefined;
    this.#lastColumn = -1;
  }

  /** Keeps the issues as they are, for `takeBack`. */
  keep(): void {
    this.#kept = { count: this.#rows.length, bytes: this.#bytes.size };
  }

  /** Forgets the issues that were added since they were kept; of the others none may have been removed. */
  takeBack(): void {
    const { count, bytes } = this.#kept;
    for (const column of [this.#rows, this.#what, this.#valuePlaces, this.#lengths, this.#detailPlaces])
      column.cut(count);
    this.#bytes.cut(bytes);
    this.#removed.clear();
    this.#order = undefined;
    this.#lastColumn = -1;
    this.#longLengths.fill(0);
  }

  /** How many there are by rule, column and severity; the most frequent first, errors before warnings. */
  groups(): IssueGroup[] {
    const counts = new Map<number, number>();
    for (let index = 0; index < this.#rows.length; index += 1) {
      if (this.#removed.has(index)) continue;
      const what = this.#what.at(index);
      counts.set(what, (counts.get(what) ?? 0) + 1);
    }
    return [...counts]
      .map(([what, count]) => ({ ...meaning(what), count }))
      .sort((a, b) => a.severity.localeCompare(b.severity) || b.count - a.count);
  }

  /** A page of the issues that a query asks for, in row order. */
  page(query: IssueQuery): IssuePage {
    const items: Issue[] = [];
    let total = 0;
    const wanted = query.search?.toLowerCase() ?? '';
    const order = this.#inOrder();
    const last = query.offset + query.limit;
    if (
      query.rule === undefined &&
      query.column === undefined &&
      query.severity === undefined &&
      wanted === ''
    ) {
      for (const index of order.subarray(query.offset, last)) items.push(this.#issue(index));
      return { total: order.length, items };
    }
    for (const index of order) {
      const { rule, column, severity } = meaning(this.#what.at(index));
      if (query.rule !== undefined && query.rule !== rule) continue;
      if (query.column !== undefined && query.column !== column) continue;
      if (query.severity !== undefined && query.severity !== severity) continue;
      if (wanted !== '' && !this.#contains(index, wanted)) continue;
      if (total >= query.offset && total < last) items.push(this.#issue(index));
      total += 1;
    }
    return { total, items };
  }

  /** The issues of one row. */
  ofRow(row: number): Issue[] {
    const order = this.#inOrder();
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#rows.at(order[middle] as number) < row) low = middle + 1;
      else high = middle;
    }
    const issues: Issue[] = [];
    for (; low < order.length && this.#rows.at(order[low] as number) === row; low += 1) {
      issues.push(this.#issue(order[low] as number));
    }
    return issues;
  }

  /** Calls back with the cell of each issue of a rule or column; in no order, and as often as it has issues. */
  eachCell(wanted: Pick<IssueQuery, 'rule' | 'column'>, visit: (row: number, column: number) => void): void {
    for (let index = 0; index < this.#rows.length; index += 1) {
      if (this.#removed.has(index)) continue;
      const what = this.#what.at(index);
      const { rule, column } = meaning(what);
      if (wanted.rule !== undefined && wanted.rule !== rule) continue;
      if (wanted.column !== undefined && wanted.column !== column) continue;
      visit(this.#rows.at(index), (what >>> 16) & 0xff);
    }
  }

  /** Every issue, in row order. */
  *all(): Generator<Issue> {
    for (const index of this.#inOrder()) yield this.#issue(index);
  }

  /** @returns the place of a value, which may be that of an equal one */
  #keep(column: number, bytes: Buffer, start: number, end: number): number {
    const length = end - start;
    if (length < worthComparing) return this.#bytes.add(bytes, start, end);
    const last = this.#longPlaces[column] as number;
    if (this.#longLengths[column] === length && this.#bytes.holds(last, bytes, start, end)) return last;
    const place = this.#bytes.add(bytes, start, end);
    this.#longPlaces[column] = place;
    this.#longLengths[column] = length;
    return place;
  }

  #contains(index: number, wanted: string): boolean {
    const { row, value, detail } = this.#issue(index);
    return (
      value.toLowerCase().includes(wanted) || detail.toLowerCase().includes(wanted) || String(row) === wanted
    );
  }

  #issue(index: number): Issue {
    const lengths = this.#lengths.at(index);
    const { rule, column, severity } = meaning(this.#what.at(index));
    return {
      row: this.#rows.at(index),
      column,
      rule,
      severity,
      value: this.#bytes.text(this.#valuePlaces.at(index), lengths & 0xffff),
      expected: templateRules[this.#what.at(index) & 0xffff]?.expected ?? '',
      detail: this.#bytes.text(this.#detailPlaces.at(index), lengths >>> 16),
    };
  }

  /** The indexes of the issues by row, and within a row as they were added. */
  #inOrder(): Uint32Array {
    if (this.#order !== undefined) return this.#order;
    let order = new Uint32Array(this.#rows.length);
    let count = 0;
    for (let index = 0; index < order.length; index += 1) {
      if (!this.#removed.has(index)) order[count++] = index;
    }
    order = order.subarray(0, count);
    if (!this.#sorted) order = this.#byRow(order);
    this.#order = order;
    return order;
  }

  /** The same indexes by row, counted into their places: what is decided of a list may concern every row of it. */
  #byRow(indexes: Uint32Array): Uint32Array<ArrayBuffer> {
    let last = 0;
    for (const index of indexes) last = Math.max(last, this.#rows.at(index));
    const places = new Uint32Array(last + 2);
    for (const index of indexes) {
      const row = this.#rows.at(index);
      places[row + 1] = (places[row + 1] as number) + 1;
    }
    for (let row = 1; row <= last; row += 1)
      places[row] = (places[row] as number) + (places[row - 1] as number);
    const order = new Uint32Array(indexes.length);
    for (const index of indexes) {
      const row = this.#rows.at(index);
      const place = places[row] as number;
      order[place] = index;
      places[row] = place + 1;
    }
    return order;
  }
}

function meaning(what: number): Pick<Issue, 'rule' | 'column' | 'severity'> {
  const rule = templateRules[what & 0xffff];
  const column: TemplateColumn | undefined = templateColumns[(what >>> 16) & 0xff];
  if (rule === undefined || column === undefined) throw new Error('an issue of a rule that does not exist');
  return { rule: rule.id, column, severity: (what & errorBit) === 0 ? 'warning' : 'error' };
}

/** Whether two are one slice of the same bytes: of one cell of a row, in which nothing is written meanwhile. */
function isSame(a: ByteSlice, b: ByteSlice): boolean {
  return a.bytes === b.bytes && a.start === b.start && a.end === b.end;
}

const ellipsis = Buffer.from('…');

/** A slice, or its beginning and … if it is too long; never half a character. */
function shortened(value: ByteSlice, longest: number): ByteSlice {
  if (value.end - value.start <= longest) return value;
  let end = value.start + longest - ellipsis.length;
  while (((value.bytes[end] as number) & 0xc0) === 0x80) end -= 1;
  const bytes = Buffer.concat([value.bytes.subarray(value.start, end), ellipsis]);
  return { bytes, start: 0, end: bytes.length };
}
