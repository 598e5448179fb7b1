// Each takes one phone number as somebody wrote it and gives it back nearer to digits. A number of digits, *
// and # only is left alone by all but the two that are about digits: the country code and the leading 0.

import { withoutEdges } from '../../contract/text-edges.ts';

/** White space, and the invisible marks that come along when a number is copied from a contact card. */
const isEdge = (unit: number): boolean =>
  unit === 0x2060 ||
  (unit >= 0x200b && unit <= 0x200f) ||
  (unit >= 0x202a && unit <= 0x202e) ||
  (unit >= 0x2066 && unit <= 0x2069) ||
  String.fromCharCode(unit).trim() === '';

/** Without white space and invisible marks at either end. */
export const trimmed = (text: string): string => withoutEdges(text, isEdge);

/** Full-width digits, and the signs that numbers and times are written with, as ASCII. */
export const withoutFullWidth = (text: string): string =>
  text.replace(/[０-９＊＃＋－（）：／．\u3000]/gu, (character) =>
    character === '\u3000' ? ' ' : String.fromCharCode(character.charCodeAt(0) - 0xfee0),
  );

/** Without spaces, dashes and brackets, and without dots where they group digits (not in 1.38E+10). */
export function withoutSeparators(number: string): string {
  const bare = number.replace(/[\s\u200b\p{Dash_Punctuation}\u2212()[\]（）【】]/gu, '');
  return /^\+?\d+(?:\.\d+){2,}$/.test(bare) ? bare.replaceAll('.', '') : bare;
}

export const withoutPlus = (number: string): string =>
  /^[+＋]+[0-9*#]/.test(number) ? number.replace(/^[+＋]+/, '') : number;

/** More characters than a number has, with its code written however often. */
const longestNumber = 100;

/** No national number is that long; so one that is, and begins with the code, has the code. */
const longerThanNational = 12;

/**
 * Without the country's code: after + or 00 always, else only where the number is too long for a national one.
 * So 8613800138000 loses its 86 and the local number 86123456 does not.
 */
export function withoutCountryCode(number: string, code: string): string {
  // A text longer than that is no number.
  if (number.length > longestNumber) return number;
  let before = number;
  let after = withoutOneCode(before, code);
  // Again, because some lists have the code twice.
  while (after !== before) [before, after] = [after, withoutOneCode(after, code)];
  return after;
}

function withoutOneCode(number: string, code: string): string {
  const international = [`+${code}`, `00${code}`].find((prefix) => number.startsWith(prefix));
  let rest = number;
  if (international) rest = number.slice(international.length);
  else if (number.startsWith(code) && /^\d+$/.test(number) && number.length >= longerThanNational) {
    rest = number.slice(code.length);
  }
  // Only where a number is left.
  return /^[0-9*#]{3,}$/.test(rest) ? rest : number;
}

/**
 * A Chinese fixed-line number without its 0: area code 10 or 2x and eight digits, or an area code of three
 * digits and seven or eight. Not 400 and 800, which have no 0.
 */
const chineseWithoutZero = /^(?:10\d{8}|2\d{9}|(?!400|800)[3-9]\d{9,10})$/;

/** With the leading 0 that a spreadsheet drops when it takes a number for a number. */
export function withLeadingZero(number: string, lengths: readonly number[] | undefined): string {
  if (!/^[1-9]\d*$/.test(number)) return number;
  const lost = lengths ? lengths.includes(number.length) : chineseWithoutZero.test(number);
  return lost ? `0${number}` : number;
}

/**
 * Without the apostrophe that people, and Dialdesk's own rejects workbook, put in front so that a spreadsheet
 * takes a cell for text. It stays where it is part of a text ('tis).
 */
export const withoutApostrophe = (text: string): string =>
  text.replace(/^['’‘`]+(?=\s*[=+\-@＝＋－＠\d\t\r\n])/u, '');
