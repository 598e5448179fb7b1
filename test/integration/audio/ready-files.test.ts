import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { convertVoiceFile } from '../../../src-main/audio/convert.ts';
import { inspectVoiceFile } from '../../../src-main/audio/inspect.ts';
import { runCommand } from '../../support/run-command.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { readWithWavefile } from '../../support/wave-file-reader.ts';
import { container, format, silence, wav, type Piece } from '../../support/wav-builder.ts';

// A file is called ready only if sox, ffmpeg and wavefile all read it, to the same frame.

const fmt: Piece = { id: 'fmt ', content: format() };
const data: Piece = { id: 'data', content: silence(8000) };
const chunk = (id: string, content: string | Uint8Array, more: Partial<Piece> = {}): Piece => ({
  id,
  content: typeof content === 'string' ? Buffer.from(content, 'latin1') : content,
  ...more,
});
const remark = 'INFOIART\x02\0\0\0a\0';
const longer = (bytes: number, tag = 6): Piece =>
  chunk('fmt ', Buffer.concat([format({ tag }), Buffer.alloc(bytes)]));

const files: Readonly<Record<string, Uint8Array>> = {
  plain: container([fmt, data]),
  'format behind the sound': container([data, fmt]),
  'two formats': container([fmt, fmt, data]),
  'another format behind': container([fmt, data, chunk('fmt ', format({ sampleRate: 16000 }))]),
  'format of 17 bytes': container([longer(1), data]),
  'format of 18 bytes': container([longer(2), data]),
  'format of 20 bytes': container([longer(4), data]),
  'PCM format of 18 bytes': container([longer(2, 1), data]),
  'PCM format of 17 bytes': container([longer(1, 1), data]),
  'whole of size 0': container([fmt, data], { declared: 0 }),
  'whole too small': container([fmt, data], { declared: 36 }),
  'whole too large': container([fmt, data], { declared: 100_000 }),
  'whole not known': container([fmt, data], { declared: 0xffff_ffff }),
  'no pad byte before the sound': container([fmt, chunk('LIST', 'INFOx', { padded: false }), data]),
  'no pad byte behind the sound': container([fmt, chunk('data', silence(7999), { padded: false })]),
  'no pad byte, then a list': container([
    fmt,
    chunk('data', silence(7999), { padded: false }),
    chunk('LIST', remark),
  ]),
  'a tag before': Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\x0a'), Buffer.alloc(10), wav(silence())]),
  'bytes behind': Buffer.concat([wav(silence()), Buffer.from('hello world, and some more')]),
  'a tag behind': Buffer.concat([wav(silence()), Buffer.from('TAG' + 'x'.repeat(125))]),
  'a list without a kind': container([fmt, chunk('LIST', 'IN'), data]),
  'an empty list behind': container([fmt, data, chunk('LIST', '')]),
  'an empty small list': container([fmt, data, chunk('list', '')]),
  'two lists': container([chunk('LIST', remark), fmt, data, chunk('LIST', remark)]),
  'a list with a wrong size within': container([fmt, chunk('LIST', 'INFOIART\xff\xff\0\0a\0'), data]),
  'a list beyond the end': container([fmt, data, chunk('LIST', 'INFO', { declared: 5000 })]),
  'a text beyond the end': container([fmt, data, chunk('iXML', '<a/>', { declared: 0xffff_ffff })]),
  'a picture’s text beyond the end': container([fmt, data, chunk('_PMX', '', { declared: 0x7fff_ffff })]),
  'size 0 and a list': container([fmt, chunk('data', silence(), { declared: 0 }), chunk('LIST', remark)]),
  'size not known and a list': container([
    fmt,
    chunk('data', silence(), { declared: 0xffff_ffff }),
    chunk('LIST', remark),
  ]),
  'an empty sound before': container([fmt, chunk('data', ''), data]),
  'marks cut short': container([fmt, chunk('cue ', ''), data]),
  'marks that are not there': container([fmt, data, chunk('cue ', '\xff\xff\xff\xff')]),
  'loops cut short': container([fmt, chunk('smpl', Buffer.alloc(10)), data]),
  'loops that are not there': container([fmt, chunk('smpl', Buffer.alloc(36, 0x7f)), data]),
  'a wrong count': container([fmt, chunk('fact', '\x01\0\0\0'), data]),
  'an empty count': container([fmt, chunk('fact', ''), data]),
  'long sizes in plain RIFF': container([chunk('ds64', Buffer.alloc(28)), fmt, data]),
  'one frame': container([fmt, chunk('data', silence(1))]),
  'three hundred chunks': container([fmt, ...Array.from({ length: 300 }, () => chunk('JUNK', 'ab')), data]),
  RIFX: wav(silence(), {}, 'RIFX'),
  extensible: wav(silence(), { subFormat: 6 }),
};

/** What each reader counts; null where it fails. */
async function readByAll(path: string) {
  const [sox, ffmpeg] = await Promise.all([
    runCommand('sox', ['-V1', '-D', path, '-t', 's16', `${path}.sox`]),
    runCommand('ffmpeg', ['-v', 'quiet', '-y', '-i', path, '-f', 's16le', `${path}.ffmpeg`]),
  ]);
  return {
    sox: sox.status === 0 ? readFileSync(`${path}.sox`).length / 2 : null,
    ffmpeg: ffmpeg.status === 0 ? readFileSync(`${path}.ffmpeg`).length / 2 : null,
    wavefile: await readWithWavefile(path),
  };
}

async function checkReady(context: TestContext, bytes: Uint8Array): Promise<boolean> {
  const path = join(tempFolder(context), 'file.wav');
  writeFileSync(path, bytes);
  const found = await inspectVoiceFile(path);
  if (!found.ready) {
    const output = `${path}.converted.wav`;
    if (!found.convertible) return false;
    await convertVoiceFile(path, output);
    const made = await inspectVoiceFile(output);
    assert.ok(made.ready && made.readable, 'ready after the conversion');
    const { frames } = made;
    assert.deepEqual(await readByAll(output), { sox: frames, ffmpeg: frames, wavefile: frames });
    return false;
  }
  const { frames } = found;
  assert.deepEqual(await readByAll(path), { sox: frames, ffmpeg: frames, wavefile: frames });
  return true;
}

const ready = new Set<string>();
for (const [name, bytes] of Object.entries(files)) {
  test(`${name}: ready only if all readers take it, else convertible`, async (context) => {
    if (await checkReady(context, bytes)) ready.add(name);
  });
}

test('files without a fault are ready, those with one are not', () => {
  for (const name of ['plain', 'format of 18 bytes', 'a wrong count', 'three hundred chunks'])
    assert.ok(ready.has(name), name);
  for (const name of [
    ...['format behind the sound', 'a tag before', 'two lists', 'size 0 and a list'],
    ...['a text beyond the end', 'a picture’s text beyond the end'],
  ])
    assert.ok(!ready.has(name), name);
});

test('any order and content of chunks: ready only if all readers take it', async (context) => {
  const kinds = 'LIST,list,bext,JUNK,PAD ,cue ,fact,iXML,smpl,inst,fmt ,data,ds64,id3 ,RIFF'.split(',');
  const wrongSize = fc.constantFrom(0, 1, 99, 5000, 0x7fff_ffff, 0xffff_fff0, 0xffff_ffff);
  const piece = { id: fc.constantFrom(...kinds), content: fc.uint8Array({ maxLength: 60 }) };
  const other: fc.Arbitrary<Piece> = fc.oneof(
    { weight: 3, arbitrary: fc.record({ ...piece, padded: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ ...piece, declared: wrongSize }) },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(other, { maxLength: 2 }),
      fc.array(other, { maxLength: 2 }),
      fc.array(other, { maxLength: 2 }),
      fc.integer({ min: 100, max: 103 }),
      async (before, between, behind, frames) => {
        const sound = chunk('data', silence(frames));
        await checkReady(context, container([...before, fmt, ...between, sound, ...behind]));
      },
    ),
    { numRuns: 60 },
  );
});
