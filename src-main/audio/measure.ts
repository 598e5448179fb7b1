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

/**
 * What is deeper is not listened to where the ends are looked for, in Hz: the rumble of rooms and the hum of wires waver
 * from one moment to the next. Of a deep voice enough is left: two fifths of its level at 110 Hz.
 */
const lowestHeard = 130;

/** Measures mono blocks of `rate` Hz. Needs no more memory for long sound than for short. */
export async function measure(blocks: AsyncIterable<Float64Array>, rate: number): Promise<Measurement> {
  const meter = new LoudnessMeter(rate);
  const ends = new SilenceEnds();
  const window = Math.round(rate / 100);
  // of first order, by the bilinear transform, which leaves what is well above as loud as it is
  const bend = Math.tan((Math.PI * lowestHeard) / rate);
  const [kept, gain] = [(1 - bend) / (1 + bend), 1 / (1 + bend)];
  let [peak, energy, frame, begun] = [0, 0, 0, 0];
  let [before, once, twice] = [0, 0, 0];
  const endWindow = () => {
    ends.push(energy / (frame - begun), begun, frame);
    [energy, begun] = [0, frame];
  };
  for await (const block of blocks) {
    meter.push(block);
    for (const sample of block) {
      peak = Math.max(peak, Math.abs(sample));
      // It begins with the first sample, or an offset would begin with a step.
      if (frame === 0) before = sample;
      const last = once;
      once = kept * once + gain * (sample - before);
      twice = kept * twice + gain * (once - last);
      before = sample;
      energy += twice * twice;
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
