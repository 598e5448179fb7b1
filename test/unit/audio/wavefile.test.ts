import assert from 'node:assert/strict';
import { test } from 'node:test';
import wavefile from 'wavefile';
import { memorySource } from '../../../src-main/audio/byte-source.ts';
import { confirmHeader } from '../../../src-main/audio/confirm-header.ts';
import { inspectVoice } from '../../../src-main/audio/inspect.ts';
import { makeQuantiser } from '../../../src-main/audio/quantise.ts';
import { monoBlocks, openSound } from '../../../src-main/audio/sound-stream.ts';
import { wavHeader } from '../../../src-main/audio/wav-header.ts';
import { resampleWhole } from '../../support/resample-whole.ts';
import { fitTone, peakOf, tone } from '../../support/tone.ts';
import { pcm16, silence, wav } from '../../support/wav-builder.ts';

// Where wavefile 11 is right it is used, as the second reader of our headers; where it is not, these
// tests say in what, and that ours is right. One that fails after an update of wavefile is good news.

async function ours(file: Uint8Array): Promise<number[]> {
  const samples: number[] = [];
  for await (const block of monoBlocks(await openSound(memorySource(file)))) samples.push(...block);
  return samples;
}
const theirs = (file: Uint8Array) => Array.from(new wavefile.WaveFile(file).getSamples(true));

test('right: well-formed PCM and floats are read alike', async () => {
  for (const [fields, full] of [
    [{ tag: 1, bits: 16 }, 32768],
    [{ tag: 1, bits: 24 }, 2 ** 23],
    [{ tag: 1, bits: 32 }, 2 ** 31],
    [{ tag: 3, bits: 64 }, 1],
  ] as const) {
    const bytes = Buffer.alloc(48);
    for (let i = 0; i < 48; i += 1) bytes[i] = (i * 37) % 64;
    const file = wav(bytes, fields);
    assert.deepEqual(
      (await ours(file)).map((sample) => sample * full),
      theirs(file),
      `${fields.bits} bit`,
    );
  }
});

test('right: our headers, which it confirms', () => {
  for (const [codec, formatTag] of [
    ['alaw', 6],
    ['mulaw', 7],
    ['pcm8', 1],
  ] as const) {
    const header = wavHeader({ formatTag, channels: 1, sampleRate: 8000, bitsPerSample: 8, frames: 5 });
    confirmHeader(header, codec, 5);
    assert.throws(() => confirmHeader(header, codec, 6), { code: 'internal' });
    header.set([0x41, 0x1f], 24);
    assert.throws(() => confirmHeader(header, codec, 5), { code: 'internal' });
  }
});

test('wrong: it truncates towards zero when reducing depth; ours rounds', () => {
  const samples = [0.9, -0.9, 1.6, -1.6].map((step) => step / 128);
  const file = new wavefile.WaveFile();
  file.fromScratch(1, 8000, '16', [...new Int16Array(pcm16(samples).buffer.slice(0, 8))]);
  file.toBitDepth('8');
  assert.deepEqual(Array.from(file.getSamples(true)), [128, 128, 129, 127]);
  const bytes = new Uint8Array(4);
  makeQuantiser('pcm8').write(Float64Array.from(samples), bytes);
  assert.deepEqual([...bytes], [129, 127, 130, 126]);
});

test('wrong: it breaks the edges when resampling 8-bit data; ours does not', () => {
  const file = new wavefile.WaveFile();
  file.fromScratch(1, 44100, '8', new Uint8Array(4410).fill(128));
  file.toSampleRate(8000);
  const silent = Array.from(file.getSamples(true), (sample) => Math.abs(sample - 128));
  assert.ok(peakOf(silent) > 50, 'silence begins with a bang');
  assert.equal(peakOf(resampleWhole(new Float64Array(4410), 44100)), 0);
});

test('wrong: it reads the pad byte of odd data as a sample; ours does not', async () => {
  const file = wav(silence(7), { tag: 1 });
  assert.equal(theirs(file).length, 8);
  assert.equal((await ours(file)).length, 7);
});

test('wrong: it takes EXTENSIBLE floats for integers and A-law for PCM; ours does not', async () => {
  const floats = wav(Buffer.from(Float32Array.of(0.5, -0.25).buffer), { subFormat: 3, bits: 32 });
  assert.notDeepEqual(theirs(floats), [0.5, -0.25]);
  assert.deepEqual(await ours(floats), [0.5, -0.25]);
  const alaw = wav(Buffer.of(0xd5, 0xaa), { subFormat: 6 });
  assert.equal(new wavefile.WaveFile(alaw).bitDepth, '8');
  assert.deepEqual(await ours(alaw), [8 / 32768, 32256 / 32768]);
});

test('wrong: it decodes unknown codings as noise; ours names and refuses them', async () => {
  const g729 = wav(Buffer.alloc(100, 0x5a), { tag: 0x83, bits: 8 });
  assert.equal(theirs(g729).length, 100);
  const found = await inspectVoice(memorySource(g729));
  assert.equal(found.readable && found.codecName, 'G.729');
  await assert.rejects(ours(g729), { code: 'file_unreadable' });
});

test('wrong: its resampling leaves less than 90 dB; ours more', () => {
  const file = new wavefile.WaveFile();
  file.fromScratch(1, 44100, '32f', tone(1000, 44100, 1));
  file.toSampleRate(8000);
  const { snr } = fitTone(file.getSamples(true), 1000, 8000);
  assert.ok(snr < 90, `${snr} dB`);
  assert.ok(fitTone(resampleWhole(tone(1000, 44100, 1), 44100), 1000, 8000).snr > 110);
});
