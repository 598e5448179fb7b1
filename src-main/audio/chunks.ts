import type { ByteSource } from './byte-source.ts';
import { ascii, knownIds, nextHeader, readHeader, unknownSize } from './chunk-headers.ts';
import { soundLength } from './sound-length.ts';

/** How the numbers of a container are written. RF64 and BW64 keep long sizes in a `ds64` chunk. */
export interface Container {
  readonly name: 'RIFF' | 'RIFX' | 'RF64' | 'BW64';
  readonly bigEndian: boolean;
  /** Where it begins: behind a tag that somebody put before it, else 0. */
  readonly start: number;
  /** Size of all after the first 8 bytes, as the header says; undefined where it says "not known". */
  readonly declaredSize: number | undefined;
}

/** One chunk of the file. Places and lengths are in bytes. */
export interface Chunk {
  readonly id: string;
  /** Where its content begins. */
  readonly offset: number;
  /** The size its header gives, taken from `ds64` where that holds it. */
  readonly declared: number;
  /** How much of it is there. */
  readonly length: number;
  /** Whether its size is odd, and another chunk follows without the pad byte between. */
  readonly padMissing: boolean;
}

export interface ChunkWalk {
  readonly chunks: readonly Chunk[];
  /** Bytes behind the last chunk that belong to none. A pad byte is not among them. */
  readonly trailing: number;
}

/** A real file has a dozen chunks; the bound keeps a hostile one from costing a read for every 8 bytes. */
const mostChunks = 4096;

/**
 * Reads 12 bytes from `start` on. Returns undefined where no WAVE begins in any of the four containers
 * (RIFF and RIFX: Microsoft/IBM 1991; RF64: EBU Tech 3306; BW64: ITU-R BS.2088).
 */
export async function readContainer(source: ByteSource, start = 0): Promise<Container | undefined> {
  const head = new Uint8Array(12);
  if ((await source.read(head, start)) < 12 || ascii(head, 8) !== 'WAVE') return undefined;
  const name = ascii(head, 0);
  if (name !== 'RIFF' && name !== 'RIFX' && name !== 'RF64' && name !== 'BW64') return undefined;
  const bigEndian = name === 'RIFX';
  const size = new DataView(head.buffer).getUint32(4, !bigEndian);
  return { name, bigEndian, start, declaredSize: size === unknownSize ? undefined : size };
}

/**
 * Finds the chunks, in whatever order they stand, reading their headers only. Forgives what is met in
 * practice: missing pad bytes, sizes of 0 or 0xFFFFFFFF from encoders that could not seek back, sizes that
 * lost their upper half, chunks that end behind the end of the file, bytes behind the last chunk.
 */
export async function walkChunks(source: ByteSource, container: Container): Promise<ChunkWalk> {
  const chunks: Chunk[] = [];
  const littleEndian = !container.bigEndian;
  const is64 = container.name === 'RF64' || container.name === 'BW64';
  const longSizes: LongSizes = new Map();
  let riffEnd =
    container.declaredSize === undefined ? undefined : container.start + 8 + container.declaredSize;
  let at = container.start + 12;
  while (at + 8 <= source.size && chunks.length < mostChunks) {
    // What lies behind the declared end belongs to no chunk, but only if that end is credible:
    // encoders that could not seek back leave 0 or the size of an empty file there.
    if (riffEnd !== undefined && at >= riffEnd && hasSound(chunks) && riffEnd >= endOf(chunks, at)) break;
    const header = await readHeader(source, at, littleEndian);
    if (!header) break;
    const { id } = header;
    const offset = at + 8;
    const rest = source.size - offset;
    const long = is64 ? longSizes.get(id)?.shift() : undefined;
    const declared = long !== undefined && fitsLong(header.size, long) ? long : header.size;
    if (hasSound(chunks) && declared > rest && !knownIds.has(id)) break;
    const length =
      id === 'data' ? await soundLength(source, offset, declared, littleEndian) : Math.min(declared, rest);
    const end = offset + length;
    // The standard's pad byte belongs to what the header declares, not to what an open end turned out to be.
    at = length === declared ? await nextHeader(source, end, length) : end;
    chunks.push({
      id,
      offset,
      declared,
      length,
      padMissing: length % 2 === 1 && at === end && end < source.size,
    });
    if (id === 'ds64' && is64) {
      const whole = await readLongSizes(source, offset, length, longSizes);
      riffEnd = whole === undefined ? riffEnd : container.start + whole;
    }
  }
  return { chunks, trailing: Math.max(0, source.size - at) };
}

/** Whether a size of `ds64` is that of this chunk: the header points there, or has its lower half. */
const fitsLong = (size: number, long: number) => size === unknownSize || size === long % 2 ** 32;

const hasSound = (chunks: readonly Chunk[]) =>
  chunks.some((chunk) => chunk.id === 'data' && chunk.length > 0) &&
  chunks.some((chunk) => chunk.id === 'fmt ');

const endOf = (chunks: readonly Chunk[], none: number) => {
  const last = chunks.at(-1);
  return last ? last.offset + last.length : none;
};

type LongSizes = Map<string, number[]>;

/**
 * Reads the 64-bit sizes of a `ds64` chunk into `sizes` (EBU Tech 3306, section 3). Returns where the
 * container ends. All bits set, or 0 for the sound, mean "not known" here as well.
 */
async function readLongSizes(source: ByteSource, offset: number, length: number, sizes: LongSizes) {
  const bytes = new Uint8Array(Math.min(length, 28 + 12 * 1024));
  const there = await source.read(bytes, offset);
  if (there < 16) return undefined;
  const view = new DataView(bytes.buffer);
  const long = (at: number) => view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
  const sound = long(8);
  if (sound > 0 && sound < Number.MAX_SAFE_INTEGER) sizes.set('data', [sound]);
  const entries = there >= 28 ? view.getUint32(24, true) : 0;
  for (let entry = 0, at = 28; entry < entries && at + 12 <= there; entry += 1, at += 12) {
    const id = ascii(bytes, at);
    sizes.set(id, [...(sizes.get(id) ?? []), long(at + 4)]);
  }
  const whole = long(0);
  return whole > 0 && whole < Number.MAX_SAFE_INTEGER ? 8 + whole : undefined;
}
