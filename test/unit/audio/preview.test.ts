import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { test, type TestContext } from 'node:test';
import { openPreview } from '../../../src-main/audio/preview.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { tone } from '../../support/tone.ts';
import { pcm16, silence, wav, type FormatFields } from '../../support/wav-builder.ts';

function preview(context: TestContext, sound: Uint8Array, fields: FormatFields, name = 'RIFF') {
  const file = join(tempFolder(context), 'in.wav');
  writeFileSync(file, wav(sound, fields, name));
  return openPreview(file);
}

test('16-bit PCM comes out as it went in', async (context) => {
  const sound = pcm16(tone(440, 44100, 1));
  const fields = { tag: 1, bits: 16, channels: 2, sampleRate: 44100 };
  const made = await preview(context, sound, fields);
  assert.equal(made.seconds, 0.5);
  const bytes = await buffer(made.stream());
  assert.equal(bytes.length, made.bytes);
  assert.deepEqual(bytes, wav(sound, fields));
});

test('RIFX floats, which browsers do not play, become 16-bit PCM', async (context) => {
  const sound = Buffer.from('3f000000bf80000040000000', 'hex');
  const made = await preview(context, sound, { tag: 3, bits: 32, sampleRate: 48000 }, 'RIFX');
  const bytes = await buffer(made.stream());
  assert.deepEqual(bytes, wav(pcm16([0.5, -1, 2]), { tag: 1, bits: 16, sampleRate: 48000 }));
});

test('more than two channels are mixed down', async (context) => {
  const made = await preview(context, pcm16([1, 0, 0, 0]), { tag: 1, bits: 16, channels: 4 });
  const bytes = await buffer(made.stream());
  assert.deepEqual(bytes.subarray(44), pcm16([0.25]));
});

test('any range of bytes is the same as that part of the whole', async (context) => {
  const made = await preview(context, silence(300_000), { tag: 6 });
  const whole = await buffer(made.stream());
  for (const [start, end] of [
    [0, 10],
    [0, 44],
    [40, 47],
    [44, 46],
    [45, 46],
    [262_188, 262_190],
    [599_000, 700_000],
    [600_044, 600_044],
  ] as const) {
    assert.deepEqual(await buffer(made.stream(start, end)), whole.subarray(start, end), `${start} to ${end}`);
  }
});

test('a player that stops in the middle leaves no file open', async (context) => {
  const made = await preview(context, silence(3_000_000), { tag: 6 });
  const stream = made.stream();
  for await (const part of stream) {
    assert.ok((part as Buffer).length > 0);
    break;
  }
  assert.ok(stream.destroyed);
});
