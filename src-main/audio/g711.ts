/**
 * ITU-T G.711 A-law and µ-law, between 8-bit codes and 16-bit linear samples.
 * Encoding follows the reference of ITU-T G.191 (alaw_compress, ulaw_compress): negative samples are
 * turned into magnitudes by their one's complement, so that both signs have the same decision levels.
 * Tables are made once: 256 entries for decoding, 65,536 for encoding.
 */
export interface CompandingLaw {
  /** Code (0 to 255) to 16-bit sample. */
  readonly decode: Int16Array;
  /** 16-bit sample + 32,768 to code. */
  readonly encode: Uint8Array;
}

/** Added to the magnitude in 14 bits, so that every segment begins at a power of two. */
const mulawBias = 33;
const mulawCeiling = 0x1fff;

/** A-law: 13 bits, every second bit inverted (G.711, table 1). Code 0xD5 is the step above zero: silence. */
export const alaw = makeLaw(decodeAlaw, encodeAlaw);
/** µ-law: 14 bits, all bits inverted (G.711, table 2). Codes 0xFF and 0x7F are both zero. */
export const mulaw = makeLaw(decodeMulaw, encodeMulaw);

function makeLaw(decode: (code: number) => number, encode: (sample: number) => number): CompandingLaw {
  return {
    decode: Int16Array.from({ length: 256 }, (_, code) => decode(code)),
    encode: Uint8Array.from({ length: 65536 }, (_, index) => encode(index - 32768)),
  };
}

function decodeAlaw(code: number): number {
  const bits = code ^ 0x55;
  const segment = (bits >> 4) & 7;
  const step = bits & 15;
  const magnitude = segment === 0 ? (step << 4) + 8 : ((step << 4) + 0x108) << (segment - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}

function encodeAlaw(sample: number): number {
  const magnitude = (sample < 0 ? ~sample : sample) >> 4;
  const segment = Math.max(0, 28 - Math.clz32(magnitude));
  const step = segment <= 1 ? magnitude & 15 : (magnitude >> (segment - 1)) & 15;
  return ((sample < 0 ? 0 : 0x80) | (segment << 4) | step) ^ 0x55;
}

function decodeMulaw(code: number): number {
  const bits = ~code & 0xff;
  const segment = (bits >> 4) & 7;
  const magnitude = ((((bits & 15) << 1) + mulawBias) << segment) - mulawBias;
  return bits & 0x80 ? -magnitude * 4 : magnitude * 4;
}

function encodeMulaw(sample: number): number {
  const magnitude = Math.min(((sample < 0 ? ~sample : sample) >> 2) + mulawBias, mulawCeiling);
  const segment = 26 - Math.clz32(magnitude);
  const step = (magnitude >> (segment + 1)) & 15;
  return ~((sample < 0 ? 0x80 : 0) | (segment << 4) | step) & 0xff;
}
