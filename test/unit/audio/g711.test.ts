import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alaw, mulaw } from '../../../src-main/audio/g711.ts';

// The reference algorithms of ITU-T G.191 (alaw_compress, ulaw_compress), step by step with loops, as a
// second way to the same tables.
function referenceAlaw(sample: number): number {
  let level = sample < 0 ? ~sample >> 4 : sample >> 4;
  if (level > 15) {
    let segment = 1;
    while (level > 31) {
      level >>= 1;
      segment += 1;
    }
    level = level - 16 + (segment << 4);
  }
  return (sample >= 0 ? level | 0x80 : level) ^ 0x55;
}

function referenceMulaw(sample: number): number {
  const level = Math.min((sample < 0 ? ~sample >> 2 : sample >> 2) + 33, 0x1fff);
  let segment = 1;
  for (let rest = level >> 6; rest !== 0; rest >>= 1) segment += 1;
  const code = ((8 - segment) << 4) | (0x0f - ((level >> segment) & 0x0f));
  return sample >= 0 ? code | 0x80 : code;
}

test('encoding is the ITU reference for every 16-bit sample', () => {
  for (let sample = -32768; sample <= 32767; sample += 1) {
    if (alaw.encode[sample + 32768] !== referenceAlaw(sample)) assert.fail(`A-law of ${sample}`);
    if (mulaw.encode[sample + 32768] !== referenceMulaw(sample)) assert.fail(`mu-law of ${sample}`);
  }
});

test('decoding gives the values of G.711 at the ends and around zero', () => {
  const alawValues = [0xd5, 0x55, 0xaa, 0x2a].map((code) => alaw.decode[code]);
  assert.deepEqual(alawValues, [8, -8, 32256, -32256]);
  const mulawValues = [0xff, 0x7f, 0x80, 0x00, 0xfe].map((code) => mulaw.decode[code]);
  assert.deepEqual(mulawValues, [0, 0, 32124, -32124, 8]);
});

test('what is decoded encodes to the same code again; mu-law has two zeros', () => {
  for (let code = 0; code < 256; code += 1) {
    assert.equal(alaw.encode[(alaw.decode[code] ?? 0) + 32768], code);
    const again = mulaw.encode[(mulaw.decode[code] ?? 0) + 32768];
    assert.equal(again, code === 0x7f ? 0xff : code);
  }
});
