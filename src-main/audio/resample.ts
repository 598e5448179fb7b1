import { designLowPass } from './kaiser.ts';
import { PolyphaseStage, tapsAhead } from './polyphase.ts';

/** Rates that are resampled, in Hz. Outside of it a header is more likely wrong than the sound. */
const lowestRate = 1000;
const highestRate = 768_000;
/** Images and aliases are kept this far below the sound, in dB; the figure asked for is 90. */
const attenuation = 100;

/** Whether sound of this rate can be resampled. */
export const isSupportedRate = (rate: number) => rate >= lowestRate && rate <= highestRate;

/** Frames that so many frames of one rate have in another, to the nearest. */
export const resampledFrames = (frames: number, from: number, to: number) => Math.round((frames * to) / from);

/**
 * Resamples mono sound as a stream, band-limited and without delay: output 0 stands exactly at input 0.
 * Passes up to 0.425 of the lower of both rates (3,400 Hz at 8,000) and stops from half of it on.
 * A high rate is first divided by a whole number with a short filter, then brought to the rate with a
 * sharp one: half the work of one sharp filter at the high rate.
 */
export class Resampler {
  readonly #stages: readonly PolyphaseStage[];
  readonly #same: boolean;
  readonly #total: number;
  #made = 0;
  #between: Float64Array = new Float64Array(0);
  #out: Float64Array = new Float64Array(0);

  /** `frames` is how many samples will be pushed in all; it fixes how many come out. */
  constructor(from: number, to: number, frames: number) {
    this.#total = resampledFrames(frames, from, to);
    this.#same = from === to;
    this.#stages = this.#same ? [] : makeStages(from, to);
  }

  /** How many samples `push` and `finish` return in all. */
  get total(): number {
    return this.#total;
  }

  /**
   * Takes `count` samples in and returns those that are complete. The array is reused by the next call.
   */
  push(samples: Float64Array, count: number): Float64Array {
    const out = this.#same ? samples.subarray(0, count) : this.#run(samples, count);
    const rest = this.#total - this.#made;
    const wanted = out.length > rest ? out.subarray(0, rest) : out;
    this.#made += wanted.length;
    return wanted;
  }

  /** The last samples, which reach into the silence behind the end. */
  finish(): Float64Array {
    const last = new Float64Array(this.#total - this.#made);
    const silence = new Float64Array(4096);
    for (let filled = 0; filled < last.length;) {
      const part = this.push(silence, silence.length);
      last.set(part, filled);
      filled += part.length;
    }
    return last;
  }

  #run(samples: Float64Array, count: number): Float64Array {
    const [first, second] = this.#stages as [PolyphaseStage, PolyphaseStage?];
    if (!second) {
      this.#out = atLeast(this.#out, first.mostOutputs(count));
      return this.#out.subarray(0, first.push(samples, count, this.#out));
    }
    this.#between = atLeast(this.#between, first.mostOutputs(count));
    const made = first.push(samples, count, this.#between);
    this.#out = atLeast(this.#out, second.mostOutputs(made));
    return this.#out.subarray(0, second.push(this.#between, made, this.#out));
  }
}

const atLeast = (array: Float64Array, length: number) =>
  array.length >= length ? array : new Float64Array(length);

function makeStages(from: number, to: number): PolyphaseStage[] {
  const { divisor, short, sharp } = leastWork(from, to);
  // (to / from) * divisor in lowest terms.
  const common = gcd(to * divisor, from);
  const [up, down] = [(to * divisor) / common, from / common];
  if (!short) return [new PolyphaseStage(sharp, up, down, 0)];
  // The second stage needs what the first one makes of the time before the beginning, where it rings.
  const early = tapsAhead(sharp) - 1;
  return [
    new PolyphaseStage(short, 1, divisor, -early * divisor),
    new PolyphaseStage(sharp, up, down, early),
  ];
}

/** The divisor for the first stage that costs the fewest multiplications a second, with both filters. */
function leastWork(from: number, to: number) {
  const pass = 0.425 * Math.min(from, to);
  const stop = 0.5 * Math.min(from, to);
  const designs = [];
  for (let divisor = 1; divisor === 1 || from / divisor > 1.1 * to; divisor += 1) {
    const rate = from / divisor;
    const sharp = designLowPass({ rate, pass, stop, attenuation });
    // What folds back to above `stop` is left to the second stage.
    const short =
      divisor === 1 ? undefined : designLowPass({ rate: from, pass, stop: rate - stop, attenuation });
    const work = tapsAhead(sharp) * to + (short ? tapsAhead(short) * rate : 0);
    designs.push({ divisor, short, sharp, work });
  }
  return designs.reduce((best, design) => (design.work < best.work ? design : best));
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
