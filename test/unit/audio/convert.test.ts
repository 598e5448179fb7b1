import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { convertVoiceFile } from '../../../src-main/audio/convert.ts';
import { alaw, mulaw } from '../../../src-main/audio/g711.ts';
import { inspectVoiceFile } from '../../../src-main/audio/inspect.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { fitTone, peakOf, tone } from '../../support/tone.ts';
import { container, format, pcm16, silence, wav } from '../../support/wav-builder.ts';

const studio = { tag: 1, bits: 16, sampleRate: 44100 };

/** Writes `bytes` as the input and converts it. */
async function convert(
  context: TestContext,
  bytes: Uint8Array,
  ...rest: [Parameters<typeof convertVoiceFile>[2]?]
) {
  const folder = tempFolder(context);
  const input = join(folder, 'in.wav');
  const output = join(folder, 'out.wav');
  writeFileSync(input, bytes);
  const report = await convertVoiceFile(input, output, ...rest);
  return { report, output, input, bytes: readFileSync(output) };
}

for (const [codec, tag, headerBytes, decode] of [
  ['alaw', 6, 58, (code: number) => (alaw.decode[code] ?? 0) / 32768],
  ['mulaw', 7, 58, (code: number) => (mulaw.decode[code] ?? 0) / 32768],
  ['pcm8', 1, 44, (code: number) => (code - 128) / 128],
] as const) {
  test(`${codec}: the result is ready, and is the tone that went in`, async (context) => {
    const { report, output, bytes } = await convert(context, wav(pcm16(tone(1000, 44100, 2)), studio), {
      codec,
    });
    const found = await inspectVoiceFile(output);
    assert.ok(found.readable);
    assert.deepEqual([found.ready, found.warnings, found.formatTag, found.frames], [true, [], tag, 16000]);
    assert.equal(report.frames, 16000);
    assert.equal(report.fileBytes, bytes.length);
    assert.equal(report.base64Bytes, bytes.toString('base64').length);
    assert.equal(report.sha256, createHash('sha256').update(bytes).digest('hex'));
    const { snr, amplitude } = fitTone(Array.from(bytes.subarray(headerBytes), decode), 1000, 8000);
    assert.ok(snr > 33, `${snr} dB`);
    assert.ok(Math.abs(amplitude - 0.5) < 0.005);
  });
}

test('A-law is the default, with an empty extension and a fact chunk', async (context) => {
  const { bytes } = await convert(context, wav(pcm16([0.5, -0.5, 0]), { tag: 1, bits: 16 }));
  const expected = container([
    { id: 'fmt ', content: format({ tag: 6, extension: Buffer.alloc(2) }) },
    { id: 'fact', content: Buffer.of(3, 0, 0, 0) },
    { id: 'data', content: Buffer.from([0.5, -0.5, 0].map((x) => alaw.encode[x * 32768 + 32768] ?? 0)) },
  ]);
  assert.deepEqual(bytes, expected);
  assert.equal(bytes.length, 62, 'three samples and a pad byte');
});

test('every frame of a file that only has the wrong header stays as it is', async (context) => {
  const codes = Uint8Array.from({ length: 256 }, (_, code) => code);
  const { bytes } = await convert(context, wav(codes, { subFormat: 6 }));
  assert.deepEqual([...bytes.subarray(58)], [...codes]);
});

test('the original is not touched, and nothing else is left in the folder', async (context) => {
  const original = wav(pcm16(tone(300, 44100, 0.1)), studio);
  const { input } = await convert(context, original);
  assert.deepEqual(readFileSync(input), original);
  assert.deepEqual(readdirSync(join(input, '..')).sort(), ['in.wav', 'out.wav']);
});

test('the original is refused as the output, by its own name or a link', async (context) => {
  const folder = tempFolder(context);
  const input = join(folder, 'in.wav');
  const original = wav(pcm16(tone(300, 44100, 0.1)), studio);
  writeFileSync(input, original);
  symlinkSync(input, join(folder, 'link.wav'));
  for (const output of [
    input,
    join(folder, 'link.wav'),
    join(folder, '..', folder.split('/').at(-1) ?? '', 'in.wav'),
  ]) {
    await assert.rejects(convertVoiceFile(input, output), { code: 'conflict' });
  }
  assert.deepEqual(readFileSync(input), original);
});

test('what stood at the output stays if the conversion fails', async (context) => {
  const folder = tempFolder(context);
  const input = join(folder, 'in.wav');
  const output = join(folder, 'out.wav');
  writeFileSync(output, 'before');
  for (const [bytes, reason] of [
    [Buffer.from('ID3\x03'), 'not-wav'],
    [wav(silence(), { tag: 0x11, bits: 4 }), 'codec'],
    [wav(Buffer.alloc(0)), 'no-sound'],
    [wav(silence(), { sampleRate: 1 }), 'sample-rate'],
    [wav(silence(2), { sampleRate: 192_000 }), 'no-sound'],
  ] as const) {
    writeFileSync(input, bytes);
    await assert.rejects(
      convertVoiceFile(input, output),
      (error: { code: string; details: { reason: string } }) => {
        assert.deepEqual([error.code, error.details.reason], ['file_unreadable', reason]);
        return true;
      },
    );
  }
  assert.equal(readFileSync(output, 'utf8'), 'before');
  assert.deepEqual(readdirSync(folder).sort(), ['in.wav', 'out.wav']);
});

test('a folder that cannot be written to is a disk error', async (context) => {
  const folder = tempFolder(context);
  writeFileSync(join(folder, 'in.wav'), wav(silence()));
  await assert.rejects(convertVoiceFile(join(folder, 'in.wav'), join(folder, 'none', 'out.wav')), {
    code: 'local_disk',
    details: { cause: 'ENOENT' },
  });
  mkdirSync(join(folder, 'folder.wav', 'full'), { recursive: true });
  await assert.rejects(convertVoiceFile(join(folder, 'in.wav'), join(folder, 'folder.wav')), {
    code: 'local_disk',
  });
  assert.deepEqual(readdirSync(folder).sort(), ['folder.wav', 'in.wav']);
});

test('stopping leaves nothing behind, and progress runs from 0 to 1', async (context) => {
  const folder = tempFolder(context);
  const input = join(folder, 'in.wav');
  writeFileSync(input, wav(pcm16(tone(300, 44100, 10)), studio));
  const seen: number[] = [];
  await convertVoiceFile(input, join(folder, 'whole.wav'), {}, { onProgress: (done) => seen.push(done) });
  assert.ok(seen.length > 2 && seen.at(-1) === 1);
  assert.deepEqual(
    seen,
    seen.toSorted((a, b) => a - b),
  );

  const stop = new AbortController();
  await assert.rejects(
    convertVoiceFile(
      input,
      join(folder, 'out.wav'),
      {},
      { signal: stop.signal, onProgress: () => stop.abort() },
    ),
    { code: 'cancelled' },
  );
  assert.ok(!existsSync(join(folder, 'out.wav')));
  assert.deepEqual(readdirSync(folder).sort(), ['in.wav', 'whole.wav']);
});

test('sound that the header promises and the file lacks is not made up', async (context) => {
  const file = container([
    { id: 'fmt ', content: format({ tag: 1, bits: 16 }) },
    { id: 'data', content: pcm16(tone(300, 8000, 0.5)), declared: 400_000 },
  ]);
  assert.equal((await convert(context, file)).report.frames, 4000);
});

test('two channels at full scale do not clip; sound beyond full scale is counted', async (context) => {
  const loud = Float64Array.from({ length: 2000 }, (_, i) => (i % 16 < 8 ? 1 : -1));
  const both = await convert(context, wav(pcm16(loud), { ...studio, channels: 2, sampleRate: 8000 }));
  assert.equal(both.report.clipped, 0);
  const floats = Buffer.from(Float32Array.from([0, 1.5, -2, 1, -1]).buffer);
  assert.equal((await convert(context, wav(floats, { tag: 3, bits: 32 }))).report.clipped, 2);
});

test('the peak is brought to its level', async (context) => {
  const { report, bytes } = await convert(context, wav(pcm16(tone(500, 44100, 1, 0.1)), studio), {
    codec: 'pcm8',
    normalise: { to: 'peak', level: -6 },
  });
  const peak = peakOf(Array.from(bytes.subarray(44), (byte) => (byte - 128) / 128));
  assert.ok(Math.abs(20 * Math.log10(peak) + 6) < 0.1, `${20 * Math.log10(peak)} dBFS`);
  assert.ok(Math.abs(report.gainDb - 14) < 0.1);
});

test('loudness is brought to its level, but never into clipping', async (context) => {
  const soft = await convert(context, wav(pcm16(tone(997, 44100, 3, 0.02)), studio), {
    normalise: { to: 'loudness', level: -20 },
  });
  assert.ok(Math.abs(soft.report.gainDb - 17) < 0.3, `${soft.report.gainDb} dB`);
  const click = tone(997, 44100, 3, 0.02);
  click.fill(0.5, 1000, 1020);
  const spiky = await convert(context, wav(pcm16(click), studio), {
    normalise: { to: 'loudness', level: -10 },
  });
  assert.equal(spiky.report.clipped, 0);
  assert.ok(spiky.report.gainDb < 8, `${spiky.report.gainDb} dB`);
});

test('silence at both ends is trimmed to a tenth of a second', async (context) => {
  const samples = new Float64Array(3.5 * 44100);
  samples.set(tone(440, 44100, 0.5), 44100);
  const { report } = await convert(context, wav(pcm16(samples), studio), { trimSilence: true });
  assert.ok(Math.abs(report.trimmedStart - 0.9) < 0.02, `${report.trimmedStart} s`);
  assert.ok(Math.abs(report.trimmedEnd - 1.9) < 0.02, `${report.trimmedEnd} s`);
  assert.ok(Math.abs(report.seconds - 0.7) < 0.03, `${report.seconds} s`);
  assert.equal(report.frames, report.fileBytes - 58 - (report.frames % 2));
});

const both = (left: Float64Array, right: Float64Array): Float64Array =>
  Float64Array.from({ length: 2 * left.length }, (_, i) => (i % 2 === 0 ? left : right)[i >> 1] ?? 0);
const stereo = { ...studio, channels: 2 };
const louder = (samples: Float64Array, gain: number): Float64Array => samples.map((sample) => sample * gain);
const joined = (...parts: Float64Array[]): Float64Array =>
  Float64Array.from(parts.flatMap((part) => [...part]));

for (const [name, left, right, kind, channel] of [
  ['the same in both', tone(440, 44100, 1), tone(440, 44100, 1), 'sum', null],
  ['two of their own', tone(440, 44100, 1), tone(700, 44100, 1), 'sum', null],
  ['only the left', tone(440, 44100, 1), new Float64Array(44100), 'sum', null],
  ['each the inverse of the other', tone(440, 44100, 1), louder(tone(440, 44100, 1), -1), 'inverted', null],
  ['the inverse, softer', tone(440, 44100, 1), louder(tone(440, 44100, 1), -0.9), 'inverted', null],
  ['the inverse, at half', tone(440, 44100, 1), louder(tone(440, 44100, 1), -0.5), 'inverted', null],
  [
    'the inverse, with an offset',
    tone(440, 44100, 1),
    tone(440, 44100, 1).map((s) => 0.3 - s),
    'inverted',
    null,
  ],
  [
    'the inverse in the second half',
    joined(tone(440, 44100, 1), tone(300, 44100, 1)),
    joined(tone(440, 44100, 1), louder(tone(300, 44100, 1), -1)),
    'channel',
    1,
  ],
] as const) {
  test(`two channels, ${name}: the sound stays`, async (context) => {
    const { report, bytes } = await convert(context, wav(pcm16(both(left, right)), stereo));
    assert.deepEqual(report.mix, { kind, channel });
    const decoded = Array.from(bytes.subarray(58), (code) => (alaw.decode[code] ?? 0) / 32768);
    assert.ok(peakOf(decoded, 100) > 0.2, `peak ${peakOf(decoded, 100)}`);
    assert.ok((report.after?.peak ?? -100) > -14 && (report.before?.peak ?? -100) > -7);
    assert.equal(report.clipped, 0);
  });
}

test('with hum in both channels, speech that cancels is kept', async (context) => {
  const hum = tone(50, 44100, 1, 0.1);
  const [left, right] = [1, -1].map((sign) =>
    tone(500, 44100, 1, 0.3).map((s, i) => sign * s + (hum[i] ?? 0)),
  );
  assert.ok(left && right);
  const { report } = await convert(context, wav(pcm16(both(left, right)), stereo));
  assert.equal(report.mix?.kind, 'inverted');
});

test('six channels of which two cancel the others are mixed so that they do not', async (context) => {
  const sound = tone(440, 8000, 1);
  const six = Float64Array.from({ length: 6 * 8000 }, (_, i) => {
    const sample = sound[Math.floor(i / 6)] ?? 0;
    return i % 6 === 0 ? sample : i % 6 === 1 ? -sample : 0;
  });
  const { report } = await convert(context, wav(pcm16(six), { tag: 1, bits: 16, channels: 6 }));
  assert.equal(report.mix?.kind, 'inverted');
  assert.ok((report.after?.peak ?? -100) > -20);
});

test('of the mixes in which nothing cancels, the one that keeps most is taken', async (context) => {
  const sound = tone(440, 8000, 1);
  const three = Float64Array.from({ length: 3 * 8000 }, (_, i) => {
    const sample = sound[Math.floor(i / 3)] ?? 0;
    return i % 3 === 0 ? sample : -sample / 2;
  });
  const { report } = await convert(context, wav(pcm16(three), { tag: 1, bits: 16, channels: 3 }));
  assert.equal(report.mix?.kind, 'inverted');
  // Two thirds of the first channel; with one channel inverted only, it would be one third.
  const loss = (report.after?.rms ?? -100) - (report.before?.rms ?? 0);
  assert.ok(Math.abs(loss - 20 * Math.log10(2 / 3)) < 0.3, `${loss} dB`);
});

test('silence stays silence, and its level says so', async (context) => {
  const { report } = await convert(context, wav(pcm16(new Float64Array(44100)), studio));
  assert.deepEqual(report.before, { peak: null, rms: null, loudest: null });
  assert.equal(report.after?.loudest, null);
});

test('the levels before and after are those of the sound, without its offset', async (context) => {
  const offset = tone(440, 44100, 1, 0.25).map((sample) => sample + 0.5);
  const { report } = await convert(context, wav(pcm16(offset), studio));
  for (const level of [report.before, report.after]) {
    // An offset takes the sound to where A-law has long steps.
    assert.ok(Math.abs((level?.peak ?? 0) + 12.04) < 1, `peak ${level?.peak}`);
    assert.ok(Math.abs((level?.rms ?? 0) + 15.05) < 0.3, `mean ${level?.rms}`);
  }
});

/** Noise of one level, the same in every run. */
function noise(seconds: number, rms: number): Float64Array {
  let state = 1;
  return Float64Array.from({ length: Math.round(44100 * seconds) }, () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647 - 0.5) * Math.sqrt(12) * rms;
  });
}
const added = (a: Float64Array, b: Float64Array): Float64Array => a.map((sample, i) => sample + (b[i] ?? 0));
const silentEnds = joined(new Float64Array(44100), tone(440, 44100, 0.5), new Float64Array(88200));

for (const [name, samples] of [
  ['an offset', silentEnds.map((sample) => sample + 0.1)],
  ['dither of 8 bits', added(silentEnds, noise(3.5, 1 / 256))],
  ['room noise at -45 dBFS', added(silentEnds, noise(3.5, 10 ** (-45 / 20)))],
  ['room noise at -35 dBFS', added(silentEnds, noise(3.5, 10 ** (-35 / 20)))],
  [
    'room noise at -40 dBFS between seconds of nothing',
    added(
      silentEnds,
      noise(3.5, 0.01).map((sample, i) => (i < 22_050 || i > 132_300 ? 0 : sample)),
    ),
  ],
  ['hum at -40 dBFS', added(silentEnds, tone(100, 44100, 3.5, 0.01 * Math.SQRT2))],
] as const) {
  test(`silence with ${name} is trimmed, and the level that was silence is said`, async (context) => {
    const { report } = await convert(context, wav(pcm16(samples), studio), { trimSilence: true });
    assert.ok(Math.abs(report.trimmedStart - 0.9) < 0.03, `${report.trimmedStart} s`);
    assert.ok(Math.abs(report.trimmedEnd - 1.9) < 0.03, `${report.trimmedEnd} s`);
    assert.ok(typeof report.trimmedBelow === 'number' && report.trimmedBelow >= -50);
  });
}

test('where sound does not stand out of its noise nothing is trimmed', async (context) => {
  const { report } = await convert(context, wav(pcm16(noise(2, 0.1)), studio), { trimSilence: true });
  assert.deepEqual([report.trimmedStart, report.trimmedEnd], [0, 0]);
});

test('a name as long as the file system allows is written', async (context) => {
  const folder = tempFolder(context);
  writeFileSync(join(folder, 'in.wav'), wav(pcm16(tone(440, 8000, 0.1)), { tag: 1, bits: 16 }));
  const name = `${'欢'.repeat(83)}.wav`;
  await convertVoiceFile(join(folder, 'in.wav'), join(folder, name));
  assert.deepEqual(readdirSync(folder).sort(), ['in.wav', name]);
});
