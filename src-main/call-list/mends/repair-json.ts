import { jsonTokens, type JsonToken } from './json-tokens.ts';

/** Words that Python, from which single-quoted JSON usually comes, has for the three of JSON. */
const words: Readonly<Record<string, string>> = {
  true: 'true',
  True: 'true',
  false: 'false',
  False: 'false',
  null: 'null',
  None: 'null',
};

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes JSON of an object or array that is nearly JSON: single or typographic quotes, keys without quotes,
 * Python's True and None, a comma too many at the end, numbers that JSON does not have (0755). What is JSON
 * already, and what cannot be understood for certain, stays as it is; digits are never changed.
 */
export function repairJson(value: string, numbersAsText: boolean): string {
  if (isJson(value)) return value;
  const tokens = jsonTokens(value);
  const first = tokens?.[0]?.kind;
  if (!tokens || (first !== '{' && first !== '[')) return value;
  const writer = new Repair(tokens, numbersAsText);
  const repaired = writer.value();
  return repaired !== undefined && writer.atEnd && isJson(repaired) ? repaired : value;
}

/** No customer's data is nested so deep; what is, stays as it is. */
const maxDepth = 100;

/** A recursive descent over the tokens; every step gives JSON, or undefined where the tokens make no sense. */
class Repair {
  readonly #tokens: readonly JsonToken[];
  readonly #numbersAsText: boolean;
  #at = 0;

  constructor(tokens: readonly JsonToken[], numbersAsText: boolean) {
    this.#tokens = tokens;
    this.#numbersAsText = numbersAsText;
  }

  get atEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  value(depth = 0): string | undefined {
    if (depth > maxDepth) return undefined;
    const token = this.#tokens[this.#at++];
    switch (token?.kind) {
      case '{':
        return this.#list('{', '}', () => this.#member(depth));
      case '[':
        return this.#list('[', ']', () => this.value(depth + 1));
      case 'string':
        return JSON.stringify(token.text);
      case 'number':
        return isJson(token.text) && !this.#numbersAsText ? token.text : JSON.stringify(token.text);
      case 'word':
        return words[token.text];
      case '}':
      case ']':
      case ',':
      case ':':
      case undefined:
        return undefined;
    }
  }

  #member(depth: number): string | undefined {
    const key = this.#tokens[this.#at++];
    const colon = this.#tokens[this.#at++];
    if (!key || !['string', 'word', 'number'].includes(key.kind) || colon?.kind !== ':') return undefined;
    const value = this.value(depth + 1);
    return value === undefined ? undefined : `${JSON.stringify(key.text)}:${value}`;
  }

  #list(open: string, close: '}' | ']', next: () => string | undefined): string | undefined {
    const parts: string[] = [];
    while (this.#tokens[this.#at]?.kind !== close) {
      if (parts.length > 0 && this.#tokens[this.#at++]?.kind !== ',') return undefined;
      if (parts.length > 0 && this.#tokens[this.#at]?.kind === close) break;
      const part = next();
      if (part === undefined) return undefined;
      parts.push(part);
    }
    this.#at++;
    return open + parts.join(',') + close;
  }
}

/**
 * Takes the backslashes off JSON that was escaped once (`{\"a\":\"b\"}`) or, as the vendor's page shows it,
 * twice. What is JSON already, or would not be JSON then, stays.
 */
export function unescapeJson(value: string): string {
  let unescaped = value;
  for (let level = 0; level < 2 && !isJson(unescaped) && unescaped.includes('\\"'); level++) {
    unescaped = unescaped.replace(/\\(["\\])/g, '$1');
  }
  return isJson(unescaped) ? unescaped : value;
}
