/**
 * Windowed-sinc low-pass filters with a Kaiser window.
 * Source: Kaiser 1974, as in Oppenheim & Schafer, Discrete-Time Signal Processing, section 7.5.3.
 */
export interface LowPass {
  /** Half of the filter's length, in samples of the input; it is 0 beyond. */
  readonly reach: number;
  /** The impulse response at `t` samples of the input from the centre. */
  at(t: number): number;
}

/** All frequencies in Hz, the attenuation beyond `stop` in dB. */
export interface LowPassDesign {
  readonly rate: number;
  readonly pass: number;
  readonly stop: number;
  readonly attenuation: number;
}

/** Designs a low-pass; the attenuation must be above 50 dB, for which the formula for beta holds. */
export function designLowPass({ rate, pass, stop, attenuation }: LowPassDesign): LowPass {
  const beta = 0.1102 * (attenuation - 8.7);
  const transition = (2 * Math.PI * (stop - pass)) / rate;
  const reach = (attenuation - 8) / (2.285 * transition) / 2;
  const cutoff = (pass + stop) / rate; // of the input's Nyquist frequency
  const norm = cutoff / bessel0(beta);
  return {
    reach,
    at: (t) => {
      const place = t / reach;
      if (Math.abs(place) >= 1) return 0;
      return norm * sinc(cutoff * t) * bessel0(beta * Math.sqrt(1 - place * place));
    },
  };
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Modified Bessel function of the first kind and order 0, by its power series. */
function bessel0(x: number): number {
  const quarter = (x * x) / 4;
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k += 1) {
    term *= quarter / (k * k);
    sum += term;
  }
  return sum;
}
