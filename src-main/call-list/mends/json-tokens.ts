/** A token of JSON, or of what people and programs write instead of it. */
export interface JsonToken {
  readonly kind: '{' | '}' | '[' | ']' | ',' | ':' | 'string' | 'number' | 'word';
  /** Of a string, its characters; else the token as it stands. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const structure: Readonly<Record<string, JsonToken['kind']>> = {
  '{': '{',
  '}': '}',
  '[': '[',
  ']': ']',
  ',': ',',
  ':': ':',
  // As a Chinese keyboard types them.
  '，': ',',
  '：': ':',
};

/** What a string may be enclosed in, and what then ends it. */
const closing: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”', '‘': '’' };

const simpleEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * Takes JSON apart, and also what is nearly JSON: strings in single or typographic quotes, words without
 * quotes, full-width commas and colons. Undefined where it cannot be sure, such as a string that does not end.
 */
export function jsonTokens(source: string): JsonToken[] | undefined {
  const tokens: JsonToken[] = [];
  let at = 0;
  while (at < source.length) {
    const character = source.charAt(at);
    if (/\s/.test(character)) {
      at++;
      continue;
    }
    const kind = structure[character];
    const token = kind
      ? { kind, text: character, start: at, end: at + 1 }
      : character in closing
        ? stringToken(source, at)
        : bareToken(source, at);
    if (!token) return undefined;
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function stringToken(source: string, start: number): JsonToken | undefined {
  const close = closing[source.charAt(start)] as string;
  let text = '';
  for (let at = start + 1; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === close) return { kind: 'string', text, start, end: at + 1 };
    if (character !== '\\') {
      text += character;
      continue;
    }
    const escaped = source.charAt(++at);
    const simple = simpleEscapes[escaped];
    const hex = /^(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})/.exec(source.slice(at, at + 5))?.[0];
    if (simple !== undefined) text += simple;
    else if (hex) {
      text += String.fromCharCode(parseInt(hex.slice(1), 16));
      at += hex.length - 1;
    } else return undefined;
  }
  return undefined;
}

function bareToken(source: string, start: number): JsonToken | undefined {
  const text = /^[\p{Letter}\p{Number}_$+\-.*#]+/u.exec(source.slice(start))?.[0];
  if (!text) return undefined;
  const kind = /^[+-]?[0-9*#.]/.test(text) ? 'number' : 'word';
  return { kind, text, start, end: start + text.length };
}
