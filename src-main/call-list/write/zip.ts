// The zip format as far as a workbook needs it: PKWARE's APPNOTE.TXT, sections 4.3 to 4.5.
import { crc32, deflateRawSync } from 'node:zlib';
import type { AtomicFile } from '../../platform/atomic-file.ts';

/** From here on the 32-bit fields of a zip hold this mark, and a zip64 field holds the number. */
const mark32 = 0xffff_ffff;
const versionWithZip64 = 45;
const plainVersion = 20;
const deflated = 8;
/** 1980-01-01 00:00, the format's first moment: the same rows make the same bytes. */
const dosDate = 0x0021;

/** A local header has room for the sizes that are known when the entry is complete. */
const reservedExtra = 20;

interface Entry {
  readonly name: Buffer;
  readonly offset: number;
  crc: number;
  compressed: number;
  uncompressed: number;
}

const needsZip64 = (entry: Entry): boolean => entry.compressed >= mark32 || entry.uncompressed >= mark32;

/**
 * Appends entries to a file. Sizes and checksums stand in the local headers, not in data descriptors after
 * the data: some readers that stream cannot do without. For that the header of an entry is overwritten when
 * the entry is complete.
 */
export class ZipWriter {
  readonly #file: AtomicFile;
  readonly #entries: Entry[] = [];
  #open: Entry | undefined;

  constructor(file: AtomicFile) {
    this.#file = file;
  }

  /** Adds a small entry whole. */
  async add(name: string, content: string): Promise<void> {
    const bytes = Buffer.from(content, 'utf8');
    await this.begin(name);
    this.account(bytes);
    await this.write(deflateRawSync(bytes, { level: 9 }));
    await this.end();
  }

  /** Begins an entry; its content follows through `account` and `write`, and then `end`. */
  async begin(name: string): Promise<void> {
    const entry = {
      name: Buffer.from(name, 'ascii'),
      offset: this.#file.size,
      crc: 0,
      compressed: 0,
      uncompressed: 0,
    };
    await this.#file.append(localHeader(entry));
    this.#open = entry;
  }

  /** Counts a piece of the content as it is before compression, in order. */
  account(content: Uint8Array): void {
    const entry = this.#opened();
    entry.crc = crc32(content, entry.crc);
    entry.uncompressed += content.length;
  }

  /** Appends a piece of the entry's deflate stream. */
  async write(compressed: Uint8Array): Promise<void> {
    this.#opened().compressed += compressed.length;
    await this.#file.append(compressed);
  }

  /** Completes the entry. */
  async end(): Promise<void> {
    const entry = this.#opened();
    await this.#file.writeAt(localHeader(entry), entry.offset);
    this.#entries.push(entry);
    this.#open = undefined;
  }

  /** Writes the directory. Nothing may be added after. */
  async finish(): Promise<void> {
    const offset = this.#file.size;
    const directory = Buffer.concat(this.#entries.map(directoryHeader));
    await this.#file.append(directory);
    await this.#file.append(directoryEnd(this.#entries.length, offset, directory.length));
  }

  #opened(): Entry {
    if (!this.#open) throw new Error('no entry has begun');
    return this.#open;
  }
}

/** 4.3.7. The extra field is the zip64 sizes (4.5.3) where needed and a growth hint otherwise. */
function localHeader(entry: Entry): Buffer {
  const zip64 = needsZip64(entry);
  const header = Buffer.alloc(30 + entry.name.length + reservedExtra);
  header.writeUInt32LE(0x0403_4b50, 0);
  header.writeUInt16LE(zip64 ? versionWithZip64 : plainVersion, 4);
  writeCommonFields(header, 6, entry, zip64);
  header.writeUInt16LE(reservedExtra, 28);
  entry.name.copy(header, 30);
  const extra = header.subarray(30 + entry.name.length);
  extra.writeUInt16LE(zip64 ? 0x0001 : 0xa220, 0);
  extra.writeUInt16LE(reservedExtra - 4, 2);
  if (zip64) {
    extra.writeBigUInt64LE(BigInt(entry.uncompressed), 4);
    extra.writeBigUInt64LE(BigInt(entry.compressed), 12);
  } else {
    // "Microsoft Open Packaging Growth Hint": the field that Office's own packages use for padding.
    extra.writeUInt16LE(0xa028, 4);
  }
  return header;
}

/** 4.3.12. */
function directoryHeader(entry: Entry): Buffer {
  const zip64 = needsZip64(entry) || entry.offset >= mark32;
  const extraLength = zip64 ? 28 : 0;
  const header = Buffer.alloc(46 + entry.name.length + extraLength);
  header.writeUInt32LE(0x0201_4b50, 0);
  header.writeUInt16LE(zip64 ? versionWithZip64 : plainVersion, 4);
  header.writeUInt16LE(zip64 ? versionWithZip64 : plainVersion, 6);
  writeCommonFields(header, 8, entry, zip64);
  header.writeUInt16LE(extraLength, 30);
  header.writeUInt32LE(zip64 ? mark32 : entry.offset, 42);
  entry.name.copy(header, 46);
  if (zip64) {
    const extra = header.subarray(46 + entry.name.length);
    extra.writeUInt16LE(0x0001, 0);
    extra.writeUInt16LE(24, 2);
    extra.writeBigUInt64LE(BigInt(entry.uncompressed), 4);
    extra.writeBigUInt64LE(BigInt(entry.compressed), 12);
    extra.writeBigUInt64LE(BigInt(entry.offset), 20);
  }
  return header;
}

/** What both headers have in common, from the flags to the length of the name. */
function writeCommonFields(header: Buffer, at: number, entry: Entry, zip64: boolean): void {
  header.writeUInt16LE(0, at);
  header.writeUInt16LE(deflated, at + 2);
  header.writeUInt16LE(0, at + 4);
  header.writeUInt16LE(dosDate, at + 6);
  header.writeUInt32LE(entry.crc, at + 8);
  header.writeUInt32LE(zip64 ? mark32 : entry.compressed, at + 12);
  header.writeUInt32LE(zip64 ? mark32 : entry.uncompressed, at + 16);
  header.writeUInt16LE(entry.name.length, at + 20);
}

/** 4.3.16, with the zip64 record and locator of 4.3.14 and 4.3.15 before it where they are needed. */
function directoryEnd(entries: number, offset: number, length: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(length, 12);
  if (offset + length < mark32) {
    end.writeUInt32LE(offset, 16);
    return end;
  }
  end.writeUInt32LE(mark32, 16);
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x0606_4b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(versionWithZip64, 12);
  record.writeUInt16LE(versionWithZip64, 14);
  record.writeBigUInt64LE(BigInt(entries), 24);
  record.writeBigUInt64LE(BigInt(entries), 32);
  record.writeBigUInt64LE(BigInt(length), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x0706_4b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + length), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator, end]);
}
