import type { SoundLevel, VoiceTarget } from '../contract/voice.ts';
import { alaw, mulaw } from './g711.ts';
import { LevelMeter } from './level-meter.ts';

/** Turns samples of full scale into the bytes of a codec, and counts what did not fit. */
export interface Quantiser {
  /** Writes one byte for each sample to the start of `into`. */
  write(samples: Float64Array, into: Uint8Array): void;
  /** Samples so far that were beyond full scale and were held at it. */
  readonly clipped: number;
  /** Level of what was written, as a player decodes it. */
  level(): SoundLevel;
}

/** Rate of what is written, in Hz. */
const rate = 8000;

/**
 * A quantiser for one file. Rounds to the nearest step. A sample of exactly full scale does not count as
 * clipped, although the highest step of integers is one below it.
 * `dither` adds TPDF noise of one step each way before rounding, for 8-bit PCM only. Its noise begins
 * anew for every file, so that the same sound gives the same bytes, which the library recognises.
 */
export function makeQuantiser(codec: VoiceTarget, dither = false): Quantiser {
  let clipped = 0;
  const held = (sample: number): number => {
    if (sample > 1) {
      clipped += 1;
      return 1;
    }
    if (sample < -1) {
      clipped += 1;
      return -1;
    }
    return sample;
  };
  const companded = (encode: Uint8Array) => (samples: Float64Array, into: Uint8Array) => {
    for (let i = 0; i < samples.length; i += 1) {
      const linear = Math.min(32767, Math.round(held(samples[i] as number) * 32768));
      into[i] = encode[linear + 32768] as number;
    }
  };
  const noise = dither ? triangularNoise() : () => 0;
  const linear8 = (samples: Float64Array, into: Uint8Array) => {
    for (let i = 0; i < samples.length; i += 1) {
      const step = Math.round(held(samples[i] as number) * 128 + noise());
      into[i] = Math.max(0, Math.min(255, step + 128));
    }
  };
  const quantise = codec === 'pcm8' ? linear8 : companded(codec === 'alaw' ? alaw.encode : mulaw.encode);
  const decoded = decodedValues(codec);
  const meter = new LevelMeter(1, rate);
  let playedBack = new Float64Array(0);
  return {
    write(samples, into) {
      quantise(samples, into);
      if (playedBack.length < samples.length) playedBack = new Float64Array(samples.length);
      for (let i = 0; i < samples.length; i += 1) playedBack[i] = decoded[into[i] as number] as number;
      meter.push(playedBack, samples.length);
    },
    get clipped() {
      return clipped;
    },
    level: () => meter.level(),
  };
}

/** What each of the 256 codes means, of full scale. */
function decodedValues(codec: VoiceTarget): Float64Array {
  if (codec === 'pcm8') return Float64Array.from({ length: 256 }, (_, code) => (code - 128) / 128);
  return Float64Array.from((codec === 'alaw' ? alaw : mulaw).decode, (step) => step / 32768);
}

/** Noise with a triangular density from -1 to 1: the sum of two draws of a xorshift32 generator. */
function triangularNoise(): () => number {
  let state = 0x9e3779b9;
  const draw = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state / 2 ** 32;
  };
  return () => draw() + draw();
}
