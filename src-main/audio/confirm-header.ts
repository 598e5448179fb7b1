import wavefile from 'wavefile';
import { DialdeskError } from '../contract/errors.ts';
import type { VoiceTarget } from '../contract/voice.ts';
import { targetTags } from './wav-header.ts';

/** The part of wavefile's format chunk that is compared; its own types say `object`. */
interface FormatFields {
  audioFormat: number;
  numChannels: number;
  sampleRate: number;
  byteRate: number;
  blockAlign: number;
  bitsPerSample: number;
}

/**
 * Has the header of a finished file read by wavefile before a byte of sound is written behind it: a
 * second reader, which is not ours, must see the numbers that the platform asks for. Plain RIFF headers
 * are what wavefile reads rightly.
 * Throws `internal` on any difference.
 */
export function confirmHeader(header: Uint8Array, codec: VoiceTarget, frames: number): void {
  const reader = new wavefile.WaveFile();
  reader.fromBuffer(header, false);
  const format = reader.fmt as FormatFields;
  const data = reader.data as { chunkSize: number };
  const right =
    reader.container === 'RIFF' &&
    format.audioFormat === targetTags[codec] &&
    format.numChannels === 1 &&
    format.sampleRate === 8000 &&
    format.byteRate === 8000 &&
    format.blockAlign === 1 &&
    format.bitsPerSample === 8 &&
    data.chunkSize === frames;
  if (!right)
    throw new DialdeskError('internal', 'the header of the converted file does not say what it should');
}
