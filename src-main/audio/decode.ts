import { alaw, mulaw } from './g711.ts';
import type { SampleCoding } from './sample-coding.ts';

/** Turns `count` samples, as they stand in a file, into numbers of full scale (-1 to 1) at the start of `into`. */
export type Decoder = (bytes: Uint8Array, count: number, into: Float64Array) => void;

/**
 * The decoder for a coding. Integers are divided by the magnitude of their lowest value, so that half
 * scale is exactly 0.5 in every depth. Floats may be beyond full scale and stay so; those that are no
 * number become silence, for one of them would silence the filter behind it for good.
 */
export function makeDecoder(coding: SampleCoding): Decoder {
  switch (coding.kind) {
    case 'alaw':
      return fromTable(alaw.decode);
    case 'mulaw':
      return fromTable(mulaw.decode);
    case 'unsigned8':
      return (bytes, count, into) => {
        for (let i = 0; i < count; i += 1) into[i] = ((bytes[i] as number) - 128) / 128;
      };
    case 'signed':
      return signed(coding);
    case 'float':
      return float(coding);
  }
}

function fromTable(table: Int16Array): Decoder {
  return (bytes, count, into) => {
    for (let i = 0; i < count; i += 1) into[i] = (table[bytes[i] as number] as number) / 32768;
  };
}

function signed({ bytesPerSample, bigEndian }: SampleCoding): Decoder {
  // Offsets of the bytes from the highest to the lowest; a sample is put together at the top of 32 bits.
  const places = Array.from({ length: bytesPerSample }, (_, i) => (bigEndian ? i : bytesPerSample - 1 - i));
  const [top = 0, second = 0, third = 0, fourth = 0] = places;
  const scale = 1 / 2 ** 31;
  if (bytesPerSample === 2) {
    return (bytes, count, into) => {
      for (let i = 0, at = 0; i < count; i += 1, at += 2) {
        into[i] = (((bytes[at + top] as number) << 24) | ((bytes[at + second] as number) << 16)) * scale;
      }
    };
  }
  if (bytesPerSample === 3) {
    return (bytes, count, into) => {
      for (let i = 0, at = 0; i < count; i += 1, at += 3) {
        const high = ((bytes[at + top] as number) << 24) | ((bytes[at + second] as number) << 16);
        into[i] = (high | ((bytes[at + third] as number) << 8)) * scale;
      }
    };
  }
  return (bytes, count, into) => {
    for (let i = 0, at = 0; i < count; i += 1, at += 4) {
      const high = ((bytes[at + top] as number) << 24) | ((bytes[at + second] as number) << 16);
      into[i] = (high | ((bytes[at + third] as number) << 8) | (bytes[at + fourth] as number)) * scale;
    }
  };
}

function float({ bytesPerSample, bigEndian }: SampleCoding): Decoder {
  return (bytes, count, into) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0, at = 0; i < count; i += 1, at += bytesPerSample) {
      const value = bytesPerSample === 4 ? view.getFloat32(at, !bigEndian) : view.getFloat64(at, !bigEndian);
      into[i] = Number.isFinite(value) ? value : 0;
    }
  };
}
