import type { ByteSource } from './byte-source.ts';

/** "Not known" of a streaming encoder, or "see ds64" in RF64. */
export const unknownSize = 0xffff_ffff;

/** Chunks that are met in practice; only used to tell a missing pad byte from a present one. */
export const knownIds: ReadonlySet<string> = new Set(
  (
    'fmt |data|fact|LIST|list|JUNK|junk|PAD |FLLR|bext|iXML|cue |smpl|inst|plst|labl|note|ltxt|adtl|INFO|PEAK|' +
    'id3 |ID3 |_PMX|cart|axml|chna|DISP|acid|strc|afsp|minf|elm1|regn|umid|ds64|levl|link|qlty|mext|LGWV|wavl|slnt|' +
    'bxml|sxml|wamd|guan|AFAn|ResU|SMED|CSET|clm |trkn|r64m'
  ).split('|'),
);

/** The id and the size at a place; undefined where no id stands, or the file ends. */
export async function readHeader(source: ByteSource, at: number, littleEndian: boolean) {
  const header = new Uint8Array(8);
  if ((await source.read(header, at)) < 8 || !isId(header, 0)) return undefined;
  return { id: ascii(header, 0), size: new DataView(header.buffer).getUint32(4, littleEndian) };
}

/**
 * Where the next header begins behind a chunk that ends at `end`. A chunk of odd size is followed by a
 * pad byte, which some writers leave out; the ids on both places decide, and in doubt the standard.
 */
export async function nextHeader(source: ByteSource, end: number, size: number): Promise<number> {
  if (size % 2 === 0 || end >= source.size) return end;
  const next = new Uint8Array(5);
  const there = await source.read(next, end);
  if (there === 5 && !knownIds.has(ascii(next, 1))) {
    if (knownIds.has(ascii(next, 0))) return end;
    if (next[0] !== 0 && isId(next, 0) && !isId(next, 1)) return end;
  }
  return end + 1;
}

const isId = (bytes: Uint8Array, at: number) => {
  for (let i = at; i < at + 4; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte < 0x20 || byte > 0x7e) return false;
  }
  return true;
};

export const ascii = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
