import type { ByteSource } from './byte-source.ts';
import { ascii, knownIds, nextHeader, readHeader, unknownSize } from './chunk-headers.ts';

/** Remarks behind the sound are short; this much of the file's end is searched for them. */
const tailBytes = 64 * 1024;
const wrap = 2 ** 32;

/**
 * How many bytes of a data chunk are sound, where its header may be wrong about that: 0 and 0xFFFFFFFF of
 * encoders that could not seek back, more than the file has, and sizes that lost their upper half or have
 * another's. A size that the file can have is believed. Where the sound has no end, remarks that reach exactly to the end of the
 * file are not taken for sound.
 */
export async function soundLength(
  source: ByteSource,
  offset: number,
  declared: number,
  littleEndian: boolean,
): Promise<number> {
  const rest = source.size - offset;
  if (declared === 0 && (await restIsChunks(source, offset, littleEndian))) return 0;
  if (declared > 0 && declared <= rest) {
    if (rest - declared < wrap || (await endsAtChunk(source, offset + declared, littleEndian)))
      return declared;
    // Plain RIFF counts to 4 GB, and writers that go on beyond it leave what is left of the division.
    return declared + Math.floor((rest - declared) / wrap) * wrap;
  }
  const lower = declared % wrap;
  if (declared > wrap && lower > 0 && lower <= rest && lower !== unknownSize) {
    if (await endsAtChunk(source, offset + lower, littleEndian)) return lower;
  }
  return rest - (await remarksAtEnd(source, offset, littleEndian));
}

/** Whether what follows a data chunk of size 0 is a whole chain of chunks up to the end; then 0 means empty. */
async function restIsChunks(source: ByteSource, from: number, littleEndian: boolean) {
  let at = from;
  for (let seen = 0; seen < 64 && at + 8 <= source.size; seen += 1) {
    const header = await readHeader(source, at, littleEndian);
    if (!header || at + 8 + header.size > source.size) return false;
    at = await nextHeader(source, at + 8 + header.size, header.size);
  }
  return at >= source.size;
}

/** Whether sound that ends here is followed by the end of the file or by a chunk that is known. */
async function endsAtChunk(source: ByteSource, end: number, littleEndian: boolean): Promise<boolean> {
  if (source.size - end <= 1) return true;
  for (const at of [end, end + 1]) {
    const header = await readHeader(source, at, littleEndian);
    if (header && knownIds.has(header.id)) return true;
  }
  return false;
}

/**
 * Bytes at the end of the file that are a chain of known chunks, the last of which ends with the file. Goes
 * through the tail once, backwards: a chunk belongs to the chain if one of the chain begins where it ends.
 */
async function remarksAtEnd(source: ByteSource, from: number, littleEndian: boolean): Promise<number> {
  const begin = Math.max(from, source.size - tailBytes);
  const tail = new Uint8Array(source.size - begin);
  const there = await source.read(tail, begin);
  const view = new DataView(tail.buffer, 0, there);
  const starts = new Set<number>([there, there + 1]);
  let first = there;
  for (let at = there - 8; at >= 0; at -= 1) {
    const id = ascii(tail, at);
    if (id === 'data' || !knownIds.has(id)) continue;
    const size = view.getUint32(at + 4, littleEndian);
    const end = at + 8 + size;
    if (!starts.has(end) && !(size % 2 === 1 && starts.has(end + 1))) continue;
    starts.add(at);
    first = at;
  }
  return there - first;
}
