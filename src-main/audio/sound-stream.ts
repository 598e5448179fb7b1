import { DialdeskError } from '../contract/errors.ts';
import type { ByteSource } from './byte-source.ts';
import { makeDecoder } from './decode.ts';
import { mixDown, mixWeights } from './mix-down.ts';
import { soundCoding } from './sample-coding.ts';
import { readWavLayout, type WavLayout } from './wav-layout.ts';

/** The sound of a file that can be decoded. */
export interface Sound {
  readonly layout: WavLayout;
  readonly frames: number;
  readonly channels: number;
  readonly sampleRate: number;
  /** Decodes from frame `from` to before frame `to`, in blocks; each is overwritten by the next. */
  blocks(from?: number, to?: number): AsyncGenerator<SoundBlock>;
}

/** Interleaved samples of full scale; only the first `frames * channels` are valid. */
export interface SoundBlock {
  readonly samples: Float64Array;
  readonly frames: number;
}

/** Read at once; the memory of a conversion is a few times this, whatever the length of the file. */
const blockBytes = 256 * 1024;

/**
 * Opens the sound of a WAV for decoding.
 * Throws `file_unreadable` with details.reason `not-wav` (details.found names what it is), `codec`
 * (details.codec names it) or `no-sound`.
 */
export async function openSound(source: ByteSource): Promise<Sound> {
  const reading = await readWavLayout(source);
  if (!reading.ok) {
    const { found } = reading.problem;
    throw new DialdeskError('file_unreadable', `not a readable WAV: ${found}`, {
      details: { reason: 'not-wav', found },
    });
  }
  const { layout } = reading;
  const { coding, channels, sampleRate, bitsPerSample } = layout.format;
  const sampleCoding = soundCoding(layout);
  if (!sampleCoding) {
    throw new DialdeskError('file_unreadable', `${coding.name}, ${bitsPerSample} bit, cannot be decoded`, {
      details: { reason: 'codec', codec: coding.name, bitsPerSample },
    });
  }
  const frameBytes = sampleCoding.bytesPerSample * channels;
  const frames = Math.floor(layout.dataBytes / frameBytes);
  if (frames === 0 || sampleRate === 0) {
    throw new DialdeskError('file_unreadable', 'the file has no sound', { details: { reason: 'no-sound' } });
  }
  const decode = makeDecoder(sampleCoding);

  async function* blocks(from = 0, to = frames): AsyncGenerator<SoundBlock> {
    const most = Math.min(Math.max(1, Math.floor(blockBytes / frameBytes)), Math.max(1, to - from));
    const bytes = new Uint8Array(most * frameBytes);
    const samples = new Float64Array(most * channels);
    for (let at = from; at < to; at += most) {
      const count = Math.min(most, to - at);
      await readPieces(source, layout, at * frameBytes, bytes.subarray(0, count * frameBytes));
      decode(bytes, count * channels, samples);
      yield { samples, frames: count };
    }
  }
  return { layout, frames, channels, sampleRate, blocks };
}

/**
 * The sound mixed down to mono at its own rate; each block is overwritten by the next.
 * @param weights part of each channel; as its loudspeakers have it, unless chosen
 */
export async function* monoBlocks(
  sound: Sound,
  weights = mixWeights(sound.channels, sound.layout.format.channelMask),
): AsyncGenerator<Float64Array> {
  for await (const { samples, frames } of sound.blocks()) {
    mixDown(samples, weights, frames, samples);
    yield samples.subarray(0, frames);
  }
}

/** Reads sound from byte `position` on, counted over all pieces; a frame may lie across two of them. */
async function readPieces(source: ByteSource, layout: WavLayout, position: number, into: Uint8Array) {
  let before = 0;
  let filled = 0;
  for (const piece of layout.pieces) {
    const inPiece = position + filled - before;
    if (filled < into.length && inPiece < piece.length) {
      const part = into.subarray(filled, filled + Math.min(into.length - filled, piece.length - inPiece));
      const there = await source.read(part, piece.offset + inPiece);
      if (there < part.length)
        throw new DialdeskError('file_changed', 'the file became shorter while it was read');
      filled += part.length;
    }
    before += piece.length;
  }
}
