import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memorySource, type ByteSource } from '../../../src-main/audio/byte-source.ts';
import { readWave } from '../../../src-main/audio/wave.ts';
import { pcm16, silence, wav } from '../../support/wav-builder.ts';

const wave = (samples: readonly number[], columns: number, channels = 1) =>
  readWave(memorySource(wav(pcm16(samples), { tag: 1, bits: 16, channels })), columns);

test('each column has the extremes of its frames', async () => {
  const samples = [0, 0.5, -0.25, 0.125, -1, 0, 0.25, 0.25];
  assert.deepEqual(await wave(samples, 4), {
    min: [0, -0.25, -1, 0.25],
    max: [0.5, 0.125, 0, 0.25],
    exact: true,
  });
});

test('all channels count, so that one at full scale is seen', async () => {
  assert.deepEqual(await wave([0, 0.5, -1, 0], 1, 2), { min: [-1], max: [0.5], exact: true });
});

test('columns that do not divide the frames take each frame once, across blocks too', async () => {
  const frames = 300_000;
  for (const at of [0, 131_071, 131_072, 142_857, 299_999]) {
    const samples = new Array<number>(frames).fill(0);
    samples[at] = 0.5;
    const { min, max } = await wave(samples, 7);
    assert.deepEqual(
      [...max.keys()].filter((column) => max[column] === 0.5),
      [Math.floor((at * 7) / frames)],
    );
    assert.ok(min.every((value) => value === 0));
  }
});

test('fewer frames than columns make fewer columns', async () => {
  assert.deepEqual(await wave([0.5, -0.5], 100), { min: [0.5, -0.5], max: [0.5, -0.5], exact: true });
});

test('beyond full scale is drawn at full scale', async () => {
  const floats = Buffer.from(Float32Array.of(3, -2).buffer);
  const { min, max } = await readWave(memorySource(wav(floats, { tag: 3, bits: 32 })), 2);
  assert.deepEqual(
    [min, max],
    [
      [1, -1],
      [1, -1],
    ],
  );
});

test('a file of gigabytes is drawn from parts', async () => {
  const header = wav(Buffer.alloc(0));
  const bytes = 2_000_000_000;
  header.writeUInt32LE(bytes, 40);
  let read = 0;
  const source: ByteSource = {
    size: bytes + 44,
    read: (into, position) => {
      read += into.length;
      silence(into.length).copy(into);
      if (position < 44) header.copy(into, 0, position);
      return Promise.resolve(into.length);
    },
  };
  const { min, exact } = await readWave(source, 500);
  assert.equal(exact, false);
  assert.equal(min.length, 500);
  assert.ok(read < 5_000_000, `${read} bytes read`);
});
