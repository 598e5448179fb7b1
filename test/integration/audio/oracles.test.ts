import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { convertVoiceFile } from '../../../src-main/audio/convert.ts';
import { alaw, mulaw, type CompandingLaw } from '../../../src-main/audio/g711.ts';
import { inspectVoiceFile } from '../../../src-main/audio/inspect.ts';
import { runTool } from '../../support/run-command.ts';
import { tempFolder } from '../../support/temp-folder.ts';

// sox and ffmpeg, two programs with nothing in common with ours or with each other, say what is right.

const sox = (...args: string[]) => runTool('sox', '-V1', '-D', ...args);
const ffmpeg = (...args: string[]) => runTool('ffmpeg', '-v', 'error', '-y', ...args);
const samplesOf = (file: string) => {
  const bytes = readFileSync(file);
  return Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16LE(2 * i));
};

/** Three seconds that sweep the telephone band, 44.1 kHz stereo, with both channels different. */
async function sweep(context: TestContext) {
  const folder = tempFolder(context);
  const file = join(folder, 'sweep.wav');
  const sound = ['synth', '3', 'sine', '200:3000', 'sine', '3000:250', 'vol', '0.7'];
  await sox('-n', '-r', '44100', '-c', '2', '-b', '16', file, ...sound);
  return { folder, file };
}

/** How many decodable levels lie between two codes, at most, over all pairs. */
function stepsApart(law: CompandingLaw, ours: Uint8Array, theirs: Uint8Array) {
  const levels = [...new Set(law.decode)].sort((a, b) => a - b);
  const place = Array.from(law.decode, (level) => levels.indexOf(level));
  assert.equal(ours.length, theirs.length);
  return ours.reduce(
    (most, code, i) => Math.max(most, Math.abs((place[code] ?? 0) - (place[theirs[i] ?? 0] ?? 0))),
    0,
  );
}

for (const [name, law, type, format] of [
  ['A-law', alaw, 'al', 'alaw'],
  ['mu-law', mulaw, 'ul', 'mulaw'],
] as const) {
  test(`${name}: every code and every 16-bit sample, against sox and ffmpeg`, async (context) => {
    const folder = tempFolder(context);
    const path = (file: string) => join(folder, file);
    writeFileSync(
      path('codes'),
      Uint8Array.from({ length: 256 }, (_, code) => code),
    );
    const every = Int16Array.from({ length: 65536 }, (_, i) => i - 32768);
    writeFileSync(path('every'), Buffer.from(every.buffer));
    const companded = ['-t', type, '-r', '8000', '-c', '1'];
    const linear = ['-t', 's16', '-L', '-r', '8000', '-c', '1'];
    await sox(...companded, path('codes'), ...linear, path('decoded'));
    assert.deepEqual(samplesOf(path('decoded')), [...law.decode]);
    await sox(...linear, path('every'), ...companded, path('sox'));
    assert.ok(stepsApart(law, law.encode, readFileSync(path('sox'))) <= 1);
    await ffmpeg('-f', 's16le', '-ar', '8000', '-ac', '1', '-i', path('every'), '-f', format, path('ffmpeg'));
    assert.ok(stepsApart(law, law.encode, readFileSync(path('ffmpeg'))) <= 1);
  });
}

for (const codec of ['alaw', 'mulaw', 'pcm8'] as const) {
  test(`${codec}: sox and ffmpeg both read what we write, to the last frame`, async (context) => {
    const { folder, file } = await sweep(context);
    const output = join(folder, 'ours.wav');
    await convertVoiceFile(file, output, { codec });
    assert.equal((await runTool('soxi', '-s', output)).trim(), '24000');
    assert.equal((await runTool('soxi', '-r', output)).trim(), '8000');
    assert.equal((await runTool('soxi', '-c', output)).trim(), '1');
    const probe = [
      '-v',
      'error',
      '-show_entries',
      'stream=codec_name,bit_rate,duration_ts',
      '-of',
      'csv=p=0',
    ];
    const name = { alaw: 'pcm_alaw', mulaw: 'pcm_mulaw', pcm8: 'pcm_u8' }[codec];
    assert.equal((await runTool('ffprobe', ...probe, output)).trim(), `${name},24000,64000`);
  });

  test(`${codec}: the sound is the one sox makes of the same file`, async (context) => {
    const { folder, file } = await sweep(context);
    const [ours, theirs] = [join(folder, 'ours.wav'), join(folder, 'theirs.raw')];
    await convertVoiceFile(file, ours, { codec });
    await sox(file, '-t', 's16', '-L', '-r', '8000', '-c', '1', theirs, 'remix', '-');
    await sox(ours, '-t', 's16', '-L', join(folder, 'ours.raw'));
    const [a, b] = [samplesOf(join(folder, 'ours.raw')), samplesOf(theirs)];
    assert.ok(Math.abs(a.length - b.length) <= 1);
    let [signal, noise] = [0, 0];
    for (let i = 500; i < a.length - 500; i += 1) {
      signal += (b[i] ?? 0) ** 2;
      noise += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
    }
    assert.ok(10 * Math.log10(signal / noise) > 32, `${10 * Math.log10(signal / noise)} dB`);
  });
}

const writers: readonly (readonly [string, readonly string[], string, number])[] = [
  ['sox', ['-b', '8', '-e', 'unsigned'], 'pcm', 8],
  ['sox', ['-b', '24', '-e', 'signed'], 'pcm', 24],
  ['sox', ['-b', '32', '-e', 'signed'], 'pcm', 32],
  ['sox', ['-b', '32', '-e', 'float'], 'float', 32],
  ['sox', ['-b', '64', '-e', 'float'], 'float', 64],
  ['sox', ['-e', 'a-law'], 'alaw', 8],
  ['sox', ['-e', 'mu-law'], 'mulaw', 8],
  ['sox', ['-B', '-b', '16'], 'pcm', 16],
  ['sox', ['-B', '-b', '24'], 'pcm', 24],
  ['sox', ['-B', '-b', '32', '-e', 'float'], 'float', 32],
  ['ffmpeg', ['-c:a', 'pcm_s24le'], 'pcm', 24],
  ['ffmpeg', ['-c:a', 'pcm_f64le'], 'float', 64],
  ['ffmpeg', ['-c:a', 'pcm_s16le', '-rf64', 'always'], 'pcm', 16],
  ['ffmpeg', ['-c:a', 'pcm_s32le', '-ac', '6'], 'pcm', 32],
  ['ffmpeg', ['-c:a', 'pcm_alaw', '-write_bext', '1', '-metadata', 'description=odd'], 'alaw', 8],
];
test('what sox and ffmpeg write is understood, and sounds alike in every coding', async (context) => {
  const { folder, file } = await sweep(context);
  const [made, ours] = [join(folder, 'made.wav'), join(folder, 'ours.wav')];
  await convertVoiceFile(file, ours);
  const reference = [...readFileSync(ours).subarray(58)].map((code) => alaw.decode[code] ?? 0);
  for (const [writer, options, codec, bits] of writers) {
    if (writer === 'sox') await sox(file, ...options, made);
    else await ffmpeg('-i', file, ...options, made);
    const found = await inspectVoiceFile(made);
    const name = `${writer} ${options.join(' ')}`;
    assert.ok(found.readable, name);
    assert.deepEqual([found.codec, found.bitsPerSample, found.frames], [codec, bits, 132_300], name);
    assert.deepEqual(found.warnings, [], name);
    await convertVoiceFile(made, ours);
    const samples = [...readFileSync(ours).subarray(58)].map((code) => alaw.decode[code] ?? 0);
    // Two channels that become six are weighted anew: the same sound, at another level.
    const scale = dot(samples, reference) / dot(samples, samples);
    const noise = samples.reduce((sum, sample, i) => sum + (sample * scale - (reference[i] ?? 0)) ** 2, 0);
    const snr = 10 * Math.log10(dot(reference, reference) / noise);
    assert.ok(snr > 30, `${name}: ${snr} dB`);
  }
});

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

test('sound from a pipe has all its frames, as ffmpeg counts them', async (context) => {
  const { folder, file } = await sweep(context);
  const [piped, raw] = [join(folder, 'piped.wav'), join(folder, 'ffmpeg.raw')];
  await runTool('sh', '-c', `ffmpeg -v error -i "${file}" -f wav - | cat > "${piped}"`);
  const found = await inspectVoiceFile(piped);
  assert.ok(found.readable);
  assert.equal(found.frames, 132_300);
  await ffmpeg('-i', piped, '-f', 's16le', raw);
  assert.equal(readFileSync(raw).length, found.frames * 4);
});
