import type { PacketReader } from './packet.ts';
import { AttributeFlag } from './codes.ts';

/** What a server reports of a file; each part may be missing. Times are seconds since 1970, as they come. */
export interface Attributes {
  readonly size?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Type and permission bits as in POSIX st_mode. */
  readonly mode?: number;
  readonly accessed?: number;
  readonly modified?: number;
}

/** Reads an ATTRS structure (section 5). */
export function readAttributes(reader: PacketReader): Attributes {
  const flags = reader.uint32();
  const has = (flag: number): boolean => (flags & flag) !== 0;
  const attributes = {
    ...(has(AttributeFlag.size) && { size: Number(reader.uint64()) }),
    ...(has(AttributeFlag.owner) && { uid: reader.uint32(), gid: reader.uint32() }),
    ...(has(AttributeFlag.permissions) && { mode: reader.uint32() }),
    ...(has(AttributeFlag.times) && { accessed: reader.uint32(), modified: reader.uint32() }),
  };
  if (has(AttributeFlag.extended)) {
    for (let left = reader.uint32(); left > 0; left--) {
      reader.bytes();
      reader.bytes();
    }
  }
  return attributes;
}

/** What kind of thing st_mode says it is; servers that send no permissions leave it open. */
export function kindOf(mode: number | undefined): 'file' | 'folder' | 'link' | 'other' {
  switch ((mode ?? 0) & 0o170000) {
    case 0o100000:
      return 'file';
    case 0o040000:
      return 'folder';
    case 0o120000:
      return 'link';
    default:
      return 'other';
  }
}

const typeBits: Readonly<Record<string, number>> = { '-': 0o100000, d: 0o040000, l: 0o120000 };

/**
 * The attributes of a listed name with what kind of thing it is, which servers that send no permissions, or only
 * permissions, still say in the first letter of the line for people (section 6.7: as `ls -l` has it).
 */
export function withKind(attributes: Attributes, line: Uint8Array): Attributes {
  const mode = attributes.mode ?? 0;
  if ((mode & 0o170000) !== 0) return attributes;
  const start = /^([-dl])[-rwxsStT]{9}/.exec(Buffer.from(line.subarray(0, 10)).toString('latin1'));
  const type = typeBits[start?.[1] ?? ''];
  if (type === undefined) return attributes;
  // What is not known of the permissions stays not known, as far as anybody can see: none are shown.
  return { ...attributes, mode: type | (mode & 0o7777) };
}
