import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memorySource } from '../../../src-main/audio/byte-source.ts';
import { monoBlocks, openSound } from '../../../src-main/audio/sound-stream.ts';
import { mixDown, mixWeights } from '../../../src-main/audio/mix-down.ts';
import { container, format, silence, wav, type FormatFields } from '../../support/wav-builder.ts';

async function decoded(file: Uint8Array): Promise<number[]> {
  const samples: number[] = [];
  for await (const block of monoBlocks(await openSound(memorySource(file)))) samples.push(...block);
  return samples;
}

const step = 2 ** -23;
const codings: readonly (readonly [string, FormatFields, string, readonly number[]])[] = [
  ['unsigned 8', { tag: 1, bits: 8 }, '00 40 80 c0 ff', [-1, -0.5, 0, 0.5, 127 / 128]],
  ['signed 16', { tag: 1, bits: 16 }, '0080 00c0 0000 0040 ff7f', [-1, -0.5, 0, 0.5, 1 - 2 ** -15]],
  ['signed 24', { tag: 1, bits: 24 }, '000080 0000c0 000000 010000 ffff7f', [-1, -0.5, 0, step, 1 - step]],
  [
    'signed 32',
    { tag: 1, bits: 32 },
    '00000080 000000c0 01000000 ffffff7f',
    [-1, -0.5, 2 ** -31, 1 - 2 ** -31],
  ],
  ['24 in four bytes', { tag: 1, bits: 24, blockAlign: 4 }, '00000080 00000040', [-1, 0.5]],
  ['12 bits at the top of 16', { tag: 1, bits: 12 }, '0080 f07f', [-1, 1 - 2 ** -11]],
  ['float 32', { tag: 3, bits: 32 }, '0000003f 000080bf 00000040', [0.5, -1, 2]],
  ['float 64', { tag: 3, bits: 64 }, '000000000000e03f 000000000000f0bf', [0.5, -1]],
  ['A-law', { tag: 6, bits: 8 }, 'd5 55 aa 2a', [8 / 32768, -8 / 32768, 32256 / 32768, -32256 / 32768]],
  ['A-law that says 16 bits', { tag: 6, bits: 16 }, 'd5 55', [8 / 32768, -8 / 32768]],
  ['mu-law', { tag: 7, bits: 8 }, 'ff 80 00', [0, 32124 / 32768, -32124 / 32768]],
];
for (const [name, fields, hex, samples] of codings) {
  test(`${name} is decoded to full scale, in both byte orders`, async () => {
    const words = hex.split(' ').map((word) => Buffer.from(word, 'hex'));
    assert.deepEqual(await decoded(wav(Buffer.concat(words), fields)), samples);
    const turned = words.map((word) => Buffer.from(word).reverse());
    const big = name === 'A-law that says 16 bits' ? words : turned;
    assert.deepEqual(await decoded(wav(Buffer.concat(big), fields, 'RIFX')), samples);
  });
}

test('floats that are no number are silence', async () => {
  const bytes = Buffer.from('0000c07f 0000807f 000080ff 0000003f'.replaceAll(' ', ''), 'hex');
  assert.deepEqual(await decoded(wav(bytes, { tag: 3, bits: 32 })), [0, 0, 0, 0.5]);
});

test('the pad byte of odd data is no sample', async () => {
  assert.equal((await decoded(wav(silence(7), { tag: 1 }))).length, 7);
});

test('a frame across two data chunks is put together', async () => {
  const file = container([
    { id: 'fmt ', content: format({ tag: 1, bits: 16 }) },
    { id: 'data', content: Buffer.from('004000', 'hex') },
    { id: 'data', content: Buffer.from('c0', 'hex') },
  ]);
  assert.deepEqual(await decoded(file), [0.5, -0.5]);
});

test('mixing down two channels is their mean, which cannot clip', async () => {
  const file = wav(Buffer.from('ff7fff7f 00800080 00400000'.replaceAll(' ', ''), 'hex'), {
    tag: 1,
    bits: 16,
    channels: 2,
  });
  assert.deepEqual(await decoded(file), [1 - 2 ** -15, -1, 0.25]);
});

test('weights of any layout sum to 1', () => {
  for (const [channels, mask] of [
    [1, 0],
    [2, 3],
    [3, 7],
    [4, 0x33],
    [6, 0],
    [8, 0],
    [5, 0],
    [40, 0],
  ] as const) {
    const sum = mixWeights(channels, mask).reduce((total, weight) => total + weight, 0);
    assert.ok(Math.abs(sum - 1) < 1e-12, `${channels} channels`);
  }
});

test('5.1 leaves the low-frequency channel out and prefers the front, as BS.775 does', () => {
  const [left = 0, right, centre = 0, low, back = 0] = mixWeights(6, 0);
  assert.equal(low, 0);
  assert.equal(left, right);
  assert.ok(Math.abs(left / centre - Math.SQRT1_2) < 1e-12);
  assert.ok(Math.abs(back / centre - 0.5) < 1e-12);
});

test('tracks without loudspeakers count alike', () => {
  assert.deepEqual([...mixWeights(4, 0)], [0.25, 0.25, 0.25, 0.25]);
  assert.deepEqual([...mixWeights(3, 0x3)], [1 / 3, 1 / 3, 1 / 3]);
  const mono = new Float64Array(2);
  mixDown(Float64Array.of(1, 1, 1, -1, 1, 1, 1, 1), mixWeights(4, 0), 2, mono);
  assert.deepEqual([...mono], [0.5, 1]);
});

test('codings that are not decoded are refused by their name', async () => {
  await assert.rejects(decoded(wav(silence(), { tag: 0x11, bits: 4 })), {
    code: 'file_unreadable',
    details: { reason: 'codec', codec: 'IMA ADPCM', bitsPerSample: 4 },
  });
});
