import { crc32, createGunzip, type Gunzip } from 'node:zlib';
import { giveBack, type RandomAccess } from '../random-access.ts';
import { unreadable } from '../unreadable.ts';
import type { ZipEntry } from './central-directory.ts';

/** What reading an entry may cost. Sizes are in bytes. */
export interface EntryLimits {
  readonly maxSize: number;
  /** Inflated bytes per compressed byte, looked at from `ratioFrom` bytes on. Deflate's own limit is 1,032. */
  readonly maxRatio: number;
  readonly ratioFrom: number;
}

/** For the small parts: relationships, workbook, styles. */
export const smallPart: EntryLimits = { maxSize: 32 << 20, maxRatio: 400, ratioFrom: 4 << 20 };

/**
 * For sheets. Rows of a real list differ in their row numbers at least, which keeps deflate below 100:1; the
 * absolute limit is what 1,048,576 rows of long call data come to.
 */
export const sheetPart: EntryLimits = { maxSize: 8 * 1024 ** 3, maxRatio: 250, ratioFrom: 64 << 20 };

/** For shared strings, which are all different and are kept in memory. */
export const sharedStringsPart: EntryLimits = { maxSize: 1 << 30, maxRatio: 100, ratioFrom: 32 << 20 };

// Each chunk, read or inflated, costs a wake-up of another thread, which can take longer than the work itself.
const compressedChunk = 512 << 10;
const inflatedChunk = 1 << 19;

/**
 * An entry's bytes, inflated, in chunks, each good until the next one is asked for. Inflating runs on a thread of
 * Node's pool, one chunk ahead of whoever reads. Size and CRC-32 are verified at the end; nothing that was read may
 * be trusted before the last chunk.
 *
 * @param onRead called after each read with how many compressed bytes have been taken so far
 * @throws DialdeskError `file_unreadable`: `damaged`, `truncated`, `unsupported`, `bomb`, `too-large`
 */
export async function* entryStream(
  file: RandomAccess,
  entry: ZipEntry,
  limits: EntryLimits,
  onRead: (compressedBytes: number) => void = () => undefined,
): AsyncGenerator<Buffer, void, undefined> {
  refuseHopeless(entry, limits);
  const start = await dataStart(file, entry);
  const source = storedBytes(file, entry, start, onRead);
  let size = 0;
  for await (const chunk of entry.method === 0 ? verified(entry, source) : inflated(entry, source)) {
    size += chunk.length;
    if (size > entry.size) break;
    yield chunk;
  }
  if (size !== entry.size) throw damaged(entry, 'does not have the size that the archive states');
}

/** Reads a small entry whole. */
export async function readEntry(file: RandomAccess, entry: ZipEntry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of entryStream(file, entry, smallPart)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function refuseHopeless(entry: ZipEntry, limits: EntryLimits): void {
  if (entry.isTwice) throw unreadable('damaged', `Two files in the archive are named ${entry.name}.`);
  if (entry.encrypted) throw unreadable('unsupported', `${entry.name} is encrypted inside the archive.`);
  if (entry.method !== 0 && entry.method !== 8) {
    throw unreadable('unsupported', `${entry.name} is compressed with method ${entry.method}.`);
  }
  if (entry.size > limits.ratioFrom && entry.size > entry.compressedSize * limits.maxRatio) {
    throw unreadable('bomb', `${entry.name} inflates to more than ${limits.maxRatio} times its size.`);
  }
  if (entry.size > limits.maxSize) throw unreadable('too-large', `${entry.name} is too large.`);
}

async function dataStart(file: RandomAccess, entry: ZipEntry): Promise<number> {
  const header = await file.read(entry.localHeader, 30);
  if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50) {
    throw damaged(entry, 'is not where the archive says');
  }
  const start = entry.localHeader + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (start + entry.compressedSize > entry.limit) throw damaged(entry, 'reaches beyond the archive’s data');
  if (entry.method === 0 && entry.compressedSize !== entry.size) {
    throw damaged(entry, 'does not have the size that the archive states');
  }
  return start;
}

/** The bytes of an entry that is not compressed. */
async function* verified(
  entry: ZipEntry,
  source: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  let crc = 0;
  for await (const chunk of source) {
    crc = crc32(chunk, crc);
    yield chunk;
    giveBack(chunk);
  }
  if (crc !== entry.crc) throw damaged(entry, 'does not match its checksum');
}

/** The shortest header of a gzip member (RFC 1952, 2.3): deflate, no flags, no time. */
const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

/** What ends a gzip member: the CRC-32 and the size of what was compressed. */
function gzipTrailer({ crc, size }: ZipEntry): Buffer {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc, 0);
  trailer.writeUInt32LE(size % 2 ** 32, 4);
  return trailer;
}

/**
 * The bytes of an entry, inflated as if they were a gzip member, so that zlib computes the CRC on its own thread, and
 * refuses the end if it is another one.
 */
async function* inflated(
  entry: ZipEntry,
  source: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  const inflater = createGunzip({ chunkSize: inflatedChunk });
  const feeding = feed(inflater, framed(entry, source));
  try {
    for await (const chunk of inflater) {
      yield chunk as Buffer;
      release(chunk as Buffer);
    }
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code?.startsWith('Z_') !== true) throw cause;
    throw damaged(entry, 'cannot be inflated, or does not match its checksum', cause);
  } finally {
    inflater.destroy();
    await feeding;
  }
  const framedSize = gzipHeader.length + entry.compressedSize + gzipTrailer(entry).length;
  if (inflater.bytesWritten !== framedSize) throw damaged(entry, 'has bytes after its end');
}

async function* framed(
  entry: ZipEntry,
  source: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  yield gzipHeader;
  yield* source;
  yield gzipTrailer(entry);
}

/** An entry's bytes as they lie in the file. */
async function* storedBytes(
  file: RandomAccess,
  entry: ZipEntry,
  start: number,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  for (let done = 0; done < entry.compressedSize;) {
    const chunk = await file.read(start + done, Math.min(compressedChunk, entry.compressedSize - done));
    if (chunk.length === 0) throw unreadable('truncated', 'The file became shorter while it was read.');
    done += chunk.length;
    onRead(done);
    yield chunk;
  }
}

/**
 * Writes the compressed bytes, always with the next chunk waiting behind the one that is being inflated. Never
 * rejects: an error ends the inflater.
 */
async function feed(inflater: Gunzip, source: AsyncIterable<Buffer>): Promise<void> {
  const closed = new Promise<void>((resolve) => inflater.once('close', resolve));
  let before: Promise<void> | undefined;
  try {
    for await (const chunk of source) {
      const taken = new Promise<void>((resolve) => {
        inflater.write(chunk, (error) => {
          if (!error) giveBack(chunk);
          resolve();
        });
      });
      // When the inflater is closed, the callback may never come.
      await Promise.race([before, closed]);
      if (inflater.destroyed) return;
      before = taken;
    }
    inflater.end();
  } catch (error) {
    inflater.destroy(error as Error);
  }
}

/**
 * Gives a chunk's memory back. The inflater goes on filling a chunk's buffer where the chunk ends, so only the last
 * piece of a buffer may take it along.
 */
function release(chunk: Buffer): void {
  const { buffer, byteOffset, length } = chunk;
  if (byteOffset + length === inflatedChunk && buffer instanceof ArrayBuffer) buffer.transfer(0);
}

function damaged(entry: ZipEntry, what: string, cause?: unknown): Error {
  return unreadable('damaged', `${entry.name} ${what}.`, { cause });
}
