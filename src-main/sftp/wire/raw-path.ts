/** A path or name as the server takes it: bytes as they are, or text as `pathBytes` reads it. */
export type RawPath = string | Uint8Array;

/** Where the bytes 0x80 to 0xFF of a name that is not UTF-8 stand in text: U+DC80 to U+DCFF. */
const escapes = 0xdc00;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const decoded = (bytes: Uint8Array): string | undefined => {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
};

/** Bytes of the character that begins with this one; 1 for what begins none. */
const lengthAt = (lead: number): number => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1);

/**
 * A server's name as text that leads back to the same bytes, through JSON and over the bridge too: what is
 * UTF-8 as it reads, every other byte as a lone low surrogate, which no UTF-8 text contains (PEP 383). A GBK
 * name can so be a step of any path. For showing there is `displayName`.
 */
export function pathText(bytes: Uint8Array): string {
  const whole = decoded(bytes);
  if (whole !== undefined) return whole;
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] ?? 0;
    const length = lengthAt(lead);
    const character = decoded(bytes.subarray(at, at + length));
    text += character ?? String.fromCharCode(escapes + lead);
    at += character === undefined ? 1 : length;
  }
  return text;
}

/** The bytes a path goes to the server as: UTF-8, and what `pathText` escaped as the bytes that it was. */
export function pathBytes(path: RawPath): Uint8Array {
  if (typeof path !== 'string') return path;
  if (path.isWellFormed()) return Buffer.from(path);
  return Buffer.concat(
    Array.from(path, (character) => {
      const byte = character.charCodeAt(0) - escapes;
      const escaped = character.length === 1 && byte >= 0x80 && byte <= 0xff;
      return escaped ? Buffer.of(byte) : Buffer.from(character);
    }),
  );
}
