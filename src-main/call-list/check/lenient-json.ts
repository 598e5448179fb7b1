/** A JSON value as it was written: numbers keep their digits, objects the order and repetition of their keys. */
export type JsonNode =
  | { readonly kind: 'string'; readonly value: string }
  /** A number, or bare digits with leading zeros. */
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'literal'; readonly value: 'true' | 'false' | 'null' }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [key: string, value: JsonNode])[] };

const maxDepth = 100;
const scalar = /(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)/y;
const space = /\s*/y;

/**
 * Reads JSON, and besides it single quotes and numbers with leading zeros, as the vendor's own sample of `called`
 * has them: `[{'calledNo':1234566}]`.
 *
 * @returns undefined if it is not even that
 */
export function parseLenientJson(text: string): JsonNode | undefined {
  const reader = new Reader(text);
  const node = reader.value(0);
  return node !== undefined && reader.atEnd() ? node : undefined;
}

class Reader {
  readonly #text: string;
  #position = 0;
  /** What comes next: one of []{}:, or else a value in #next, or neither. Marks, of which there are most, cost no match. */
  #mark = '';
  #next: JsonNode | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#advance();
  }

  atEnd(): boolean {
    return this.#mark === '' && this.#next === undefined && this.#text.slice(this.#position).trim() === '';
  }

  value(depth: number): JsonNode | undefined {
    if (depth > maxDepth) return undefined;
    if (this.#mark === '[') return this.#array(depth);
    if (this.#mark === '{') return this.#object(depth);
    const next = this.#next;
    if (next !== undefined) this.#advance();
    return next;
  }

  #array(depth: number): JsonNode | undefined {
    const items: JsonNode[] = [];
    this.#advance();
    if (this.#takes(']')) return { kind: 'array', items };
    for (;;) {
      const item = this.value(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
      if (this.#takes(']')) return { kind: 'array', items };
      if (!this.#takes(',')) return undefined;
    }
  }

  #object(depth: number): JsonNode | undefined {
    const members: [string, JsonNode][] = [];
    this.#advance();
    if (this.#takes('}')) return { kind: 'object', members };
    for (;;) {
      // A mark is no key, however many of them stand there.
      const key = this.#mark === '' ? this.value(maxDepth) : undefined;
      if (key?.kind !== 'string' || !this.#takes(':')) return undefined;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      members.push([key.value, value]);
      if (this.#takes('}')) return { kind: 'object', members };
      if (!this.#takes(',')) return undefined;
    }
  }

  #takes(mark: string): boolean {
    if (this.#mark !== mark) return false;
    this.#advance();
    return true;
  }

  #advance(): void {
    space.lastIndex = this.#position;
    space.test(this.#text);
    const character = this.#text.charAt(space.lastIndex);
    this.#mark = character !== '' && '[]{}:,'.includes(character) ? character : '';
    this.#next = undefined;
    if (this.#mark !== '') this.#position = space.lastIndex + 1;
    else if (character === '"' || character === "'") this.#string(space.lastIndex, character);
    else this.#scalar(space.lastIndex);
  }

  #string(from: number, quote: string): void {
    const end = endOfString(this.#text, from, quote);
    if (end === -1) return;
    this.#next = { kind: 'string', value: unescaped(this.#text.slice(from + 1, end)) };
    this.#position = end + 1;
  }

  #scalar(from: number): void {
    scalar.lastIndex = from;
    const match = scalar.exec(this.#text);
    if (match === null) return;
    const [, number, literal] = match;
    this.#position = scalar.lastIndex;
    if (number !== undefined) this.#next = { kind: 'number', value: number };
    else this.#next = { kind: 'literal', value: literal as 'true' | 'false' | 'null' };
  }
}

/** The position of the quote that ends a string; -1 where none does, or before it stands what no string may have. */
function endOfString(text: string, from: number, quote: string): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === quote) return at;
    if (character < ' ') return -1;
    if (character !== '\\') continue;
    at += 1;
    if (text.charAt(at) !== 'u') {
      if (!`"'\\/bfnrt`.includes(text.charAt(at)) || at >= text.length) return -1;
    } else if (/^[0-9A-Fa-f]{4}$/.test(text.slice(at + 1, at + 5))) at += 4;
    else return -1;
  }
  return -1;
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u(....)|(.))/gs, (_, hex: string | undefined, letter: string | undefined) =>
    hex === undefined
      ? (escapes[letter ?? ''] ?? letter ?? '')
      : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** The node as proper JSON, without spaces. */
export function toJson(node: JsonNode): string {
  switch (node.kind) {
    case 'string':
      return JSON.stringify(node.value);
    case 'number':
      return node.value.replace(/^(-?)0+(?=\d)/, '$1');
    case 'literal':
      return node.value;
    case 'array':
      return `[${node.items.map(toJson).join(',')}]`;
    case 'object':
      return `{${node.members.map(([key, value]) => `${JSON.stringify(key)}:${toJson(value)}`).join(',')}}`;
  }
}
