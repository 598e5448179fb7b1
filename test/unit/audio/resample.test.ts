import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Resampler } from '../../../src-main/audio/resample.ts';
import { resampleWhole } from '../../support/resample-whole.ts';
import { decibels, fitTone, peakOf, tone } from '../../support/tone.ts';

// The figures are those of the requirements for voice files: SNR of 1 kHz at least 90 dB before
// quantising, 3.4 kHz within 0.5 dB, images and aliases of 5 to 20 kHz at most -90 dB.
const rates = [4000, 6000, 7999, 8001, 11025, 16000, 22050, 24000, 32000, 44099, 44100, 48000, 96000, 192000];

for (const rate of rates) {
  test(`${rate} Hz: 1 kHz keeps its level and place, and nothing is added above -90 dB`, () => {
    const { snr, amplitude, phase } = fitTone(resampleWhole(tone(1000, rate, 1), rate), 1000, 8000);
    assert.ok(snr >= 90, `SNR ${snr} dB`);
    assert.ok(Math.abs(decibels(amplitude / 0.5)) < 0.001, `level ${amplitude}`);
    assert.ok(Math.abs(phase) < 1e-6, `phase ${phase}`);
  });
}

for (const rate of rates.filter((value) => value > 8000)) {
  test(`${rate} Hz: 3.4 kHz passes`, () => {
    const { amplitude } = fitTone(resampleWhole(tone(3400, rate, 1), rate), 3400, 8000);
    assert.ok(Math.abs(decibels(amplitude / 0.5)) < 0.5, `${decibels(amplitude / 0.5)} dB`);
  });

  const above = [4100, 5000, 7900, 8100, 10600, 12000, 15900, 16100, 20000].filter(
    (value) => value < rate / 2,
  );
  if (above.length > 0) {
    test(`${rate} Hz: nothing of ${above.join(', ')} Hz folds back`, () => {
      for (const frequency of above) {
        const left = peakOf(resampleWhole(tone(frequency, rate, 0.5), rate), 1000);
        assert.ok(decibels(left / 0.5) <= -90, `${frequency} Hz: ${decibels(left / 0.5)} dB`);
      }
    });
  }
}

test('images of a low rate are not heard', () => {
  const { snr } = fitTone(resampleWhole(tone(1700, 4000, 1), 4000), 1700, 8000);
  assert.ok(snr >= 90, `SNR ${snr} dB`);
});

test('the length is right for every rate', () => {
  for (let rate = 4000; rate <= 192_000; rate += 4273) {
    for (const frames of [1, 37, 4001]) {
      const made = resampleWhole(new Float64Array(frames), rate).length;
      assert.ok(Math.abs(made - (frames * 8000) / rate) <= 0.5, `${frames} frames of ${rate} Hz: ${made}`);
    }
  }
});

test('nothing drifts over two minutes of an awkward rate', () => {
  const rate = 44_099;
  const resampler = new Resampler(rate, 8000, rate * 120);
  const second = tone(1000, rate, 1);
  let made = 0;
  let last = new Float64Array(0);
  for (let i = 0; i < 120; i += 1) {
    const part = resampler.push(second, second.length);
    made += part.length;
    last = Float64Array.from(part);
  }
  // 1 kHz begins with phase 0 in every second, so the last block tells how far places have moved.
  const start = made - last.length;
  const { phase } = fitTone(last, 1000, 8000, 100);
  const expected = (2 * Math.PI * 1000 * start) / 8000;
  const off = Math.atan2(Math.sin(phase - expected), Math.cos(phase - expected));
  assert.ok(Math.abs(off) < 1e-6, `${off} rad`);
});

test('an impulse at the first and at the last sample comes out at the edges, not beyond', () => {
  for (const rate of [16_000, 44_100]) {
    const samples = new Float64Array(rate / 10);
    samples[0] = 1;
    const early = resampleWhole(samples, rate);
    assert.equal(early.indexOf(peakOf(early)), 0);
    samples.fill(0.25);
    const steady = resampleWhole(samples, rate);
    assert.ok(Math.abs((steady[400] ?? 0) - 0.25) < 1e-6, 'a constant stays what it is');
  }
});

test('blocks do not matter', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(4000, 11025, 22050, 24000, 32000, 44056, 48000, 192000),
      fc.integer({ min: 1, max: 9000 }),
      fc.integer({ min: 1, max: 4000 }),
      (rate, frames, block) => {
        const samples = Float64Array.from({ length: frames }, (_, i) => Math.sin(i * i));
        assert.deepEqual(resampleWhole(samples, rate, 8000, block), resampleWhole(samples, rate, 8000, 1e6));
      },
    ),
    { numRuns: 40 },
  );
});

test('8000 Hz passes untouched', () => {
  const samples = tone(1234, 8000, 0.1);
  assert.deepEqual(resampleWhole(samples, 8000), samples);
});
