import type { MappingRole } from '../../contract/mapping.ts';
import { readRecycleTime } from '../check/recycle-time.ts';
import { recycleTimeForm } from '../mends/recycle-time-form.ts';
import { areOtherNumbers } from './other-numbers.ts';
import { stripFormatting } from './strip-formatting.ts';

/** A Chinese mobile number, with or without the country's code. */
const isMobile = (value: string): boolean => /^(?:0?0?86)?1[3-9]\d{9}$/.test(stripFormatting(value));

/** 20260105 has as many digits as a phone number. */
const isDayInDigits = (digits: string): boolean =>
  /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(digits);

/** 139****8000: what is hidden is not dialled, although a * may be. */
const isMasked = (digits: string): boolean => /\d\*{2,}\d/.test(digits);

const isDialable = (value: string): boolean => {
  const digits = stripFormatting(value);
  return /^[0-9*#]{5,20}$/.test(digits) && !isDayInDigits(digits) && !isMasked(digits);
};

const holdsNumbers = (value: string): boolean => /^\s*\[.*called_?No/is.test(value);

/** One number, several of them with something between, or the array of the template. */
const isPhone = (value: string): boolean =>
  holdsNumbers(value) ||
  value
    .split(/[;,/|、，；]/u)
    .filter((part) => part.trim() !== '')
    .every(isDialable);

const isDelay = (value: string): boolean => /^\d{1,4}$/.test(value.trim()) && Number(value) <= 7200;
/** In the form that the rule wants, or in one that a mend makes it of without being told more. */
const isRecycleTime = (value: string): boolean => {
  const bytes = Buffer.from(recycleTimeForm(value.slice(0, 60), undefined));
  return readRecycleTime(bytes, 0, bytes.length) > 0;
};
const isJsonObject = (value: string): boolean => /^\s*\{.*\}\s*$/s.test(value);

/** For the roles whose values have a form: whether a value has it. */
const hasForm: Partial<Record<MappingRole, (value: string) => boolean>> = {
  phone: isPhone,
  caller: isDialable,
  delayTime: isDelay,
  recycleTime: isRecycleTime,
};

/** For the roles that values alone may speak for. A date or a small number may be anything. */
const provesRole: Partial<Record<MappingRole, (value: string) => boolean>> = {
  phone: (value) => holdsNumbers(value) || isMobile(value),
  callData: isJsonObject,
};

const share = (values: readonly string[], test: (value: string) => boolean): number =>
  values.filter(test).length / values.length;

/**
 * Which part of the values, 0 to 1, fits the role; undefined when there are none, or the role takes anything.
 * Give it values that are not blank.
 */
export function fitOfValues(role: MappingRole, values: readonly string[]): number | undefined {
  const test = hasForm[role];
  return test && values.length > 0 ? share(values, test) : undefined;
}

/** The role that the values alone speak for: at least four of five are unmistakable. */
export function roleByValues(values: readonly string[]): MappingRole | undefined {
  if (values.length === 0) return undefined;
  for (const [role, test] of Object.entries(provesRole)) {
    if (share(values, test) >= 0.8) return role as MappingRole;
  }
  return undefined;
}

/** Whether a row is a customer's rather than a header: one of its cells is a mobile number or holds numbers. */
export function looksLikeCustomer(cells: readonly string[]): boolean {
  return cells.some((cell) => isMobile(cell) || holdsNumbers(cell));
}

/** Whether a value is one number as long as those that are dialled from everywhere, and no day. */
export function isWholeNumber(value: string): boolean {
  const digits = stripFormatting(value.slice(0, 60));
  return /^\d{8,15}$/.test(digits) && !isDayInDigits(digits);
}

/** Whether nearly all of some values, at least one, are whole numbers, not all of a kind that is not to be called. */
export const areWholeNumbers = (values: readonly string[]): boolean =>
  values.length > 0 &&
  share(values, isWholeNumber) >= 0.8 &&
  !areOtherNumbers(values.map((value) => value.slice(0, 60)));
