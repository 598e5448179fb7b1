import { generalText, numberValue, parts, type NumberValue } from './decimal.ts';
import { elapsedText } from './elapsed-time.ts';
import type { NumberFormat, NumberSection } from './number-format.ts';
import { dateText } from './serial-date.ts';
import { cellKind, type NumberText } from '../row.ts';

/**
 * A number as its cell shows it, but for what only the width of a column or a computer's settings decide: whole numbers
 * as all their digits however they are stored (13800138000, 1.38E+10, 13800138000.0), with the zeros, signs and words
 * that the format puts in, without separators of thousands; any other with up to 15 significant digits; dates and times
 * as `yyyy-mm-dd hh:mm:ss`.
 *
 * @param raw the content of `<v>`
 * @returns undefined if it is no number
 */
export function numberText(raw: string, format: NumberFormat, date1904: boolean): NumberText | undefined {
  const value = numberValue(raw);
  if (value === undefined) return undefined;
  const number = Number(raw);
  const section = format.section(number);
  const kind = format.isKnown ? (value.digitsLost ? cellKind.digitsLost : cellKind.text) : cellKind.odd;
  switch (section.kind) {
    case 'general':
      return { text: inGeneral(value, section), kind };
    case 'digits':
      return inDigits(value, section, kind);
    case 'elapsed':
      return { text: elapsedText(number, section.tokens), kind: cellKind.text };
    case 'date':
    case 'time':
    case 'date-time':
      return dateText(number, section.kind, date1904) ?? { text: generalText(value), kind };
  }
}

/** With the words around it; where a format has an exponent instead, the number alone. */
function inGeneral(value: NumberValue, { around: [before, behind], signed }: NumberSection): string {
  const shown = generalText({ ...value, negative: false });
  return `${signed && value.negative ? '-' : ''}${before}${shown}${behind}`;
}

function inDigits(value: NumberValue, { places, signed }: NumberSection, kind: number): NumberText {
  if (value.huge) return { text: generalText(value), kind };
  const { text, digits } = places.show(value.decimal);
  const isZero = value.decimal.digits === '' || (!hasDigit(text) && parts(value.decimal).integer === '');
  const shown = text.trim();
  if (value.negative && signed && !isZero) return { text: `-${shown}`, kind };
  // Nothing but its digits is dialled of a number, whatever stands between them.
  const isDressed = digits !== undefined && digits !== shown && digits !== '' && !value.negative;
  return isDressed && kind === cellKind.text
    ? { text: shown, kind: cellKind.dressed, dialled: digits }
    : { text: shown, kind };
}

const hasDigit = (text: string): boolean => /[1-9]/.test(text);
