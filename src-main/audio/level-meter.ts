import type { SoundLevel } from '../contract/voice.ts';

/** Seconds over which the loudest moment is looked for: a syllable, and longer than a click. */
const moment = 0.1;

/**
 * Levels of interleaved sound, channel by channel, without whatever constant offset it has: an offset is
 * no sound. The channel with the most sound speaks for all.
 */
export class LevelMeter {
  readonly #channels: number;
  readonly #window: number;
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  readonly #lowest: Float64Array;
  readonly #highest: Float64Array;
  /** The same of the moment that is under way. */
  readonly #nowSums: Float64Array;
  readonly #nowSquares: Float64Array;
  #inWindow = 0;
  #frames = 0;
  #loudest = 0;

  /** @param rate in Hz */
  constructor(channels: number, rate: number) {
    this.#channels = channels;
    this.#window = Math.max(1, Math.round(rate * moment));
    const zeros = (): Float64Array => new Float64Array(channels);
    [this.#sums, this.#squares, this.#nowSums, this.#nowSquares] = [zeros(), zeros(), zeros(), zeros()];
    this.#lowest = zeros().fill(Infinity);
    this.#highest = zeros().fill(-Infinity);
  }

  push(samples: Float64Array, frames: number): void {
    for (let done = 0; done < frames;) {
      const part = Math.min(frames - done, this.#window - this.#inWindow);
      for (let channel = 0; channel < this.#channels; channel += 1) this.#take(samples, done, part, channel);
      done += part;
      this.#inWindow += part;
      if (this.#inWindow === this.#window) this.#endMoment();
    }
    this.#frames += frames;
  }

  /** Power of the loudest moment so far, of full scale; 0 for silence. What is left of a moment counts once it is all there is. */
  get loudest(): number {
    return this.#frames < this.#window
      ? this.#power(this.#nowSums, this.#nowSquares, this.#inWindow)
      : this.#loudest;
  }

  level(): SoundLevel {
    const sums = this.#sums.map((sum, channel) => sum + (this.#nowSums[channel] as number));
    const squares = this.#squares.map((sum, channel) => sum + (this.#nowSquares[channel] as number));
    let peak = 0;
    for (let channel = 0; channel < this.#channels && this.#frames > 0; channel += 1) {
      const offset = (sums[channel] as number) / this.#frames;
      const [low, high] = [this.#lowest[channel] as number, this.#highest[channel] as number];
      peak = Math.max(peak, Math.max(high - offset, offset - low));
    }
    return {
      peak: toDb(peak * peak),
      rms: toDb(this.#power(sums, squares, this.#frames)),
      loudest: toDb(this.loudest),
    };
  }

  #take(samples: Float64Array, from: number, frames: number, channel: number): void {
    const step = this.#channels;
    let [sum, square] = [0, 0];
    let low = this.#lowest[channel] as number;
    let high = this.#highest[channel] as number;
    for (let i = from * step + channel, end = (from + frames) * step; i < end; i += step) {
      const sample = samples[i] as number;
      sum += sample;
      square += sample * sample;
      if (sample < low) low = sample;
      if (sample > high) high = sample;
    }
    this.#lowest[channel] = low;
    this.#highest[channel] = high;
    this.#nowSums[channel] = (this.#nowSums[channel] as number) + sum;
    this.#nowSquares[channel] = (this.#nowSquares[channel] as number) + square;
  }

  #endMoment(): void {
    this.#loudest = Math.max(this.#loudest, this.#power(this.#nowSums, this.#nowSquares, this.#inWindow));
    for (let channel = 0; channel < this.#channels; channel += 1) {
      this.#sums[channel] = (this.#sums[channel] as number) + (this.#nowSums[channel] as number);
      this.#squares[channel] = (this.#squares[channel] as number) + (this.#nowSquares[channel] as number);
    }
    this.#nowSums.fill(0);
    this.#nowSquares.fill(0);
    this.#inWindow = 0;
  }

  /** Of the channel that has most of it. */
  #power(sums: Float64Array, squares: Float64Array, frames: number): number {
    if (frames === 0) return 0;
    let most = 0;
    for (let channel = 0; channel < this.#channels; channel += 1) {
      const mean = (sums[channel] as number) / frames;
      most = Math.max(most, (squares[channel] as number) / frames - mean * mean);
    }
    return most;
  }
}

/** dBFS of a power; null for silence and for what is only the rounding of it. */
const toDb = (power: number): number | null => (power < 1e-12 ? null : 10 * Math.log10(power));

/**
 * Below this the loudest tenth of a second of a prompt is nearly silence, in dBFS: 25 dB under a soft
 * voice on the telephone, where 8 bits have two or three steps left.
 */
export const nearlySilent = -45;
