import { inflateRawSync } from 'node:zlib';

/** The entries of an archive whose local headers hold the sizes, as those that Dialdesk writes do. */
export function unzip(archive: Buffer): Map<string, Buffer> {
  const entries = new Map<string, Buffer>();
  for (let at = 0; archive.readUInt32LE(at) === 0x04034b50;) {
    const size = archive.readUInt32LE(at + 18);
    const nameEnd = at + 30 + archive.readUInt16LE(at + 26);
    const start = nameEnd + archive.readUInt16LE(at + 28);
    const content = inflateRawSync(archive.subarray(start, start + size));
    entries.set(archive.toString('utf8', at + 30, nameEnd), content);
    at = start + size;
  }
  return entries;
}
