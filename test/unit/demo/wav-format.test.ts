import assert from 'node:assert/strict';
import { test } from 'node:test';
import { voiceFileFault } from '../../../src-main/demo/wav-format.ts';
import { wavChunk, wavFile } from '../../support/wav.ts';

for (const [name, file] of [
  ['A-law', wavFile()],
  ['µ-law', wavFile({ tag: 7 })],
  ['8-bit PCM', wavFile({ tag: 1 })],
  ['chunks before the data', wavFile({ before: [wavChunk('LIST', Buffer.from('odd'))] })],
] as const) {
  test(`taken: ${name}`, () => assert.equal(voiceFileFault(file), undefined));
}

for (const [name, file, fault] of [
  ['nothing', Buffer.alloc(0), /RIFF/],
  ['an MP3', Buffer.from('ID3\x04 and so on, more than twelve bytes of it'), /RIFF/],
  ['another RIFF form', Buffer.from('RIFF\0\0\0\0AVI LIST'), /WAVE/],
  ['no data chunk', wavFile().subarray(0, 36), /no data chunk/],
  ['no samples', wavFile({ data: new Uint8Array() }), /no samples/],
  ['samples cut off', wavFile().subarray(0, 500), /fewer samples/],
  [
    'data before fmt',
    Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE'), wavChunk('data', Buffer.alloc(4))]),
    /fmt/,
  ],
  ['stereo', wavFile({ channels: 2 }), /2 channels/],
  ['44.1 kHz', wavFile({ rate: 44_100 }), /44100 Hz/],
  ['16 bit', wavFile({ tag: 1, bits: 16 }), /16 bit/],
  ['ADPCM', wavFile({ tag: 0x11 }), /format tag 17/],
  ['a byte rate that contradicts', wavFile({ byteRate: 4000 }), /32000 bit/],
] as const) {
  test(`refused: ${name}`, () => assert.match(voiceFileFault(file) ?? 'taken', fault));
}
