/** Loudspeakers in the order of the bits of dwChannelMask (ksmedia.h), with their part in the mono sum. */
const loudspeakers: readonly (readonly [name: string, part: number])[] = [
  ['front left', Math.SQRT1_2],
  ['front right', Math.SQRT1_2],
  ['front centre', 1],
  ['low frequency', 0],
  ['back left', 0.5],
  ['back right', 0.5],
  ['front left of centre', Math.SQRT1_2],
  ['front right of centre', Math.SQRT1_2],
  ['back centre', 0.5],
  ['side left', 0.5],
  ['side right', 0.5],
];

/** What six and eight channels mean where the header does not say: 5.1 and 7.1. */
const usualMasks = new Map([
  [6, 0x3f],
  [8, 0x63f],
]);

/**
 * How much of each channel goes into mono. The parts follow ITU-R BS.775-3, table 2 (1/0 from 3/2) and
 * leave the low-frequency channel out; they are scaled to a sum of 1, so that no input can clip.
 * Channels without a loudspeaker, two-track and multi-track recordings among them, count alike.
 */
export function mixWeights(channels: number, channelMask: number): Float64Array {
  const alike = new Float64Array(channels).fill(1 / channels);
  if (channels <= 2) return alike;
  const mask = channelMask === 0 ? (usualMasks.get(channels) ?? 0) : channelMask;
  const parts = loudspeakers.filter((_, bit) => mask & (1 << bit)).map(([, part]) => part);
  const sum = parts.reduce((total, part) => total + part, 0);
  if (parts.length !== channels || sum === 0) return alike;
  return Float64Array.from(parts, (part) => part / sum);
}

/** Mixes `frames` interleaved frames into mono at the start of `into`, which may be the same array. */
export function mixDown(
  interleaved: Float64Array,
  weights: Float64Array,
  frames: number,
  into: Float64Array,
) {
  const channels = weights.length;
  if (channels === 1) {
    if (into !== interleaved) into.set(interleaved.subarray(0, frames));
    return;
  }
  if (channels === 2) {
    const [left, right] = [weights[0] as number, weights[1] as number];
    for (let i = 0; i < frames; i += 1) {
      into[i] = (interleaved[2 * i] as number) * left + (interleaved[2 * i + 1] as number) * right;
    }
    return;
  }
  for (let i = 0, at = 0; i < frames; i += 1, at += channels) {
    let sum = 0;
    for (let c = 0; c < channels; c += 1) sum += (interleaved[at + c] as number) * (weights[c] as number);
    into[i] = sum;
  }
}
