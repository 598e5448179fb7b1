/**
 * WAV files of any shape, sound or broken, for tests. Unlike a writer of the application it writes
 * exactly what it is told: wrong sizes, missing pad bytes, chunks in any order.
 */
export interface Piece {
  readonly id: string;
  readonly content: Uint8Array;
  /** What the chunk's header says; the truth unless told otherwise. */
  readonly declared?: number;
  /** Whether a pad byte follows content of odd size; yes unless told otherwise. */
  readonly padded?: boolean;
}

export interface FormatFields {
  readonly tag?: number;
  readonly channels?: number;
  readonly sampleRate?: number;
  readonly bits?: number;
  readonly byteRate?: number;
  readonly blockAlign?: number;
  /** For EXTENSIBLE: the tag in the sub-format GUID. */
  readonly subFormat?: number;
  readonly validBits?: number;
  readonly mask?: number;
  /** Extension of the format chunk after the first 16 bytes, with its cbSize. */
  readonly extension?: Uint8Array;
}

export interface ContainerFields {
  readonly name?: string;
  readonly form?: string;
  readonly declared?: number;
}

const guidTail = Buffer.from('000000001000800000aa00389b71', 'hex');

/** The content of a `fmt ` chunk; 8000 Hz, 8 bit, mono A-law unless told otherwise. */
export function format(fields: FormatFields = {}, bigEndian = false): Buffer {
  const { channels = 1, sampleRate = 8000, bits = 8 } = fields;
  const tag = fields.subFormat === undefined ? (fields.tag ?? 6) : 0xfffe;
  const blockAlign = fields.blockAlign ?? channels * Math.ceil(bits / 8);
  const u16 = (value: number) => number(value, 2, bigEndian);
  const u32 = (value: number) => number(value, 4, bigEndian);
  const extension =
    fields.extension ??
    (fields.subFormat === undefined
      ? Buffer.alloc(0)
      : Buffer.concat([
          u16(22),
          u16(fields.validBits ?? bits),
          u32(fields.mask ?? 0),
          number(fields.subFormat, 2, false),
          guidTail,
        ]));
  return Buffer.concat([
    u16(tag),
    u16(channels),
    u32(sampleRate),
    u32(fields.byteRate ?? blockAlign * sampleRate),
    u16(blockAlign),
    u16(bits),
    extension,
  ]);
}

/** A whole file of these chunks in this order. */
export function container(pieces: readonly Piece[], fields: ContainerFields = {}): Buffer {
  const { name = 'RIFF', form = 'WAVE' } = fields;
  const bigEndian = name === 'RIFX';
  const body = Buffer.concat([
    Buffer.from(form, 'latin1'),
    ...pieces.map((piece) => chunk(piece, bigEndian)),
  ]);
  const declared = fields.declared ?? body.length;
  return Buffer.concat([Buffer.from(name, 'latin1'), number(declared, 4, bigEndian), body]);
}

/** The usual file: `fmt `, then `data`. */
export function wav(sound: Uint8Array, fields: FormatFields = {}, name = 'RIFF'): Buffer {
  const pieces = [
    { id: 'fmt ', content: format(fields, name === 'RIFX') },
    { id: 'data', content: sound },
  ];
  return container(pieces, { name });
}

/** Eight thousand bytes of A-law silence, one second. */
export const silence = (bytes = 8000) => Buffer.alloc(bytes, 0xd5);

/** Samples of full scale as 16-bit little-endian. */
export function pcm16(samples: ArrayLike<number>): Buffer {
  const bytes = Buffer.alloc(samples.length * 2);
  for (let i = 0; i < samples.length; i += 1) {
    bytes.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round((samples[i] ?? 0) * 32768))), 2 * i);
  }
  return bytes;
}

function chunk({ id, content, declared, padded = true }: Piece, bigEndian: boolean): Buffer {
  const pad = padded && content.length % 2 === 1 ? Buffer.alloc(1) : Buffer.alloc(0);
  return Buffer.concat([
    Buffer.from(id, 'latin1'),
    number(declared ?? content.length, 4, bigEndian),
    content,
    pad,
  ]);
}

function number(value: number, bytes: 2 | 4, bigEndian: boolean): Buffer {
  const buffer = Buffer.alloc(bytes);
  if (bigEndian) buffer.writeUIntBE(value, 0, bytes);
  else buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}
