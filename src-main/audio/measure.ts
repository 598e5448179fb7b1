import { LoudnessMeter } from './loudness.ts';

/** What a first pass over the sound found, at the rate of the pass. */
export interface Measurement {
  /** Highest magnitude, of full scale. */
  readonly peak: number;
  /** LUFS (see LoudnessMeter); undefined where there is too little sound to tell. */
  readonly loudness: number | undefined;
  /** Frames from the first sound to behind the last, with a margin; the whole if all is silent. */
  readonly from: number;
  readonly to: number;
}

/** Level below which 10 ms count as silent, in dBFS of their RMS. */
const silenceLevel = -50;
/** Seconds of silence that are left on both ends, so that soft beginnings and decays stay. */
const margin = 0.1;

/** Measures mono blocks of `rate` Hz. Needs no more memory for long sound than for short. */
export async function measure(blocks: AsyncIterable<Float64Array>, rate: number): Promise<Measurement> {
  const meter = new LoudnessMeter(rate);
  const threshold = 10 ** (silenceLevel / 10);
  const window = Math.round(rate / 100);
  let [peak, energy, frame] = [0, 0, 0];
  let [firstLoud, lastLoud] = [-1, -1];
  for await (const block of blocks) {
    meter.push(block);
    for (const sample of block) {
      peak = Math.max(peak, Math.abs(sample));
      energy += sample * sample;
      frame += 1;
      if (frame % window === 0) {
        if (energy > threshold * window) {
          lastLoud = frame;
          if (firstLoud < 0) firstLoud = frame - window;
        }
        energy = 0;
      }
    }
  }
  const rest = frame % window;
  if (rest > 0 && energy > threshold * rest) {
    lastLoud = frame;
    if (firstLoud < 0) firstLoud = frame - rest;
  }
  const around = Math.round(margin * rate);
  return {
    peak,
    loudness: meter.integrated(),
    from: firstLoud < 0 ? 0 : Math.max(0, firstLoud - around),
    to: lastLoud < 0 ? frame : Math.min(frame, lastLoud + around),
  };
}
