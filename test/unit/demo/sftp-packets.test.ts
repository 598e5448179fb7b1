import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as wire from '../../../src-main/demo/sftp-packets.ts';

async function* chunks(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (let round = 0; at < bytes.length; round += 1) {
    const size = sizes[round % sizes.length] ?? 1;
    yield await Promise.resolve(bytes.subarray(at, at + size));
    at += size;
  }
}

const collected = async (stream: AsyncIterable<Buffer>): Promise<Buffer[]> => {
  const list: Buffer[] = [];
  for await (const entry of stream) list.push(Buffer.from(entry));
  return list;
};

test('packets come out whole however the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 }),
      async (contents, sizes) => {
        const sent = contents.map((content, index) => wire.makePacket(index, content));
        const received = await collected(wire.packets(chunks(Buffer.concat(sent), sizes)));
        assert.deepEqual(
          received,
          contents.map((content, index) => Buffer.from([index, ...content])),
        );
      },
    ),
  );
});

test('a packet of no length, or of too much, ends the stream', async () => {
  for (const length of [0, wire.maxPacketLength + 1, 0xffffffff]) {
    const bytes = Buffer.concat([wire.uint32(length), Buffer.alloc(8)]);
    await assert.rejects(collected(wire.packets(chunks(bytes, [3]))), wire.MalformedPacket);
  }
});

test('a reader never goes beyond its packet', () => {
  const read: ((reader: wire.PacketReader) => unknown)[] = [
    (reader) => reader.uint32(),
    (reader) => reader.uint64(),
    (reader) => reader.text(),
    (reader) => reader.attributes(),
  ];
  for (const bytes of [Buffer.alloc(0), Buffer.of(0, 0, 0), Buffer.of(0, 0, 0, 9, 1)]) {
    for (const [index, part] of read.entries()) {
      const whole = index === 0 && bytes.length >= 4;
      if (whole) continue;
      assert.throws(
        () => part(new wire.PacketReader(bytes)),
        wire.MalformedPacket,
        `${index} ${bytes.length}`,
      );
    }
  }
  const huge = Buffer.alloc(8, 0xff);
  assert.throws(() => new wire.PacketReader(huge).uint64(), wire.MalformedPacket);
});

test('attributes that are not used are passed over', () => {
  const flags = 1 | 2 | 4 | 8 | 0x80000000;
  const bytes = Buffer.concat([
    wire.uint32(flags),
    wire.uint64(1234),
    wire.uint32(1),
    wire.uint32(2),
    wire.uint32(0o640),
    wire.uint32(10),
    wire.uint32(20),
    wire.uint32(1),
    wire.string('name'),
    wire.string('value'),
    wire.string('next'),
  ]);
  const reader = new wire.PacketReader(bytes);
  assert.deepEqual(reader.attributes(), { size: 1234, mode: 0o640, times: { access: 10, modified: 20 } });
  assert.equal(reader.text(), 'next');
});
