/** What must not stand in a JSON string as it is (RFC 8259): control characters, the quote, the backslash. */
const isSpecial = new Uint8Array(256);
isSpecial.fill(1, 0, 0x20);
isSpecial[0x22] = 1;
isSpecial[0x5c] = 1;

const escapes = Array.from({ length: 256 }, (_, byte) =>
  isSpecial[byte] === 1 ? Buffer.from(JSON.stringify(String.fromCharCode(byte)).slice(1, -1)) : undefined,
);
/** The longest escape is \u0000. */
const mostGrowth = 6;

/**
 * JSON being written as UTF-8 bytes, without strings being made of the values. The buffer is used again for
 * every row; it is replaced when it must grow, so a slice that was handed out stays good until `reset`.
 */
export class JsonText {
  bytes = Buffer.allocUnsafeSlow(4096);
  length = 0;

  reset(): void {
    this.length = 0;
  }

  /** Appends what is already JSON. */
  raw(json: Uint8Array): void {
    this.#reserve(json.length);
    const { bytes } = this;
    let at = this.length;
    for (let i = 0; i < json.length; i++) bytes[at++] = json[i] as number;
    this.length = at;
  }

  /** Appends the UTF-8 text `source[start, end)` as a JSON string, with its quotes. */
  string(source: Uint8Array, start: number, end: number): void {
    this.#reserve((end - start) * mostGrowth + 2);
    const { bytes } = this;
    let at = this.length;
    bytes[at++] = 0x22;
    for (let i = start; i < end; i++) {
      const byte = source[i] as number;
      if (isSpecial[byte] === 0) {
        bytes[at++] = byte;
      } else {
        const escape = escapes[byte] as Buffer;
        for (let j = 0; j < escape.length; j++) bytes[at++] = escape[j] as number;
      }
    }
    bytes[at++] = 0x22;
    this.length = at;
  }

  #reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(needed * 2);
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}
