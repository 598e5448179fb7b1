import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readyVoice, studioVoice } from '../../support/voice-samples.ts';
import * as words from '../../../src-renderer/voice/voice-words.ts';
import { failureLines } from '../../../src-renderer/voice/failure-words.ts';
import { showLanguage } from '../../../src-renderer/app/language.svelte.ts';
import { resultCodes } from '../../../src-main/contract/result-codes.ts';
import { m } from '../../../src-main/contract/messages/messages.js';
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test('says what a file is', () => {
  assert.equal(plain(words.formatWords(studioVoice(), 'a.wav')), 'PCM · 44,100 Hz · 16 bit · stereo');
  assert.equal(
    plain(words.wholeFormatWords(studioVoice(), 'a.wav')),
    'PCM · 44,100 Hz · 16 bit · stereo · 1,411 kbit/s',
  );
  assert.equal(plain(words.formatWords(readyVoice(), 'a.wav')), 'A-law · 8,000 Hz · 8 bit · mono');
});

test('says that a name promises another format only where it does', () => {
  const flac = (name: string) =>
    words.formatWords(
      {
        ...{ readable: false, ready: false, convertible: false, found: 'FLAC', fileBytes: 4, base64Bytes: 8 },
        warnings: [],
        problems: [{ rule: 'container', found: 'FLAC', wanted: 'RIFF' }],
      },
      name,
    );
  assert.equal(flac('jingle.flac'), 'FLAC');
  assert.equal(flac('jingle.WAV'), 'FLAC, although its name ends in .wav');
});

test('names each point by itself, shortly and in full', () => {
  const problems = [
    ...studioVoice().problems,
    { rule: 'fileBytes' as const, found: 7_232_444, wanted: 5_242_880 },
  ];
  assert.equal(words.pointNames(problems), 'rate, depth, channels, over 5 MB');
  assert.deepEqual(problems.map(words.pointWords).at(2), {
    name: 'channels',
    found: 'stereo',
    wanted: 'mono',
  });
  assert.deepEqual(words.pointWords({ rule: 'codec', found: 'GSM', wanted: 'A-law, µ-law or 8-bit PCM' }), {
    name: 'codec',
    found: 'GSM',
    wanted: 'A-law, µ-law or 8-bit PCM',
  });
});

const clocks: readonly [number, string][] = [
  [0, '0:00'],
  [0.25, '0:00.2'],
  [14.9, '0:14'],
  [598, '9:58'],
  [3729, '1:02:09'],
];
for (const [seconds, shown] of clocks) {
  test(`${seconds} s is ${shown}`, () => assert.equal(words.clock(seconds), shown));
}

test('every documented code of CC-FS has words of its own, in both languages', () => {
  for (const language of ['en', 'zh'] as const) {
    showLanguage(language);
    for (const resultCode of Object.keys(resultCodes['ivr/uploadFile'])) {
      const [line, answer] = failureLines({
        code: 'result_code',
        message: '',
        details: { resultCode, resultDesc: 'what it said' },
      });
      assert.equal(line?.includes(resultCode), true);
      assert.equal(line.includes(m.voice_result_other()), false, `${language} ${resultCode}: ${line}`);
      assert.equal(answer?.includes('what it said'), true);
    }
  }
  showLanguage('en');
});

test('a code that is not documented is shown with its own text', () => {
  const lines = failureLines({
    code: 'result_code',
    message: '',
    details: { resultCode: '0399999', resultDesc: 'no licence' },
  });
  assert.match(lines.join(' '), /0399999.*no licence/);
});
