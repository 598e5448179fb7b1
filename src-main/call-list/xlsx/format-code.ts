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

/** Excel allows 255 characters, and no program writes many more: a longer one is meant to cost time. */
export const longestCode = 1024;
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
 * @returns undefined for a code that is too long, or has more sections than there are
 */
export function formatSections(code: string): FormatSection[] | undefined {
  if (code.length > longestCode) return undefined;
  const sections: FormatSection[] = [];
  const reader = new CodeReader(code);
  do {
    if (sections.length === mostSections) return undefined;
    sections.push(reader.section());
  } while (reader.hasMore);
  return sections;
}

class CodeReader {
  readonly #code: string;
  readonly #lower: string;
  #at = 0;
  /** The last section ended with a semicolon, so that another one follows, if only an empty one. */
  hasMore = false;

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
        if (inside === undefined) tokens.push({ kind: 'literal', text: '[' });
        else {
          condition ??= conditionOf(inside);
          const token = bracketToken(inside);
          if (token !== undefined) tokens.push(token);
        }
        continue;
      }
      const token = this.#token(character, tokens);
      if (token !== undefined) tokens.push(token);
    }
    return { condition, tokens: withMeaning(tokens) };
  }

  /** What stands between `[` and `]`; undefined, and one character taken, where nothing closes it. */
  #brackets(): string | undefined {
    const end = this.#code.indexOf(']', this.#at);
    if (end === -1) {
      this.#at += 1;
      return undefined;
    }
    const inside = this.#code.slice(this.#at + 1, end);
    this.#at = end + 1;
    return inside;
  }

  #token(character: string, before: readonly FormatToken[]): FormatToken | undefined {
    const from = this.#at;
    if (character === '"') {
      const end = this.#code.indexOf('"', from + 1);
      this.#at = end === -1 ? this.#code.length : end + 1;
      return { kind: 'literal', text: this.#code.slice(from + 1, end === -1 ? undefined : end) };
    }
    // The width of a character, or one that fills the cell: neither is text.
    if (character === '_' || character === '*') {
      this.#at += 1 + this.#characterAt(from + 1).length;
      return undefined;
    }
    if (character === '\\') {
      const text = this.#characterAt(from + 1);
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

/** `[h]` and its like; the sign of `[$¥-804]`. Colours, conditions, languages and `[DBNum2]` say nothing of the digits. */
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

function isAll(text: string, letter: string): boolean {
  for (const character of text) if (character !== letter) return false;
  return true;
}

/**
 * A section of places for digits has no dates in it: there a letter is one that some program has left without quotes.
 * Zeros behind the seconds of a time are its fractions.
 */
function withMeaning(tokens: readonly FormatToken[]): FormatToken[] {
  let isNumber = false;
  let afterSeconds = false;
  for (const token of tokens) {
    if (token.kind === 'date' || token.kind === 'elapsed') afterSeconds = token.letter === 's';
    else if (token.kind === 'digit' && !(afterSeconds && token.form === '0')) isNumber = true;
    else if (token.kind === 'general') isNumber = true;
    else if (token.kind !== 'point' && token.kind !== 'digit') afterSeconds = false;
  }
  if (!isNumber) return [...tokens];
  return tokens.map((token) =>
    token.kind === 'date' ? { kind: 'literal', text: token.letter.repeat(token.count) } : token,
  );
}
