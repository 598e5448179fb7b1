import { Readable } from 'node:stream';
import { openFile, withFile } from './byte-source.ts';
import { mixDown, mixWeights } from './mix-down.ts';
import { openSound, type Sound } from './sound-stream.ts';
import { wavHeader } from './wav-header.ts';

/** A file as a player can play it: 16-bit PCM in a plain WAV, made while it is read. */
export interface Preview {
  readonly contentType: 'audio/wav';
  /** Length of the whole WAV. */
  readonly bytes: number;
  readonly seconds: number;
  /**
   * The bytes from `start` to before `end`, so that a player may seek by HTTP ranges. Each stream opens
   * the file itself and closes it at its end; what fails on the way is the stream's error.
   */
  stream(start?: number, end?: number): Readable;
}

/** What fits a RIFF file, with room for the header. Longer sound is cut for the preview only. */
const mostSoundBytes = 0xffff_ff00;

/**
 * Opens any WAV that can be decoded for playing, at its own rate, with its own channels up to two and
 * mixed down beyond. The browser's player itself knows neither RIFX nor RF64, and not every coding.
 * Throws what `withFile` and `openSound` throw.
 */
export async function openPreview(path: string): Promise<Preview> {
  const { channels, frames, sampleRate } = await withFile(path, async (source) => {
    const sound = await openSound(source);
    const played = sound.channels <= 2 ? sound.channels : 1;
    const most = Math.floor(mostSoundBytes / (2 * played));
    return { channels: played, frames: Math.min(sound.frames, most), sampleRate: sound.sampleRate };
  });
  const header = wavHeader({ formatTag: 1, channels, sampleRate, bitsPerSample: 16, frames });
  const bytes = header.length + frames * channels * 2;
  return {
    contentType: 'audio/wav',
    bytes,
    seconds: frames / sampleRate,
    stream: (start = 0, end = bytes) =>
      Readable.from(pcm16(path, header, channels, start, Math.min(end, bytes)), { objectMode: false }),
  };
}

async function* pcm16(path: string, header: Uint8Array, channels: number, start: number, end: number) {
  if (start < header.length) yield header.subarray(start, end);
  if (end <= header.length) return;
  const file = await openFile(path);
  try {
    const sound = await openSound(file.source);
    const frameBytes = 2 * channels;
    const from = Math.floor(Math.max(0, start - header.length) / frameBytes);
    const to = Math.ceil((end - header.length) / frameBytes);
    let at = header.length + from * frameBytes;
    for await (const bytes of pcm16Blocks(sound, channels, from, to)) {
      yield bytes.subarray(Math.max(0, start - at), Math.max(0, end - at));
      at += bytes.length;
    }
  } finally {
    await file.close();
  }
}

async function* pcm16Blocks(sound: Sound, channels: number, from: number, to: number) {
  const weights = mixWeights(sound.channels, sound.layout.format.channelMask);
  for await (const { samples, frames } of sound.blocks(from, to)) {
    if (channels < sound.channels) mixDown(samples, weights, frames, samples);
    const bytes = Buffer.allocUnsafe(frames * channels * 2);
    for (let i = 0; i < frames * channels; i += 1) {
      const step = Math.round((samples[i] as number) * 32768);
      bytes.writeInt16LE(Math.max(-32768, Math.min(32767, step)), 2 * i);
    }
    yield bytes;
  }
}
