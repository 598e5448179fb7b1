import { parts, type Decimal } from './decimal.ts';
import type { FormatToken } from './format-code.ts';

/** No denominator has more digits than a cell can show side by side; so many are looked at. */
const mostDenominatorDigits = 7;

/**
 * A number as a fraction (`# ?/?`, `?/?`, `# ??/16`): the nearest one whose denominator has no more digits than there
 * are places for, or with the denominator that is given. Without the blanks that only align.
 */
export function fractionText(value: Decimal, tokens: readonly FormatToken[], slash: number): string {
  let numeratorFrom = slash;
  while (tokens[numeratorFrom - 1]?.kind === 'digit') numeratorFrom -= 1;
  const hasWhole = tokens.slice(0, numeratorFrom).some(({ kind }) => kind === 'digit');
  const { given, places, after } = denominatorOf(tokens, slash + 1);
  const { integer, fraction } = parts(value);
  const whole = hasWhole ? Number(integer || '0') : 0;
  const rest = Number(`${hasWhole ? '0' : integer || '0'}.${fraction || '0'}`);
  const [numerator, denominator] =
    given === undefined ? nearest(rest, 10 ** places - 1) : [Math.round(rest * given), given];
  const literal = (from: number, to: number): string =>
    tokens
      .slice(from, to)
      .map((token) => (token.kind === 'literal' ? token.text : ''))
      .join('')
      .trim();
  const before = literal(
    0,
    tokens.findIndex(({ kind }) => kind === 'digit'),
  );
  const behind = literal(after, tokens.length);
  if (!hasWhole) return `${before}${numerator}/${denominator}${behind}`;
  if (numerator === 0) return `${before}${whole}${behind}`;
  if (numerator === denominator) return `${before}${whole + 1}${behind}`;
  return `${before}${whole === 0 ? '' : `${whole} `}${numerator}/${denominator}${behind}`;
}

/** What stands below the line: a number, or how many places there are for one. */
function denominatorOf(
  tokens: readonly FormatToken[],
  from: number,
): { given: number | undefined; places: number; after: number } {
  let digits = '';
  let isGiven = false;
  let at = from;
  for (; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind === 'literal' && token.text >= '1' && token.text <= '9' && token.text.length === 1) {
      digits += token.text;
      isGiven = true;
    } else if (token?.kind === 'digit') digits += token.form === '0' ? '0' : '?';
    else break;
  }
  const given = isGiven ? Number(digits.replaceAll('?', '').slice(0, mostDenominatorDigits)) : 0;
  return {
    given: given > 0 ? given : undefined,
    places: Math.min(digits.length, mostDenominatorDigits),
    after: at,
  };
}

/** The fraction nearest to a number among those with a denominator of at most `most`, by its continued fraction. */
function nearest(value: number, most: number): [numerator: number, denominator: number] {
  let [p0, q0, p1, q1] = [0, 1, 1, 0];
  let rest = value;
  for (;;) {
    const whole = Math.floor(rest);
    const next = q0 + whole * q1;
    if (next > most) break;
    [p0, q0, p1, q1] = [p1, q1, p0 + whole * p1, next];
    // A double has no more to tell.
    if (rest - whole < 1e-9) return [p1, q1];
    rest = 1 / (rest - whole);
  }
  const steps = Math.floor((most - q0) / q1);
  const [p, q] = [p0 + steps * p1, q0 + steps * q1];
  return Math.abs(p1 / q1 - value) <= Math.abs(p / q - value) ? [p1, q1] : [p, q];
}
