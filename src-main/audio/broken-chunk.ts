import type { ByteSource } from './byte-source.ts';
import type { Chunk } from './chunks.ts';

/**
 * The id of the first chunk over which a common reader stumbles, though we do not and the sound is there. Each
 * rule is one that sox, ffmpeg or wavefile was seen to break on; a telephone switch need not be better.
 * Undefined where all of them read the file.
 */
export async function brokenChunk(
  source: ByteSource,
  chunks: readonly Chunk[],
  bigEndian: boolean,
): Promise<string | undefined> {
  const lastSound = chunks.findLastIndex(({ id }) => id === 'data' || id === 'fmt ');
  let lists = 0;
  for (const [at, chunk] of chunks.entries()) {
    const id = chunk.id.trim();
    // All three look for the next chunk where the standard has it, and do not find the sound.
    if (chunk.padMissing && at < lastSound) return id;
    // ffmpeg refuses a list that does not say of what; wavefile fails at the second list.
    if (id.toUpperCase() === 'LIST' && (chunk.length < 4 || (lists += 1) > 1)) return id;
    if (!(await isWhole(source, chunk, !bigEndian))) return id;
  }
  return undefined;
}

async function isWhole(source: ByteSource, { id, offset, length, declared }: Chunk, littleEndian: boolean) {
  switch (id) {
    case 'fmt ':
      // sox passes over an odd one without its pad byte.
      return length >= 16 && length % 2 === 0;
    // wavefile reads as many marks as are announced, there or not, until its memory is full.
    case 'cue ':
      return length >= 4 && length >= 4 + 24 * (await count(source, offset, littleEndian));
    case 'smpl':
      return length >= 36 && length >= 36 + 24 * (await count(source, offset + 28, littleEndian));
    // wavefile reads texts as long as they are declared, there or not.
    case 'iXML':
    case '_PMX':
      return declared <= length;
    // ffmpeg refuses a broadcast description without all its fixed fields.
    case 'bext':
      return length >= 602;
    default:
      return true;
  }
}

async function count(source: ByteSource, at: number, littleEndian: boolean): Promise<number> {
  const bytes = new Uint8Array(4);
  await source.read(bytes, at);
  return new DataView(bytes.buffer).getUint32(0, littleEndian);
}
