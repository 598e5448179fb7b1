import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { Playbacks } from '../../../src-main/features/voice/playbacks.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { pcm16, wav } from '../../support/wav-builder.ts';

const origin = 'app://dialdesk';
/** Four samples: 44 bytes of header and 8 of sound, which come out as they went in. */
const file = wav(pcm16([0.1, 0.2, 0.3, 0.4]), { tag: 1, bits: 16 });

async function playback(context: TestContext) {
  const path = join(tempFolder(context), 'in.wav');
  writeFileSync(path, file);
  const playbacks = new Playbacks(origin);
  const { url } = await playbacks.add(path);
  return { playbacks, path, url };
}

const ranges: readonly [range: string | null, status: number, from: number, to: number][] = [
  [null, 200, 0, 52],
  ['bytes=0-', 206, 0, 52],
  ['bytes=10-19', 206, 10, 20],
  ['bytes=44-1000', 206, 44, 52],
  ['bytes=-6', 206, 46, 52],
];
for (const [range, status, from, to] of ranges) {
  test(`answers ${range ?? 'no range'} with the bytes ${from} to ${to}`, async (context) => {
    const { playbacks, url } = await playback(context);
    const response = playbacks.answer(url, range);
    assert.equal(response?.status, status);
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), file.subarray(from, to));
    assert.equal(response.headers.get('content-length'), String(to - from));
    assert.equal(response.headers.get('content-range'), range === null ? null : `bytes ${from}-${to - 1}/52`);
  });
}

for (const range of ['bytes=52-', 'bytes=30-20', 'bytes=-', 'bytes=0-1,4-5', 'lines=1-2', 'bytes=-0']) {
  test(`says that ${range} cannot be met`, async (context) => {
    const { playbacks, url } = await playback(context);
    const response = playbacks.answer(url, range);
    assert.equal(response?.status, 416);
    assert.equal(response.headers.get('content-range'), 'bytes */52');
  });
}

test('knows only the addresses it gave', async (context) => {
  const { playbacks, url } = await playback(context);
  assert.match(url, /^app:\/\/dialdesk\/preview\/[0-9a-f-]{36}$/);
  for (const other of [
    `${url}x`,
    `${origin}/preview/`,
    `${origin}/index.html`,
    url.replace('dialdesk', 'x'),
  ]) {
    assert.equal(playbacks.answer(other, null), null);
  }
});

test('forgets the oldest beyond fifty', async (context) => {
  const { playbacks, path, url } = await playback(context);
  for (let more = 0; more < 49; more += 1) await playbacks.add(path);
  assert.notEqual(playbacks.answer(url, 'bytes=99-'), null);
  await playbacks.add(path);
  assert.equal(playbacks.answer(url, null), null);
});
