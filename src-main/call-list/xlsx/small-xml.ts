import { unreadable } from '../unreadable.ts';

/**
 * An element of a small part. Its attributes are kept as they stand and read when they are asked for: the styles of
 * some workbooks have a hundred thousand elements, most of which are never asked for.
 */
export class XmlElement {
  /** With its prefix. */
  readonly qualifiedName: string;
  readonly children: XmlElement[] = [];
  readonly #part: string;
  readonly #attributes: string;

  constructor(part: string, qualifiedName: string, attributes: string) {
    this.#part = part;
    this.qualifiedName = qualifiedName;
    this.#attributes = attributes;
  }

  /** Without the prefix. */
  get name(): string {
    return this.qualifiedName.slice(this.qualifiedName.indexOf(':') + 1);
  }

  /** The attributes, with their prefixes. @throws DialdeskError `file_unreadable`, `bad-xml` */
  get attributes(): ReadonlyMap<string, string> {
    return attributesOf(this.#part, this.#attributes);
  }
}

const token =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)([^\s/>!?=<"']+)((?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/y;
const attribute = /\s*([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gy;

/** Workbooks nest a handful of levels; more is an attack on whoever walks the tree. */
const maxDepth = 64;
/** A workbook has up to 65,490 cell styles, of three elements each; what has far more is made to fill the memory. */
const maxElements = 300_000;

/**
 * Reads a small XML part into a tree. Text is left out: none of the parts read so (relationships, workbook,
 * styles, content types) keeps anything in text.
 *
 * @throws DialdeskError `file_unreadable`: `bad-xml`, `too-large`, or `dtd` for a document type declaration
 */
export function parseSmallXml(part: string, text: string): XmlElement {
  const bad = (): Error => unreadable('bad-xml', `${part} is not well-formed XML.`);
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (match === null) {
      if (text.startsWith('<!DOCTYPE', at)) {
        throw unreadable('dtd', `${part} declares a document type, which no workbook does.`);
      }
      throw bad();
    }
    const [, closing, raw, rawAttributes, selfClosing] = match;
    if (raw === undefined) continue;
    if (closing === '/') {
      if (open.pop()?.qualifiedName !== raw) throw bad();
      continue;
    }
    if (root !== undefined && open.length === 0) throw bad();
    if (open.length >= maxDepth) throw bad();
    elements += 1;
    if (elements > maxElements) throw unreadable('too-large', `${part} has more in it than any workbook's.`);
    const element = new XmlElement(part, raw, rawAttributes ?? '');
    open.at(-1)?.children.push(element);
    root ??= element;
    if (selfClosing !== '/') open.push(element);
  }
  if (root === undefined || open.length > 0) throw bad();
  return root;
}

function attributesOf(part: string, raw: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of raw.matchAll(attribute)) {
    attributes.set(name, unescapeXml(part, double ?? single ?? ''));
  }
  return attributes;
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(part: string, text: string): string {
  return text.replace(/&([^;&]{0,10});?/g, (whole, name: string) => {
    const numeric = /^#(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}))$/.exec(name);
    const point = numeric ? Number.parseInt(numeric[1] ?? numeric[2] ?? '', numeric[1] ? 16 : 10) : undefined;
    const value = point === undefined ? named[name] : isXmlCharacter(point) && String.fromCodePoint(point);
    if (typeof value !== 'string' || !whole.endsWith(';')) {
      throw unreadable('bad-xml', `${part} uses an entity that is not defined.`);
    }
    return value;
  });
}

/** Whether XML 1.0 allows a character (production 2). */
export function isXmlCharacter(point: number): boolean {
  return (
    point === 9 ||
    point === 10 ||
    point === 13 ||
    (point >= 0x20 && point < 0xd800) ||
    (point >= 0xe000 && point < 0xfffe) ||
    (point >= 0x10000 && point <= 0x10ffff)
  );
}

/** The attribute with this local name, whatever its prefix: `r:id` is `id`. */
export function prefixed(element: XmlElement, local: string): string | undefined {
  for (const [name, value] of element.attributes) {
    if (name.endsWith(`:${local}`)) return value;
  }
  return undefined;
}

/** The children with this name. */
export function childrenNamed(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}
