import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { alaw } from '../../../src-main/audio/g711.ts';
import { listenToVoiceFile } from '../../../src-main/audio/listen.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { tone } from '../../support/tone.ts';
import { pcm16, silence, wav } from '../../support/wav-builder.ts';

const alawOf = (samples: Float64Array): Uint8Array =>
  Uint8Array.from(samples, (sample) => alaw.encode[Math.round(sample * 32767) + 32768] ?? 0);

for (const [name, bytes, found] of [
  ['digital silence', wav(silence(8000)), 'silence'],
  ['a very soft tone', wav(alawOf(tone(440, 8000, 1, 0.004))), -51],
  ['one click', wav(alawOf(Float64Array.from({ length: 8000 }, (_, i) => (i === 99 ? 0.05 : 0)))), -55],
  ['speech', wav(alawOf(tone(440, 8000, 1, 0.1))), undefined],
  [
    'a word after a minute of silence',
    wav(Buffer.concat([silence(480_000), alawOf(tone(440, 8000, 1))])),
    undefined,
  ],
  ['a file that is not ready', wav(pcm16(new Float64Array(44100)), { tag: 1, bits: 16 }), undefined],
] as const) {
  test(`${name}: ${found === undefined ? 'no warning' : 'a warning'}`, async (context) => {
    const path = join(tempFolder(context), 'file.wav');
    writeFileSync(path, bytes);
    const { warnings } = await listenToVoiceFile(path);
    assert.deepEqual(warnings, found === undefined ? [] : [{ rule: 'silent', found, wanted: -45 }]);
  });
}
