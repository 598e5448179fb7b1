import type { Issue } from '../../src-main/contract/call-list.ts';
import { codePoint, isUnseen, oddCharacters } from '../../src-main/contract/odd-characters.ts';

/** A stretch of a value as it is shown, and whether it is the part that breaks the rule. */
export interface Stretch {
  readonly text: string;
  readonly marked: boolean;
}

/**
 * Parts a value so that what breaks the rule can be marked: for a rule about characters, each of them, those that
 * a reader does not recognise by their code; elsewhere the detail, where it stands in the value.
 */
export function stretches({ rule, value, detail }: Pick<Issue, 'rule' | 'value' | 'detail'>): Stretch[] {
  const about = detail === '' ? value : detail;
  const at = rule === 'duplicate-number' ? -1 : value.indexOf(about);
  if (at < 0) return [{ text: value, marked: false }];
  const odd = oddCharacters(rule, about);
  if (odd.length === 0 && detail === '') return [{ text: value, marked: false }];
  const parts: Stretch[] = [];
  const add = (text: string, marked: boolean): void => {
    const last = parts.at(-1);
    if (text === '') return;
    if (last?.marked === marked) parts[parts.length - 1] = { text: last.text + text, marked };
    else parts.push({ text, marked });
  };
  add(value.slice(0, at), false);
  let done = 0;
  for (const { character, index } of odd) {
    add(about.slice(done, index), false);
    add(character !== ' ' && isUnseen(character) ? codePoint(character) : character, true);
    done = index + character.length;
  }
  add(about.slice(done), odd.length === 0);
  add(value.slice(at + about.length), false);
  return parts;
}
