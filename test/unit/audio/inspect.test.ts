import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReadableVoice, VoicePoint, VoiceRule } from '../../../src-main/contract/voice.ts';
import { VoiceInspection } from '../../../src-main/contract/voice.ts';
import * as v from 'valibot';
import { memorySource } from '../../../src-main/audio/byte-source.ts';
import { inspectVoice, type VoiceLimits } from '../../../src-main/audio/inspect.ts';
import { container, format, silence, wav, type Piece } from '../../support/wav-builder.ts';

const inspect = async (bytes: Uint8Array, limits?: VoiceLimits) => {
  const found = await inspectVoice(memorySource(bytes), limits);
  assert.deepEqual(v.parse(VoiceInspection, found), found);
  return found;
};
const readable = async (bytes: Uint8Array, limits?: VoiceLimits): Promise<ReadableVoice> => {
  const found = await inspect(bytes, limits);
  assert.ok(found.readable, found.readable ? '' : found.found);
  return found;
};
const rules = (points: readonly VoicePoint[]) => points.map((point) => point.rule);
const fmt: Piece = { id: 'fmt ', content: format() };
const data = (bytes = 8000): Piece => ({ id: 'data', content: silence(bytes) });
const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer);

for (const [tag, codec, name] of [
  [6, 'alaw', 'A-law'],
  [7, 'mulaw', 'µ-law'],
  [1, 'pcm', 'PCM'],
] as const) {
  test(`${name}, 8 bit, 8000 Hz, mono is ready`, async () => {
    const found = await readable(wav(silence(), { tag }));
    assert.deepEqual(found, {
      readable: true,
      container: 'RIFF',
      codec,
      codecName: name,
      formatTag: tag,
      channels: 1,
      sampleRate: 8000,
      bitsPerSample: 8,
      byteRate: 8000,
      blockAlign: 1,
      dataBytes: 8000,
      frames: 8000,
      seconds: 1,
      fileBytes: 8044,
      base64Bytes: 10728,
      ready: true,
      convertible: true,
      problems: [],
      warnings: [],
    });
  });
}

test('each point that is off is named by itself, with what was found and what is wanted', async () => {
  const found = await readable(wav(Buffer.alloc(400), { tag: 1, channels: 2, sampleRate: 44100, bits: 16 }));
  assert.deepEqual(found.problems, [
    { rule: 'sampleRate', found: 44100, wanted: 8000 },
    { rule: 'bitsPerSample', found: 16, wanted: 8 },
    { rule: 'channels', found: 2, wanted: 1 },
  ]);
  assert.equal(found.frames, 100);
  assert.equal(found.convertible, true);
});

const depths: readonly (readonly [string, Parameters<typeof format>[0], number, string])[] = [
  ['PCM 8', { tag: 1, bits: 8 }, 2400, 'pcm'],
  ['PCM 16', { tag: 1, bits: 16 }, 1200, 'pcm'],
  ['PCM 24', { tag: 1, bits: 24 }, 800, 'pcm'],
  ['PCM 32', { tag: 1, bits: 32 }, 600, 'pcm'],
  ['PCM 12 in two bytes', { tag: 1, bits: 12 }, 1200, 'pcm'],
  ['PCM 24 in four bytes', { tag: 1, bits: 24, blockAlign: 4 }, 600, 'pcm'],
  ['float 32', { tag: 3, bits: 32 }, 600, 'float'],
  ['float 64', { tag: 3, bits: 64 }, 300, 'float'],
  ['EXTENSIBLE PCM 24', { subFormat: 1, bits: 24 }, 800, 'pcm'],
  ['EXTENSIBLE PCM, 24 valid bits of 32', { subFormat: 1, bits: 32, validBits: 24 }, 600, 'pcm'],
  ['EXTENSIBLE float 32', { subFormat: 3, bits: 32 }, 600, 'float'],
  ['EXTENSIBLE A-law', { subFormat: 6, bits: 8 }, 2400, 'alaw'],
  ['EXTENSIBLE µ-law', { subFormat: 7, bits: 8 }, 2400, 'mulaw'],
];
for (const [name, fields, frames, codec] of depths) {
  for (const riff of ['RIFF', 'RIFX']) {
    test(`${name} in ${riff}: coding and frames`, async () => {
      const found = await readable(wav(Buffer.alloc(2400), fields, riff));
      assert.equal(found.container, riff);
      assert.equal(found.codec, codec);
      assert.equal(found.frames, frames);
      assert.equal(found.formatTag, fields?.subFormat === undefined ? fields?.tag : 65534);
      assert.equal(found.convertible, true);
      assert.equal(rules(found.problems).includes('container'), riff === 'RIFX');
    });
  }
}

test('RIFX sub-format GUIDs are understood in the three ways they are written', async () => {
  for (const guid of [
    '0003000000001000800000aa00389b71',
    '000000030000001080' + '0000aa00389b71',
    '0000000300100000aa000080719b3800',
  ]) {
    const extension = Buffer.concat([
      Buffer.from('00160020', 'hex'),
      Buffer.alloc(4),
      Buffer.from(guid, 'hex'),
    ]);
    const content = format({ tag: 0xfffe, bits: 32, extension }, true);
    const file = container([{ id: 'fmt ', content }, data(400)], { name: 'RIFX' });
    assert.equal((await readable(file)).codec, 'float', guid);
  }
});

test('an EXTENSIBLE header is a point of its own, for 8-bit PCM has a tag that every reader knows', async () => {
  const found = await readable(wav(silence(), { subFormat: 1 }));
  assert.deepEqual(found.problems, [{ rule: 'formatTag', found: 65534, wanted: 1 }]);
});

for (const [what, extension, name] of [
  ['a GUID of nobody', Buffer.alloc(24, 7), /^sub-format 0707/],
  ['no GUID', Buffer.alloc(2), /without sub-format/],
  ['Ambisonics', Buffer.from('16000800000000000100000021' + '07d3118644c8c1ca000000', 'hex'), /Ambisonic/],
] as const) {
  test(`EXTENSIBLE with ${what} is named and not converted`, async () => {
    const file = container([{ id: 'fmt ', content: format({ tag: 0xfffe, extension }) }, data()]);
    const found = await readable(file);
    assert.match(found.codecName, name);
    assert.equal(found.convertible, false);
    assert.equal(found.ready, false);
  });
}

test('codings that are not decoded are named', async () => {
  for (const [tag, name] of [
    [0x02, 'Microsoft ADPCM'],
    [0x11, 'IMA ADPCM'],
    [0x31, 'GSM 6.10'],
    [0x55, 'MP3 (MPEG layer 3)'],
    [0x1234, 'format 0x1234'],
  ] as const) {
    const found = await readable(wav(silence(), { tag, bits: 4 }));
    assert.equal(found.codecName, name);
    assert.equal(found.convertible, false);
    assert.deepEqual(
      found.problems.find((point) => point.rule === 'codec'),
      { rule: 'codec', found: name, wanted: 'A-law, µ-law or 8-bit PCM' },
    );
  }
});

test('codings with depths that do not exist are not converted', async () => {
  for (const fields of [
    { tag: 3, bits: 16 },
    { tag: 1, bits: 64 },
    { tag: 1, bits: 0 },
    { tag: 1, bits: 16, channels: 0 },
    { tag: 1, bits: 16, sampleRate: 0 },
  ]) {
    const found = await readable(wav(silence(), fields));
    assert.equal(found.convertible, false, JSON.stringify(fields));
    assert.ok(Number.isFinite(found.seconds));
  }
});

const contradictions: readonly (readonly [VoiceRule, Parameters<typeof format>[0], number])[] = [
  ['byteRate', { byteRate: 16000 }, 8000],
  ['byteRate', { byteRate: 0 }, 8000],
  ['blockAlign', { blockAlign: 2, byteRate: 8000 }, 1],
  ['blockAlign', { blockAlign: 0, byteRate: 8000 }, 1],
];
for (const [rule, fields, wanted] of contradictions) {
  test(`${rule} is checked against the rest: ${JSON.stringify(fields)}`, async () => {
    const found = await readable(wav(silence(), fields));
    assert.deepEqual(found.problems, [{ rule, found: found[rule as 'byteRate'], wanted }]);
    assert.equal(found.frames, 8000, 'the depth is believed, not the block size');
  });
}

test('chunks around fmt and data do not matter', async () => {
  const list = { id: 'LIST', content: Buffer.from('INFOIART\x02\0\0\0a\0') };
  const bext = { id: 'bext', content: Buffer.alloc(603, 65) };
  for (const pieces of [
    [list, fmt, bext, data()],
    [fmt, bext, data(), list],
    [{ id: 'JUNK', content: Buffer.alloc(28) }, fmt, data(), list],
  ]) {
    const found = await readable(container(pieces));
    assert.deepEqual([found.frames, found.ready, found.warnings], [8000, true, []]);
  }
});

test('chunks that other readers cannot take are named, and the sound is there all the same', async () => {
  const list = { id: 'LIST', content: Buffer.from('INFOIART\x02\0\0\0a\0') };
  const wide = { id: 'fmt ', content: format({ sampleRate: 16000 }) };
  for (const [pieces, ...points] of [
    [[data(), fmt], 'chunkOrder data, fmt'],
    [[fmt, fmt, data()], 'formatChunks 2'],
    [[fmt, data(), wide], 'formatChunks 2'],
    [[list, fmt, data(), list], 'brokenChunk LIST'],
    [[fmt, { id: 'LIST', content: Buffer.alloc(0) }, data()], 'brokenChunk LIST'],
    [[{ id: 'bext', content: silence(603), padded: false }, fmt, data()], 'brokenChunk bext'],
    [[fmt, data(), { id: 'cue ', content: Buffer.from([9, 0, 0, 0]) }], 'brokenChunk cue'],
    [[fmt, { id: 'smpl', content: Buffer.alloc(8) }, data()], 'brokenChunk smpl'],
    [[{ id: 'fmt ', content: Buffer.concat([format(), Buffer.alloc(1)]) }, data()], 'brokenChunk fmt'],
  ] as const) {
    const found = await readable(container(pieces));
    const named = found.problems.map((point) => `${point.rule} ${point.found}`);
    assert.deepEqual([named, found.frames, found.convertible], [points, 8000, true]);
  }
});

for (const [name, before, what] of [
  ['an ID3 tag', Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\x14'), Buffer.alloc(20)]), 30],
  ['a tag with a footer', Buffer.concat([Buffer.from('ID3\x04\0\x10\0\0\0\x02'), Buffer.alloc(12)]), 22],
  ['two tags', Buffer.from('ID3\x03\0\0\0\0\0\0ID3\x03\0\0\0\0\0\x01x'), 21],
  [
    'an ID3 tag with padding behind it',
    Buffer.concat([Buffer.from('ID3\x03\0\0\0\0\0\0'), Buffer.alloc(90)]),
    100,
  ],
  ['an empty line', Buffer.from('\r\n'), 2],
  ['a header of another system', Buffer.alloc(128, 1), 128],
] as const) {
  test(`${name} before the WAV is read past, and is a point`, async () => {
    const found = await readable(Buffer.concat([before, container([fmt, data()])]));
    assert.deepEqual(found.problems, [{ rule: 'leadingBytes', found: what, wanted: 0 }]);
    assert.deepEqual([found.frames, found.convertible, found.warnings], [8000, true, []]);
  });
}

test('a WAV within a file of another kind is not looked for', async () => {
  for (const head of ['PK\x03\x04', '%PDF-1.4', 'fLaC']) {
    const found = await inspectVoice(
      memorySource(Buffer.concat([Buffer.from(head), container([fmt, data()])])),
    );
    assert.equal(found.readable, false, head);
  }
});

test('remarks behind sound without an end are no sound', async () => {
  const list = { id: 'LIST', content: Buffer.from('INFOIART\x02\0\0\0a\0') };
  for (const declared of [0, 0xffff_ffff, 0x7fff_f000, 9000]) {
    for (const remarks of [[list], [list, { id: 'id3 ', content: Buffer.alloc(7) }]]) {
      const sound = { id: 'data', content: silence(8000), declared };
      const found = await readable(container([fmt, sound, ...remarks]));
      assert.equal(found.frames, 8000, `declared ${declared}, ${remarks.length} chunks`);
      assert.deepEqual(
        found.problems.map(({ rule }) => rule),
        ['dataSize'],
      );
    }
  }
});

test('odd sizes are followed by a pad byte or not, and the pad byte is no sound', async () => {
  const tail = { id: 'LIST', content: Buffer.from('INFO') };
  for (const padded of [true, false]) {
    const odd = (id: string, bytes: number): Piece => ({ id, content: silence(bytes), padded });
    const before = await readable(container([odd('bext', 603), fmt, data()]));
    assert.deepEqual([before.frames, before.ready], [8000, padded], `padded ${padded}`);
    const after = await readable(container([fmt, odd('data', 801), tail]));
    assert.deepEqual([after.frames, after.ready, after.warnings], [801, true, []], `padded ${padded}`);
    const last = await readable(container([fmt, odd('data', 801)]));
    assert.deepEqual([last.frames, last.ready, last.warnings], [801, true, []], `padded ${padded}`);
  }
  const unknown = await readable(
    container([
      { id: 'abcd', content: silence(3), padded: false },
      { id: 'zyxw', content: silence(1) },
      fmt,
      data(),
    ]),
  );
  assert.equal(unknown.frames, 8000);
});

for (const declared of [0, 0xffff_ffff, 0x7fff_f000]) {
  test(`a streaming encoder's size of ${declared} means: up to the end`, async () => {
    const open = { ...data(), declared };
    for (const riff of [0, 36, 0xffff_ffff, undefined]) {
      const file = container([fmt, open], riff === undefined ? {} : { declared: riff });
      const found = await readable(file);
      assert.equal(found.frames, 8000);
      assert.deepEqual(found.problems, [{ rule: 'dataSize', found: declared, wanted: 8000 }]);
      assert.equal(found.convertible, true);
    }
  });
}

test('a size of 0 with chunks behind it is an empty chunk', async () => {
  const list = { id: 'LIST', content: Buffer.from('INFOIART\x02\0\0\0a\0') };
  const empty = await readable(container([fmt, { ...data(0) }, list]));
  assert.deepEqual([empty.frames, rules(empty.problems)], [0, ['empty']]);
  const second = await readable(container([fmt, data(0), data(4000)]));
  assert.deepEqual([second.frames, rules(second.problems)], [4000, ['dataChunks']]);
});

test('data shorter than the header says counts as far as it is there', async () => {
  const found = await readable(container([fmt, { ...data(5000), declared: 8000 }]));
  assert.equal(found.frames, 5000);
  assert.equal(found.seconds, 0.625);
  assert.deepEqual(found.problems, [{ rule: 'dataSize', found: 8000, wanted: 5000 }]);
});

test('several data chunks are one sound, and a point of their own', async () => {
  const found = await readable(
    container([fmt, data(3000), { id: 'LIST', content: Buffer.from('INFO') }, data(5000)]),
  );
  assert.equal(found.frames, 8000);
  assert.deepEqual(found.problems, [{ rule: 'dataChunks', found: 2, wanted: 1 }]);
});

test('rubbish behind the last chunk is no sound and no obstacle', async () => {
  const whole = container([fmt, data()]);
  for (const rubbish of [
    '\0\0\0',
    'TAG' + 'x'.repeat(125),
    '\xff'.repeat(500),
    'RIFFRIFFRIFFRIFF',
    'data\x10\0\0\0aaaa',
  ]) {
    const found = await readable(Buffer.concat([whole, Buffer.from(rubbish, 'latin1')]));
    assert.deepEqual([found.frames, found.ready], [8000, true], rubbish);
    assert.deepEqual(found.warnings, [{ rule: 'trailingBytes', found: rubbish.length, wanted: 0 }]);
  }
});

test('a wrong size of the whole is a warning', async () => {
  const found = await readable(container([fmt, data()], { declared: 4 }));
  assert.equal(found.ready, true);
  assert.deepEqual(found.warnings, [{ rule: 'riffSize', found: 4, wanted: 8036 }]);
});

const ds64 = (sound: number, table: readonly (readonly [string, number])[] = []): Piece => ({
  id: 'ds64',
  content: Buffer.concat([
    ...[0, 0, sound, 0, 0, 0, table.length].map(u32),
    ...table.flatMap(([id, size]) => [Buffer.from(id), u32(size), u32(0)]),
  ]),
});

test('long sizes that have another upper half are read by their lower one', async () => {
  const list: Piece = { id: 'LIST', content: Buffer.from('INFOIART\x02\0\0\0a\0') };
  for (const upper of [1, 7, 0x7fff, 0xffff_ffff]) {
    const sound = { id: 'data', content: silence(8000), declared: 0xffff_ffff };
    const found = await readable(
      container([ds64(8000 + upper * 2 ** 32), fmt, sound, list], { name: 'RF64', declared: 0xffff_ffff }),
    );
    assert.deepEqual([found.frames, found.convertible], [8000, true], `upper half ${upper}`);
  }
});

test('a size that was divided by 4 GB is not the whole sound', async () => {
  const sound = 2 ** 32 + 8000;
  for (const list of [Buffer.alloc(0), Buffer.from('LIST\x04\0\0\0INFO')]) {
    const head = container([fmt, { id: 'data', content: Buffer.alloc(0), declared: 8000 }]);
    // Nothing of it is in memory: zeros between the header and what is at the end.
    const size = head.length + sound + list.length;
    const source = {
      size,
      read: (into: Uint8Array, position: number) => {
        const there = Math.max(0, Math.min(into.length, size - position));
        for (let i = 0; i < there; i += 1)
          into[i] = head[position + i] ?? list[position + i - (size - list.length)] ?? 0;
        return Promise.resolve(there);
      },
    };
    const found = await inspectVoice(source);
    assert.ok(found.readable);
    assert.deepEqual([found.frames, found.ready], [sound, false]);
  }
});

for (const name of ['RF64', 'BW64']) {
  test(`${name}: sizes come from ds64`, async () => {
    const junk = { id: 'JUNK', content: Buffer.alloc(30), declared: 0xffff_ffff };
    const open = { ...data(), declared: 0xffff_ffff };
    const tail = { id: 'axml', content: Buffer.alloc(12) };
    const file = container([ds64(8000, [['JUNK', 30]]), junk, fmt, open, tail], {
      name,
      declared: 0xffff_ffff,
    });
    const found = await readable(file);
    assert.deepEqual([found.container, found.frames], [name, 8000]);
    assert.deepEqual(found.problems, [{ rule: 'container', found: name, wanted: 'RIFF' }]);
  });
  test(`${name}: without a size in ds64 the sound goes up to the end`, async () => {
    const open = { ...data(), declared: 0xffff_ffff };
    for (const pieces of [
      [ds64(0), fmt, open],
      [ds64(0xffff_ffff * 2 ** 32), fmt, open],
      [fmt, open],
    ]) {
      const found = await readable(container(pieces, { name, declared: 0xffff_ffff }));
      assert.equal(found.frames, 8000);
    }
  });
}

test('limits: over them is a problem, only the base64 over them a warning', async () => {
  const file = wav(silence());
  assert.deepEqual((await readable(file, { maxBytes: 8044 })).problems, []);
  assert.deepEqual((await readable(file, { maxBytes: 8044 })).warnings, [
    { rule: 'base64Bytes', found: 10728, wanted: 8044 },
  ]);
  const over = await readable(file, { maxBytes: 8043 });
  assert.deepEqual(over.problems, [{ rule: 'fileBytes', found: 8044, wanted: 8043 }]);
  assert.deepEqual(over.warnings, []);
});

test('the limit is 5 MB of 1,048,576 bytes unless told otherwise', async () => {
  const most = 5 * 1_048_576 - 44;
  assert.equal((await readable(wav(silence(most)))).ready, true);
  assert.deepEqual(rules((await readable(wav(silence(most + 2)))).problems), ['fileBytes']);
});

test('44 bytes of header without sound are empty', async () => {
  const found = await readable(wav(Buffer.alloc(0)));
  assert.equal(found.fileBytes, 44);
  assert.deepEqual(found.problems, [{ rule: 'empty', found: 0, wanted: 'sound' }]);
  assert.equal(found.convertible, false);
});

test('a frame cut in the middle is a warning', async () => {
  const found = await readable(wav(Buffer.alloc(403), { tag: 1, bits: 16, channels: 2 }));
  assert.equal(found.frames, 100);
  assert.deepEqual(found.warnings, [{ rule: 'partialFrame', found: 3, wanted: 0 }]);
});

for (const [what, bytes, rule, name] of [
  ['an empty file', Buffer.alloc(0), 'empty', 'empty file'],
  ['a WAV without a format', container([data()]), 'fmt', 'WAV without a format chunk'],
  [
    'a format cut short',
    container([{ id: 'fmt ', content: Buffer.alloc(14) }, data()]),
    'fmt',
    'WAV with a format chunk cut short',
  ],
  ['a WAV without data', container([fmt]), 'data', 'WAV without a data chunk'],
  ['RIFF of another form', container([fmt, data()], { form: 'sfbk' }), 'container', 'RIFF sfbk'],
  ['eight bytes', Buffer.from('RIFF\0\0\0\0'), 'container', 'unknown'],
] as const) {
  test(`${what} is no readable WAV, and is told as such`, async () => {
    const found = await inspect(bytes);
    assert.ok(!found.readable);
    assert.equal(found.found, name);
    assert.deepEqual(rules(found.problems), [rule]);
  });
}

test('inspection reads headers only', async () => {
  const file = wav(silence(1_000_000));
  let read = 0;
  const inner = memorySource(file);
  await inspectVoice({
    size: inner.size,
    read: (into, position) => {
      read += into.length;
      return inner.read(into, position);
    },
  });
  assert.ok(read < 200, `${read} bytes read`);
});

for (const [name, extension, counted] of [
  ['by its blocks', [2, 0, 505 & 0xff, 505 >> 8], 505 * 15],
  ['by its share', [], 16_160 * (15.5 / 32)],
] as const) {
  test(`compressed sound that was cut is as long as what is there, ${name}`, async () => {
    const adpcm = format({
      tag: 0x11,
      bits: 4,
      blockAlign: 256,
      byteRate: 4055,
      extension: Buffer.from(extension),
    });
    const pieces = (there: number): Piece[] => [
      { id: 'fmt ', content: adpcm },
      { id: 'fact', content: u32(16_160) },
      { id: 'data', content: Buffer.alloc(there), declared: 32 * 256 },
    ];
    const whole = await readable(container(pieces(32 * 256)));
    assert.equal(whole.frames, 16_160);
    const cut = await readable(container(pieces(15.5 * 256)));
    assert.equal(cut.frames, Math.floor(counted));
    assert.ok(rules(cut.problems).includes('dataSize'));
  });
}
