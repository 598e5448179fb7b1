import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { memorySource } from '../../../src-main/audio/byte-source.ts';
import { inspectVoice, inspectVoiceFile } from '../../../src-main/audio/inspect.ts';
import { pcm16, wav } from '../../support/wav-builder.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/voice/${name}.wav`, import.meta.url));

for (const [file, name] of [
  ['mp3', 'MP3'],
  ['mp3-id3', 'MP3'],
  ['aac', 'AAC (ADTS)'],
  ['flac', 'FLAC'],
  ['ogg-vorbis', 'Ogg Vorbis'],
  ['ogg-opus', 'Ogg Opus'],
  ['ogg-speex', 'Ogg Speex'],
  ['ogg-flac', 'Ogg FLAC'],
  ['m4a', 'M4A'],
  ['mp4', 'MP4 (M4A)'],
  ['aiff', 'AIFF'],
  ['aifc', 'AIFF-C'],
  ['amr', 'AMR'],
  ['au', 'Sun AU'],
  ['avi', 'AVI'],
  ['caf', 'Core Audio (CAF)'],
  ['wave64', 'Wave64 (W64)'],
  ['webm', 'Matroska or WebM'],
  ['wma', 'Windows Media (ASF)'],
] as const) {
  test(`${file} with the ending .wav is called ${name}`, async () => {
    const found = await inspectVoiceFile(fixture(file));
    assert.ok(!found.readable);
    assert.equal(found.found, name);
    assert.deepEqual(found.problems, [{ rule: 'container', found: name, wanted: 'RIFF' }]);
  });
}

test('what is not sound at all is named where it can be, and unknown where not', async () => {
  for (const [text, name] of [
    ['<!DOCTYPE html><title>404</title>', 'web page (HTML)'],
    ['\ufeff\n <html>', 'web page (HTML)'],
    ['PK\x03\x04....', 'ZIP archive'],
    ['%PDF-1.7', 'PDF'],
    ['hello, world', 'unknown'],
    ['\xff\xff\xff\xff', 'unknown'],
  ] as const) {
    const bytes = Buffer.from(text, text.startsWith('\ufeff') ? 'utf8' : 'latin1');
    const found = await inspectVoice(memorySource(bytes));
    assert.equal(found.readable ? 'WAV' : found.found, name);
  }
});

for (const [file, name, frames] of [
  ['ms-adpcm', 'Microsoft ADPCM', 2036],
  ['ima-adpcm', 'IMA ADPCM', 2041],
  ['gsm', 'GSM 6.10', undefined],
  ['g726', 'G.726 ADPCM', undefined],
  ['mp3-in-wav', 'MP3 (MPEG layer 3)', undefined],
] as const) {
  test(`a real WAV with ${name} is readable, named, and not convertible`, async () => {
    const found = await inspectVoiceFile(fixture(file));
    assert.ok(found.readable);
    assert.equal(found.codecName, name);
    assert.equal(found.convertible, false);
    if (frames !== undefined) assert.equal(found.frames, frames);
    assert.ok(found.seconds > 0.04 && found.seconds < 0.3, `${found.seconds} s`);
  });
}

test('the same 400 frames are found in RIFX, RF64 and a WAV from a pipe', async () => {
  for (const file of ['rifx', 'rf64', 'pipe']) {
    const found = await inspectVoiceFile(fixture(file));
    assert.ok(found.readable);
    assert.deepEqual([found.codec, found.bitsPerSample, found.frames], ['pcm', 16, 400], file);
  }
});

test('files that cannot be read are errors with a reason', async () => {
  await assert.rejects(inspectVoiceFile(fixture('not-there')), { code: 'not_found' });
  await assert.rejects(inspectVoiceFile(fileURLToPath(new URL('../voice', import.meta.url))), {
    code: 'file_unreadable',
    details: { reason: 'not-a-file' },
  });
});

test('sound too short for one frame at 8000 Hz is not said to be convertible', async () => {
  for (const [frames, convertible] of [
    [1, false],
    [2, false],
    [3, true],
  ] as const) {
    const bytes = wav(pcm16(Array<number>(frames).fill(0.5)), { tag: 1, bits: 16, sampleRate: 44_100 });
    assert.equal((await inspectVoice(memorySource(bytes))).convertible, convertible, `${frames} frames`);
  }
});
