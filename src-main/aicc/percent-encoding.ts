/** For each byte value: 1 if it stands for itself. */
const unreserved = new Uint8Array(256);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~') {
  unreserved[character.charCodeAt(0)] = 1;
}

/** Upper-case hexadecimal digits as ASCII bytes. */
const hex = Buffer.from('0123456789ABCDEF', 'latin1');
const percentSign = 0x25;

/** Big enough that the hash is fed in few calls, small enough to stay in the processor's cache. */
const blockBytes = 64 * 1024;

/**
 * Percent-encodes bytes: `A-Z a-z 0-9 - . _ ~` stay, every other byte becomes `%XX` in upper-case hex.
 * That includes `/`, and `! ' ( ) *`, which encodeURIComponent would leave alone.
 *
 * The result is handed out block by block, so that signing a voice file of 7 MB needs 192 KB and no long
 * string. The block is reused: take what you need from it before returning.
 */
export function percentEncodeBytes(bytes: Uint8Array, take: (block: Uint8Array) => void): void {
  const block = new Uint8Array(Math.min(bytes.length, blockBytes) * 3);
  for (let start = 0; start < bytes.length; start += blockBytes) {
    const end = Math.min(start + blockBytes, bytes.length);
    let length = 0;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number;
      if (unreserved[byte] === 1) {
        block[length++] = byte;
      } else {
        block[length] = percentSign;
        block[length + 1] = hex[byte >> 4] as number;
        block[length + 2] = hex[byte & 15] as number;
        length += 3;
      }
    }
    take(block.subarray(0, length));
  }
}

/**
 * Percent-encodes the UTF-8 bytes of a text. An unpaired surrogate has no UTF-8 form; it counts as U+FFFD,
 * as it does when Node writes the same text to a socket.
 */
export function percentEncode(text: string): string {
  let encoded = '';
  percentEncodeBytes(Buffer.from(text, 'utf8'), (block) => {
    encoded += Buffer.from(block.buffer, block.byteOffset, block.byteLength).toString('latin1');
  });
  return encoded;
}
