import { templateColumns } from '../../contract/call-data-template.ts';
import type { CellSource, CompiledMapping } from '../mapping/compile.ts';
import type { MarkColumn } from '../mapping/do-not-call-marks.ts';
import { columnNumber } from '../check/call-record.ts';
import type { Place } from './wasm-module.ts';

/** How a row of a source becomes one of the template; see row-mapper.ts, which makes it. */
export interface UsualSources {
  /** For each column of the template the source's, from 0, whose cells it takes as they are; -1 for none. */
  readonly template: readonly number[];
  /** In place of that. */
  readonly mapping?: CompiledMapping | undefined;
  /** Where the list says whom not to call. */
  readonly marks: readonly MarkColumn[];
  /** Rows are written, and not only counted. */
  readonly isWritten?: boolean | undefined;
}

/** More columns of numbers than anyone has; the module's rows have room for so many. */
const mostNumbers = 16;
const mostPacked = 48;
const mostMarks = 8;

// The words of the recipe, as wasm/places.as, mapped.as and marks.as read them.
const cellPlaces = 0;
const isMapped = 2;
const copied = 3;
const numbers = 10;
const pack = 64;
const packTexts = 135;
const marks = 136;
const words = 160;

/**
 * Writes the way from a source's rows to the template's columns into the module's memory.
 *
 * @returns false for one that is not the module's to go
 */
export function writeRecipe(bytes: Buffer, place: Place, sources: UsualSources): boolean {
  const { template, mapping, marks: markColumns } = sources;
  const columns = new Places(bytes, place);
  const recipe = new Uint32Array(words);
  if (mapping === undefined) {
    for (const [field, column] of template.entries()) if (column !== -1) columns.take(column, field);
  } else if (!writeMapping(recipe, mapping, columns)) return false;
  recipe[marks] = markColumns.length;
  for (const [index, { column, says }] of markColumns.slice(0, mostMarks).entries()) {
    recipe.set([columns.of({ column }), says === 'remark' ? 1 : 0], marks + 1 + index * 2);
  }
  recipe[cellPlaces] = columns.cells;
  columns.finish(recipe, sources.isWritten === true);
  new Uint32Array(bytes.buffer, place('recipe'), words).set(recipe);
  return columns.hasRoom && markColumns.length <= mostMarks;
}

function writeMapping(recipe: Uint32Array, mapping: CompiledMapping, columns: Places): boolean {
  if (mapping.numbers.length > mostNumbers || (mapping.pack?.values.length ?? 0) > mostPacked) return false;
  recipe[isMapped] = 1;
  for (const { field, source } of mapping.plain) recipe[copied + columnNumber[field]] = columns.of(source);
  recipe[numbers] = mapping.numbers.length;
  for (const [index, { column, delayTime, type }] of mapping.numbers.entries()) {
    // A blank constant is written, and a blank cell is not.
    if ([delayTime, type].some((one) => one && 'constant' in one && isBlankText(one.constant))) return false;
    const of = (source: CellSource | undefined): number => (source ? columns.of(source) : 0);
    recipe.set([columns.of({ column }), of(delayTime), of(type)], numbers + 1 + index * 3);
  }
  if (mapping.pack === undefined) return true;
  const { values, end } = mapping.pack;
  const between = [...values.map(({ before }) => before), end];
  const quotes = values.length * 2;
  recipe[pack] = values.length;
  recipe[pack + 1] = between.reduce((sum, { length }) => sum + length, quotes);
  recipe[pack + 2] = between.reduce((sum, text) => sum + text.toString().length, quotes);
  for (const [index, { column }] of values.entries()) recipe[pack + 3 + index] = columns.measured(column);
  const [first, ...rest] = between;
  recipe[packTexts] = columns.of({ constant: first ?? end });
  for (const text of rest) columns.of({ constant: text });
  return true;
}

const isBlankText = (text: Buffer): boolean => /^\s+$/.test(text.toString());

/** Gives each column that something comes of a place among the cells of a row, and each constant one behind them. */
class Places {
  readonly #bytes: Buffer;
  readonly #place: Place;
  readonly #ofColumn = new Map<number, number>();
  /** Columns whose text is needed, and not only how long it is. */
  readonly #read = new Set<number>();
  readonly #constants: Buffer[] = [];
  /** As many as there are columns, and the template's before them. */
  cells = templateColumns.length;
  hasRoom = true;

  constructor(bytes: Buffer, place: Place) {
    this.#bytes = bytes;
    this.#place = place;
  }

  /** Puts a column into a place of the template. */
  take(column: number, place: number): void {
    this.#ofColumn.set(column, place);
    this.#read.add(column);
  }

  /** The place of a source. That of a constant is known by its number only, until `finish`. */
  of(source: CellSource): number {
    if ('constant' in source) return constantMark + this.#constants.push(source.constant) - 1;
    this.#read.add(source.column);
    return this.#placeOf(source.column);
  }

  /** The place of a column of which only the length is needed. */
  measured(column: number): number {
    return this.#placeOf(column);
  }

  #placeOf(column: number): number {
    const known = this.#ofColumn.get(column);
    if (known !== undefined) return known;
    this.#ofColumn.set(column, this.cells);
    this.cells += 1;
    return this.cells - 1;
  }

  /** Writes the places, and the constants' in place of their numbers. */
  finish(recipe: Uint32Array, isWritten: boolean): void {
    const place = this.#place;
    const bytes = this.#bytes;
    if (this.cells + this.#constants.length > place('mostPlaces')) this.hasRoom = false;
    if ([...this.#ofColumn.keys()].some((column) => column >= place('mostColumns'))) this.hasRoom = false;
    let at = place('constants');
    for (const constant of this.#constants) {
      if (at + constant.length > place('constants') + place('constantsRoom')) this.hasRoom = false;
      else at += constant.length;
    }
    if (!this.hasRoom) return;
    for (const [column, cell] of this.#ofColumn) {
      bytes[place('roles') + column] = cell + 1;
      bytes[place('onlyMeasured') + cell] = isWritten || this.#read.has(column) ? 0 : 1;
    }
    at = place('constants');
    for (const [index, constant] of this.#constants.entries()) {
      const entry = place('places') + (this.cells + index) * 8;
      bytes.writeUInt32LE(at, entry);
      at += constant.copy(bytes, at);
      bytes.writeUInt32LE(at, entry + 4);
    }
    for (const [word, value] of recipe.entries()) {
      if (value >= constantMark) recipe[word] = value - constantMark + this.cells;
    }
    bytes.write('2026-01-05', place('someDay'), 'latin1');
  }
}

/** A number of a constant, among the places. No other word of a recipe is as large. */
const constantMark = 1 << 30;
