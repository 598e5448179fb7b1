import type { VoiceWave } from '../contract/voice.ts';
import { withFile, type ByteSource } from './byte-source.ts';
import { openSound, type Sound } from './sound-stream.ts';

/** Up to this much sound every sample is looked at, in bytes; it takes about half a second. */
const exactBytes = 100_000_000;
/** Beyond it each column is drawn from so many short parts, spread evenly. */
const partsPerColumn = 4;
const framesPerPart = 2048;

/**
 * The wave of a file for drawing, in `columns` columns, or fewer if it has fewer frames. A column holds
 * the extremes of all channels, so that a channel at full scale is seen. Throws what `withFile` and
 * `openSound` throw.
 */
export function readWaveOfFile(path: string, columns: number): Promise<VoiceWave> {
  return withFile(path, (source) => readWave(source, columns));
}

/** As `readWaveOfFile`, for bytes wherever they are. */
export async function readWave(source: ByteSource, columns: number): Promise<VoiceWave> {
  const sound = await openSound(source);
  const count = Math.max(1, Math.min(Math.floor(columns), sound.frames));
  const exact = sound.layout.dataBytes <= exactBytes;
  const min = new Float64Array(count).fill(1);
  const max = new Float64Array(count).fill(-1);
  for (const [from, to] of exact ? [[0, sound.frames] as const] : sampledParts(sound, count)) {
    let frame = from;
    for await (const { samples, frames } of sound.blocks(from, to)) {
      gather(samples, frame, frames, sound, min, max);
      frame += frames;
    }
  }
  return { min: Array.from(min, forDrawing), max: Array.from(max, forDrawing), exact };
}

/** Three digits are finer than any screen, and a third of the text on the bridge. */
const forDrawing = (value: number) => Math.round(Math.max(-1, Math.min(1, value)) * 1000) / 1000;

function* sampledParts({ frames }: Sound, columns: number): Generator<readonly [from: number, to: number]> {
  const parts = columns * partsPerColumn;
  for (let part = 0; part < parts; part += 1) {
    const from = Math.floor((part * frames) / parts);
    const next = Math.floor(((part + 1) * frames) / parts);
    yield [from, Math.min(next, from + framesPerPart)];
  }
}

/** Takes the extremes of a block that begins at frame `first` into the columns its frames belong to. */
function gather(
  samples: Float64Array,
  first: number,
  frames: number,
  { channels, frames: all }: Sound,
  min: Float64Array,
  max: Float64Array,
) {
  const columns = min.length;
  for (let frame = 0; frame < frames;) {
    const column = Math.floor(((first + frame) * columns) / all);
    const end = Math.min(frames, Math.ceil(((column + 1) * all) / columns) - first);
    let low = min[column] as number;
    let high = max[column] as number;
    for (let i = frame * channels; i < end * channels; i += 1) {
      const sample = samples[i] as number;
      if (sample < low) low = sample;
      if (sample > high) high = sample;
    }
    min[column] = low;
    max[column] = high;
    frame = end;
  }
}
