/**
 * A number as decimal digits, never negative: 12.5 is the digits '125' with the point behind the second. Without zeros
 * in front or behind the last place; zero has no digits at all.
 */
export interface Decimal {
  readonly digits: string;
  /** How many of the digits stand before the point; negative for zeros between the point and the first digit. */
  readonly point: number;
}

/** Excel keeps and shows this many significant digits. */
export const significantDigits = 15;
/** A whole number of up to this many places is written out, not as 1E+20. */
const longestInteger = 40;
/** The longest text a number may have: a double written out in full has fewer. */
export const longestNumber = 400;

const numberForm = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/** A number cell's value. */
export interface NumberValue {
  readonly negative: boolean;
  /** A whole number with every digit that is in the file; any other with 15 significant ones. */
  readonly decimal: Decimal;
  /** Excel has rounded digits of it away. */
  readonly digitsLost: boolean;
  /** Too large to be written out. */
  readonly huge: boolean;
}

/** Reads the content of `<v>`; undefined if it is no number. */
export function numberValue(raw: string): NumberValue | undefined {
  if (raw.length > longestNumber) return undefined;
  const match = numberForm.exec(raw);
  if (match === null) return undefined;
  const [, sign, integer = '', fraction = '', exponent = '0'] = match;
  if (integer === '' && fraction === '') return undefined;
  const exact = decimalOf(integer + fraction, integer.length + Number(exponent));
  const { digits, point } = exact;
  if (digits === '') return { negative: false, decimal: exact, digitsLost: false, huge: false };
  const negative = sign === '-';
  if (digits.length <= point) {
    if (point > longestInteger) return { negative, decimal: exact, digitsLost: false, huge: true };
    // A whole number of 16 places or more that ends in zeros is what Excel leaves of a longer one.
    const isRounded = point > significantDigits && (match[4] !== undefined || digits.length < point);
    return {
      negative,
      decimal: exact,
      digitsLost: digits.length > significantDigits || isRounded,
      huge: false,
    };
  }
  return { negative, decimal: toSignificant(exact), digitsLost: false, huge: false };
}

function decimalOf(digits: string, point: number): Decimal {
  let start = 0;
  while (digits[start] === '0') start += 1;
  let end = digits.length;
  while (end > start && digits[end - 1] === '0') end -= 1;
  return start === end
    ? { digits: '', point: 0 }
    : { digits: digits.slice(start, end), point: point - start };
}

/** Rounded to 15 significant digits; 3.3000000000000003 is the 3.3 that somebody typed. */
function toSignificant(value: Decimal): Decimal {
  return value.digits.length <= significantDigits ? value : roundedTo(value, significantDigits - value.point);
}

/** Rounded half up to so many places behind the point. */
export function roundedTo({ digits, point }: Decimal, places: number): Decimal {
  const kept = point + places;
  if (kept >= digits.length) return { digits, point };
  if (kept < 0) return { digits: '', point: 0 };
  const head = digits.slice(0, kept);
  if ((digits[kept] as string) < '5') return decimalOf(head, point);
  // Adds one at the last place that is kept.
  let at = head.length - 1;
  while (at >= 0 && head[at] === '9') at -= 1;
  if (at < 0) return { digits: '1', point: point + 1 };
  return decimalOf(head.slice(0, at) + String(Number(head[at]) + 1), point);
}

/** With the point moved to the right, or for negative places to the left. */
export const shifted = ({ digits, point }: Decimal, places: number): Decimal =>
  digits === '' ? { digits, point } : { digits, point: point + places };

/** The digits before the point, '' for none; and those behind it. */
export function parts({ digits, point }: Decimal): { integer: string; fraction: string } {
  if (point <= 0) return { integer: '', fraction: digits === '' ? '' : '0'.repeat(-point) + digits };
  return { integer: digits.slice(0, point).padEnd(point, '0'), fraction: digits.slice(point) };
}

/** Smaller numbers than this many places behind the point are written with an exponent. */
const longestFraction = 30;

/** A number without a format: all its digits, and an exponent only where it would be too long without. */
export function generalText({ negative, decimal, huge }: NumberValue): string {
  const sign = negative ? '-' : '';
  const { digits, point } = decimal;
  if (huge || -point > longestFraction) {
    const exponent = point - 1;
    const mantissa = digits.length > 1 ? `${digits.slice(0, 1)}.${digits.slice(1)}` : digits;
    const power = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${mantissa}E${exponent < 0 ? '-' : '+'}${power}`;
  }
  const { integer, fraction } = parts(decimal);
  return `${sign}${integer || '0'}${fraction && `.${fraction}`}`;
}
