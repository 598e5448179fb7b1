/** The two orders of UTF-32. */
export type Utf32Name = 'utf-32le' | 'utf-32be';

export const isUtf32 = (encoding: string): encoding is Utf32Name =>
  encoding === 'utf-32le' || encoding === 'utf-32be';

/**
 * Whether bytes are the beginning of a UTF-32 text: by its byte order mark, or, without one, because every four bytes are
 * a character. In UTF-16 the mark of UTF-32 LE would be a mark and a NUL, with which no text begins.
 */
export function utf32Form(head: Buffer): Utf32Name | undefined {
  if (head.length < bytesPerCharacter) return undefined;
  if (head.readUInt32LE(0) === byteOrderMark) return 'utf-32le';
  if (head.readUInt32BE(0) === byteOrderMark) return 'utf-32be';
  return (['utf-32le', 'utf-32be'] as const).find((encoding) => isAllCharacters(head, encoding));
}

const bytesPerCharacter = 4;
const byteOrderMark = 0xfeff;

/** No planes above this one have characters that anybody writes; two characters of UTF-16 would lie there. */
const lastUsed = 0x3ffff;

function isAllCharacters(head: Buffer, encoding: Utf32Name): boolean {
  const end = head.length - (head.length % bytesPerCharacter);
  for (let p = 0; p < end; p += bytesPerCharacter) {
    const code = codeAt(head, p, encoding);
    if (code > lastUsed || !isCharacter(code) || (code < 0x20 && code !== 9 && code !== 10 && code !== 13))
      return false;
  }
  return end > 0;
}

const codeAt = (bytes: Buffer, at: number, encoding: Utf32Name): number =>
  encoding === 'utf-32le' ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);

/** A code point of Unicode that is not half of a pair of UTF-16. */
const isCharacter = (code: number): boolean => code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);

/**
 * Decodes UTF-32, which `TextDecoder` does not know; used as that is. What is no character becomes U+FFFD, one for each
 * four bytes, and one for what is cut at the end; the byte order mark is left out.
 */
export class Utf32Decoder {
  readonly #encoding: Utf32Name;
  #carry: Buffer = Buffer.alloc(0);
  #isStart = true;

  constructor(encoding: Utf32Name) {
    this.#encoding = encoding;
  }

  decode(chunk?: Buffer, { stream = false }: { readonly stream?: boolean } = {}): string {
    const bytes = chunk === undefined ? this.#carry : Buffer.concat([this.#carry, chunk]);
    const end = bytes.length - (bytes.length % bytesPerCharacter);
    let text = '';
    for (let p = 0; p < end; p += bytesPerCharacter) {
      const code = codeAt(bytes, p, this.#encoding);
      text += isCharacter(code) ? String.fromCodePoint(code) : '\ufffd';
    }
    // A copy: the chunk's memory is used again.
    this.#carry = stream ? Buffer.from(bytes.subarray(end)) : Buffer.alloc(0);
    if (!stream && end < bytes.length) text += '\ufffd';
    if (this.#isStart && text.startsWith('\ufeff')) text = text.slice(1);
    this.#isStart &&= text === '' && end === 0;
    return text;
  }
}
