/**
 * A writer for the few ASN.1 types an X.509 certificate is made of, in DER (ITU-T X.690).
 * Every function returns a complete tag-length-value.
 */

/** Tags in use; constructed types carry bit 0x20. */
const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** One value with any tag: the length in the short form below 128 bytes, else in the long form. */
export function tlv(tagByte: number, ...content: Uint8Array[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  const header = [tagByte];
  if (length < 0x80) {
    header.push(length);
  } else {
    const bytes: number[] = [];
    for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
    header.push(0x80 | bytes.length, ...bytes);
  }
  return Buffer.concat([Buffer.from(header), ...content]);
}

export const sequence = (...items: Uint8Array[]): Buffer => tlv(tag.sequence, ...items);
export const set = (...items: Uint8Array[]): Buffer => tlv(tag.set, ...items);
export const octetString = (content: Uint8Array): Buffer => tlv(tag.octetString, content);
export const utf8String = (text: string): Buffer => tlv(tag.utf8String, Buffer.from(text));
export const boolean = (value: boolean): Buffer => tlv(tag.boolean, Buffer.of(value ? 0xff : 0));

/** A BIT STRING of whole bytes, or of the leading bits if `unusedBits` says how many to leave out. */
export const bitString = (content: Uint8Array, unusedBits = 0): Buffer =>
  tlv(tag.bitString, Buffer.of(unusedBits), content);

/** A non-negative INTEGER from big-endian bytes: leading zeros dropped, one added where the sign bit is set. */
export function integer(magnitude: Uint8Array): Buffer {
  let start = 0;
  while (start < magnitude.length - 1 && magnitude[start] === 0) start += 1;
  const digits = Buffer.from(magnitude.subarray(start));
  return ((digits[0] ?? 0) & 0x80) === 0 && digits.length > 0
    ? tlv(tag.integer, digits)
    : tlv(tag.integer, Buffer.of(0), digits);
}

/** An OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of others) {
    const groups = [arc & 0x7f];
    for (let rest = arc >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tlv(tag.oid, Buffer.from(bytes));
}

/** A validity time to the second: UTCTime before 2050, GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
export function time(moment: Date): Buffer {
  const digits = moment
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-T:]/g, '');
  return moment.getUTCFullYear() < 2050 && moment.getUTCFullYear() >= 1950
    ? tlv(tag.utcTime, Buffer.from(digits.slice(2)))
    : tlv(tag.generalizedTime, Buffer.from(digits));
}
