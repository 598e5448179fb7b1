import { Packet } from '../wire/codes.ts';

/**
 * The memory of one write that is under way: room for a whole WRITE packet, into which the local file is read
 * at the place where its data belongs. A slot may be filled again once its write was answered: by then every
 * byte of it has left.
 */
export class WriteSlot {
  /** Where the file's bytes go. */
  readonly data: Buffer;
  readonly #packet: Buffer;
  readonly #handle: Uint8Array;

  /** `capacity` is the most data of one write. */
  constructor(handle: Uint8Array, capacity: number) {
    const header = 4 + 1 + 4 + 4 + handle.length + 8 + 4;
    this.#handle = handle;
    this.#packet = Buffer.allocUnsafeSlow(header + capacity);
    this.data = this.#packet.subarray(header);
  }

  /** The packet for the first `length` bytes of `data`, to be written at `position` (section 6.4). */
  packet(id: number, position: number, length: number): Buffer {
    const packet = this.#packet;
    const header = packet.length - this.data.length;
    packet.writeUInt32BE(header - 4 + length, 0);
    packet[4] = Packet.write;
    packet.writeUInt32BE(id, 5);
    packet.writeUInt32BE(this.#handle.length, 9);
    packet.set(this.#handle, 13);
    packet.writeBigUInt64BE(BigInt(position), 13 + this.#handle.length);
    packet.writeUInt32BE(length, header - 4);
    return packet.subarray(0, header + length);
  }
}
