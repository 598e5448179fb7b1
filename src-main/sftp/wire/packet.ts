/** A uint32, a uint64 or a length-prefixed string: all that SFTP packets are made of. */
export type Field = number | bigint | Uint8Array;

const fieldLength = (field: Field): number =>
  typeof field === 'number' ? 4 : typeof field === 'bigint' ? 8 : 4 + field.length;

/** One packet with its length in front. Numbers go as uint32, bigints as uint64, bytes as a string. */
export function encodePacket(type: number, fields: readonly Field[]): Buffer {
  let length = 1;
  for (const field of fields) length += fieldLength(field);
  const packet = Buffer.allocUnsafe(4 + length);
  packet.writeUInt32BE(length, 0);
  packet[4] = type;
  let at = 5;
  for (const field of fields) {
    if (typeof field === 'number') {
      at = packet.writeUInt32BE(field, at);
    } else if (typeof field === 'bigint') {
      at = packet.writeBigUInt64BE(field, at);
    } else {
      at = packet.writeUInt32BE(field.length, at);
      packet.set(field, at);
      at += field.length;
    }
  }
  return packet;
}

/** What a server sent is not SFTP. */
export class MalformedPacket extends Error {
  override readonly name = 'MalformedPacket';
}

/** Reads the fields of one packet in turn. Throws `MalformedPacket` instead of reading past its end. */
export class PacketReader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  #advance(count: number): number {
    const start = this.#at;
    if (start + count > this.#bytes.length) throw new MalformedPacket('a packet ends too early');
    this.#at = start + count;
    return start;
  }

  get finished(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** How many bytes have been read. */
  get position(): number {
    return this.#at;
  }

  uint8(): number {
    return this.#bytes.readUInt8(this.#advance(1));
  }

  uint32(): number {
    return this.#bytes.readUInt32BE(this.#advance(4));
  }

  uint64(): bigint {
    return this.#bytes.readBigUInt64BE(this.#advance(8));
  }

  /** A view into the packet, not a copy. */
  bytes(): Buffer {
    const length = this.uint32();
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  text(): string {
    return this.bytes().toString('utf8');
  }
}
