import assert from 'node:assert/strict';
import { inflateRawSync } from 'node:zlib';

/** An entry of a zip as a reader sees it that never gets to the directory. */
export interface LocalEntry {
  readonly name: string;
  /** The deflate stream. */
  readonly compressed: Buffer;
}

/** Walks the local headers (APPNOTE 4.3.7) of a zip without zip64 up to its directory. */
export function localEntries(zip: Buffer): LocalEntry[] {
  const entries: LocalEntry[] = [];
  let at = 0;
  while (zip.readUInt32LE(at) === 0x0403_4b50) {
    assert.equal(zip.readUInt16LE(at + 6), 0, 'no flags, so no data descriptor');
    const nameEnd = at + 30 + zip.readUInt16LE(at + 26);
    const dataStart = nameEnd + zip.readUInt16LE(at + 28);
    const dataEnd = dataStart + zip.readUInt32LE(at + 18);
    entries.push({
      name: zip.toString('ascii', at + 30, nameEnd),
      compressed: zip.subarray(dataStart, dataEnd),
    });
    at = dataEnd;
  }
  assert.equal(zip.readUInt32LE(at), 0x0201_4b50, 'the directory follows the last entry');
  return entries;
}

/** The content of one of them. */
export function localContent(zip: Buffer, name: string): Buffer {
  const entry = localEntries(zip).find((candidate) => candidate.name === name);
  assert.ok(entry, `there is no ${name}`);
  return inflateRawSync(entry.compressed);
}
