import type { VoiceMix } from '../contract/voice.ts';
import { DialdeskError } from '../contract/errors.ts';
import { LevelMeter } from './level-meter.ts';
import { mixWeights } from './mix-down.ts';
import type { Sound } from './sound-stream.ts';

/** How the channels become one, and how loud they were before. */
export interface ChosenMix {
  readonly mix: VoiceMix;
  readonly weights: Float64Array;
  readonly before: LevelMeter;
}

/** Channels are compared up to this many: those of a loudspeaker layout. Beyond it they are mixed alike, unheard. */
const mostCompared = 8;
/** Rate at which they are compared, in Hz; speech is below half of it. */
const comparedRate = 8000;
/** Seconds of one comparison, about a sound of speech. */
const windowSeconds = 0.05;
/** What is deeper is not compared, in Hz: offset, and the hum that all channels may have. */
const lowestCompared = 200;
/** A channel sounds in a window from here on, as power above the deepest (about -55 dBFS). */
const sounding = 3e-6;
/**
 * A mix has lost the sound where it has less than this part of what channels that do not know each other would make:
 * 6 dB, at which one channel takes half of the other away.
 */
const lostPart = 0.25;
/**
 * A sum has lost the sound as well where another one has so many times its energy (2 dB): of a voice that comes to one
 * channel inverted and a little later, the sum keeps what is high and loses what is low.
 */
const clearlyMore = 1.6;
/** Windows that may be lost by chance in any stereo: this part of all that sound. */
const byChance = 0.03;

/**
 * Listens to the sound once and chooses the mix that keeps it. The sum of all channels is right for nearly
 * all recordings, but where one channel is the inverse of another (a cable with its pins swapped), or was in parts, it is
 * silence. Then the mix is taken that loses the least of: a sum with some channels inverted, or one channel alone.
 * Throws `cancelled`.
 */
export async function chooseMix(sound: Sound, signal?: AbortSignal): Promise<ChosenMix> {
  const { channels, sampleRate } = sound;
  const before = new LevelMeter(channels, sampleRate);
  const usual = mixWeights(channels, sound.layout.format.channelMask);
  const compared = channels <= mostCompared;
  const candidates = compared ? candidatesFor(usual) : [];
  const comparison = new Comparison(usual, candidates, sampleRate);
  for await (const { samples, frames } of sound.blocks()) {
    if (signal?.aborted) throw new DialdeskError('cancelled', 'the conversion was stopped');
    before.push(samples, frames);
    if (compared) comparison.push(samples, frames);
  }
  const best = comparison.best();
  return best === undefined
    ? { mix: { kind: 'sum', channel: null }, weights: usual, before }
    : { mix: best.mix, weights: best.weights, before };
}

interface Candidate {
  readonly mix: VoiceMix;
  readonly weights: Float64Array;
}

/** The sum, the sum with every choice of inverted channels, and each channel alone: at most 136. */
function candidatesFor(usual: Float64Array): Candidate[] {
  const inverted = Array.from({ length: 2 ** (usual.length - 1) }, (_, pattern): Candidate => ({
    mix: { kind: pattern === 0 ? 'sum' : 'inverted', channel: null },
    weights: usual.map((weight, channel) =>
      channel > 0 && pattern & (1 << (channel - 1)) ? -weight : weight,
    ),
  }));
  const alone = Array.from(usual, (_, only): Candidate => ({
    mix: { kind: 'channel', channel: only + 1 },
    weights: usual.map((_weight, channel) => (channel === only ? 1 : 0)),
  }));
  return [...inverted, ...alone];
}

class Comparison {
  readonly #usual: Float64Array;
  readonly #candidates: readonly Candidate[];
  readonly #lost: Float64Array;
  /** Energy that each candidate would have of all that sounds. */
  readonly #kept: Float64Array;
  readonly #channels: number;
  /** Frames that become one by their mean. */
  readonly #step: number;
  readonly #window: number;
  readonly #sums: Float64Array;
  readonly #last: Float64Array;
  readonly #heard: Float64Array;
  readonly #passes: number;
  readonly #products: Float64Array;
  #inStep = 0;
  #inWindow = 0;
  #sounding = 0;

  constructor(usual: Float64Array, candidates: readonly Candidate[], rate: number) {
    this.#usual = usual;
    this.#candidates = candidates;
    this.#lost = new Float64Array(candidates.length);
    this.#kept = new Float64Array(candidates.length);
    this.#channels = usual.length;
    this.#step = Math.max(1, Math.round(rate / comparedRate));
    this.#window = Math.max(1, Math.round((windowSeconds * rate) / this.#step));
    this.#sums = new Float64Array(this.#channels);
    this.#last = new Float64Array(this.#channels).fill(NaN);
    this.#heard = new Float64Array(this.#channels);
    this.#passes = 1 / (1 + (2 * Math.PI * lowestCompared * this.#step) / rate);
    this.#products = new Float64Array(candidates.length === 0 ? 0 : this.#channels ** 2);
  }

  push(samples: Float64Array, frames: number): void {
    const [sums, channels] = [this.#sums, this.#channels];
    for (let done = 0; done < frames;) {
      const until = Math.min(frames, done + this.#step - this.#inStep);
      for (let channel = 0; channel < channels; channel += 1) {
        let sum = 0;
        for (let at = done * channels + channel, end = until * channels; at < end; at += channels)
          sum += samples[at] as number;
        sums[channel] = (sums[channel] as number) + sum;
      }
      this.#inStep += until - done;
      done = until;
      if (this.#inStep === this.#step) this.#endStep();
    }
  }

  /**
   * The candidate that loses least; undefined while the sum loses no more than chance does and no other keeps clearly
   * more. Of sums that lose alike, the one that keeps most; a channel alone only where no sum is as good.
   */
  best(): Candidate | undefined {
    if (this.#inWindow > 1) this.#endWindow();
    const kept = (i: number): number => this.#kept[i] ?? 0;
    const mostOf = ([first = 0, ...others]: readonly number[]): number =>
      others.reduce((best, i) => (kept(i) > kept(best) ? i : best), first);
    const isSum = (i: number): boolean => this.#candidates[i]?.mix.kind !== 'channel';
    const bySum = this.#lost[0] ?? 0;
    if (bySum <= byChance * this.#sounding) {
      const most = mostOf(this.#candidates.map((_, i) => i).filter(isSum));
      return kept(most) >= clearlyMore * kept(0) ? this.#candidates[most] : undefined;
    }
    const least = Math.min(...this.#lost);
    if (bySum === least) return undefined;
    const alike = this.#candidates.flatMap((_, i) => (this.#lost[i] === least ? [i] : []));
    const sums = alike.filter(isSum);
    return this.#candidates[sums.length > 0 ? mostOf(sums) : (alike[0] ?? 0)];
  }

  /** The means without what is deep: without offset, and with little of the hum that both channels may have. */
  #endStep(): void {
    const channels = this.#channels;
    for (let channel = 0; channel < channels; channel += 1) {
      const mean = (this.#sums[channel] as number) / this.#step;
      const before = this.#last[channel] as number;
      this.#heard[channel] = Number.isNaN(before)
        ? 0
        : this.#passes * ((this.#heard[channel] as number) + mean - before);
      this.#last[channel] = mean;
    }
    for (let a = 0; a < channels; a += 1) {
      for (let b = a; b < channels; b += 1) {
        const at = a * channels + b;
        this.#products[at] =
          (this.#products[at] as number) + (this.#heard[a] as number) * (this.#heard[b] as number);
      }
    }
    this.#sums.fill(0);
    this.#inStep = 0;
    this.#inWindow += 1;
    if (this.#inWindow === this.#window) this.#endWindow();
  }

  #endWindow(): void {
    const channels = this.#channels;
    const own = (channel: number): number => this.#products[channel * channels + channel] as number;
    let [loudest, apart] = [0, 0];
    for (let channel = 0; channel < channels; channel += 1) {
      // What the mix leaves out on purpose, the low-frequency channel, is not missed.
      if (this.#usual[channel] === 0) continue;
      loudest = Math.max(loudest, own(channel));
      apart += (this.#usual[channel] as number) ** 2 * own(channel);
    }
    if (loudest > sounding * this.#inWindow) {
      this.#sounding += 1;
      this.#candidates.forEach(({ mix, weights }, i) => {
        const right = mix.kind === 'channel' ? loudest : apart;
        const energy = this.#energy(weights);
        this.#kept[i] = (this.#kept[i] as number) + energy;
        if (energy < lostPart * right) this.#lost[i] = (this.#lost[i] as number) + 1;
      });
    }
    this.#products.fill(0);
    this.#inWindow = 0;
  }

  #energy(weights: Float64Array): number {
    const channels = this.#channels;
    let sum = 0;
    for (let a = 0; a < channels; a += 1) {
      for (let b = a; b < channels; b += 1) {
        const part =
          (weights[a] as number) * (weights[b] as number) * (this.#products[a * channels + b] as number);
        sum += a === b ? part : 2 * part;
      }
    }
    return sum;
  }
}
