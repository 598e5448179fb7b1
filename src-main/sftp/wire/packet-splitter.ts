import { MalformedPacket } from './packet.ts';

/** Far above what servers send (OpenSSH: 256 KB), far below what would hurt. */
const longestPacket = 1024 * 1024;

/**
 * Cuts a channel's bytes into SFTP packets. A packet that lies whole in one chunk is passed on as a view;
 * only one that is spread over several is copied.
 */
export class PacketSplitter {
  readonly #onPacket: (packet: Buffer) => void;
  readonly #header = Buffer.alloc(4);
  #headerBytes = 0;
  #packet: Buffer | undefined;
  #filled = 0;

  /** `onPacket` gets the packet without its length: the type, then the fields. */
  constructor(onPacket: (packet: Buffer) => void) {
    this.#onPacket = onPacket;
  }

  /** Takes the next bytes. Throws `MalformedPacket` at a length that no SFTP server sends. */
  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#packet) {
        at = this.#fill(this.#packet, chunk, at);
        continue;
      }
      while (this.#headerBytes < 4 && at < chunk.length)
        this.#header[this.#headerBytes++] = chunk[at++] as number;
      if (this.#headerBytes < 4) return;
      this.#headerBytes = 0;
      const length = this.#header.readUInt32BE(0);
      if (length === 0 || length > longestPacket) {
        throw new MalformedPacket(
          `a packet of ${length} bytes: ${JSON.stringify(chunk.toString('latin1', 0, 60))}`,
        );
      }
      if (at + length <= chunk.length) {
        this.#onPacket(chunk.subarray(at, at + length));
        at += length;
      } else {
        this.#packet = Buffer.allocUnsafe(length);
        this.#filled = 0;
      }
    }
  }

  #fill(packet: Buffer, chunk: Buffer, at: number): number {
    const count = Math.min(packet.length - this.#filled, chunk.length - at);
    chunk.copy(packet, this.#filled, at, at + count);
    this.#filled += count;
    if (this.#filled === packet.length) {
      this.#packet = undefined;
      this.#onPacket(packet);
    }
    return at + count;
  }
}
