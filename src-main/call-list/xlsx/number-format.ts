import { formatSections, type FormatCondition, type FormatSection, type FormatToken } from './format-code.ts';
import { DigitPlaces } from './format-digits.ts';

/** What a section of a format makes of a number. */
export type SectionKind = 'general' | 'digits' | 'date' | 'time' | 'date-time' | 'elapsed';

/** One section of a format, as it is used for numbers. What all of them share is made of it once. */
export class NumberSection {
  readonly kind: SectionKind;
  readonly tokens: readonly FormatToken[];
  /** Whether it shows a negative number with a minus of its own. */
  readonly signed: boolean;
  readonly condition: FormatCondition | undefined;
  #places: DigitPlaces | undefined;
  #around: readonly [before: string, behind: string] | undefined;

  constructor(tokens: readonly FormatToken[], signed: boolean, condition?: FormatCondition) {
    this.kind = kindOf(tokens);
    this.tokens = tokens;
    this.signed = signed;
    this.condition = condition;
  }

  /** Of a section of digits. */
  get places(): DigitPlaces {
    this.#places ??= new DigitPlaces(this.tokens);
    return this.#places;
  }

  /** The words around a number that is shown as it is; none where the format has an exponent instead. */
  get around(): readonly [before: string, behind: string] {
    this.#around ??= wordsAround(this.tokens);
    return this.#around;
  }
}

function wordsAround(tokens: readonly FormatToken[]): readonly [before: string, behind: string] {
  const at = tokens.findIndex(({ kind }) => kind === 'general');
  if (at === -1) return ['', ''];
  const words = (some: readonly FormatToken[]): string =>
    some.map((token) => (token.kind === 'literal' ? token.text : '')).join('');
  return [words(tokens.slice(0, at)).trimStart(), words(tokens.slice(at + 1)).trimEnd()];
}

/** A number format: of which section it is, a number decides. */
export class NumberFormat {
  /** Whether a whole number of up to 15 digits that is not negative is shown as its digits: nearly all formats do. */
  readonly keepsIntegers: boolean;
  /** Whether a number that is not negative, of up to 15 digits and without zeros at its ends, is shown as its digits. */
  readonly keepsNumbers: boolean;
  /** Whether a number of a day is shown as that day, without the time. */
  readonly showsDay: boolean;
  /** Whether the format can be understood; otherwise numbers are given as if they had none. */
  readonly isKnown: boolean;
  readonly #sections: readonly NumberSection[];

  constructor(sections: readonly FormatSection[] | undefined) {
    this.isKnown = sections !== undefined;
    this.#sections = ofNumbers(sections ?? []).map(
      ({ condition, tokens }, index, all) =>
        new NumberSection(tokens, !isOnlyNegative(condition, index, all), condition),
    );
    const [positive, , zero = positive] = this.#sections;
    this.keepsIntegers =
      this.isKnown &&
      this.#sections.every(({ condition }) => condition === undefined) &&
      keepsDigits(positive) &&
      keepsDigits(zero);
    this.keepsNumbers =
      this.keepsIntegers && (positive?.tokens ?? []).every(({ kind }) => kind === 'general');
    this.showsDay =
      this.isKnown &&
      this.#sections.every(({ condition }) => condition === undefined) &&
      positive?.kind === 'date';
  }

  /** The section for a number, by its sign or by the conditions. */
  section(value: number): NumberSection {
    const [first, second, third] = this.#sections;
    if (first === undefined) return general;
    if (first.condition === undefined && second?.condition === undefined) {
      if (value < 0) return second ?? first;
      return value === 0 ? (third ?? first) : first;
    }
    if (holds(first.condition ?? { operator: '>', operand: 0 }, value)) return first;
    if (second === undefined) return general;
    if (second.condition === undefined) return third === undefined || value < 0 ? second : third;
    if (holds(second.condition, value)) return second;
    return third ?? general;
  }
}

const general = new NumberSection([{ kind: 'general' }], true);
export const generalFormat = new NumberFormat(formatSections('General'));
/** The format of a style that there is not. */
export const unknownFormat = new NumberFormat(undefined);

/** The sections that numbers use: without the one for texts, which is the fourth, or the last if it has an @. */
function ofNumbers(sections: readonly FormatSection[]): readonly FormatSection[] {
  if (sections.length === 4) return sections.slice(0, 3);
  const last = sections.at(-1);
  return last?.tokens.some(({ kind }) => kind === 'text') ? sections.slice(0, -1) : sections;
}

/** Whether a section gets negative numbers alone, and so says itself what is before them. */
function isOnlyNegative(
  condition: FormatCondition | undefined,
  index: number,
  all: readonly FormatSection[],
): boolean {
  if (condition !== undefined) {
    const { operator, operand } = condition;
    return (operator === '<' && operand <= 0) || (operator === '<=' && operand < 0);
  }
  return index === 1 && all[0]?.condition === undefined;
}

function holds({ operator, operand }: FormatCondition, value: number): boolean {
  switch (operator) {
    case '<':
      return value < operand;
    case '<=':
      return value <= operand;
    case '>':
      return value > operand;
    case '>=':
      return value >= operand;
    case '=':
      return value === operand;
    case '<>':
      return value !== operand;
  }
}

function kindOf(tokens: readonly FormatToken[]): SectionKind {
  let hasDate = false;
  let hasTime = false;
  let hasMonthOrMinute = false;
  for (const token of tokens) {
    // Digits that an exponent would hide are what somebody typed.
    if (token.kind === 'general' || token.kind === 'exponent') return 'general';
    if (token.kind === 'elapsed') return 'elapsed';
    if (token.kind !== 'date') continue;
    if (token.letter === 'm') hasMonthOrMinute = true;
    else if (token.letter === 'h' || token.letter === 's' || token.letter === 'p') hasTime = true;
    else hasDate = true;
  }
  if (hasDate && hasTime) return 'date-time';
  if (hasTime) return 'time';
  return hasDate || hasMonthOrMinute ? 'date' : 'digits';
}

function keepsDigits(section: NumberSection | undefined): boolean {
  if (section === undefined) return true;
  const { kind, tokens } = section;
  if (kind === 'general')
    return tokens.every((token) => token.kind === 'general' || token.kind !== 'literal');
  if (kind !== 'digits' || tokens.some((token) => token.kind !== 'digit' && token.kind !== 'comma'))
    return false;
  const zeros = tokens.filter((token) => token.kind === 'digit' && token.form === '0').length;
  const last = tokens.at(-1);
  const blanks = tokens.some((token) => token.kind === 'digit' && token.form === '?');
  return zeros === 1 && !blanks && last?.kind === 'digit' && last.form === '0';
}

/** The format of a code. Takes time in proportion to its length, up to `longestCode`. */
export const numberFormat = (code: string): NumberFormat => new NumberFormat(formatSections(code));

/**
 * Codes of the built-in formats (ECMA-376 part 1, 18.8.30), as far as they change what is shown. The dates of the East
 * Asian versions (27 to 36, 50 to 58) differ in words only.
 */
const builtInCodes: Readonly<Record<number, string>> = {
  0: 'General',
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  ...ofIds(14, 17, 'yyyy-mm-dd'),
  ...ofIds(18, 21, 'h:mm:ss'),
  22: 'yyyy-mm-dd h:mm',
  ...ofIds(27, 31, 'yyyy-mm-dd'),
  ...ofIds(32, 35, 'h:mm:ss'),
  36: 'yyyy-mm-dd',
  37: '#,##0 ;(#,##0)',
  38: '#,##0 ;[Red](#,##0)',
  39: '#,##0.00;(#,##0.00)',
  40: '#,##0.00;[Red](#,##0.00)',
  41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
  43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  48: '##0.0E+0',
  49: '@',
  ...ofIds(50, 54, 'yyyy-mm-dd'),
  ...ofIds(55, 56, 'h:mm:ss'),
  ...ofIds(57, 58, 'yyyy-mm-dd'),
};

function ofIds(from: number, to: number, code: string): Record<number, string> {
  return Object.fromEntries(Array.from({ length: to - from + 1 }, (_, i) => [from + i, code]));
}

const builtIn = new Map<number, NumberFormat>();

/** The format of an id that has no code in the workbook. */
export function builtInFormat(id: number): NumberFormat {
  const code = builtInCodes[id];
  if (code === undefined) return generalFormat;
  const known = builtIn.get(id) ?? numberFormat(code);
  builtIn.set(id, known);
  return known;
}
