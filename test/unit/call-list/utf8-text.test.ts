import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { decodedChunks } from '../../../src-main/call-list/text/decoded-chunks.ts';

async function read(chunks: readonly Buffer[], isCut: boolean): Promise<string> {
  async function* source(): AsyncGenerator<Buffer> {
    for (const chunk of chunks) yield await Promise.resolve(chunk);
  }
  const out: Buffer[] = [];
  for await (const chunk of decodedChunks('utf-8', source(), { isCut })) {
    // Each chunk is whole characters.
    assert.equal(Buffer.from(chunk.toString('utf8')).equals(chunk), true);
    out.push(Buffer.from(chunk));
  }
  return Buffer.concat(out).toString('utf8');
}

/** Without any mark in front; how many damaged characters the bytes of one become may differ by where they are cut. */
function expected(bytes: Buffer): string {
  return oneDamaged(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).replace(/^\ufeff+/, ''));
}

const oneDamaged = (text: string): string => text.replaceAll(/\ufffd+/g, '\ufffd');

test('UTF-8 reads as the platform’s decoder reads it, however it is cut, broken or marked', async () => {
  const piece = fc.oneof(
    fc.constantFrom('efbbbf', 'ef', 'bb', 'bf', 'c080', 'eda080', 'f4908080', 'e5a7', 'f09f98', '41', 'ff'),
    fc.string({ unit: 'binary', maxLength: 3 }).map((text) => Buffer.from(text).toString('hex')),
  );
  const input = fc.record({
    bytes: fc.array(piece, { maxLength: 6 }).map((pieces) => Buffer.from(pieces.join(''), 'hex')),
    cuts: fc.array(fc.nat(24), { maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(input, async ({ bytes, cuts }) => {
      const ends = [...cuts.filter((cut) => cut < bytes.length), bytes.length].sort((a, b) => a - b);
      const chunks = ends.map((end, i) => bytes.subarray(i === 0 ? 0 : ends[i - 1], end));
      assert.equal(oneDamaged(await read(chunks, false)), expected(bytes));
    }),
    { numRuns: 3000 },
  );
});

test('of a beginning, the character that is cut is left out', async () => {
  const text = Buffer.from('\ufeffé张😀a');
  for (let end = 0; end <= text.length; end += 1) {
    const whole = new TextDecoder('utf-8', { fatal: true }).decode(text.subarray(0, end), { stream: true });
    assert.equal(await read([text.subarray(0, end)], true), whole);
  }
});
