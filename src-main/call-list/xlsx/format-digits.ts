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

/** A piece of what a section shows, in order. */
type Step =
  /** The same for every number; `digits` is what of it is dialled, undefined where it is nothing that stands in a number. */
  | { readonly kind: 'text'; readonly text: string; readonly digits: string | undefined }
  /** Places side by side before the point: the last of them has so many places behind it, up to the point. */
  | Run<'integer'>
  /** Places side by side behind the point: the first of them has so many places before it, from the point. */
  | Run<'fraction'>
  /** The whole part of a number, where there is no place for it. */
  | { readonly kind: 'whole' };

interface Run<Kind> {
  readonly kind: Kind;
  readonly form: '0' | '#' | '?';
  readonly at: number;
  readonly count: number;
}

/** What is dialled of a text that has nothing in it but digits and such signs; undefined for any other. */
export function dialledDigits(text: string): string | undefined {
  let digits = '';
  for (const character of text) {
    if (character >= '0' && character <= '9') digits += character;
    else if (!separators.has(character)) return undefined;
  }
  return digits === '' ? undefined : digits;
}

/** The most digits that a whole number has which is not written with an exponent; see decimal.ts. */
const longestWhole = 40;

/**
 * The places of a section, taken apart once: a number then costs what it has digits, and not what the code has letters.
 * Separators of thousands are left out, as they differ between one computer and the next; a sign is for the caller.
 */
export class DigitPlaces {
  readonly #layout: Layout;
  readonly #tokens: readonly FormatToken[];
  readonly #slash: number;
  readonly #steps: readonly Step[];

  constructor(tokens: readonly FormatToken[]) {
    this.#tokens = tokens;
    this.#slash = fractionSlash(tokens);
    this.#layout = layoutOf(tokens);
    this.#steps = this.#slash === -1 ? stepsOf(tokens, this.#layout) : [];
  }

  /** How many pieces are put together for each number. */
  get steps(): number {
    return this.#steps.length;
  }

  show(value: Decimal): ShownNumber {
    if (this.#slash !== -1)
      return { text: fractionText(value, this.#tokens, this.#slash), digits: undefined };
    const { shift, fractionPlaces, integerPlaces } = this.#layout;
    const { integer, fraction } = parts(roundedTo(shifted(value, shift), fractionPlaces));
    let text = '';
    let digits = '';
    // A fraction cannot be dialled.
    let isPlain = shift === 0 && value.digits.length <= value.point && fraction === '';
    for (const step of this.#steps) {
      if (step.kind === 'text') {
        text += step.text;
        if (step.digits === undefined) isPlain = false;
        else digits += step.digits;
      } else if (step.kind === 'integer') {
        const isFirst = step.at + step.count === integerPlaces;
        // The first place shows all digits that have no place of their own.
        const from = isFirst ? 0 : Math.max(0, integer.length - step.at - step.count);
        const shown = integer.slice(from, Math.max(from, integer.length - step.at));
        const missing = Math.max(0, step.count - shown.length);
        if (missing > 0 && step.form === '?') isPlain = false;
        const filled = filling[step.form].repeat(missing) + shown;
        text += filled;
        digits += filled;
      } else if (step.kind === 'fraction') {
        const shown = fraction.slice(step.at, step.at + step.count);
        text += shown + filling[step.form].repeat(step.count - shown.length);
      } else {
        text += integer;
      }
    }
    return { text, digits: isPlain ? digits : undefined };
  }
}

/** What a place shows for which there is no digit. */
const filling = { '0': '0', '#': '', '?': ' ' } as const;

function stepsOf(tokens: readonly FormatToken[], layout: Layout): Step[] {
  const steps: Step[] = [];
  // A place so far to the left has no digit of any number.
  const reach = longestWhole + Math.max(0, layout.shift);
  let integerPlace = 0;
  let fractionPlace = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'digit' && index < layout.point) {
      integerPlace += 1;
      addInteger(steps, layout.integerPlaces - integerPlace, token.form, reach);
    } else if (token.kind === 'digit') {
      addFraction(steps, fractionPlace, token.form);
      fractionPlace += 1;
    } else if (token.kind === 'point' && index === layout.point) {
      // A number without any place before the point shows its whole part all the same.
      if (layout.integerPlaces === 0) steps.push({ kind: 'whole' });
      addText(steps, '.', '');
    } else if (token.kind === 'percent') {
      addText(steps, '%', '');
    } else if (token.kind === 'literal' || token.kind === 'point' || token.kind === 'slash') {
      const literal = token.kind === 'literal' ? token.text : token.kind === 'point' ? '.' : '/';
      addText(steps, literal, isDigits(literal) ? literal : separators.has(literal) ? '' : undefined);
    }
  }
  return steps;
}

function addText(steps: Step[], text: string, digits: string | undefined): void {
  const last = steps.at(-1);
  if (last?.kind !== 'text') steps.push({ kind: 'text', text, digits });
  else {
    const both = digits === undefined || last.digits === undefined ? undefined : last.digits + digits;
    steps[steps.length - 1] = { kind: 'text', text: last.text + text, digits: both };
  }
}

function addInteger(steps: Step[], at: number, form: '0' | '#' | '?', reach: number): void {
  const last = steps.at(-1);
  if (at > reach) {
    const text = filling[form];
    addText(steps, text, form === '?' ? undefined : text);
  } else if (last?.kind === 'integer' && last.form === form) {
    steps[steps.length - 1] = { ...last, at, count: last.count + 1 };
  } else steps.push({ kind: 'integer', form, at, count: 1 });
}

function addFraction(steps: Step[], at: number, form: '0' | '#' | '?'): void {
  const last = steps.at(-1);
  if (last?.kind === 'fraction' && last.form === form) {
    steps[steps.length - 1] = { ...last, count: last.count + 1 };
  } else steps.push({ kind: 'fraction', form, at, count: 1 });
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
