import { Resampler } from '../../src-main/audio/resample.ts';

/** A whole sound through the streaming resampler, in blocks of `block` samples. */
export function resampleWhole(samples: Float64Array, from: number, to = 8000, block = 5000): Float64Array {
  const resampler = new Resampler(from, to, samples.length);
  const out = new Float64Array(resampler.total);
  let filled = 0;
  const take = (part: Float64Array) => {
    out.set(part, filled);
    filled += part.length;
  };
  for (let at = 0; at < samples.length; at += block) {
    const part = samples.subarray(at, at + block);
    take(resampler.push(part, part.length));
  }
  take(resampler.finish());
  if (filled !== out.length) throw new Error(`${filled} samples instead of ${out.length}`);
  return out;
}
