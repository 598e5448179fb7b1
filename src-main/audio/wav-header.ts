import type { VoiceTarget } from '../contract/voice.ts';

/** What a header of a new WAV says. */
export interface WavHeader {
  readonly formatTag: 1 | 6 | 7;
  readonly channels: number;
  readonly sampleRate: number;
  readonly bitsPerSample: 8 | 16;
  readonly frames: number;
}

export const targetTags = { alaw: 6, mulaw: 7, pcm8: 1 } as const satisfies Record<VoiceTarget, number>;

/**
 * The bytes before the sound of a plain RIFF file. PCM has a format chunk of 16 bytes, all others one of
 * 18 with an empty extension, and a `fact` chunk with the frame count ("New WAVE Types", Microsoft 1994).
 * wavefile writes A-law and µ-law with an extension of two bytes instead, and no pad byte; telephony
 * software exists that takes only the standard form.
 * Throws RangeError beyond 4 GB, which plain RIFF cannot say.
 */
export function wavHeader({ formatTag, channels, sampleRate, bitsPerSample, frames }: WavHeader): Uint8Array {
  const blockAlign = channels * (bitsPerSample / 8);
  const dataBytes = frames * blockAlign;
  const plain = formatTag === 1;
  const length = plain ? 44 : 58;
  const riffSize = length - 8 + dataBytes + wavPadding(dataBytes);
  if (riffSize > 0xffff_ffff) throw new RangeError(`${dataBytes} bytes of sound do not fit a RIFF file`);
  const header = Buffer.alloc(length);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(riffSize, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(plain ? 16 : 18, 16);
  header.writeUInt16LE(formatTag, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * blockAlign, 28);
  header.writeUInt16LE(blockAlign, 32);
  header.writeUInt16LE(bitsPerSample, 34);
  if (!plain) {
    header.write('fact', 38, 'latin1');
    header.writeUInt32LE(4, 42);
    header.writeUInt32LE(frames, 46);
  }
  header.write('data', length - 8, 'latin1');
  header.writeUInt32LE(dataBytes, length - 4);
  return header;
}

/** Pad bytes behind so many bytes of sound: chunks begin at even places. */
export const wavPadding = (dataBytes: number) => dataBytes % 2;
