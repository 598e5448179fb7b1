import { ByteSink } from '../byte-sink.ts';
import { Prefixes } from './namespaces.ts';
import { appendRichText } from './rich-text.ts';
import { SharedStrings } from './shared-strings.ts';
import { UsualStrings } from '../usual-rows/usual-strings.ts';
import { Window } from './byte-window.ts';
import {
  GT,
  LT,
  SLASH,
  afterMarkup,
  afterTag,
  badXml,
  decodeText,
  endOfBroken,
  isMarkup,
  textByte,
  textFlags,
  unescapeXstring,
} from './xml-bytes.ts';

const nameSi = Buffer.from('si');
const nameSst = Buffer.from('sst');

/**
 * Reads the shared strings part.
 *
 * @param chunks UTF-8, each chunk ending between two characters
 * @param usual reads the strings that are as usual; null for none
 * @throws DialdeskError `file_unreadable`: `bad-xml`, `dtd`, `cell-too-long`, `row-too-long`, `too-large`
 */
export async function readSharedStrings(
  chunks: AsyncIterable<Buffer>,
  usual: UsualStrings | null = UsualStrings.of() ?? null,
): Promise<SharedStrings> {
  const scanner = new SharedStringsScanner(usual);
  for await (const chunk of chunks) scanner.push(chunk);
  return scanner.end();
}

class SharedStringsScanner {
  readonly #strings = new SharedStrings();
  readonly #usual: UsualStrings | null;
  readonly #window: Window;
  readonly #sink = new ByteSink();
  #prefixes: Prefixes | undefined;
  #position = 0;
  /** Open elements: 0 before the root, 1 in it; deeper only in something foreign. */
  #depth = 0;
  #closed = false;

  constructor(usual: UsualStrings | null) {
    this.#usual = usual;
    this.#window = new Window(usual?.window);
  }

  push(chunk: Buffer): void {
    const ready = this.#window.push(chunk, this.#position);
    this.#position = 0;
    if (!ready) return;
    this.#scan();
    this.#window.waitFrom(this.#position);
  }

  end(): SharedStrings {
    this.#scan();
    if (!this.#closed) throw badXml('the shared strings end too early');
    return this.#strings;
  }

  #scan(): void {
    const { buffer, length } = this.#window;
    for (;;) {
      let p = this.#position;
      if (this.#depth === 1 && this.#usual !== null && this.#prefixes?.plain === true) {
        p = this.#usual.read(buffer, p, length, this.#strings);
      }
      while (buffer[p] !== LT) p += 1;
      this.#position = p;
      if (p >= length) return;
      const quick = this.#quickItem(buffer, p, length);
      const next = quick > 0 ? quick : this.#element(buffer, p, length);
      if (next === -1) return;
      this.#position = next;
    }
  }

  /** `<si><t>text</t></si>` with nothing to decode: the shape of nearly every string. Answers 0 for any other. */
  #quickItem(buffer: Buffer, p: number, length: number): number {
    if (this.#depth !== 1 || this.#prefixes?.plain !== true) return 0;
    // '<si><t' then '>' or ' xml:space="preserve">'
    if (buffer[p + 1] !== 0x73 || buffer[p + 2] !== 0x69 || buffer[p + 3] !== GT) return 0;
    if (buffer[p + 4] !== LT || buffer[p + 5] !== 0x74) return 0;
    let start = p + 6;
    if (buffer[start] === 0x20) {
      while (buffer[start] !== GT && buffer[start] !== LT) start += 1;
      if (buffer[start - 1] === SLASH) return 0;
    }
    if (buffer[start] !== GT) return 0;
    start += 1;
    // What needs no decoding is put where it will stay while its end is looked for.
    const { tail, tailStart } = this.#strings;
    const shift = tailStart - start;
    const limit = tail.length - shift - 1;
    let end = start;
    for (; end < limit; end += 1) {
      const byte = buffer[end] as number;
      if (textByte[byte] !== 0) break;
      tail[end + shift] = byte;
    }
    const isInPlace = buffer[end] === LT;
    let flags = 0;
    for (;;) {
      const flag = textByte[buffer[end] as number] as number;
      if (flag === textFlags.end) break;
      flags |= flag;
      end += 1;
    }
    // '</t></si>'
    if (end + 9 > length || buffer[end + 1] !== SLASH || buffer[end + 2] !== 0x74 || buffer[end + 3] !== GT)
      return 0;
    if (buffer[end + 4] !== LT || buffer[end + 5] !== SLASH || buffer[end + 6] !== 0x73) return 0;
    if (buffer[end + 7] !== 0x69 || buffer[end + 8] !== GT) return 0;
    if (isInPlace) {
      this.#strings.take(end - start);
    } else if (flags === 0) {
      this.#strings.add(buffer, start, end);
    } else {
      const sink = this.#sink;
      sink.reset();
      const isKnown = decodeText(buffer, start, end, sink);
      unescapeXstring(sink, 0);
      this.#strings.add(sink.bytes, 0, sink.length, isKnown);
    }
    return end + 9;
  }

  #element(buffer: Buffer, p: number, length: number): number {
    if (p + 1 >= length) return -1;
    if (isMarkup(buffer[p + 1] as number)) return afterMarkup(buffer, p, length);
    const after = afterTag(buffer, p, length);
    if (after === -1) return -1;
    if (buffer[p + 1] === SLASH) {
      this.#depth -= 1;
      if (this.#depth < 0) throw badXml('the shared strings close more than they open');
      if (this.#depth === 0) this.#closed = true;
      return after;
    }
    const empty = buffer[after - 2] === SLASH;
    if (this.#prefixes === undefined) return this.#root(buffer, p, after, empty);
    if (this.#closed) throw badXml('the shared strings go on after their end');
    if (this.#depth === 1 && this.#prefixes.is(buffer, p + 1, nameSi)) {
      try {
        return this.#item(buffer, after, length, empty);
      } catch (error) {
        const prefix = this.#prefixes.only;
        if (prefix === undefined) throw error;
        const broken = { name: `${prefix}si`, outside: [`<${prefix}si`] };
        const end = endOfBroken(error, broken, buffer, after, length);
        if (end === null) return -1;
        this.#strings.add(buffer, after, end.content, false);
        return end.after;
      }
    }
    if (!empty) this.#depth += 1;
    return after;
  }

  #root(buffer: Buffer, p: number, after: number, empty: boolean): number {
    this.#prefixes = new Prefixes(buffer.toString('utf8', p, after));
    if (!this.#prefixes.is(buffer, p + 1, nameSst)) throw badXml('the shared strings part is something else');
    if (empty) this.#closed = true;
    else this.#depth = 1;
    return after;
  }

  #item(buffer: Buffer, from: number, length: number, empty: boolean): number {
    const sink = this.#sink;
    sink.reset();
    let next = from;
    let isKnown = true;
    if (!empty) {
      const item = appendRichText(buffer, from, length, this.#prefixes as Prefixes, sink);
      const { end: close } = item;
      if (close === -1) return -1;
      isKnown = item.isKnown;
      next = afterTag(buffer, close, length);
      if (next === -1) return -1;
      if (!(this.#prefixes as Prefixes).is(buffer, close + 2, nameSi))
        throw badXml('a shared string is not closed');
    }
    this.#strings.add(sink.bytes, 0, sink.length, isKnown);
    return next;
  }
}
