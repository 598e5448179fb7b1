import { SLASH, GT } from './xml-bytes.ts';

const main = new Set([
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  'http://purl.oclc.org/ooxml/spreadsheetml/main', // ISO strict
]);

/**
 * The prefixes that the root element binds to SpreadsheetML. Names are compared as bytes behind one of them; an
 * element of any other namespace is foreign and skipped with what is in it.
 */
export class Prefixes {
  readonly #prefixes: readonly Buffer[];
  /** Whether the empty prefix is the only one, as in nearly all files: then names need no preparation. */
  readonly plain: boolean;
  /** The one that there is, with its colon; undefined where there are several. */
  readonly only: string | undefined;

  /** @param rootTag the root's start tag, from `<` to `>` */
  constructor(rootTag: string) {
    const bound: string[] = [];
    for (const [, prefix = '', double, single] of rootTag.matchAll(
      /\sxmlns(?::([^\s=]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
    )) {
      if (main.has(double ?? single ?? '')) bound.push(prefix === '' ? '' : `${prefix}:`);
    }
    // A root without any namespace is what some small writers produce; its own prefix is then the one.
    if (bound.length === 0) bound.push(/^<([^\s/>:]+:)?/.exec(rootTag)?.[1] ?? '');
    this.#prefixes = bound.map((prefix) => Buffer.from(prefix));
    this.only = bound.length === 1 ? bound[0] : undefined;
    this.plain = this.only === '';
  }

  /** Where the local name begins if the name at `at` is ours; -1 if it is foreign. */
  localName(buffer: Buffer, at: number): number {
    if (this.plain) return at;
    for (const prefix of this.#prefixes) {
      if (prefix.length === 0) {
        if (!hasPrefix(buffer, at)) return at;
      } else if (
        buffer.compare(prefix, 0, prefix.length, at, Math.min(at + prefix.length, buffer.length)) === 0
      ) {
        return at + prefix.length;
      }
    }
    return -1;
  }

  /** Whether the element name at `at` is this one of ours. */
  is(buffer: Buffer, at: number, name: Buffer): boolean {
    const local = this.localName(buffer, at);
    if (local === -1) return false;
    for (let i = 0; i < name.length; i += 1) {
      if (buffer[local + i] !== name[i]) return false;
    }
    return isNameEnd(buffer[local + name.length] as number);
  }
}

function hasPrefix(buffer: Buffer, at: number): boolean {
  for (let p = at; !isNameEnd(buffer[p] as number); p += 1) {
    if (buffer[p] === 0x3a) return true;
    if (p - at > 100) return false;
  }
  return false;
}

/** Whether a byte ends a name: white space, `/` or `>`. */
export function isNameEnd(byte: number): boolean {
  return byte === GT || byte === SLASH || byte <= 0x20;
}

/** Whether this name, and no longer one, is at a position. */
export function isNamed(buffer: Buffer, at: number, name: Buffer): boolean {
  for (let i = 0; i < name.length; i += 1) {
    if (buffer[at + i] !== name[i]) return false;
  }
  return isNameEnd(buffer[at + name.length] as number);
}
