/** Where the sound of a recording begins and ends. */
export interface SoundingPart {
  /** Frames from the first sound to behind the last; the whole if all is alike. */
  readonly from: number;
  readonly to: number;
  /** Level below which the ends count as silence, in dBFS. */
  readonly below: number;
}

/** What is silence in any recording, in dBFS. */
const alwaysSilent = -50;
/** Noise wavers: 10 ms of it are up to this much above its lower tenth, in dB. */
const aboveFloor = 6;
/** Speech that is not this much louder than the floor cannot be told apart from it, in dB: nothing is cut then. */
const contrast = 12;
/**
 * Windows at either end that are not listened to: an offset begins and ends there with a step, which the
 * resampling makes ring. Sound that lasts is found in the next, and the margin reaches back to it.
 */
const edge = 2;
const lowest = -110;
const classes = 110;
/** What an editor puts at an end, or a gate leaves: below this no microphone was open, in dBFS. */
const nothing = -80;
/** Of recorded noise, 10 ms differ by no more than this from its lower tenth to its lower third, in dB. */
const steady = 3;

/**
 * Finds silence at both ends by what silence is in this recording: the level that its quietest tenth does
 * not exceed, and a little above it. A constant offset counts for nothing. Takes powers in windows of
 * 10 ms and keeps, for each class of 1 dB, how often and where first and last it was met: no more for an
 * hour than for a second.
 */
export class SilenceEnds {
  readonly #counts = new Float64Array(classes);
  readonly #first = new Float64Array(classes).fill(Infinity);
  readonly #last = new Float64Array(classes).fill(-1);
  readonly #held: (readonly [power: number, from: number, to: number])[] = [];

  /** A window from frame `from` to before `to`, with its power of full scale. */
  push(power: number, from: number, to: number): void {
    this.#held.push([power, from, to]);
    const next = this.#held.length > edge ? this.#held.shift() : undefined;
    if (next !== undefined && next[1] >= edge * (next[2] - next[1])) this.#take(...next);
  }

  #take(power: number, from: number, to: number): void {
    const level = power > 0 ? 10 * Math.log10(power) : lowest;
    const at = Math.max(0, Math.min(classes - 1, Math.floor(level - lowest)));
    this.#counts[at] = (this.#counts[at] as number) + 1;
    this.#first[at] = Math.min(this.#first[at] as number, from);
    this.#last[at] = Math.max(this.#last[at] as number, to);
  }

  /** @param frames of the whole */
  sounding(frames: number): SoundingPart {
    // Where nothing at all was put before or behind a recording, the noise of the recording is a floor as well.
    const noise = this.#level(0.1, nothing);
    const isNoise = this.#level(0.3, nothing) - noise <= steady;
    const below = Math.max(
      alwaysSilent,
      this.#silence(this.#level(0.1), this.#level(0.95)),
      isNoise ? this.#silence(noise, this.#level(0.95, nothing)) : alwaysSilent,
    );
    let [from, to] = [Infinity, -1];
    for (let at = below - lowest; at < classes; at += 1) {
      from = Math.min(from, this.#first[at] as number);
      to = Math.max(to, this.#last[at] as number);
    }
    return to < 0 ? { from: 0, to: frames, below } : { from, to, below };
  }

  /** What is silence over a floor, where it can be told apart from what is loud. */
  #silence(floor: number, loud: number): number {
    return loud - floor >= contrast ? floor + aboveFloor : alwaysSilent;
  }

  /** The level that this part of all windows from a level on does not exceed, in whole dBFS. */
  #level(part: number, from = lowest): number {
    const counts = this.#counts.subarray(from - lowest);
    const windows = counts.reduce((sum, count) => sum + count, 0);
    let seen = 0;
    for (const [at, count] of counts.entries()) {
      seen += count;
      if (seen > part * windows) return from + at + 1;
    }
    return 0;
  }
}
