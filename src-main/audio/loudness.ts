/**
 * Loudness of mono sound by ITU-R BS.1770-4: K-weighting, blocks of 400 ms every 100 ms, gated at
 * -70 LUFS and then at 10 LU below the mean.
 * Blocks are kept as counts in classes of 0.1 LU with their energies, so that memory does not grow with
 * length; a block within 0.1 LU of the second gate may fall on its other side, which moves the result
 * by less than 0.1 LU.
 */
export class LoudnessMeter {
  readonly #filters: readonly [Biquad, Biquad];
  readonly #hop: number;
  #inHop = 0;
  #hopEnergy = 0;
  /** Energies of the last four hops, which make up one block. */
  readonly #hops = [0, 0, 0, 0];
  #hopCount = 0;
  readonly #counts = new Float64Array(classes);
  readonly #energies = new Float64Array(classes);

  /** `rate` in Hz. */
  constructor(rate: number) {
    this.#filters = [highShelf(rate), highPass(rate)];
    this.#hop = Math.round(rate / 10);
  }

  push(samples: Float64Array) {
    const [shelf, pass] = this.#filters;
    for (const sample of samples) {
      const weighted = pass.run(shelf.run(sample));
      this.#hopEnergy += weighted * weighted;
      this.#inHop += 1;
      if (this.#inHop === this.#hop) this.#endHop();
    }
  }

  /** Integrated loudness in LUFS; undefined for what is shorter than 400 ms or below -70 LUFS. */
  integrated(): number | undefined {
    const loud = this.#mean(0);
    if (loud === undefined) return undefined;
    const gate = Math.max(0, Math.ceil((lufs(loud) - 10 - lowestLufs) * 10));
    const gated = this.#mean(gate);
    return gated === undefined ? undefined : lufs(gated);
  }

  #mean(fromClass: number): number | undefined {
    let count = 0;
    let energy = 0;
    for (let i = fromClass; i < classes; i += 1) {
      count += this.#counts[i] as number;
      energy += this.#energies[i] as number;
    }
    return count === 0 ? undefined : energy / count;
  }

  #endHop() {
    this.#hops[this.#hopCount % 4] = this.#hopEnergy;
    this.#hopCount += 1;
    this.#hopEnergy = 0;
    this.#inHop = 0;
    if (this.#hopCount < 4) return;
    const energy = this.#hops.reduce((sum, hop) => sum + hop, 0) / (4 * this.#hop);
    const place = Math.floor((lufs(energy) - lowestLufs) * 10);
    if (place < 0) return;
    const at = Math.min(place, classes - 1);
    this.#counts[at] = (this.#counts[at] as number) + 1;
    this.#energies[at] = (this.#energies[at] as number) + energy;
  }
}

const lowestLufs = -70;
const classes = 1000;
const lufs = (energy: number) => -0.691 + 10 * Math.log10(energy);

class Biquad {
  readonly #c: readonly [b0: number, b1: number, b2: number, a1: number, a2: number];
  #z1 = 0;
  #z2 = 0;
  constructor(c: readonly [number, number, number, number, number]) {
    this.#c = c;
  }
  run(x: number): number {
    const [b0, b1, b2, a1, a2] = this.#c;
    const y = b0 * x + this.#z1;
    this.#z1 = b1 * x - a1 * y + this.#z2;
    this.#z2 = b2 * x - a2 * y;
    return y;
  }
}

// BS.1770 tabulates both filters at 48 kHz only. These are the analogue filters behind those tables, by
// the bilinear transform at any rate; at 48 kHz they give the tabulated numbers, which a test checks.
function highShelf(rate: number): Biquad {
  return new Biquad(shelfCoefficients(rate));
}
function highPass(rate: number): Biquad {
  return new Biquad(highPassCoefficients(rate));
}

/** b0, b1, b2, a1, a2 of the first filter of BS.1770: a shelf of +4 dB above about 1.7 kHz. */
export function shelfCoefficients(rate: number): readonly [number, number, number, number, number] {
  const k = Math.tan((Math.PI * 1681.974450955533) / rate);
  const q = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return [
    (high + (band * k) / q + k * k) / a0,
    (2 * (k * k - high)) / a0,
    (high - (band * k) / q + k * k) / a0,
    (2 * (k * k - 1)) / a0,
    (1 - k / q + k * k) / a0,
  ];
}

/** b0, b1, b2, a1, a2 of the second filter of BS.1770: a high-pass at about 38 Hz. */
export function highPassCoefficients(rate: number): readonly [number, number, number, number, number] {
  const k = Math.tan((Math.PI * 38.13547087602444) / rate);
  const q = 0.5003270373238773;
  const a0 = 1 + k / q + k * k;
  return [1, -2, 1, (2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0];
}
