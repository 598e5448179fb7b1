import type { WavLayout } from './wav-layout.ts';

/** How one sample stands in the file. Bits are those that carry sound, at the top of the bytes. */
export interface SampleCoding {
  readonly kind: 'unsigned8' | 'signed' | 'float' | 'alaw' | 'mulaw';
  readonly bytesPerSample: 1 | 2 | 3 | 4 | 8;
  readonly bigEndian: boolean;
}

/**
 * How the samples of a file are to be decoded, or undefined if they cannot be: a coding known by name
 * only, a depth that does not exist, no channels.
 *
 * Where the header contradicts itself the depth is believed, for it is the field that programs write
 * with care. One exception that is met: 24 bits kept in four bytes, with block size and byte rate both
 * saying so.
 */
export function soundCoding(layout: WavLayout): SampleCoding | undefined {
  const { coding, channels, bitsPerSample: bits, blockAlign, byteRate, sampleRate } = layout.format;
  const { bigEndian } = layout.container;
  if (channels === 0) return undefined;
  switch (coding.id) {
    case 'alaw':
    case 'mulaw':
      // The depth is 8 by definition; some writers put 16 there, the depth after decoding.
      return { kind: coding.id, bytesPerSample: 1, bigEndian };
    case 'float':
      if (bits === 32) return { kind: 'float', bytesPerSample: 4, bigEndian };
      if (bits === 64) return { kind: 'float', bytesPerSample: 8, bigEndian };
      return undefined;
    case 'pcm': {
      // Up to 8 bits are unsigned, more are signed (Microsoft/IBM 1991, "Data Format of the Samples").
      if (bits >= 1 && bits <= 8) return { kind: 'unsigned8', bytesPerSample: 1, bigEndian };
      const padded =
        bits > 16 && bits <= 24 && blockAlign === 4 * channels && byteRate === blockAlign * sampleRate;
      if (padded) return { kind: 'signed', bytesPerSample: 4, bigEndian };
      if (bits > 8 && bits <= 16) return { kind: 'signed', bytesPerSample: 2, bigEndian };
      if (bits > 16 && bits <= 24) return { kind: 'signed', bytesPerSample: 3, bigEndian };
      if (bits > 24 && bits <= 32) return { kind: 'signed', bytesPerSample: 4, bigEndian };
      return undefined;
    }
    default:
      return undefined;
  }
}
