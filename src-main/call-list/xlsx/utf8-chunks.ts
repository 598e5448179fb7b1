import { isUtf8 } from 'node:buffer';
import { unreadable } from '../unreadable.ts';

/**
 * An XML part's bytes as UTF-8, each chunk ending between two characters. The encoding is found as XML 1.0,
 * appendix F describes: a byte order mark, the pattern of the first `<`, or the declaration. A byte order mark is left out.
 *
 * @throws DialdeskError `file_unreadable`, `bad-xml`: bytes that the encoding does not have
 */
export async function* utf8Chunks(part: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let decoder: Utf8Check | Transcoder | undefined;
  let first: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (decoder !== undefined) {
      yield* decoder.push(chunk);
      continue;
    }
    first = first.length === 0 ? chunk : Buffer.concat([first, chunk]);
    if (first.length < 4) continue;
    const { label, skip } = encodingOf(first);
    decoder = label === 'utf-8' ? new Utf8Check(part) : new Transcoder(part, label);
    yield* decoder.push(first.subarray(skip));
  }
  if (decoder === undefined) throw unreadable('bad-xml', `${part} is empty.`);
  yield* decoder.end();
}

/** An XML part decoded whole, for the small ones. */
export async function xmlText(part: string, bytes: Buffer): Promise<string> {
  async function* once(): AsyncGenerator<Buffer> {
    yield await Promise.resolve(bytes);
  }
  const decoded: Buffer[] = [];
  for await (const chunk of utf8Chunks(part, once())) decoded.push(chunk);
  return Buffer.concat(decoded).toString('utf8');
}

function encodingOf(first: Buffer): { label: string; skip: number } {
  const [a, b, c, d] = first;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { label: 'utf-8', skip: 3 };
  if (a === 0xff && b === 0xfe) return { label: 'utf-16le', skip: 2 };
  if (a === 0xfe && b === 0xff) return { label: 'utf-16be', skip: 2 };
  if (a === 0x3c && b === 0 && d === 0) return { label: 'utf-16le', skip: 0 };
  if (a === 0 && b === 0x3c && c === 0) return { label: 'utf-16be', skip: 0 };
  const declaration = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(
    first.toString('latin1', 0, 200),
  );
  // A declaration that can be read byte by byte cannot be UTF-16, whatever it says.
  const label = declaration?.[1]?.toLowerCase() ?? 'utf-8';
  return { label: label.startsWith('utf-16') || label === 'utf8' ? 'utf-8' : label, skip: 0 };
}

class Utf8Check {
  readonly #part: string;
  #carry: Buffer = Buffer.alloc(0);

  constructor(part: string) {
    this.#part = part;
  }

  *push(chunk: Buffer): Generator<Buffer> {
    let rest = chunk;
    if (this.#carry.length > 0) {
      // Complete the character that was cut: a few bytes on their own, so that the chunk need not be copied.
      const missing = sequenceLength(this.#carry[0] as number) - this.#carry.length;
      const joined = Buffer.concat([this.#carry, rest.subarray(0, missing)]);
      rest = rest.subarray(missing);
      if (joined.length < sequenceLength(joined[0] as number)) {
        this.#carry = joined;
        return;
      }
      this.#carry = Buffer.alloc(0);
      yield this.#checked(joined);
    }
    const cut = incompleteTail(rest);
    if (cut > 0) {
      this.#carry = Buffer.from(rest.subarray(rest.length - cut));
      rest = rest.subarray(0, rest.length - cut);
    }
    if (rest.length > 0) yield this.#checked(rest);
  }

  *end(): Generator<Buffer> {
    if (this.#carry.length > 0) yield this.#checked(this.#carry);
  }

  #checked(bytes: Buffer): Buffer {
    if (!isUtf8(bytes)) throw unreadable('bad-xml', `${this.#part} has bytes that are not UTF-8.`);
    return bytes;
  }
}

class Transcoder {
  readonly #part: string;
  readonly #decoder: InstanceType<typeof TextDecoder>;

  constructor(part: string, label: string) {
    this.#part = part;
    try {
      this.#decoder = new TextDecoder(label, { fatal: true });
    } catch (cause) {
      throw unreadable('bad-xml', `${part} is in an encoding that is not known.`, { cause });
    }
  }

  *push(chunk: Buffer): Generator<Buffer> {
    const text = this.#decode(chunk, true);
    if (text.length > 0) yield Buffer.from(text);
  }

  *end(): Generator<Buffer> {
    const text = this.#decode(Buffer.alloc(0), false);
    if (text.length > 0) yield Buffer.from(text);
  }

  #decode(bytes: Buffer, stream: boolean): string {
    try {
      return this.#decoder.decode(bytes, { stream });
    } catch (cause) {
      throw unreadable('bad-xml', `${this.#part} has bytes that its encoding does not have.`, { cause });
    }
  }
}

/** How many bytes a character has by its first one; 1 for a byte that begins none, which the check then refuses. */
function sequenceLength(first: number): number {
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  return first >= 0xc0 ? 2 : 1;
}

/** How many bytes at the end begin a character that is not complete. */
export function incompleteTail(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}
