import type { ConversionOptions, VoiceTarget } from '../../src-main/contract/voice.ts';

export type NormaliseTo = ConversionOptions['normalise']['to'];

/** What each way of normalising takes, and what it is unless changed: dBFS for the peak, LUFS for loudness. */
export const levels = {
  peak: { usual: -1, min: -40, max: 0 },
  loudness: { usual: -18, min: -40, max: -5 },
} as const;

/** How files are converted: the connection's codec, unless the supervisor chooses another for now. */
export class ConversionChoices {
  readonly #connectionCodec: () => VoiceTarget;
  #codec = $state<VoiceTarget | null>(null);
  dither = $state(false);
  trimSilence = $state(false);
  #normalise = $state<NormaliseTo>('none');
  level = $state<number | null>(null);
  readonly #levelError = $derived.by(() => {
    if (this.#normalise === 'none') return false;
    const { min, max } = levels[this.#normalise];
    return this.level === null || !(this.level >= min && this.level <= max);
  });

  constructor(connectionCodec: () => VoiceTarget) {
    this.#connectionCodec = connectionCodec;
  }

  get codec(): VoiceTarget {
    return this.#codec ?? this.#connectionCodec();
  }
  set codec(codec: VoiceTarget) {
    this.#codec = codec === this.#connectionCodec() ? null : codec;
  }

  get normalise(): NormaliseTo {
    return this.#normalise;
  }
  set normalise(to: NormaliseTo) {
    this.#normalise = to;
    this.level = to === 'none' ? null : levels[to].usual;
  }

  /** The level is missing, no number or out of its range. */
  get levelWrong(): boolean {
    return this.#levelError;
  }

  /** How many choices differ from plain conversion to the connection's codec. */
  get changed(): number {
    return [
      this.#codec !== null,
      this.dither && this.codec === 'pcm8',
      this.trimSilence,
      this.#normalise !== 'none',
    ].filter(Boolean).length;
  }

  /** As the contract has them. Dither is for PCM only. */
  get options(): ConversionOptions {
    const to = this.#normalise;
    return {
      codec: this.codec,
      dither: this.dither && this.codec === 'pcm8',
      trimSilence: this.trimSilence,
      normalise: to === 'none' ? { to } : { to, level: this.level ?? levels[to].usual },
    };
  }
}
