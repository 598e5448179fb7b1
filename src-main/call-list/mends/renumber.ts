import { isArrayCell } from './called-numbers.ts';
import { jsonTokens, type JsonToken } from './json-tokens.ts';

/**
 * Puts other numbers in the place of each number of a `called` cell: an object whose number becomes several is repeated
 * for each, with whatever else it says. A cell without the array becomes one. Where nothing changes, the cell stays.
 *
 * @param numbersOf the numbers that a text stands for; undefined where it is not known
 */
export function renumbered(
  value: string,
  numbersOf: (text: string) => readonly string[] | undefined,
): string {
  if (!isArrayCell(value)) {
    const numbers = numbersOf(value);
    return numbers === undefined ? value : JSON.stringify(numbers.map((calledNo) => ({ calledNo })));
  }
  const tokens = jsonTokens(value);
  if (tokens === undefined) return value;
  let changed = '';
  let copied = 0;
  let open: JsonToken | undefined;
  let number: JsonToken | undefined;
  for (const [i, token] of tokens.entries()) {
    if (token.kind === '{') {
      // An object in an object is nothing that the template knows.
      if (open !== undefined) return value;
      open = token;
      number = undefined;
    } else if (isNumber(tokens, i)) {
      if (number !== undefined) return value; // which of the two is meant?
      number = token;
    } else if (token.kind === '}' && open !== undefined) {
      const numbers = number && numbersOf(number.text);
      if (number && numbers && (numbers.length > 1 || numbers[0] !== number.text)) {
        const [front, back] = [value.slice(open.start, number.start), value.slice(number.end, token.end)];
        const objects = numbers.map((one) => `${front}${JSON.stringify(one)}${back}`);
        changed += value.slice(copied, open.start) + objects.join(',');
        copied = token.end;
      }
      open = undefined;
    }
  }
  return changed + value.slice(copied);
}

/** Whether a token is the value of a `calledNo`. */
function isNumber(tokens: readonly JsonToken[], i: number): boolean {
  const token = tokens[i];
  const isValue = token?.kind === 'string' || token?.kind === 'number';
  return isValue && tokens[i - 1]?.kind === ':' && tokens[i - 2]?.text === 'calledNo';
}
