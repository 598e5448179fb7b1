import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alaw, mulaw } from '../../../src-main/audio/g711.ts';
import { makeQuantiser } from '../../../src-main/audio/quantise.ts';
import { fitTone, tone } from '../../support/tone.ts';

const quantise = (
  samples: readonly number[] | Float64Array,
  codec: 'alaw' | 'mulaw' | 'pcm8',
  dither = false,
) => {
  const quantiser = makeQuantiser(codec, dither);
  const bytes = new Uint8Array(samples.length);
  quantiser.write(Float64Array.from(samples), bytes);
  return { bytes: [...bytes], clipped: quantiser.clipped };
};

test('8-bit PCM rounds to the nearest step on both sides of zero', () => {
  const steps = [0, 0.4, 0.6, -0.4, -0.6, 64, -64, 127, -128].map((step) => step / 128);
  assert.deepEqual(quantise(steps, 'pcm8').bytes, [128, 128, 129, 128, 127, 192, 64, 255, 0]);
});

test('A-law and mu-law round to the nearest 16-bit sample first', () => {
  for (const [codec, law] of [
    ['alaw', alaw],
    ['mulaw', mulaw],
  ] as const) {
    const samples = [0, 15.6, -16.6, 1000.4, 32767, -32768].map((sample) => sample / 32768);
    const expected = [0, 16, -17, 1000, 32767, -32768].map((sample) => law.encode[sample + 32768]);
    assert.deepEqual(quantise(samples, codec).bytes, expected);
  }
});

test('beyond full scale is held there and counted; full scale itself is not', () => {
  assert.deepEqual(quantise([1, -1, 1.001, -7, 0.9], 'pcm8'), { bytes: [255, 0, 255, 0, 243], clipped: 2 });
  assert.deepEqual(quantise([1, 3], 'alaw'), { bytes: [0xaa, 0xaa], clipped: 1 });
  assert.deepEqual(quantise([-1, -3], 'mulaw'), { bytes: [0x00, 0x00], clipped: 1 });
});

test('1 kHz at -6 dBFS has at least 50 dB as 8-bit PCM', () => {
  const { bytes } = quantise(tone(1000, 8000, 2), 'pcm8');
  const { snr } = fitTone(
    bytes.map((byte) => (byte - 128) / 128),
    1000,
    8000,
  );
  assert.ok(snr >= 50, `${snr} dB`);
});

test('dither makes noise of what would be distortion, and the same noise each time', () => {
  const soft = tone(440, 8000, 4, 0.9 / 128);
  const third = (bytes: number[]) =>
    fitTone(
      bytes.map((byte) => (byte - 128) / 128),
      1320,
      8000,
    ).amplitude * 128;
  const plain = quantise(soft, 'pcm8').bytes;
  const dithered = quantise(soft, 'pcm8', true).bytes;
  assert.ok(third(plain) > 0.05, `third harmonic ${third(plain)} steps`);
  assert.ok(third(dithered) < 0.02, `third harmonic ${third(dithered)} steps`);
  assert.deepEqual(quantise(soft, 'pcm8', true).bytes, dithered);
});
