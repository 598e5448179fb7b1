import { dateText } from './serial-date.ts';
import type { NumberShape } from './number-format.ts';
import { cellKind } from '../row.ts';

/** The text of a number cell, and what else it is (see `cellKind`). */
export interface NumberText {
  readonly text: string;
  readonly kind: number;
}

const number = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$|^([+-]?)\.(\d+)(?:[eE]([+-]?\d{1,4}))?$/;

/** Excel keeps 15 significant digits; a whole number of up to this many places is written out, not as 1E+20. */
const significantDigits = 15;
const longestInteger = 40;

/**
 * A number as the person who typed it sees it: whole numbers as their digits however they are stored
 * (13800138000, 1.38E+10, 13800138000.0), with the leading zeros that the format shows; dates and times as
 * `yyyy-mm-dd hh:mm:ss`; fractions as the shortest decimal of the same double.
 *
 * @param raw the content of `<v>`
 * @returns undefined if it is no number
 */
export function numberText(raw: string, shape: NumberShape, date1904: boolean): NumberText | undefined {
  const match = number.exec(raw);
  if (match === null) return undefined;
  if (shape.kind === 'plain' || shape.kind === 'padded') {
    const negative = (match[1] ?? match[5]) === '-';
    const whole = wholeDigits(match[2] ?? '', match[3] ?? match[6] ?? '', Number(match[4] ?? match[7] ?? 0));
    if (whole === undefined) return { text: decimalText(raw), kind: cellKind.text };
    const lost = whole.replace(/0+$/, '').length > significantDigits || isRounded(whole, match);
    const digits =
      shape.kind === 'padded' && !negative ? shape.prefix + whole.padStart(shape.digits, '0') : whole;
    return {
      text: negative && whole !== '0' ? `-${digits}` : digits,
      kind: lost ? cellKind.digitsLost : cellKind.text,
    };
  }
  return dateText(Number(raw), shape.kind, date1904) ?? { text: decimalText(raw), kind: cellKind.text };
}

/** The digits of a number that has no fraction, by shifting the decimal point, so that none is rounded. */
function wholeDigits(integer: string, fraction: string, exponent: number): string | undefined {
  const digits = integer + fraction;
  const point = integer.length + exponent;
  if (point > longestInteger) return undefined;
  const before = point <= 0 ? '' : digits.slice(0, point).padEnd(point, '0');
  const after = point <= 0 ? digits : digits.slice(point);
  if (/[1-9]/.test(after)) return undefined;
  return before.replace(/^0+(?=\d)/, '') || '0';
}

/** A whole number of 16 places or more that ends in zeros is what Excel leaves of a longer one. */
function isRounded(whole: string, match: RegExpExecArray): boolean {
  return whole.length > significantDigits && (match[4] !== undefined || whole.endsWith('0'));
}

function decimalText(raw: string): string {
  const value = Number(raw);
  return Number.isFinite(value) ? String(value) : raw;
}
