import { crc32, deflateRawSync } from 'node:zlib';

/** A file for an archive, and the ways in which it may be odd or a lie. */
export interface ArchiveEntry {
  readonly name: string;
  readonly data: Uint8Array | string;
  readonly stored?: boolean;
  /** Sizes and CRC come behind the data, as writers do that cannot seek. */
  readonly descriptor?: boolean;
  /** What the archive says of it, where that is not the truth. */
  readonly claims?: {
    readonly crc?: number;
    readonly size?: number;
    readonly compressedSize?: number;
    readonly method?: number;
    readonly flags?: number;
    readonly offset?: number;
  };
  /** The compressed bytes as they are, for what no deflate makes. */
  readonly raw?: Uint8Array;
}

/** Makes a ZIP archive by APPNOTE.TXT; with `zip64`, every size and offset goes into the 64-bit fields. */
export function zipArchive(
  entries: readonly ArchiveEntry[],
  options: { readonly zip64?: boolean; readonly comment?: string } = {},
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const data = Buffer.from(entry.data);
    const compressed = entry.raw ?? (entry.stored === true ? data : deflateRawSync(data));
    const fields = {
      crc: crc32(data),
      size: data.length,
      compressedSize: compressed.length,
      method: entry.stored === true ? 0 : 8,
      flags: 0x800 | (entry.descriptor === true ? 8 : 0),
      offset,
      ...entry.claims,
    };
    const name = Buffer.from(entry.name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(fields.flags, 6);
    local.writeUInt16LE(fields.method, 8);
    if (entry.descriptor !== true) {
      local.writeUInt32LE(fields.crc, 14);
      local.writeUInt32LE(fields.compressedSize, 18);
      local.writeUInt32LE(fields.size, 22);
    }
    local.writeUInt16LE(name.length, 26);
    const behind = entry.descriptor === true ? descriptor(fields) : Buffer.alloc(0);
    parts.push(local, name, Buffer.from(compressed), behind);
    directory.push(central(fields, name, options.zip64 === true));
    offset += local.length + name.length + compressed.length + behind.length;
  }
  const list = Buffer.concat(directory);
  return Buffer.concat([...parts, list, end(entries.length, list.length, offset, options)]);
}

interface Fields {
  readonly crc: number;
  readonly size: number;
  readonly compressedSize: number;
  readonly method: number;
  readonly flags: number;
  readonly offset: number;
}

function descriptor({ crc, compressedSize, size }: Fields): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(0x08074b50, 0);
  bytes.writeUInt32LE(crc, 4);
  bytes.writeUInt32LE(compressedSize, 8);
  bytes.writeUInt32LE(size, 12);
  return bytes;
}

function central(fields: Fields, name: Buffer, zip64: boolean): Buffer {
  const extra = Buffer.alloc(zip64 ? 28 : 0);
  if (zip64) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(24, 2);
    extra.writeBigUInt64LE(BigInt(fields.size), 4);
    extra.writeBigUInt64LE(BigInt(fields.compressedSize), 12);
    extra.writeBigUInt64LE(BigInt(fields.offset), 20);
  }
  const bytes = Buffer.alloc(46);
  bytes.writeUInt32LE(0x02014b50, 0);
  bytes.writeUInt16LE(zip64 ? 45 : 20, 4);
  bytes.writeUInt16LE(zip64 ? 45 : 20, 6);
  bytes.writeUInt16LE(fields.flags, 8);
  bytes.writeUInt16LE(fields.method, 10);
  bytes.writeUInt32LE(fields.crc, 16);
  bytes.writeUInt32LE(zip64 ? 0xffffffff : fields.compressedSize, 20);
  bytes.writeUInt32LE(zip64 ? 0xffffffff : fields.size, 24);
  bytes.writeUInt16LE(name.length, 28);
  bytes.writeUInt16LE(extra.length, 30);
  bytes.writeUInt32LE(zip64 ? 0xffffffff : fields.offset, 42);
  return Buffer.concat([bytes, name, extra]);
}

function end(
  count: number,
  size: number,
  offset: number,
  { zip64 = false, comment = '' }: { readonly zip64?: boolean; readonly comment?: string },
): Buffer {
  const last = Buffer.alloc(22);
  last.writeUInt32LE(0x06054b50, 0);
  last.writeUInt16LE(zip64 ? 0xffff : count, 8);
  last.writeUInt16LE(zip64 ? 0xffff : count, 10);
  last.writeUInt32LE(zip64 ? 0xffffffff : size, 12);
  last.writeUInt32LE(zip64 ? 0xffffffff : offset, 16);
  last.writeUInt16LE(Buffer.byteLength(comment), 20);
  if (!zip64) return Buffer.concat([last, Buffer.from(comment)]);
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator, last, Buffer.from(comment)]);
}
