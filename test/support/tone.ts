/** A sine of `seconds` at `rate` Hz, of full scale, with phase 0 at sample 0. */
export function tone(frequency: number, rate: number, seconds: number, amplitude = 0.5): Float64Array {
  const samples = new Float64Array(Math.round(rate * seconds));
  for (let i = 0; i < samples.length; i += 1) {
    samples[i] = amplitude * Math.sin((2 * Math.PI * frequency * i) / rate);
  }
  return samples;
}

/** What of a sound is a sine of `frequency`, and what is not. */
export interface ToneFit {
  readonly amplitude: number;
  /** Radians, against a sine with phase 0 at sample 0. */
  readonly phase: number;
  /** Power of the sine over the power of all the rest, in dB. */
  readonly snr: number;
}

/** Fits a sine by least squares, leaving out `edge` samples on both ends. */
export function fitTone(samples: ArrayLike<number>, frequency: number, rate: number, edge = 1000): ToneFit {
  let [ss, cc, sc, ys, yc] = [0, 0, 0, 0, 0];
  const angle = (i: number) => (2 * Math.PI * frequency * i) / rate;
  const end = samples.length - edge;
  for (let i = edge; i < end; i += 1) {
    const s = Math.sin(angle(i));
    const c = Math.cos(angle(i));
    const y = samples[i] ?? 0;
    ss += s * s;
    cc += c * c;
    sc += s * c;
    ys += y * s;
    yc += y * c;
  }
  const determinant = ss * cc - sc * sc;
  const a = (ys * cc - yc * sc) / determinant;
  const b = (yc * ss - ys * sc) / determinant;
  let rest = 0;
  for (let i = edge; i < end; i += 1) {
    const error = (samples[i] ?? 0) - a * Math.sin(angle(i)) - b * Math.cos(angle(i));
    rest += error * error;
  }
  const power = (a * a + b * b) / 2;
  return {
    amplitude: Math.hypot(a, b),
    phase: Math.atan2(b, a),
    snr: 10 * Math.log10(power / (rest / (end - edge))),
  };
}

/** Highest magnitude, leaving out `edge` samples on both ends. */
export function peakOf(samples: ArrayLike<number>, edge = 0): number {
  let peak = 0;
  for (let i = edge; i < samples.length - edge; i += 1) peak = Math.max(peak, Math.abs(samples[i] ?? 0));
  return peak;
}

export const decibels = (ratio: number) => 20 * Math.log10(ratio);
