/** A stretch of a value, and whether it is the part that breaks the rule. */
export interface Stretch {
  readonly text: string;
  readonly marked: boolean;
}

const allowedInNumbers = /[0-9*#]/;

/**
 * Parts a value so that what breaks the rule can be marked: where a number has other characters, each of them;
 * elsewhere the detail, where it stands in the value.
 */
export function stretches(rule: string, value: string, detail: string): Stretch[] {
  if (rule === 'called-no-characters' && detail !== '') {
    const at = value.indexOf(detail);
    if (at >= 0) {
      const parts: Stretch[] = [];
      const add = (text: string, marked: boolean): void => {
        const last = parts.at(-1);
        if (text === '') return;
        if (last?.marked === marked) parts[parts.length - 1] = { text: last.text + text, marked };
        else parts.push({ text, marked });
      };
      add(value.slice(0, at), false);
      for (const character of detail) add(character, !allowedInNumbers.test(character));
      add(value.slice(at + detail.length), false);
      return parts;
    }
  }
  const at = detail === '' || rule === 'duplicate-number' ? -1 : value.indexOf(detail);
  if (at < 0) return [{ text: value, marked: false }];
  return [
    { text: value.slice(0, at), marked: false },
    { text: detail, marked: true },
    { text: value.slice(at + detail.length), marked: false },
  ].filter(({ text }) => text !== '');
}
