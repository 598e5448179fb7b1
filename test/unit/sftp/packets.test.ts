import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { kindOf, readAttributes } from '../../../src-main/sftp/wire/attributes.ts';
import { encodePacket, MalformedPacket, PacketReader } from '../../../src-main/sftp/wire/packet.ts';
import { PacketSplitter } from '../../../src-main/sftp/wire/packet-splitter.ts';
import { WriteSlot } from '../../../src-main/sftp/transfer/write-slot.ts';

suite('SFTP packets', () => {
  test('are written as RFC 4251 has it', () => {
    const packet = encodePacket(3, [7, Buffer.from('/a'), 0x1a, 5_000_000_000n]);
    assert.equal(
      packet.toString('hex'),
      '00000017' + '03' + '00000007' + '000000022f61' + '0000001a' + '000000012a05f200',
    );
  });

  test('come out of the splitter whole, however they were cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 20 }),
        fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 50 }),
        (bodies, cuts) => {
          const stream = Buffer.concat(
            bodies.map((body) => {
              const length = Buffer.alloc(4);
              length.writeUInt32BE(body.length);
              return Buffer.concat([length, body]);
            }),
          );
          const found: Buffer[] = [];
          const splitter = new PacketSplitter((packet) => found.push(Buffer.from(packet)));
          for (let at = 0, turn = 0; at < stream.length; turn++) {
            const length = cuts[turn % cuts.length] ?? 1;
            splitter.push(stream.subarray(at, at + length));
            at += length;
          }
          assert.deepEqual(
            found,
            bodies.map((body) => Buffer.from(body)),
          );
        },
      ),
    );
  });

  for (const [what, start] of [
    ['a length of zero', '00000000'],
    ['a greeting instead of SFTP', Buffer.from('Welcome to host').toString('hex')],
    ['a length of 4 GB', 'ffffffff03'],
  ] as const) {
    test(`are refused: ${what}`, () => {
      const splitter = new PacketSplitter(() => assert.fail('a packet'));
      assert.throws(() => {
        splitter.push(Buffer.from(start, 'hex'));
      }, MalformedPacket);
    });
  }

  test('never lead the reader beyond their end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const reader = new PacketReader(Buffer.from(bytes));
        try {
          readAttributes(reader);
          reader.bytes();
          reader.uint64();
        } catch (error) {
          assert.ok(error instanceof MalformedPacket, String(error));
        }
      }),
    );
  });

  test('carry attributes with and without each part', () => {
    const read = (hex: string): unknown => readAttributes(new PacketReader(Buffer.from(hex, 'hex')));
    assert.deepEqual(read('00000000'), {});
    assert.deepEqual(read('0000000500000001000000000000' + '81a4'), { size: 2 ** 32, mode: 0o100644 });
    assert.deepEqual(read('8000000800000001000000020000000100000001' + '61' + '00000000'), {
      accessed: 1,
      modified: 2,
    });
    assert.deepEqual([0o100644, 0o040755, 0o120777, 0o020000, undefined].map(kindOf), [
      'file',
      'folder',
      'link',
      'other',
      'other',
    ]);
  });

  test('of a write hold what was put into their slot', () => {
    const handle = Buffer.from('\0\0\0\x05');
    const slot = new WriteSlot(handle, 100);
    for (const [id, position, text] of [
      [9, 6_000_000_000, 'hello'],
      [10, 0, 'x'],
    ] as const) {
      slot.data.write(text);
      const packet = slot.packet(id, position, text.length);
      assert.deepEqual(packet, encodePacket(6, [id, handle, BigInt(position), Buffer.from(text)]));
    }
  });
});
