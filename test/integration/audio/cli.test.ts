import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { runCommand } from '../../support/run-command.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { tone } from '../../support/tone.ts';
import { container, format, pcm16, silence, wav } from '../../support/wav-builder.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const cli = join(root, 'src-main/audio/cli.ts');
const fixture = (name: string) => join(root, 'test/fixtures/voice', `${name}.wav`);
const voice = (...args: string[]) => runCommand(process.execPath, [cli, ...args]);

const keys = [
  'container',
  'codec',
  'formatTag',
  'channels',
  'sampleRate',
  'bitsPerSample',
  'byteRate',
  'dataBytes',
  'frames',
  'seconds',
  'fileBytes',
  'base64Bytes',
  'ready',
  'problems',
];
const parse = (text: string) => JSON.parse(text) as Record<string, unknown>;

test('inspect: a ready file ends with 0, and npm runs it from any folder', async (context) => {
  const folder = tempFolder(context);
  mkdirSync(join(folder, 'prompts'));
  writeFileSync(join(folder, 'prompts', 'ok.wav'), wav(silence()));
  const args = ['--prefix', root, 'run', '-s', 'voice', '--', 'inspect', 'prompts/ok.wav', '--json'];
  const { status, stdout } = await runCommand('npm', args, { cwd: folder });
  assert.equal(status, 0);
  assert.deepEqual(parse(stdout), {
    container: 'RIFF',
    codec: 'alaw',
    formatTag: 6,
    channels: 1,
    sampleRate: 8000,
    bitsPerSample: 8,
    byteRate: 8000,
    dataBytes: 8000,
    frames: 8000,
    seconds: 1,
    fileBytes: 8044,
    base64Bytes: 10728,
    ready: true,
    problems: [],
  });
});

test('inspect: a WAV that is not ready ends with 1 and says why', async (context) => {
  const file = join(tempFolder(context), 'studio.wav');
  writeFileSync(file, wav(pcm16([0.1, 0.2]), { tag: 1, bits: 16, channels: 2, sampleRate: 44100 }));
  const { status, stdout } = await voice('inspect', file, '--json');
  assert.equal(status, 1);
  assert.deepEqual(parse(stdout)['problems'], [
    { rule: 'sampleRate', found: 44100, wanted: 8000 },
    { rule: 'bitsPerSample', found: 16, wanted: 8 },
    { rule: 'channels', found: 2, wanted: 1 },
  ]);
  const words = await voice('inspect', file);
  assert.equal(words.status, 1);
  assert.match(
    words.stdout,
    /44100 Hz, 16 bit, 2 channel.*\n.*\nnot ready:\n {2}sampleRate: 44100, required 8000/,
  );
});

test('inspect: what is no readable WAV ends with 2, and is named', async (context) => {
  const folder = tempFolder(context);
  writeFileSync(join(folder, 'empty.wav'), '');
  writeFileSync(join(folder, 'no-data.wav'), container([{ id: 'fmt ', content: format() }]));
  for (const [file, name] of [
    [fixture('mp3'), /MP3/],
    [fixture('flac'), /FLAC/],
    [join(folder, 'empty.wav'), /empty/],
    [join(folder, 'no-data.wav'), /without a data chunk/],
  ] as const) {
    const { status, stdout, stderr } = await voice('inspect', file, '--json');
    assert.equal(status, 2);
    assert.match(stderr, name);
    assert.deepEqual(Object.keys(parse(stdout)), keys);
    assert.equal(parse(stdout)['ready'], false);
  }
  for (const file of [join(folder, 'none.wav'), folder]) {
    const { status, stdout, stderr } = await voice('inspect', file, '--json');
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^voice: /);
  }
});

test('inspect: --limit-mb moves the limit; a warning is no obstacle', async (context) => {
  const file = join(tempFolder(context), 'long.wav');
  writeFileSync(file, wav(silence(1_048_576)));
  assert.equal((await voice('inspect', file, '--json', '--limit-mb', '1')).status, 1);
  const near = await voice('inspect', file, '--json', '--limit-mb', '1.1');
  assert.equal(near.status, 0);
  assert.match(near.stderr, /base64Bytes/);
});

for (const [codec, tag] of [
  [undefined, 6],
  ['alaw', 6],
  ['mulaw', 7],
  ['pcm8', 1],
] as const) {
  test(`convert to ${codec ?? 'the default'}: the result is ready`, async (context) => {
    const folder = tempFolder(context);
    const [input, output] = [join(folder, 'in.wav'), join(folder, 'out.wav')];
    writeFileSync(input, wav(pcm16(tone(440, 48000, 1)), { tag: 1, bits: 16, sampleRate: 48000 }));
    const { status } = await voice('convert', input, output, ...(codec ? ['--codec', codec] : []));
    assert.equal(status, 0);
    const inspected = await voice('inspect', output, '--json');
    assert.equal(inspected.status, 0);
    const { formatTag, frames } = parse(inspected.stdout);
    assert.deepEqual([formatTag, frames], [tag, 8000]);
  });
}

test('convert: what cannot be done ends with 2, says why, and leaves no file', async (context) => {
  const folder = tempFolder(context);
  const output = join(folder, 'out.wav');
  copyFileSync(fixture('ms-adpcm'), join(folder, 'in.wav'));
  for (const [args, why] of [
    [[fixture('mp3'), output], /MP3/],
    [[fixture('ms-adpcm'), output], /Microsoft ADPCM/],
    [[fixture('gsm'), output], /GSM 6\.10/],
    [[join(folder, 'none.wav'), output], /ENOENT/],
    [[fixture('rifx'), output, '--codec', 'mp3'], /--codec/],
    [[fixture('rifx'), output, '--peak=3'], /./],
    [[fixture('rifx')], /needs two files.*\n.*--help/],
    [[join(folder, 'in.wav'), join(folder, 'in.wav')], /never changed/],
  ] as const) {
    const { status, stderr } = await voice('convert', ...args);
    assert.equal(status, 2, args.join(' '));
    assert.match(stderr, why);
    assert.ok(!existsSync(output));
  }
  assert.deepEqual(readFileSync(join(folder, 'in.wav')), readFileSync(fixture('ms-adpcm')));
});
