import { LoudnessMeter } from './loudness.ts';
import { SilenceEnds } from './silence-ends.ts';

/** What a first pass over the sound found, at the rate of the pass. */
export interface Measurement {
  /** Highest magnitude, of full scale. */
  readonly peak: number;
  /** LUFS (see LoudnessMeter); undefined where there is too little sound to tell. */
  readonly loudness: number | undefined;
  /** Frames from the first sound to behind the last, with a margin; the whole if all is silent. */
  readonly from: number;
  readonly to: number;
  /** Level below which both ends count as silent, in dBFS. */
  readonly below: number;
}

/** Seconds of silence that are left on both ends, so that soft beginnings and decays stay. */
const margin = 0.1;

/** Measures mono blocks of `rate` Hz. Needs no more memory for long sound than for short. */
export async function measure(blocks: AsyncIterable<Float64Array>, rate: number): Promise<Measurement> {
  const meter = new LoudnessMeter(rate);
  const ends = new SilenceEnds();
  const window = Math.round(rate / 100);
  let [peak, sum, energy, frame, begun] = [0, 0, 0, 0, 0];
  const endWindow = () => {
    const frames = frame - begun;
    // What is constant over 10 ms is an offset, or too deep to be heard.
    ends.push(Math.max(0, energy / frames - (sum / frames) ** 2), begun, frame);
    [sum, energy, begun] = [0, 0, frame];
  };
  for await (const block of blocks) {
    meter.push(block);
    for (const sample of block) {
      peak = Math.max(peak, Math.abs(sample));
      sum += sample;
      energy += sample * sample;
      frame += 1;
      if (frame - begun === window) endWindow();
    }
  }
  if (frame > begun) endWindow();
  const { from, to, below } = ends.sounding(frame);
  const around = Math.round(margin * rate);
  return {
    peak,
    loudness: meter.integrated(),
    from: Math.max(0, from - around),
    to: Math.min(frame, to + around),
    below,
  };
}
