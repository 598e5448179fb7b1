/** A JSON value as it was written: numbers keep their digits, objects the order and repetition of their keys. */
export type JsonNode =
  | { readonly kind: 'string'; readonly value: string }
  /** A number, or bare digits with leading zeros. */
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'literal'; readonly value: 'true' | 'false' | 'null' }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [key: string, value: JsonNode])[] };

const maxDepth = 100;
/** A string in these quotes: anything but the quote, a backslash and control characters, or an escape. */
const quoted = (quote: string): string =>
  String.raw`${quote}((?:[^${quote}\\\u0000-\u001f]|\\(?:["'\\/bfnrt]|u[0-9A-Fa-f]{4}))*)${quote}`;
const token = new RegExp(
  String.raw`(?:${quoted('"')}|${quoted("'")}|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))`,
  'y',
);
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
  #next: RegExpExecArray | null = null;

  constructor(text: string) {
    this.#text = text;
    this.#advance();
  }

  atEnd(): boolean {
    return this.#mark === '' && this.#next === null && this.#text.slice(this.#position).trim() === '';
  }

  value(depth: number): JsonNode | undefined {
    if (depth > maxDepth) return undefined;
    if (this.#mark === '[') return this.#array(depth);
    if (this.#mark === '{') return this.#object(depth);
    if (this.#next === null) return undefined;
    const [, double, single, number, literal] = this.#next;
    this.#advance();
    if (number !== undefined) return { kind: 'number', value: number };
    if (literal !== undefined) return { kind: 'literal', value: literal as 'true' | 'false' | 'null' };
    return { kind: 'string', value: unescaped(double ?? single ?? '') };
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
      const key = this.value(maxDepth);
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
    if (this.#mark !== '') {
      this.#next = null;
      this.#position = space.lastIndex + 1;
      return;
    }
    token.lastIndex = space.lastIndex;
    this.#next = token.exec(this.#text);
    if (this.#next !== null) this.#position = token.lastIndex;
  }
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
