import type { ByteSource } from './byte-source.ts';

/** How the numbers of a container are written. RF64 and BW64 keep long sizes in a `ds64` chunk. */
export interface Container {
  readonly name: 'RIFF' | 'RIFX' | 'RF64' | 'BW64';
  readonly bigEndian: boolean;
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
}

export interface ChunkWalk {
  readonly chunks: readonly Chunk[];
  /** Bytes behind the last chunk that belong to none. A pad byte is not among them. */
  readonly trailing: number;
}

/** 0xFFFFFFFF: "not known" of a streaming encoder, or "see ds64" in RF64. */
const unknownSize = 0xffff_ffff;
/** A real file has a dozen chunks; the bound keeps a hostile one from costing a read for every 8 bytes. */
const mostChunks = 4096;

/** Chunks that are met in practice; only used to tell a missing pad byte from a present one. */
const knownIds = new Set(
  (
    'fmt |data|fact|LIST|list|JUNK|junk|PAD |FLLR|bext|iXML|cue |smpl|inst|plst|labl|note|ltxt|adtl|INFO|PEAK|' +
    'id3 |ID3 |_PMX|cart|axml|chna|DISP|acid|strc|afsp|minf|elm1|regn|umid|ds64|levl|link|qlty|mext|LGWV|wavl|slnt|' +
    'bxml|sxml|wamd|guan|AFAn|ResU|SMED|CSET|clm |trkn|r64m'
  ).split('|'),
);

/**
 * Reads the first 12 bytes. Returns undefined for a file that is no WAVE in any of the four containers
 * (RIFF and RIFX: Microsoft/IBM 1991; RF64: EBU Tech 3306; BW64: ITU-R BS.2088).
 */
export async function readContainer(source: ByteSource): Promise<Container | undefined> {
  const head = new Uint8Array(12);
  if ((await source.read(head, 0)) < 12 || ascii(head, 8) !== 'WAVE') return undefined;
  const name = ascii(head, 0);
  if (name !== 'RIFF' && name !== 'RIFX' && name !== 'RF64' && name !== 'BW64') return undefined;
  const bigEndian = name === 'RIFX';
  const size = new DataView(head.buffer).getUint32(4, !bigEndian);
  return { name, bigEndian, declaredSize: size === unknownSize ? undefined : size };
}

/**
 * Finds the chunks, in whatever order they stand, reading their headers only. Forgives what is met in
 * practice: missing pad bytes, sizes of 0 or 0xFFFFFFFF from encoders that could not seek back, chunks
 * that end behind the end of the file, bytes behind the last chunk.
 */
export async function walkChunks(source: ByteSource, container: Container): Promise<ChunkWalk> {
  const chunks: Chunk[] = [];
  const littleEndian = !container.bigEndian;
  const longSizes: LongSizes = new Map();
  let riffEnd = container.declaredSize === undefined ? undefined : 8 + container.declaredSize;
  let at = 12;
  while (at + 8 <= source.size && chunks.length < mostChunks) {
    // What lies behind the declared end belongs to no chunk, but only if that end is credible:
    // encoders that could not seek back leave 0 or the size of an empty file there.
    if (riffEnd !== undefined && at >= riffEnd && hasSound(chunks) && riffEnd >= endOf(chunks)) break;
    const header = await readHeader(source, at, littleEndian);
    if (!header) break;
    const { id } = header;
    const offset = at + 8;
    const rest = source.size - offset;
    let declared = header.size;
    const is64 = container.name === 'RF64' || container.name === 'BW64';
    if (is64 && declared === unknownSize) declared = longSizes.get(id)?.shift() ?? declared;
    if (hasSound(chunks) && declared > rest && !knownIds.has(id)) break;
    if (
      id === 'data' &&
      isOpenEnded(declared) &&
      !(await restIsChunks(source, offset, declared, littleEndian))
    ) {
      chunks.push({ id, offset, declared, length: rest });
      return { chunks, trailing: 0 };
    }
    const length = Math.min(declared, rest);
    chunks.push({ id, offset, declared, length });
    if (id === 'ds64' && is64) riffEnd = (await readLongSizes(source, offset, length, longSizes)) ?? riffEnd;
    at = await nextHeader(source, offset + length, declared);
  }
  return { chunks, trailing: Math.max(0, source.size - at) };
}

const hasSound = (chunks: readonly Chunk[]) =>
  chunks.some((chunk) => chunk.id === 'data' && chunk.length > 0) &&
  chunks.some((chunk) => chunk.id === 'fmt ');

const endOf = (chunks: readonly Chunk[]) => {
  const last = chunks.at(-1);
  return last ? last.offset + last.length : 12;
};

const isOpenEnded = (declared: number) => declared === 0 || declared === unknownSize;

/** Whether what follows a data chunk of size 0 is a whole chain of chunks up to the end; then 0 means empty. */
async function restIsChunks(source: ByteSource, from: number, declared: number, littleEndian: boolean) {
  if (declared !== 0) return false;
  let at = from;
  for (let seen = 0; seen < 64 && at + 8 <= source.size; seen += 1) {
    const header = await readHeader(source, at, littleEndian);
    if (!header || at + 8 + header.size > source.size) return false;
    at = await nextHeader(source, at + 8 + header.size, header.size);
  }
  return at >= source.size;
}

async function readHeader(source: ByteSource, at: number, littleEndian: boolean) {
  const header = new Uint8Array(8);
  if ((await source.read(header, at)) < 8 || !isId(header, 0)) return undefined;
  return { id: ascii(header, 0), size: new DataView(header.buffer).getUint32(4, littleEndian) };
}

/**
 * Where the next header begins behind a chunk that ends at `end`. A chunk of odd size is followed by a
 * pad byte, which some writers leave out; the ids on both places decide, and in doubt the standard.
 */
async function nextHeader(source: ByteSource, end: number, size: number): Promise<number> {
  if (size % 2 === 0 || end >= source.size) return end;
  const next = new Uint8Array(5);
  const there = await source.read(next, end);
  if (there === 5 && !knownIds.has(ascii(next, 1))) {
    if (knownIds.has(ascii(next, 0))) return end;
    if (next[0] !== 0 && isId(next, 0) && !isId(next, 1)) return end;
  }
  return end + 1;
}

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

const isId = (bytes: Uint8Array, at: number) => {
  for (let i = at; i < at + 4; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte < 0x20 || byte > 0x7e) return false;
  }
  return true;
};

const ascii = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
