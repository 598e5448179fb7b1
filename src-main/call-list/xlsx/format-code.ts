/** What a number format is made of (ECMA-376 part 1, 18.8.31), as far as it says how a number is shown. */
export type FormatToken =
  | { readonly kind: 'literal'; readonly text: string }
  /** A place for a digit: 0 always has one, # only where there is one, ? has a blank instead. */
  | { readonly kind: 'digit'; readonly form: '0' | '#' | '?' }
  | { readonly kind: 'point' | 'comma' | 'percent' | 'exponent' | 'slash' | 'general' | 'text' }
  /** `y`, `m`, `d`, `h`, `s` and the like, so many of them; AM/PM is `p`. */
  | { readonly kind: 'date'; readonly letter: string; readonly count: number }
  /** `[h]`, `[m]`, `[s]`: hours, minutes or seconds altogether. */
  | { readonly kind: 'elapsed'; readonly letter: string; readonly count: number };

/** `[<=9999999]` */
export interface FormatCondition {
  readonly operator: '<' | '<=' | '>' | '>=' | '=' | '<>';
  readonly operand: number;
}

export interface FormatSection {
  readonly condition: FormatCondition | undefined;
  readonly tokens: readonly FormatToken[];
}

/** Excel allows so many characters: a longer one is no format to it, and may be meant to cost time. */
export const longestCode = 255;
/** Positive, negative, zero, text. */
const mostSections = 4;

/** General as Excel's own language versions name it, which some programs write into the file. */
const generals = [
  'general',
  'g/通用格式',
  'g/標準',
  'g/표준',
  'standard',
  '常规',
  '通用格式',
  '标准',
  '標準',
];

/**
 * Takes a format code apart into its sections, in one pass.
 *
 * @returns undefined for a code that Excel would not take, so that nobody can say what it shows: it is too long, has more
 *   sections than there are, leaves a quotation mark or bracket open, has something unknown in brackets, or has places for
 *   digits and parts of a date in one section (`0 yyyy`)
 */
export function formatSections(code: string): FormatSection[] | undefined {
  if (code.length > longestCode) return undefined;
  const sections: FormatSection[] = [];
  const reader = new CodeReader(code);
  do {
    if (sections.length === mostSections) return undefined;
    const section = reader.section();
    if (reader.isBroken || isMixed(section.tokens)) return undefined;
    // What is left when neither of two conditions holds has none of its own.
    if (sections.length > 1 && section.condition !== undefined) return undefined;
    sections.push(section);
  } while (reader.hasMore);
  return sections;
}

class CodeReader {
  readonly #code: string;
  readonly #lower: string;
  #at = 0;
  /** The last section ended with a semicolon, so that another one follows, if only an empty one. */
  hasMore = false;
  /** Something in it is not understood. */
  isBroken = false;

  constructor(code: string) {
    this.#code = code;
    this.#lower = code.toLowerCase();
  }

  section(): FormatSection {
    const tokens: FormatToken[] = [];
    let condition: FormatCondition | undefined;
    this.hasMore = false;
    while (this.#at < this.#code.length) {
      const character = this.#code.charAt(this.#at);
      if (character === ';') {
        this.#at += 1;
        this.hasMore = true;
        break;
      }
      if (character === '[') {
        const inside = this.#brackets();
        const limit = conditionOf(inside);
        condition ??= limit;
        const token = bracketToken(inside);
        if (token !== undefined) tokens.push(token);
        else if (limit === undefined && !isSilent(inside)) this.isBroken = true;
        continue;
      }
      const token = this.#token(character, tokens);
      if (token !== undefined) tokens.push(token);
    }
    return { condition, tokens };
  }

  /** What stands between `[` and `]`. */
  #brackets(): string {
    const end = this.#end(']');
    const inside = this.#code.slice(this.#at + 1, end);
    this.#at = end + 1;
    return inside;
  }

  /** Where the sign stands that closes what begins here; the end of the code, which is broken, where none does. */
  #end(sign: string): number {
    const end = this.#code.indexOf(sign, this.#at + 1);
    if (end !== -1) return end;
    this.isBroken = true;
    return this.#code.length;
  }

  #token(character: string, before: readonly FormatToken[]): FormatToken | undefined {
    const from = this.#at;
    if (character === '"') {
      const end = this.#end('"');
      this.#at = end + 1;
      return { kind: 'literal', text: this.#code.slice(from + 1, end) };
    }
    // The width of a character, or one that fills the cell: neither is text.
    if (character === '_' || character === '*') {
      this.#at += 1 + this.#characterAt(from + 1).length;
      return undefined;
    }
    if (character === '\\') {
      const text = this.#characterAt(from + 1);
      if (text === '') this.isBroken = true;
      this.#at += 1 + text.length;
      return { kind: 'literal', text };
    }
    const general = generals.find((name) => this.#lower.startsWith(name, from));
    if (general !== undefined) {
      this.#at += general.length;
      return { kind: 'general' };
    }
    for (const half of ['am/pm', 'a/p', '上午/下午']) {
      if (!this.#lower.startsWith(half, from)) continue;
      this.#at += half.length;
      return { kind: 'date', letter: 'p', count: 1 };
    }
    const sign = this.#code[from + 1];
    if (this.#lower[from] === 'e' && (sign === '+' || sign === '-') && isNumber(before)) {
      this.#at += 2;
      return { kind: 'exponent' };
    }
    const letter = this.#lower.charAt(from);
    if ('ymdhsegba'.includes(letter)) {
      while (this.#lower[this.#at] === letter) this.#at += 1;
      return { kind: 'date', letter, count: this.#at - from };
    }
    const text = this.#characterAt(from);
    this.#at += text.length;
    return symbolToken(text);
  }

  #characterAt(at: number): string {
    const point = this.#code.codePointAt(at);
    return point === undefined ? '' : String.fromCodePoint(point);
  }
}

/** Whether a section is of a number so far: in front of any digit, the E of `e-mm-dd` is the year of a date. */
const isNumber = (tokens: readonly FormatToken[]): boolean =>
  tokens.some(({ kind }) => kind === 'digit' || kind === 'general') &&
  !tokens.some(({ kind }) => kind === 'date' || kind === 'elapsed');

function symbolToken(character: string): FormatToken {
  switch (character) {
    case '0':
    case '#':
    case '?':
      return { kind: 'digit', form: character };
    case '.':
      return { kind: 'point' };
    case ',':
      return { kind: 'comma' };
    case '%':
      return { kind: 'percent' };
    case '/':
      return { kind: 'slash' };
    case '@':
      return { kind: 'text' };
    default:
      return { kind: 'literal', text: character };
  }
}

function conditionOf(inside: string): FormatCondition | undefined {
  const match = /^(<=|>=|<>|<|>|=)(-?\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,3})?)$/.exec(inside.trim());
  return match ? { operator: match[1] as FormatCondition['operator'], operand: Number(match[2]) } : undefined;
}

/** `[h]` and its like; the sign of `[$¥-804]`. Undefined for what says nothing of the digits, or is not understood. */
function bracketToken(inside: string): FormatToken | undefined {
  const letter = inside.charAt(0).toLowerCase();
  if ((letter === 'h' || letter === 'm' || letter === 's') && isAll(inside.toLowerCase(), letter)) {
    return { kind: 'elapsed', letter, count: inside.length };
  }
  if (!inside.startsWith('$')) return undefined;
  const dash = inside.indexOf('-');
  const text = inside.slice(1, dash === -1 ? undefined : dash);
  return text === '' ? undefined : { kind: 'literal', text };
}

/**
 * Whether something in brackets changes no digits: a language (`[$-804]`), a colour or a way of writing numbers
 * (`[DBNum2]`, `[NatNum1]`, `[ENG]`), by its name in any language. One or two letters are none: `[t]` are the elapsed hours
 * of another language.
 */
const isSilent = (inside: string): boolean =>
  inside.startsWith('$') || (/^~?\p{L}[\p{L} -]*\d{0,2}$/u.test(inside) && !/^[a-z]{1,2}\d?$/i.test(inside));

function isAll(text: string, letter: string): boolean {
  for (const character of text) if (character !== letter) return false;
  return true;
}

/**
 * Whether a section has places for digits and something else that a value would have to fill, as no format has. Zeros behind
 * the seconds of a time are its fractions.
 */
function isMixed(tokens: readonly FormatToken[]): boolean {
  let hasDigits = false;
  let hasDate = false;
  let hasGeneral = false;
  let hasText = false;
  let afterSeconds = false;
  for (const token of tokens) {
    const { kind } = token;
    if (kind === 'date' || kind === 'elapsed') {
      afterSeconds = token.letter === 's';
      hasDate = true;
    } else if (kind === 'digit') {
      if (!(afterSeconds && token.form === '0')) hasDigits = true;
    } else if (kind !== 'point') {
      afterSeconds = false;
      if (kind === 'general') hasGeneral = true;
      else if (kind === 'text') hasText = true;
    }
  }
  return [hasDigits, hasDate, hasGeneral, hasText].filter(Boolean).length > 1;
}
