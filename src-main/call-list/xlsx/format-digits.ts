import { parts, roundedTo, shifted, type Decimal } from './decimal.ts';
import type { FormatToken } from './format-code.ts';
import { fractionText } from './format-fraction.ts';

/** A number as a section shows it. */
export interface ShownNumber {
  readonly text: string;
  /** Its digits alone, those that the section writes between them included; undefined where it shows anything else. */
  readonly digits: string | undefined;
}

/** What stands between the digits of a phone number, and is not dialled. */
const separators = new Set([
  ' ',
  '\u00a0',
  '\u202f',
  '\u3000',
  '-',
  '\u2010',
  '\u2013',
  '(',
  ')',
  '/',
  '.',
  '',
]);

/**
 * The digits of a number in the places of a section. Without separators of thousands, which differ between one
 * computer and the next; without a sign, which is for the caller.
 */
export function digitsInPlaces(value: Decimal, tokens: readonly FormatToken[]): ShownNumber {
  const slash = fractionSlash(tokens);
  if (slash !== -1) return { text: fractionText(value, tokens, slash), digits: undefined };
  const layout = layoutOf(tokens);
  const scaled = roundedTo(shifted(value, layout.shift), layout.fractionPlaces);
  const { integer, fraction } = parts(scaled);
  let text = '';
  let digits = '';
  // A fraction cannot be dialled.
  let isPlain = layout.shift === 0 && value.digits.length <= value.point;
  let integerPlace = 0;
  let fractionPlace = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'digit' && index < layout.point) {
      const shown = integerDigits(integer, layout.integerPlaces, integerPlace, token.form);
      integerPlace += 1;
      text += shown;
      digits += shown;
      if (shown === ' ') isPlain = false;
    } else if (token.kind === 'digit') {
      const digit = fraction[fractionPlace] ?? (token.form === '0' ? '0' : token.form === '?' ? ' ' : '');
      fractionPlace += 1;
      text += digit;
    } else if (token.kind === 'point' && index === layout.point) {
      // A number without any place before the point shows its whole part all the same.
      if (layout.integerPlaces === 0) text += integer;
      text += '.';
    } else if (token.kind === 'percent') {
      text += '%';
    } else if (token.kind === 'literal' || token.kind === 'point' || token.kind === 'slash') {
      const literal = token.kind === 'literal' ? token.text : token.kind === 'point' ? '.' : '/';
      text += literal;
      if (isDigits(literal)) digits += literal;
      else if (!separators.has(literal)) isPlain = false;
    }
  }
  return { text, digits: isPlain && fraction === '' ? digits : undefined };
}

interface Layout {
  /** Where the decimal point stands among the tokens; their number if there is none. */
  readonly point: number;
  readonly integerPlaces: number;
  readonly fractionPlaces: number;
  /** By how many places the point is moved: two for each %, three back for each comma behind the last place. */
  readonly shift: number;
}

function layoutOf(tokens: readonly FormatToken[]): Layout {
  const found = tokens.findIndex(({ kind }) => kind === 'point');
  const point = found === -1 ? tokens.length : found;
  let integerPlaces = 0;
  let fractionPlaces = 0;
  let shift = 0;
  let commas = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'digit') {
      if (index < point) {
        integerPlaces += 1;
        commas = 0;
      } else {
        fractionPlaces += 1;
        if (commas > 0 && index > point) commas = 0;
      }
    } else if (token.kind === 'comma' && integerPlaces + fractionPlaces > 0) {
      commas += 1;
    } else if (token.kind === 'percent') {
      shift += 2;
    } else if (token.kind === 'point' && index === point) {
      shift -= 3 * commas;
      commas = 0;
    }
  }
  return { point, integerPlaces, fractionPlaces, shift: shift - 3 * commas };
}

/** What the place number `place`, counted from the left, shows; the first one all digits that have no place of their own. */
function integerDigits(integer: string, places: number, place: number, form: '0' | '#' | '?'): string {
  const end = integer.length - (places - 1 - place);
  if (place === 0 && end > 0) return integer.slice(0, end);
  if (end > 0) return integer.charAt(end - 1);
  return form === '0' ? '0' : form === '?' ? ' ' : '';
}

/** The slash of a fraction, which has places for digits on both sides; -1 if there is none. */
function fractionSlash(tokens: readonly FormatToken[]): number {
  const slash = tokens.findIndex(({ kind }) => kind === 'slash');
  const next = tokens[slash + 1];
  if (slash < 1 || tokens[slash - 1]?.kind !== 'digit' || next === undefined) return -1;
  return next.kind === 'digit' || (next.kind === 'literal' && isDigits(next.text)) ? slash : -1;
}

export function isDigits(text: string): boolean {
  for (const character of text) if (character < '0' || character > '9') return false;
  return text !== '';
}
