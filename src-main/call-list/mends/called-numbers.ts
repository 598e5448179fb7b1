import { jsonTokens, type JsonToken } from './json-tokens.ts';

/** What stands between numbers where several are in one cell. */
const between = /([;,/|、，；\n]+)/u;

/** Whether a cell of `called` is meant as the JSON array, well made or not. */
export const isArrayCell = (value: string): boolean => value.trimStart().startsWith('[');

/**
 * Changes each number of a cell of `called` and nothing else of it: the values of `calledNo` in the array, or,
 * where there is no array, each of the numbers in the cell. An array that cannot be taken apart stays.
 */
export function changeNumbers(value: string, change: (number: string) => string): string {
  if (!isArrayCell(value)) {
    return value
      .split(between)
      .map((part, i) => (i % 2 === 0 ? change(part) : part))
      .join('');
  }
  const tokens = tokensOf(value);
  if (!tokens) return value;
  let changed = '';
  let copied = 0;
  for (let i = 2; i < tokens.length; i += 1) {
    const token = tokens[i] as JsonToken;
    const isNumber = token.kind === 'string' || token.kind === 'number';
    if (!isNumber || tokens[i - 1]?.kind !== ':' || tokens[i - 2]?.text !== 'calledNo') continue;
    const after = change(token.text);
    if (after === token.text) continue;
    changed += value.slice(copied, token.start) + quoted(after, value.charAt(token.start));
    copied = token.end;
  }
  return changed + value.slice(copied);
}

/** Of the cell that was taken apart last: several mends look at the same one, and most leave it as it is. */
let last: { readonly value: string; readonly tokens: JsonToken[] | undefined } = { value: '', tokens: [] };

function tokensOf(value: string): JsonToken[] | undefined {
  if (value !== last.value) last = { value, tokens: jsonTokens(value) };
  return last.tokens;
}

/** In the quotes that the cell uses, so that a single-quoted cell can still be read and repaired as one. */
function quoted(text: string, before: string): string {
  return before === "'" && !/['\\\p{Control}]/u.test(text) ? `'${text}'` : JSON.stringify(text);
}

/** Makes the array of a cell that has one or several plain numbers; anything else stays. */
export function wrapNumbers(value: string): string {
  if (isArrayCell(value)) return value;
  const numbers = value
    .split(between)
    .filter((_, i) => i % 2 === 0)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (numbers.length === 0 || !numbers.every((number) => /^[0-9*#]{3,24}$/.test(number))) return value;
  return JSON.stringify(numbers.map((calledNo) => ({ calledNo })));
}
