import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { memorySource } from '../../../src-main/audio/byte-source.ts';
import { inspectVoice } from '../../../src-main/audio/inspect.ts';
import { openSound } from '../../../src-main/audio/sound-stream.ts';
import { readWave } from '../../../src-main/audio/wave.ts';
import { container, format, silence, wav, type Piece } from '../../support/wav-builder.ts';

const shapes: Record<string, Buffer> = {
  plain: wav(Buffer.alloc(64, 1), { tag: 1, bits: 16, channels: 2, sampleRate: 44100 }),
  extensible: wav(Buffer.alloc(48, 1), { subFormat: 3, bits: 32 }),
  RIFX: wav(Buffer.alloc(48, 1), { tag: 1, bits: 24 }, 'RIFX'),
  RF64: container(
    [
      { id: 'ds64', content: Buffer.concat([Buffer.alloc(8), Buffer.from([40]), Buffer.alloc(31)]) },
      { id: 'fmt ', content: format() },
      { id: 'data', content: silence(40), declared: 0xffff_ffff },
    ],
    { name: 'RF64', declared: 0xffff_ffff },
  ),
  odd: container([
    { id: 'bext', content: Buffer.alloc(7, 66), padded: false },
    { id: 'fmt ', content: format() },
    { id: 'data', content: silence(41) },
    { id: 'LIST', content: Buffer.from('INFO') },
  ]),
};

/** Inspects and, as far as it says it can be, decodes; the only error that may come is ours. */
async function survive(bytes: Uint8Array) {
  const source = memorySource(bytes);
  const found = await inspectVoice(source);
  assert.equal(found.fileBytes, bytes.length);
  assert.equal(found.ready, found.problems.length === 0);
  if (found.readable) {
    assert.ok(found.dataBytes <= bytes.length);
    assert.ok(Number.isSafeInteger(found.frames) && Number.isFinite(found.seconds));
  }
  try {
    const sound = await openSound(source);
    assert.ok(found.readable);
    assert.equal(sound.frames, found.frames);
    const wave = await readWave(source, 10);
    assert.ok([...wave.min, ...wave.max].every((value) => value >= -1 && value <= 1));
  } catch (error) {
    assert.ok(error instanceof DialdeskError, String(error));
    assert.equal(error.code, 'file_unreadable');
    assert.equal(found.convertible, false);
  }
}

for (const [name, bytes] of Object.entries(shapes)) {
  test(`${name}: cut at every byte`, async () => {
    for (let length = 0; length <= bytes.length; length += 1) await survive(bytes.subarray(0, length));
  });

  test(`${name}: with bytes changed`, async () => {
    const change = fc.record({
      at: fc.nat(bytes.length - 1),
      to: fc.constantFrom(0, 1, 0x7f, 0x80, 0xfe, 0xff),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const changed = Buffer.from(bytes);
        for (const { at, to } of changes) changed[at] = to;
        await survive(changed);
      }),
      { numRuns: 300 },
    );
  });
}

test('any bytes', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), survive), { numRuns: 300 });
});

test('chunks in any order, with any others between them, padded or not, give the same frames', async () => {
  const other = fc.record({
    id: fc.constantFrom('LIST', 'bext', 'JUNK', 'cue ', 'fact', 'iXML'),
    content: fc.uint8Array({ maxLength: 40 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(other, { maxLength: 6 }),
      fc.integer({ min: 1, max: 99 }),
      fc.boolean(),
      fc.nat(),
      fc.nat(),
      async (others, frames, padded, where, order) => {
        const data: Piece = { id: 'data', content: silence(frames), padded };
        const pieces: Piece[] = others.map((piece) => ({ ...piece, padded }));
        pieces.splice(where % (pieces.length + 1), 0, { id: 'fmt ', content: format() });
        pieces.splice(order % (pieces.length + 1), 0, data);
        const found = await inspectVoice(memorySource(container(pieces)));
        assert.ok(found.readable, found.readable ? '' : found.found);
        assert.equal(found.frames, frames);
        const named = new Set(['brokenChunk', 'chunkOrder']);
        assert.deepEqual(
          found.problems.filter(({ rule }) => !named.has(rule)),
          [],
        );
      },
    ),
    { numRuns: 500 },
  );
});
