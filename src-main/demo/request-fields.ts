import { isalesCodes } from './result-codes.ts';
import type { IsalesReason } from './result-codes.ts';

/** A request that an interface refuses, with the reason's code and what it is about. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: IsalesReason;
  /** The parameter, or a remark that follows the description. */
  readonly about: string;

  constructor(reason: IsalesReason, about: string) {
    super(`${isalesCodes[reason].code} ${about}`);
    this.reason = reason;
    this.about = about;
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** What a text parameter must keep to. Lengths are in UTF-16 code units: the real server is Java. */
export interface TextRule {
  readonly max?: number;
  readonly min?: number;
  /** Must match as a whole, or the parameter "contains invalid characters". */
  readonly characters?: RegExp;
  /** Must match as a whole, or the parameter has an "incorrect value". */
  readonly form?: RegExp;
}

const isAbsent = (value: unknown): value is undefined | null | '' =>
  value === undefined || value === null || value === '';

/** A mandatory text. Throws Refusal: empty, type, tooLong, tooShort, length, characters, value. */
export function requiredText(source: JsonObject, name: string, rule: TextRule = {}): string {
  const value = optionalText(source, name, rule);
  if (value === undefined) throw new Refusal('empty', name);
  return value;
}

/** An optional text; null and the empty string count as left out. Throws as `requiredText`, except empty. */
export function optionalText(source: JsonObject, name: string, rule: TextRule = {}): string | undefined {
  const value = source[name];
  if (isAbsent(value)) return undefined;
  if (typeof value !== 'string') throw new Refusal('type', name);
  const { min, max, characters, form } = rule;
  const outside = (min !== undefined && value.length < min) || (max !== undefined && value.length > max);
  if (outside && min !== undefined && max !== undefined) throw new Refusal('length', name);
  if (outside) throw new Refusal(min === undefined ? 'tooLong' : 'tooShort', name);
  if (characters && !characters.test(value)) throw new Refusal('characters', name);
  if (form && !form.test(value)) throw new Refusal('value', name);
  return value;
}

/** A mandatory integer within a range. Throws Refusal: empty, type, value. */
export function requiredInteger(source: JsonObject, name: string, min: number, max: number): number {
  const value = source[name];
  if (isAbsent(value)) throw new Refusal('empty', name);
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Refusal('type', name);
  if (value < min || value > max) throw new Refusal('value', name);
  return value;
}

/** A mandatory object. Throws Refusal: empty, type. */
export function requiredObject(source: JsonObject, name: string): JsonObject {
  const value = source[name];
  if (isAbsent(value)) throw new Refusal('empty', name);
  if (typeof value !== 'object' || Array.isArray(value)) throw new Refusal('type', name);
  return value as JsonObject;
}

/** An optional list of texts. Throws Refusal: type, tooMany (more than 100 entries). */
export function optionalTexts(source: JsonObject, name: string): readonly string[] | undefined {
  const value = source[name];
  if (isAbsent(value)) return undefined;
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) {
    throw new Refusal('type', name);
  }
  if (value.length > 100) throw new Refusal('tooMany', name);
  return value;
}

/** `offset` and `limit` as all paged POST interfaces have them: offset from 0, limit 1 to 100. */
export function paging(body: JsonObject): { offset: number; limit: number } {
  return {
    offset: requiredInteger(body, 'offset', 0, Number.MAX_SAFE_INTEGER),
    limit: requiredInteger(body, 'limit', 1, 100),
  };
}

/** Epoch milliseconds, UTC, as a number or as its digits. Throws Refusal: type. */
export function optionalTime(source: JsonObject, name: string): number | undefined {
  const value = source[name];
  if (isAbsent(value)) return undefined;
  const time = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof time !== 'number' || !Number.isSafeInteger(time) || time < 0 || time > 8.64e15) {
    throw new Refusal('type', name);
  }
  return time;
}
