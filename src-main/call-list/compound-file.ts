import type { RandomAccess } from './random-access.ts';

const freeSector = 0xffff_fffa; // and everything above: free, end of chain, and the like
/** A workbook with a password has a dozen streams; of one with macros, these hold the first thousands. */
const mostDirectorySectors = 512;
/** So many places of the allocation table stand in the header itself, for the first 6.8 MB; later ones in sectors of their own. */
const headerTables = 109;

/**
 * The names of the streams and storages of a compound file (MS-CFB), found by its own tables wherever they lie. What is
 * damaged ends the list.
 */
export async function compoundFileNames(file: RandomAccess): Promise<Set<string>> {
  const names = new Set<string>();
  const header = await file.read(0, 512);
  if (header.length < 512) return names;
  const shift = header.readUInt16LE(0x1e);
  if (shift < 9 || shift > 16) return names;
  const size = 2 ** shift;
  const sector = (id: number): Promise<Buffer> => file.read((id + 1) * size, size);
  const tables = new AllocationTables(header, sector, size);
  let next = header.readUInt32LE(0x30);
  for (let count = 0; count < mostDirectorySectors && next < freeSector; count += 1) {
    const bytes = await sector(next);
    for (let at = 0; at + 128 <= bytes.length; at += 128) {
      const length = bytes.readUInt16LE(at + 64);
      if (length >= 2 && length <= 64) names.add(bytes.toString('utf16le', at, at + length - 2));
    }
    if (bytes.length < size) break;
    next = await tables.after(next);
  }
  return names;
}

/** Which sector follows which: the tables themselves are listed in the header, and then in a chain of sectors. */
class AllocationTables {
  readonly #header: Buffer;
  readonly #sector: (id: number) => Promise<Buffer>;
  readonly #perTable: number;

  constructor(header: Buffer, sector: (id: number) => Promise<Buffer>, size: number) {
    this.#header = header;
    this.#sector = sector;
    this.#perTable = size / 4;
  }

  /** The sector behind one; a number of no sector where there is none, or it cannot be told. */
  async after(id: number): Promise<number> {
    const table = await this.#table(Math.floor(id / this.#perTable));
    if (table >= freeSector) return freeSector;
    const bytes = await this.#sector(table);
    const at = (id % this.#perTable) * 4;
    return at + 4 <= bytes.length ? bytes.readUInt32LE(at) : freeSector;
  }

  async #table(index: number): Promise<number> {
    if (index < headerTables) return this.#header.readUInt32LE(0x4c + index * 4);
    let next = this.#header.readUInt32LE(0x44);
    let left = index - headerTables;
    // The last place of each such sector is the next one.
    for (const perSector = this.#perTable - 1; next < freeSector; left -= perSector) {
      const bytes = await this.#sector(next);
      if (bytes.length < this.#perTable * 4) return freeSector;
      if (left < perSector) return bytes.readUInt32LE(left * 4);
      next = bytes.readUInt32LE(perSector * 4);
    }
    return freeSector;
  }
}
