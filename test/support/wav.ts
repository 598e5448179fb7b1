/** The header fields of a WAV file that tests vary. */
export interface WavFields {
  readonly tag?: number;
  readonly channels?: number;
  readonly rate?: number;
  readonly byteRate?: number;
  readonly bits?: number;
  /** Samples, as they are. */
  readonly data?: Uint8Array;
  /** What the data chunk's header says, if not the truth. */
  readonly dataSize?: number;
  /** Chunks between `fmt ` and `data`. */
  readonly before?: readonly Uint8Array[];
}

/** A WAV file: 8000 Hz, 8 bit, mono A-law silence unless told otherwise. */
export function wavFile(fields: WavFields = {}): Buffer {
  const { tag = 6, channels = 1, rate = 8000, bits = 8, data = new Uint8Array(800).fill(0xd5) } = fields;
  const format = Buffer.alloc(16);
  format.writeUInt16LE(tag, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE(fields.byteRate ?? (rate * channels * bits) / 8, 8);
  format.writeUInt16LE((channels * bits) / 8, 12);
  format.writeUInt16LE(bits, 14);
  const body = Buffer.concat([
    wavChunk('fmt ', format),
    ...(fields.before ?? []),
    wavChunk('data', data, fields.dataSize),
  ]);
  const head = Buffer.alloc(12);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(4 + body.length, 4);
  head.write('WAVE', 8, 'latin1');
  return Buffer.concat([head, body]);
}

/** A chunk with its header, and a pad byte where its size is odd. */
export function wavChunk(name: string, content: Uint8Array, size = content.length): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 0, 'latin1');
  head.writeUInt32LE(size, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}
