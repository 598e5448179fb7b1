import { isUtf8 } from 'node:buffer';
import type { RandomAccess } from '../random-access.ts';
import { unreadable } from '../unreadable.ts';

/** One file in the archive, as the central directory describes it (APPNOTE.TXT 4.3.12). Sizes are in bytes. */
export interface ZipEntry {
  readonly name: string;
  /** The length of the name as it stands in the archive, in bytes. */
  readonly nameLength: number;
  /** 0 stored, 8 deflate; anything else is refused when it is read. */
  readonly method: number;
  readonly encrypted: boolean;
  /** Another file has the same name, and readers differ on which one counts: neither can be read. */
  readonly isTwice: boolean;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly localHeader: number;
  /** Where the central directory begins: no entry's data may reach beyond. */
  readonly limit: number;
}

const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const end64LocatorSignature = 0x07064b50;
const entrySignature = 0x02014b50;

/** A workbook has tens of parts. More than this, or a directory above this size, is no workbook. */
const maxEntries = 20_000;
const maxDirectoryBytes = 8 << 20;

/**
 * Reads the list of files at the end of an archive, zip64 included, and refuses what no writer produces: entries
 * that overlap (a bomb's trick) or lead out of the archive.
 *
 * @returns the files by their names in lower case, without what stands before them (`/xl/workbook.xml`, `./xl/…`)
 * @throws DialdeskError `file_unreadable`: `truncated`, `damaged`, `overlapping-entries`, `unsafe-path`, `too-large`
 */
export async function readCentralDirectory(file: RandomAccess): Promise<Map<string, ZipEntry>> {
  const end = await findEnd(file);
  if (end.count > maxEntries || end.size > maxDirectoryBytes) {
    throw unreadable('too-large', 'The archive lists more files than any workbook has.');
  }
  if (end.offset + end.size > end.position) throw damaged('The archive’s directory lies beyond its end.');
  const bytes = await file.read(end.offset, end.size);
  const entries = new Map<string, ZipEntry>();
  const all: ZipEntry[] = [];
  let at = 0;
  for (let index = 0; index < end.count; index += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== entrySignature) {
      throw damaged('The archive’s directory is cut short.');
    }
    const nameLength = bytes.readUInt16LE(at + 28);
    const extraLength = bytes.readUInt16LE(at + 30);
    const next = at + 46 + nameLength + extraLength + bytes.readUInt16LE(at + 32);
    if (next > bytes.length) throw damaged('The archive’s directory is cut short.');
    const name = safeName(nameOf(bytes.subarray(at + 46, at + 46 + nameLength)));
    const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    const sizes = widened(extra, {
      size: bytes.readUInt32LE(at + 24),
      compressedSize: bytes.readUInt32LE(at + 20),
      localHeader: bytes.readUInt32LE(at + 42),
    });
    const key = name.toLowerCase(); // part names are compared without case (ECMA-376 part 2, 6.2.2)
    const entry: ZipEntry = {
      name,
      isTwice: entries.has(key),
      nameLength,
      ...sizes,
      method: bytes.readUInt16LE(at + 10),
      encrypted: (bytes.readUInt16LE(at + 8) & 0x2041) !== 0,
      crc: bytes.readUInt32LE(at + 16),
      limit: end.offset,
    };
    entries.set(key, entry);
    all.push(entry);
    at = next;
  }
  refuseOverlaps(all);
  return entries;
}

interface End {
  readonly position: number;
  readonly count: number;
  readonly size: number;
  readonly offset: number;
}

async function findEnd(file: RandomAccess): Promise<End> {
  const start = Math.max(0, file.size - 22 - 0xffff - 20);
  const tail = await file.read(start, file.size - start);
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== endSignature) continue;
    if (at + 22 + tail.readUInt16LE(at + 20) > tail.length) continue;
    const count = tail.readUInt16LE(at + 10);
    const size = tail.readUInt32LE(at + 12);
    const offset = tail.readUInt32LE(at + 16);
    if (count !== 0xffff && size !== 0xffffffff && offset !== 0xffffffff) {
      return { position: start + at, count, size, offset };
    }
    const locator = at - 20;
    if (locator < 0 || tail.readUInt32LE(locator) !== end64LocatorSignature) {
      return { position: start + at, count, size, offset };
    }
    return readEnd64(file, toNumber(tail.readBigUInt64LE(locator + 8)), start + locator);
  }
  throw unreadable('truncated', 'The end of the workbook is missing: it was not copied or downloaded whole.');
}

async function readEnd64(file: RandomAccess, position: number, before: number): Promise<End> {
  const record = position + 56 <= before ? await file.read(position, 56) : undefined;
  if (record === undefined || record.length < 56 || record.readUInt32LE(0) !== end64Signature) {
    throw damaged('The archive’s zip64 end record is not where it should be.');
  }
  return {
    position,
    count: toNumber(record.readBigUInt64LE(32)),
    size: toNumber(record.readBigUInt64LE(40)),
    offset: toNumber(record.readBigUInt64LE(48)),
  };
}

interface Sizes {
  readonly size: number;
  readonly compressedSize: number;
  readonly localHeader: number;
}

/** Takes from the zip64 extra field (4.5.3) what did not fit in 32 bits, in the order the standard fixes. */
function widened(extra: Buffer, narrow: Sizes): Sizes {
  const wide = { ...narrow };
  if (!Object.values(narrow).includes(0xffffffff)) return wide;
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 0x0001) continue;
    let field = at + 4;
    for (const key of ['size', 'compressedSize', 'localHeader'] as const) {
      if (narrow[key] !== 0xffffffff) continue;
      if (field + 8 > extra.length) throw damaged('The archive’s zip64 sizes are cut short.');
      wide[key] = toNumber(extra.readBigUInt64LE(field));
      field += 8;
    }
    return wide;
  }
  return wide;
}

/**
 * A file's name: UTF-8, which ASCII is a part of, whatever the flag for it says; else GB18030, which older Chinese
 * programs write. Names that matter are ASCII; the others only have to be told apart.
 */
function nameOf(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : new TextDecoder('gb18030').decode(bytes);
}

/** In characters. */
const longestShown = 100;

function safeName(raw: string): string {
  // A few old writers use backslashes; the standard's separator is the slash.
  const name = raw.replaceAll('\\', '/');
  if (/^[A-Za-z]:|\0|(?:^|\/)\.\.(?:\/|$)/.test(name)) {
    const found = name.slice(0, longestShown).replace(/\p{Cc}/gu, '\ufffd');
    const message = `A file in the archive is named so that it would lead out of it: ${found}`;
    throw unreadable('unsafe-path', message, { details: { found } });
  }
  // Some put a slash in front, or a dot for the archive itself. Nothing is unpacked, so that they lead nowhere else.
  return name
    .split('/')
    .filter((segment, at, all) => segment !== '.' && (segment !== '' || at === all.length - 1))
    .join('/');
}

function refuseOverlaps(entries: ZipEntry[]): void {
  entries.sort((a, b) => a.localHeader - b.localHeader);
  let free = 0;
  for (const entry of entries) {
    if (entry.localHeader < free) {
      throw unreadable('overlapping-entries', 'Files in the archive overlap, as in a decompression bomb.');
    }
    // The local header has at least 30 bytes and the name; its extra field may be longer than here.
    free = entry.localHeader + 30 + entry.nameLength + entry.compressedSize;
    if (free > entry.limit) throw damaged('A file in the archive reaches into the directory.');
  }
}

const damaged = (message: string): Error => unreadable('damaged', message);

function toNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged('A size in the archive is impossible.');
  return Number(value);
}
