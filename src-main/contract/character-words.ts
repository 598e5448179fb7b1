import type { RuleId } from './template-rules.ts';
import { m } from './messages/messages.js';
import { codePoint, isUnseen, oddCharacters } from './odd-characters.ts';

/** Characters that people know by a name, or would know if they saw them. */
const names: Readonly<Record<string, () => string>> = {
  ' ': m.character_space,
  '\t': m.character_tab,
  '\n': m.character_line_break,
  '\r': m.character_line_break,
  '\u00a0': m.character_no_break_space,
  '\u200b': m.character_zero_width_space,
  '\u3000': m.character_full_width_space,
  '\ufeff': m.character_byte_order_mark,
};

/** Kinds of characters, tried in this order; each has words that show the character, its code, or both. */
const kinds: readonly (readonly [RegExp, (shown: { character: string; code: string }) => string])[] = [
  [/^[A-Za-z]$/, m.character_letter],
  [/^[\uff10-\uff19]$/u, m.character_full_width_digit],
  [/^[\uff01-\uff5e]$/u, m.character_full_width_sign],
  [/^\p{Number}$/u, m.character_digit],
  [/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]$/u, m.character_written],
  [/^\p{Letter}$/u, m.character_foreign_letter],
  [/^[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]$/u, m.character_direction_mark],
  [/^\p{Control}$/u, m.character_control],
  [/^\p{Space_Separator}$/u, m.character_other_space],
  [/^[!-~]$/, m.character_sign],
];

/** What a character is called: “the letter O”, “a zero-width space (U+200B)”. */
export function characterName(character: string): string {
  const name = names[character];
  if (name !== undefined) return name();
  const shown = { character, code: codePoint(character) };
  const kind = kinds.find(([pattern]) => pattern.test(character))?.[1];
  if (kind !== undefined) return kind(shown);
  return isUnseen(character) ? m.character_invisible(shown) : m.character_other_sign(shown);
}

/**
 * Which characters of a text break a rule: the first by its name and position, and how many others there are.
 * Null where the rule is not about characters, or none of them breaks it.
 */
export function oddCharacterWords(rule: RuleId, text: string): string | null {
  const [first, ...others] = oddCharacters(rule, text);
  if (first === undefined) return null;
  const where = { character: characterName(first.character), position: first.position };
  return others.length === 0
    ? m.character_at(where)
    : m.character_at_and_others({ ...where, count: others.length });
}
