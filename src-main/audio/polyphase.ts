import type { LowPass } from './kaiser.ts';

/** More phases than this are not kept: between so many, interpolating errs by less than -110 dB. */
const exactPhases = 1024;
const interpolatedPhases = 512;

/** How many input samples behind its place an output needs; even, so that the taps come in fours. */
export const tapsAhead = (lowPass: LowPass) => 2 * Math.ceil((Math.ceil(lowPass.reach) + 1) / 2);

/**
 * One stage of resampling by up/down, as a stream: output n stands at the input's place `first + n * down / up`,
 * which is kept in whole numbers, so that nothing drifts however long the sound is.
 * Ratios with many phases (44,099 Hz has 8,000) take two neighbouring phases of a finer table.
 */
export class PolyphaseStage {
  readonly #taps: number;
  readonly #half: number;
  readonly #phases: number;
  readonly #table: Float64Array;
  readonly #up: number;
  readonly #wholeStep: number;
  readonly #partStep: number;
  #window = new Float64Array(0);
  #filled: number;
  /** Where in the window the taps of the next output begin. */
  #start = 0;
  /** How far the next output is beyond its whole place, in 1/up of an input sample. */
  #part = 0;

  /**
   * `up` and `down` in lowest terms. `first` is the place of the first output among the input samples, at
   * most `tapsAhead(lowPass) - 1`; what is before the first input counts as silence.
   */
  constructor(lowPass: LowPass, up: number, down: number, first: number) {
    this.#half = tapsAhead(lowPass);
    this.#taps = 2 * this.#half;
    this.#up = up;
    this.#wholeStep = Math.floor(down / up);
    this.#partStep = down % up;
    this.#phases = up <= exactPhases ? up : interpolatedPhases;
    this.#table = this.#makeTable(lowPass);
    // The taps begin half - 1 samples before the place of their output.
    this.#filled = this.#half - 1 - first;
    this.#window = new Float64Array(this.#filled + 4096);
  }

  /** The most outputs that the next `count` inputs can complete. */
  mostOutputs(count: number): number {
    const waiting = Math.max(0, this.#filled - this.#start);
    return Math.ceil(((waiting + count) * this.#up) / (this.#wholeStep * this.#up + this.#partStep)) + 1;
  }

  /**
   * Takes `count` samples in, writes the outputs they complete to the start of `into`, and returns how
   * many. `into` must hold `mostOutputs(count)`: beyond its end they would be lost without a word.
   */
  push(samples: Float64Array, count: number, into: Float64Array): number {
    this.#append(samples, count);
    const last = this.#filled - this.#taps;
    const exact = this.#phases === this.#up;
    let made = 0;
    while (this.#start <= last) {
      into[made] = exact ? this.#dot(this.#part, this.#start) : this.#between(this.#start);
      made += 1;
      this.#start += this.#wholeStep;
      this.#part += this.#partStep;
      if (this.#part >= this.#up) {
        this.#part -= this.#up;
        this.#start += 1;
      }
    }
    return made;
  }

  #between(start: number): number {
    const place = (this.#part * this.#phases) / this.#up;
    const phase = Math.floor(place);
    const low = this.#dot(phase, start);
    return low + (this.#dot(phase + 1, start) - low) * (place - phase);
  }

  /** Four sums run side by side: one sum alone waits for each addition before the next. */
  #dot(phase: number, start: number): number {
    const taps = this.#taps;
    const table = this.#table;
    const window = this.#window;
    const row = phase * taps;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let k = 0; k < taps; k += 4) {
      a += (table[row + k] as number) * (window[start + k] as number);
      b += (table[row + k + 1] as number) * (window[start + k + 1] as number);
      c += (table[row + k + 2] as number) * (window[start + k + 2] as number);
      d += (table[row + k + 3] as number) * (window[start + k + 3] as number);
    }
    return a + b + (c + d);
  }

  #append(samples: Float64Array, count: number) {
    const used = Math.min(this.#start, this.#filled);
    this.#window.copyWithin(0, used, this.#filled);
    this.#filled -= used;
    this.#start -= used;
    if (this.#filled + count > this.#window.length) {
      const larger = new Float64Array(this.#filled + count);
      larger.set(this.#window.subarray(0, this.#filled));
      this.#window = larger;
    }
    this.#window.set(samples.subarray(0, count), this.#filled);
    this.#filled += count;
  }

  /** One row of taps for each phase, and one for a whole step, which interpolation needs as a neighbour. */
  #makeTable(lowPass: LowPass): Float64Array {
    const table = new Float64Array((this.#phases + 1) * this.#taps);
    for (let phase = 0; phase <= this.#phases; phase += 1) {
      const row = table.subarray(phase * this.#taps, (phase + 1) * this.#taps);
      let sum = 0;
      for (let k = 0; k < this.#taps; k += 1) {
        const tap = lowPass.at(k - this.#half + 1 - phase / this.#phases);
        row[k] = tap;
        sum += tap;
      }
      // Each phase passes a constant unchanged; otherwise the phases would beat with each other.
      for (let k = 0; k < this.#taps; k += 1) row[k] = (row[k] as number) / sum;
    }
    return table;
  }
}
