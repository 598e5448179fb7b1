import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import type { VoiceMix } from '../../../src-main/contract/voice.ts';
import { convertVoiceFile } from '../../../src-main/audio/convert.ts';
import { alaw } from '../../../src-main/audio/g711.ts';
import { speech } from '../../support/speech.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { pcm16, wav } from '../../support/wav-builder.ts';

// A voice in both channels, in the second one inverted and later: a cable with its pins swapped behind a converter, a
// second microphone behind the first. Each frequency is lost or doubled by its own measure; the voice must stay.

const rate = 44_100;

async function convert(
  context: TestContext,
  samples: Float64Array,
  channels: number,
): Promise<{ sound: Float64Array; mix: VoiceMix | undefined }> {
  const folder = tempFolder(context);
  const [input, output] = [join(folder, 'in.wav'), join(folder, 'out.wav')];
  writeFileSync(input, wav(pcm16(samples), { tag: 1, bits: 16, sampleRate: rate, channels }));
  const { mix } = await convertVoiceFile(input, output);
  const codes = readFileSync(output).subarray(58);
  return { sound: Float64Array.from(codes, (code) => (alaw.decode[code] ?? 0) / 32768), mix };
}

/** Power of what lies around a frequency (Hz) in sound of 8 kHz, by two resonators in a row. */
function powerAround(sound: Float64Array, frequency: number): number {
  const [turn, width] = [(2 * Math.PI * frequency) / 8000, 0.4];
  let filtered = sound;
  for (let pass = 0; pass < 2; pass += 1) {
    const scale = 1 + width * Math.sin(turn);
    const state = { in1: 0, in2: 0, out1: 0, out2: 0 };
    filtered = filtered.map((sample) => {
      const { in2, out1, out2 } = state;
      const out =
        (width * Math.sin(turn) * (sample - in2) + 2 * Math.cos(turn) * out1 - (2 - scale) * out2) / scale;
      Object.assign(state, { in1: sample, in2: state.in1, out1: out, out2: out1 });
      return out;
    });
  }
  return filtered.reduce((sum, sample) => sum + sample * sample, 0);
}

for (const [voice, lowest, highest] of [
  ['a deep voice', 90, 140],
  ['a high voice', 170, 260],
] as const) {
  suite(`${voice}, in the second channel inverted`, () => {
    const left = speech(3, rate, lowest, highest);
    for (const delay of [0, 0.05, 0.15, 0.2, 0.3, 0.5, 1, 2, 5, 12, 40]) {
      test(`and ${delay} ms later, keeps its level and its low sounds`, async (context) => {
        const frames = Math.round((delay / 1000) * rate);
        const both = Float64Array.from({ length: 2 * left.length }, (_, at) =>
          at % 2 === 0 ? (left[at >> 1] ?? 0) : -(left[(at >> 1) - frames] ?? 0),
        );
        const alone = await convert(context, left, 1);
        const { sound, mix } = await convert(context, both, 2);
        const lost = (power: (of: Float64Array) => number): number =>
          10 * Math.log10(power(alone.sound) / power(sound));
        const all = lost((of) => of.reduce((sum, sample) => sum + sample * sample, 0));
        const low = lost((of) => powerAround(of, 250));
        // Channels that do not know each other lose 3 dB, and as much again where their pitch meets the delay.
        assert.ok(all < 5, `${all.toFixed(1)} dB lost (${mix?.kind})`);
        assert.ok(low < 7, `${low.toFixed(1)} dB lost of what is low (${mix?.kind})`);
      });
    }
  });
}
