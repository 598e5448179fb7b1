import type { RuleId } from './template-rules.ts';

/** For the rules that are about characters: those that break them. Each pattern is global, and by code points. */
const patterns: Readonly<Partial<Record<RuleId, RegExp>>> = {
  'called-no-characters': /[^0-9*#]/gu,
  'caller-unlikely': /(?<!^)\+|[^0-9*#+]/gu, // one + in front is usual
  'control-character': /(?![\t\r\n])\p{Control}/gu,
};

/** A character that breaks a rule. */
export interface OddCharacter {
  readonly character: string;
  /** Its index in the text, as strings are indexed. */
  readonly index: number;
  /** Its position as people count: characters from 1, an emoji as one. */
  readonly position: number;
}

/** The characters of a text that break a rule, in order; none for a rule that is not about characters. */
export function oddCharacters(rule: RuleId, text: string): OddCharacter[] {
  const pattern = patterns[rule];
  if (pattern === undefined) return [];
  return [...text.matchAll(pattern)].map(({ 0: character, index }) => ({
    character,
    index,
    position: Array.from(text.slice(0, index)).length + 1,
  }));
}

/** The code point as Unicode writes it: U+200B. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Whether a character leaves nothing on the screen, or nothing but a gap. */
export function isUnseen(character: string): boolean {
  return /^(?:\p{Control}|\p{Format}|\p{Separator}|\u115f|\u1160|\u3164)$/u.test(character);
}
