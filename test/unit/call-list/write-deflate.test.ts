import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { endOfStream, ParallelDeflate } from '../../../src-main/call-list/write/deflate.ts';

const noise = (size: number): Uint8Array => randomBytes(size);
const block = (byte: number, size: number): Uint8Array => new Uint8Array(size).fill(byte);

test('blocks are joined in order, however long each takes, and are one deflate stream', async () => {
  const pieces: Uint8Array[] = [];
  const deflate = new ParallelDeflate({
    level: 3,
    width: 4,
    write: (compressed) => Promise.resolve(void pieces.push(...compressed)),
    release: () => undefined,
  });
  const sizes = [3_000_000, 1, 500_000, 10, 70_000, 0, 2_000_000, 5];
  // Half of them cannot be made smaller, so that a block comes in many pieces.
  const blocks = sizes.flatMap((size, i) => [block(i, size), noise(size)]);
  for (const one of blocks) {
    deflate.push(one);
    await deflate.ready();
  }
  await deflate.drained();
  await deflate.close();
  const whole = inflateRawSync(Buffer.concat([...pieces, endOfStream]));
  assert.ok(whole.equals(Buffer.concat(blocks)));
});

test('it is full at its width until the slow disk has taken a block', async () => {
  const writes: (() => void)[] = [];
  let released = 0;
  const deflate = new ParallelDeflate({
    level: 1,
    width: 2,
    write: () => new Promise((resolve) => writes.push(resolve)),
    release: () => released++,
  });
  deflate.push(block(1, 100));
  assert.equal(deflate.full, false);
  deflate.push(block(2, 100));
  assert.equal(deflate.full, true);

  let isReady = false;
  const ready = deflate.ready().then(() => (isReady = true));
  while (writes.length === 0) await new Promise(setImmediate);
  assert.equal(isReady, false);
  assert.equal(released, 0, 'nothing is written yet');
  writes[0]?.();
  await ready;
  while (writes.length === 1) await new Promise(setImmediate);
  writes[1]?.();
  await deflate.drained();
  assert.equal(released, 2);
  await deflate.close();
});

test('a step runs between what was pushed before it and what was pushed after', async () => {
  const order: string[] = [];
  const deflate = new ParallelDeflate({
    level: 1,
    width: 4,
    write: (_, original) => Promise.resolve(void order.push(`block ${original[0] ?? ''}`)),
    release: () => undefined,
  });
  deflate.push(block(1, 1_000_000));
  deflate.after(() => Promise.resolve(void order.push('step')));
  deflate.push(block(2, 1));
  await deflate.drained();
  assert.deepEqual(order, ['block 1', 'step', 'block 2']);
  await deflate.close();
});

test('a failed write is thrown to whoever waits, and nothing is written after it', async () => {
  let writes = 0;
  const deflate = new ParallelDeflate({
    level: 1,
    width: 1,
    write: () => (writes++, Promise.reject(new Error('no space'))),
    release: () => undefined,
  });
  deflate.push(block(1, 100));
  await assert.rejects(deflate.ready(), /no space/);
  deflate.push(block(2, 100));
  await assert.rejects(deflate.drained(), /no space/);
  assert.equal(writes, 1);
  await deflate.close();
});

test('after closing nothing more is written, and nobody waits for ever', async () => {
  let writes = 0;
  const deflate = new ParallelDeflate({
    level: 9,
    width: 1,
    write: () => (writes++, Promise.resolve()),
    release: () => undefined,
  });
  for (let i = 0; i < 4; i++) deflate.push(noise(3_000_000));
  const waiting = assert.rejects(deflate.ready(), /closed/);
  await deflate.close();
  await waiting;
  assert.equal(writes, 0);
});
