import assert from 'node:assert/strict';
import { test } from 'node:test';
import { highPassCoefficients, LoudnessMeter, shelfCoefficients } from '../../../src-main/audio/loudness.ts';
import { measure } from '../../../src-main/audio/measure.ts';
import { tone } from '../../support/tone.ts';

const near = (actual: number | undefined, expected: number, within: number) =>
  assert.ok(
    actual !== undefined && Math.abs(actual - expected) <= within,
    `${actual} instead of ${expected}`,
  );

test('at 48 kHz the filters are those of BS.1770-4, tables 1 and 2', () => {
  const shelf = [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585];
  shelfCoefficients(48000).forEach((value, i) => near(value, shelf[i] ?? NaN, 1e-8));
  const pass = [1, -2, 1, -1.99004745483398, 0.99007225036621];
  highPassCoefficients(48000).forEach((value, i) => near(value, pass[i] ?? NaN, 1e-8));
});

const loudness = (rate: number, ...parts: Float64Array[]) => {
  const meter = new LoudnessMeter(rate);
  for (const part of parts) meter.push(part);
  return meter.integrated();
};

test('997 Hz at full scale is -3.01 LUFS in mono', () => {
  near(loudness(48000, tone(997, 48000, 5, 1)), -3.01, 0.01);
  // The bilinear transform bends the shelf a little at 8 kHz.
  near(loudness(8000, tone(997, 8000, 5, 1)), -3.01, 0.15);
});

test('pauses do not make it softer: they are gated', () => {
  const speech = tone(997, 8000, 4, 0.1);
  const alone = loudness(8000, speech) ?? NaN;
  near(loudness(8000, speech, new Float64Array(80_000), speech), alone, 0.4);
  near(loudness(8000, speech, tone(997, 8000, 10, 0.1 / 10), speech), alone, 0.4);
});

test('silence and scraps have no loudness', () => {
  assert.equal(loudness(8000, new Float64Array(16_000)), undefined);
  assert.equal(loudness(8000, tone(997, 8000, 0.3)), undefined);
});

// oxlint-disable-next-line typescript/require-await -- a stream, as the measuring takes it
async function* blocks(...parts: Float64Array[]) {
  yield* parts;
}

test('where the sound begins and ends is found, with a tenth of a second around it', async () => {
  const quiet = tone(200, 8000, 1, 0.002);
  const found = await measure(blocks(quiet, tone(440, 8000, 0.5, 0.25), quiet, quiet), 8000);
  assert.equal(found.from, 8000 - 800);
  // a tone that breaks off rings on in the window behind it
  assert.ok(found.to >= 12_000 + 800 && found.to <= 12_080 + 800, String(found.to));
  near(found.peak, 0.25, 0.001);
});

test('the border between silence and sound is at -50 dBFS', async () => {
  for (const [level, from] of [
    [-49, 8000 - 800],
    [-51, 0],
  ] as const) {
    const soft = tone(500, 8000, 1, Math.SQRT2 * 10 ** (level / 20));
    const found = await measure(blocks(new Float64Array(8000), soft), 8000);
    assert.equal(found.from, from, `${level} dBFS`);
  }
});

test('all silent is kept whole', async () => {
  const found = await measure(blocks(new Float64Array(5000)), 8000);
  assert.deepEqual([found.from, found.to, found.peak], [0, 5000, 0]);
});
