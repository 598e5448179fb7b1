import type { Stats } from 'node:fs';

/** Packet types of SFTP version 3 (draft-ietf-secsh-filexfer-02, section 3). */
export const packet = {
  init: 1,
  version: 2,
  open: 3,
  close: 4,
  read: 5,
  write: 6,
  lstat: 7,
  fstat: 8,
  setstat: 9,
  fsetstat: 10,
  opendir: 11,
  readdir: 12,
  remove: 13,
  mkdir: 14,
  rmdir: 15,
  realpath: 16,
  stat: 17,
  rename: 18,
  readlink: 19,
  symlink: 20,
  status: 101,
  handle: 102,
  data: 103,
  name: 104,
  attributes: 105,
  extended: 200,
  extendedReply: 201,
} as const;

/** Status codes (section 7). */
export const status = {
  ok: 0,
  endOfFile: 1,
  noSuchFile: 2,
  permissionDenied: 3,
  failure: 4,
  badMessage: 5,
  unsupported: 8,
} as const;

/** The most a packet may hold, as OpenSSH has it, and the most file data in one. */
export const maxPacketLength = 256 * 1024;
export const maxDataLength = maxPacketLength - 1024;

/** A packet that does not hold what its type asks for. */
export class MalformedPacket extends Error {
  override readonly name = 'MalformedPacket';
}

/** File attributes that a client sends; what it left out is undefined. Times are epoch seconds. */
export interface SentAttributes {
  readonly size: number | undefined;
  readonly mode: number | undefined;
  readonly times: { readonly access: number; readonly modified: number } | undefined;
}

const attributeFlag = { size: 1, owner: 2, mode: 4, times: 8, extended: 0x80000000 } as const;

/** Reads a packet from front to back. Every method throws MalformedPacket where the packet ends too early. */
export class PacketReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new MalformedPacket('The packet ends too early.');
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }

  byte = (): number => this.#take(1).readUInt8();
  uint32 = (): number => this.#take(4).readUInt32BE();

  /** A 64-bit number; no file here is larger than what a double counts exactly. */
  uint64 = (): number => {
    const value = Number(this.#take(8).readBigUInt64BE());
    if (!Number.isSafeInteger(value)) throw new MalformedPacket('A number is too large.');
    return value;
  };

  bytes = (): Buffer => this.#take(this.uint32());
  text = (): string => this.bytes().toString('utf8');

  attributes(): SentAttributes {
    const flags = this.uint32();
    const size = flags & attributeFlag.size ? this.uint64() : undefined;
    if (flags & attributeFlag.owner) this.#take(8);
    const mode = flags & attributeFlag.mode ? this.uint32() : undefined;
    const times =
      flags & attributeFlag.times ? { access: this.uint32(), modified: this.uint32() } : undefined;
    if (flags & attributeFlag.extended) {
      for (let left = this.uint32(); left > 0; left -= 1) {
        this.bytes();
        this.bytes();
      }
    }
    return { size, mode, times };
  }
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

export function uint64(value: number | bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

/** A length and the bytes, or the text in UTF-8. */
export function string(value: string | Uint8Array): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return Buffer.concat([uint32(bytes.length), bytes]);
}

/** A complete packet with its length in front. */
export function makePacket(type: number, ...parts: Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 1);
  return Buffer.concat([uint32(length), Buffer.of(type), ...parts]);
}

/** A file's attributes: size, owner, mode, times. */
export function attributes(stats: Stats): Buffer {
  return Buffer.concat([
    uint32(attributeFlag.size | attributeFlag.owner | attributeFlag.mode | attributeFlag.times),
    uint64(stats.size),
    uint32(stats.uid),
    uint32(stats.gid),
    uint32(stats.mode),
    uint32(Math.floor(stats.atimeMs / 1000)),
    uint32(Math.floor(stats.mtimeMs / 1000)),
  ]);
}

/** Cuts a stream of bytes into packets, without their length. Throws MalformedPacket for one that is too long. */
export async function* packets(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let have = 0;
  /** How many bytes the next packet takes with its length, as far as that is known. */
  let needed = 4;
  for await (const chunk of stream) {
    parts.push(chunk);
    have += chunk.length;
    // A packet of 256 KB comes in many chunks: they are joined once, when the last is there.
    if (have < needed) continue;
    let rest = Buffer.concat(parts, have);
    needed = 4;
    while (rest.length >= needed) {
      const length = rest.readUInt32BE();
      if (length === 0 || length > maxPacketLength) throw new MalformedPacket(`A packet of ${length} bytes.`);
      needed = 4 + length;
      if (rest.length < needed) break;
      yield rest.subarray(4, needed);
      rest = rest.subarray(needed);
      needed = 4;
    }
    parts = [rest];
    have = rest.length;
  }
}
