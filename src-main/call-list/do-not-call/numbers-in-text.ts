import { isChineseFixed, isChineseMobile } from './chinese-numbers.ts';
import { callingCodeOf } from './calling-codes.ts';
import { writtenNumber, type WrittenNumber } from './number-readings.ts';

/** How sure it is that a run of digits is a phone number, whatever stands around it. */
export const certainty = {
  /** As many digits as a number has, and no more to be said for it: an ID may look so. */
  possible: 1,
  /** Written as phone numbers are: grouped, or with a 0 in front. */
  likely: 2,
  /** A mobile number of China, a fixed one with its area code, or one with + and a country's code. */
  certain: 3,
} as const;

export interface FoundNumber extends WrittenNumber {
  readonly certainty: number;
}

const fewestDigits = 5;
const mostDigits = 15;
/** From so many digits on a number is whole, and what follows it is another one. */
const wholeNumber = 10;

/** A run of digits with the signs that numbers are dressed in. */
const runs = /[+(]{0,3}\d(?:[\d\s().+\-/、]*\d)?/g;
/** What may stand right before a number without being a part of a word or an ID. */
const label =
  /(?:^|[^a-z0-9_])(?:tel|telephone|phone|ph|mobile|mob|cell|call|number|no|nr|fax|wa|whatsapp|t|m|p)$/;
const extension = /^\s{0,9}(?:(?:;\s{0,9})?ext(?:ension)?[.:=\s]{0,9}|(?:x|转|轉|分机|分機|#)\s{0,9})\d{1,6}/;

/**
 * Finds the phone numbers in what somebody wrote: with + or 00, in any width and script of digits, grouped by spaces,
 * dots, dashes and brackets, behind `tel:`, an apostrophe or `="…"`, several of them in one text, among words. What is
 * a day, an amount, a masked number, a range, or a number that a spreadsheet has rounded, is not a number to block.
 */
export function numbersIn(text: string): FoundNumber[] {
  // Nearly all numbers of nearly all lists.
  if (/^\d{5,15}$/.test(text)) {
    const judged = judgeDigits(text, false, text);
    return judged === undefined ? [] : [judged];
  }
  const plain = plainText(text);
  if (/^[*#]\d[\d*#]*$|^\d+#$/.test(plain) && plain.length <= 20) {
    // A whole number with a sign before or behind it is no code of a telephone exchange.
    const whole = judge(plain.replace(/^[*#]|#$/g, ''));
    if (whole?.certainty === certainty.certain) return [whole];
    return [{ digits: plain, international: false, certainty: certainty.possible }];
  }
  const found: FoundNumber[] = [];
  const hasWords = /\p{L}/u.test(plain.replace(/^(?:tel|phone|mobile|cell)\s*[:.]\s*/, ''));
  for (const piece of plain.split(/[;,|\n\r\t&。]|、(?!\d{1,4}(?!\d))/u)) {
    // A range is told from two numbers by the dash.
    const part = withoutOrdinal(piece).replace(/(\d)\s{0,9}(?:~|至|到)\s{0,9}(?=\+?\d)/g, '$1-');
    for (const match of part.matchAll(runs)) {
      const before = part.slice(Math.max(0, match.index - 12), match.index);
      const end = match.index + match[0].length;
      if (!standsAlone(before, part.slice(end, end + 20))) continue;
      for (const number of split(match[0])) {
        const judged = judge(number);
        if (judged !== undefined && (!hasWords || judged.certainty > certainty.possible)) found.push(judged);
      }
    }
  }
  return found;
}

/**
 * Whether a text looks as if it were meant for a number, although it may not be one: with digits that are masked, spelled
 * with letters, or rounded. A day and a time of day are none.
 */
export function looksLikeNumber(text: string): boolean {
  const plain = plainText(text.slice(0, 400))
    .replace(/\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{1,2}:\d{2}/g, ' ')
    .replace(/\b(?:19|20)\d{6}\b/g, ' ')
    .replace(/[\s().\-/_·,]/g, '');
  if (/\de\+?\d{2}|[一二三四五六七八九零〇幺]{7}/.test(plain)) return true;
  for (const [run] of plain.matchAll(/[\dol*x×#•]{7,}/g)) if (countDigits(run) >= 4) return true;
  return false;
}

/** Whether a text stands for more numbers than are written in it: a range of them, or digits that are left open. */
export function standsForMore(text: string): boolean {
  if (text.length <= wholeNumber) return false;
  const plain = plainText(text.slice(0, 400));
  // 13900770000 or 004: of the second one only the end is written, in a way that is not read.
  if (/\d{7}\s{0,9}(?:or|and|bis|[或和,&])\s{0,9}\d{1,4}(?![\d\-/.:年月])/.test(plain)) return true;
  return /\d{7}\s{0,9}(?:[~>]|至|到|\.{2,3})\s{0,9}\+?\d|\d{7}(?:\?|\[\d{1,4}-)/.test(plain);
}

/** 1. 13900770000 and 2) 13900770001 are lines that are numbered. An area code is followed by fewer digits. */
function withoutOrdinal(line: string): string {
  const ordinal = /^\s{0,9}(?:\d{1,3}[.)]|[-•*])\s{1,9}/.exec(line)?.[0] ?? '';
  return ordinal !== '' && countDigits(line.slice(ordinal.length)) >= wholeNumber
    ? line.slice(ordinal.length)
    : line;
}

/** In ASCII where it is digits and signs, without invisible marks, quotes and apostrophes around it. */
function plainText(text: string): string {
  const narrow = /^[\x20-\x7e]*$/.test(text)
    ? text
    : text
        // ① numbers a line; as a plain 1 it would be a digit of what follows.
        .replace(/[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793]/g, ' ')
        .normalize('NFKC')
        .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, '')
        .replace(/[\p{Dash_Punctuation}\u2212]/gu, '-')
        .replace(/(?![0-9])\p{Decimal_Number}/gu, asciiDigit);
  const bare = withoutQuotes(narrow.trim()).toLowerCase();
  // 13,900,770,000 is one number; 13900770000,13900770001 are two. 13900770000.0 is what some programs make of one.
  if (/^\d{1,3}(?:,\d{3})+$/.test(bare)) return bare.replaceAll(',', '');
  // With an exponent, but none of its digits lost.
  const [, first = '', others = '', exponent] = /^(\d)\.(\d{7,14})e\+?(\d\d?)$/.exec(bare) ?? [];
  const shown = Number(exponent);
  if (others.length >= shown && /^0*$/.test(others.slice(shown))) return first + others.slice(0, shown);
  return /^\d+\.0+$/.test(bare) ? bare.slice(0, bare.indexOf('.')) : bare;
}

const quotes = new Set('"\'’‘`“”');

function withoutQuotes(text: string): string {
  let start = text.startsWith('="') ? 1 : 0;
  let end = text.length;
  while (start < end && quotes.has(text.charAt(start))) start += 1;
  while (end > start && quotes.has(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** Digits of any script: each script's ten lie side by side, 0 first, and begin at a multiple of 2 (Unicode, Nd). */
function asciiDigit(character: string): string {
  let zero = character.codePointAt(0) ?? 0;
  const value = zero;
  while (/\p{Decimal_Number}/u.test(String.fromCodePoint(zero - 1)) && value - zero < 9) zero -= 1;
  return String((value - zero) % 10);
}

/** A number is no part of a word, an ID, a masked or a rounded number. */
function standsAlone(before: string, after: string): boolean {
  if (/[*_#@$€¥£]$/.test(before) || (/[a-z]$/.test(before) && !label.test(before))) return false;
  return extension.test(after) || !/^[*_@%a-z]/.test(after);
}

/** One run of digits as the numbers in it, each with its signs. */
function split(run: string): string[] {
  const groups = run.trim().split(/(\s{0,9}[/、]\s{0,9}|\s+)/);
  const numbers: string[] = [];
  let digits = 0;
  for (const [index, group] of groups.entries()) {
    // The signs between them.
    if (index % 2 === 1) continue;
    const more = countDigits(group);
    const last = numbers.length - 1;
    // 13900770000/01 are two numbers, of which the second is told by how it ends.
    if (digits >= wholeNumber && /[/、]/.test(groups[index - 1] ?? '') && /^\d{1,4}$/.test(group)) {
      const whole = numbers[last] ?? '';
      numbers.push(whole.slice(0, whole.length - more) + group);
      continue;
    }
    const begins =
      group.startsWith('+') ||
      group.startsWith('(+') ||
      (digits >= wholeNumber && more >= 7) ||
      (isChineseMobile(group) && !/^\(?(?:\+|00)/.test(numbers[last] ?? ''));
    if (last < 0 || begins) {
      numbers.push(group);
      digits = more;
    } else {
      numbers[last] = `${numbers[last] ?? ''} ${group}`;
      digits += more;
    }
  }
  return numbers.flatMap(mobilesInARow);
}

/** 139 0077 0000 139 0077 0001: the groups alone do not tell where one ends. */
function mobilesInARow(number: string): string[] {
  const digits = number.replace(/\D/g, '');
  if (digits.length <= mostDigits || number.includes('-') || !/^(?:1[3-9]\d{9})+$/.test(digits))
    return [number];
  return digits.match(/\d{11}/g) ?? [number];
}

const countDigits = (text: string): number => text.replace(/\D/g, '').length;

function judge(written: string): FoundNumber | undefined {
  // More digits than any number has, whatever stands between them; and what follows looks at no long text.
  if (written.length > 80) return undefined;
  const text = withoutExtension(written.trim());
  // Two whole numbers with a dash between them are a range, and what lies between was not listed.
  if (/\d{10}\s{0,9}-{1,9}\s{0,9}\+?\d{10}/.test(text)) return undefined;
  if (/^\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}(?:\s|$)|^[0-3]?\d[-/.][0-3]?\d[-/.]\d{4}(?:\s|$)/.test(text))
    return undefined;
  if (/^\d+\.\d{1,2}$/.test(text)) return undefined; // an amount
  // 139...0000 and 139----0000 are masked, unless all of the digits are there.
  if (/\d\s?(?:\.{2}|-{3})/.test(text) && !isChineseMobile(text.replace(/\D/g, ''))) return undefined;
  const plus = /^[(\s]*\+/.test(text);
  return judgeDigits(text.replace(/\D/g, ''), plus, text);
}

function judgeDigits(digits: string, plus: boolean, text: string): FoundNumber | undefined {
  if (!plus && isChineseMobile(digits)) return { digits, international: false, certainty: certainty.certain };
  if (!plus && digits.length === 8 && isDay(digits)) return undefined;
  const number = writtenNumber(digits, plus);
  if (number.digits.length < fewestDigits || number.digits.length > mostDigits) {
    return isLongChinese(digits) ? { digits, international: false, certainty: certainty.certain } : undefined;
  }
  return { ...number, certainty: certaintyOf(number, text) };
}

/** 86 twice, or zeros in front of it all. */
const isLongChinese = (digits: string): boolean => /^0*(?:86){1,2}0?1[3-9]\d{9}$/.test(digits);

const isDay = (digits: string): boolean =>
  /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(digits);

function certaintyOf({ digits, international }: WrittenNumber, text: string): number {
  if (international)
    return callingCodeOf(digits) !== '' && digits.length >= 8 ? certainty.certain : certainty.likely;
  const national = digits.replace(/^0*(?:86)?0*/, '');
  if (isChineseMobile(digits) || isChineseMobile(national)) return certainty.certain;
  if (digits.startsWith('0') && isChineseFixed(national)) return certainty.certain;
  if (/^86/.test(digits) && isChineseFixed(national)) return certainty.certain;
  if (/^0\d{8,11}$/.test(digits)) return certainty.likely;
  return digits.length >= 7 && /\d[-.() ]+\d/.test(text) ? certainty.likely : certainty.possible;
}

/** 020-83630001-801, 13900770000-1234, 13900770000(1: what stands behind a whole number is an extension, or a note. */
function withoutExtension(text: string): string {
  const note = /\s{0,9}\(\d{1,3}$/.exec(text);
  if (note !== null && countDigits(text.slice(0, note.index)) >= wholeNumber)
    return text.slice(0, note.index);
  return text.replace(/^(0\d{2,3}-\d{7,8}|1[3-9]\d{9})\s{0,9}-\s{0,9}\d{1,5}$/, '$1');
}
