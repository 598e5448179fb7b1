/** A piece of UTF-7 (RFC 2152): UTF-16 in base64, between a plus and whatever is not base64. */
const shifted = /\+([A-Za-z0-9+/]{3,})-?/g;
const letters = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]+$/u;
const unitBits = 16;
const digitBits = 6;

/**
 * What a text of ASCII alone would be as UTF-7: +XyBOCQ- is 张三. Such a text is no other by chance: all bits that are left
 * over must be zero, and all characters be ones that are written, none of them ASCII. A number with a plus has digits alone.
 *
 * @returns undefined where it is not UTF-7
 */
export function utf7Meant(text: string): string | undefined {
  if (!text.includes('+')) return undefined;
  const decoded = Array.from(text.matchAll(shifted), ([, base64 = '']) => textOf(base64));
  if (decoded.length === 0 || decoded.includes(undefined)) return undefined;
  return text.replace(shifted, () => decoded.shift() ?? '');
}

function textOf(base64: string): string | undefined {
  if (/^\d+$/.test(base64)) return undefined;
  const units = Math.floor((base64.length * digitBits) / unitBits);
  const rest = base64.length * digitBits - units * unitBits;
  if (units === 0 || rest >= digitBits) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  if (rest > 0 && (Buffer.from(`${base64}AA`, 'base64')[units * 2] ?? 0) >> (8 - rest) !== 0)
    return undefined;
  const text = Array.from({ length: units }, (_, i) => bytes.readUInt16BE(i * 2));
  const decoded = String.fromCharCode(...text);
  return letters.test(decoded) && Array.from(decoded).every((character) => character >= '\u0080')
    ? decoded
    : undefined;
}
