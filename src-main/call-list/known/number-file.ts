import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import * as v from 'valibot';
import { DialdeskError } from '../../contract/errors.ts';
import { writeAtomically, type FileFacts } from '../../platform/atomic-file.ts';
import { fingerprintBytes, Fingerprints } from './fingerprints.ts';

// A file of fingerprints: a magic word, a head in JSON with its checksum, the fingerprints in ascending order, and a
// checksum for each block of them. It is never changed, only written anew under a temporary name and renamed.

const magic = Buffer.from('DDNUMS1\n');
/** The magic word, the head's length, and its CRC-32. */
const prefixBytes = magic.length + 8;
const longestHead = 1 << 20;
/** Fingerprints under one checksum: a little less than 64 KB. */
export const blockFingerprints = 6553;
const blockBytes = blockFingerprints * fingerprintBytes;
const blocksAtATime = 16;
const halves = fingerprintBytes / 2;
/** One for all files: a hundred of them would be a hundred megabytes until they are collected. */
let sharedChunk: Buffer | undefined;

const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000_000));

/** What a file says of itself. `about` belongs to whoever writes it, and is never trusted. */
export const NumberFileHead = v.object({
  /** Which key its fingerprints were made with; see NumberCipher. */
  keyId: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  /** Fingerprints in each part, one part behind the other. */
  counts: v.pipe(v.array(Count), v.minLength(1), v.maxLength(4)),
  /** The calling code that numbers without one were taken to have. */
  home: v.pipe(v.string(), v.maxLength(4)),
  about: v.unknown(),
});
export type NumberFileHead = v.InferOutput<typeof NumberFileHead>;

/**
 * Writes fingerprints that are in ascending order; one that is there twice is written once.
 * @throws DialdeskError `local_disk`; `internal` for a head that could not be read again
 */
export async function writeNumberFile(
  path: string,
  head: Omit<NumberFileHead, 'counts'>,
  parts: readonly Fingerprints[],
): Promise<FileFacts & { readonly counts: number[] }> {
  const packed = parts.map(pack);
  const counts = packed.map((part) => part.length / fingerprintBytes);
  const text = Buffer.from(JSON.stringify({ ...head, counts }));
  if (text.length > longestHead) throw new DialdeskError('internal', `a head of ${text.length} bytes`);
  const prefix = Buffer.alloc(prefixBytes);
  magic.copy(prefix);
  prefix.writeUInt32LE(text.length, magic.length);
  prefix.writeUInt32LE(crc32(text), magic.length + 4);
  const facts = await writeAtomically(
    path,
    async (file) => {
      await file.append(prefix);
      await file.append(text);
      for (const part of packed) await file.append(part);
      for (const part of packed) await file.append(checksums(part));
    },
    { mode: 0o600 },
  );
  return { ...facts, counts };
}

function pack(part: Fingerprints): Buffer {
  const bytes = Buffer.allocUnsafe(part.count * fingerprintBytes);
  let at = 0;
  for (let i = 0; i < part.count; i += 1) {
    if (i > 0 && part.compare(i, part, i - 1) === 0) continue;
    bytes.writeUInt32LE(part.high[i] as number, at);
    bytes.writeUInt32LE(part.middle[i] as number, at + 4);
    bytes.writeUInt16LE(part.low[i] as number, at + 8);
    at += fingerprintBytes;
  }
  return bytes.subarray(0, at);
}

function checksums(part: Buffer): Buffer {
  const blocks = Math.ceil(part.length / blockBytes);
  const sums = Buffer.alloc(blocks * 4);
  for (let block = 0; block < blocks; block += 1) {
    sums.writeUInt32LE(crc32(part.subarray(block * blockBytes, (block + 1) * blockBytes)), block * 4);
  }
  return sums;
}

/** A file of fingerprints that is open for reading. For a thread that may wait for its disk. */
export class NumberFile {
  readonly head: NumberFileHead;
  readonly #file: number;
  readonly #start: number;

  private constructor(file: number, head: NumberFileHead, start: number) {
    this.#file = file;
    this.head = head;
    this.#start = start;
  }

  /** Opens a file; undefined for one that is no such file, or not whole. @throws the system's error where it can't be read */
  static open(path: string): NumberFile | undefined {
    const file = openSync(path, 'r');
    let opened: ReturnType<typeof readHead>;
    try {
      opened = readHead(file);
    } finally {
      if (opened === undefined) closeSync(file);
    }
    return opened && new NumberFile(file, opened.head, opened.start);
  }

  /** The same as long as nobody has written the file anew, or into it. */
  get stamp(): string {
    const { ino, size, mtimeMs, ctimeMs } = fstatSync(this.#file);
    return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
  }

  close(): void {
    closeSync(this.#file);
  }

  /**
   * Reads a part from its beginning, block by block.
   * @param visit gets the fingerprints as 16-bit words, five each; they are good until it returns
   * @returns false where a block is damaged; it is left out
   */
  read(part: number, visit: (words: Uint16Array, count: number) => void): boolean {
    const { start, sums, count } = this.#part(part);
    const chunk = (sharedChunk ??= Buffer.alloc(blocksAtATime * blockBytes));
    const expected = Buffer.alloc(Math.ceil(count / blockFingerprints) * 4);
    if (!fill(this.#file, expected, sums)) return false;
    let isWhole = true;
    for (let from = 0; from < count * fingerprintBytes; from += chunk.length) {
      const bytes = chunk.subarray(0, Math.min(chunk.length, count * fingerprintBytes - from));
      if (!fill(this.#file, bytes, start + from)) return false;
      for (let at = 0; at < bytes.length; at += blockBytes) {
        const block = bytes.subarray(at, at + blockBytes);
        if (crc32(block) !== expected.readUInt32LE(((from + at) / blockBytes) * 4)) isWhole = false;
        else {
          visit(
            new Uint16Array(block.buffer, block.byteOffset, block.length / 2),
            block.length / fingerprintBytes,
          );
        }
      }
    }
    return isWhole;
  }

  /** Whether a fingerprint is in a part, by halving: for a few. Checksums are not looked at. */
  has(part: number, sought: Fingerprints, which: number): boolean {
    const { start, count } = this.#part(part);
    const bytes = Buffer.alloc(fingerprintBytes);
    const there = new Fingerprints(1);
    let from = 0;
    let end = count;
    while (from < end) {
      const middle = (from + end) >>> 1;
      if (!fill(this.#file, bytes, start + middle * fingerprintBytes)) return false;
      there.high[0] = bytes.readUInt32LE(0);
      there.middle[0] = bytes.readUInt32LE(4);
      there.low[0] = bytes.readUInt16LE(8);
      const order = there.compare(0, sought, which);
      if (order === 0) return true;
      if (order < 0) from = middle + 1;
      else end = middle;
    }
    return false;
  }

  /** All fingerprints of a part; undefined where it is damaged. */
  all(part: number): Fingerprints | undefined {
    const found = new Fingerprints(this.head.counts[part] as number);
    let next = 0;
    const isWhole = this.read(part, (words, count) => {
      for (let i = 0; i < count; i += 1, next += 1) {
        const at = i * halves;
        found.high[next] = (words[at] as number) | ((words[at + 1] as number) << 16);
        found.middle[next] = (words[at + 2] as number) | ((words[at + 3] as number) << 16);
        found.low[next] = words[at + 4] as number;
      }
    });
    return isWhole ? found : undefined;
  }

  #part(part: number): { readonly start: number; readonly sums: number; readonly count: number } {
    const { counts } = this.head;
    const before = counts.slice(0, part);
    const all = counts.reduce(sum, 0);
    return {
      start: this.#start + before.reduce(sum, 0) * fingerprintBytes,
      sums: this.#start + all * fingerprintBytes + before.map(blocksOf).reduce(sum, 0) * 4,
      count: counts[part] as number,
    };
  }
}

const sum = (a: number, b: number): number => a + b;
const blocksOf = (count: number): number => Math.ceil(count / blockFingerprints);

function readHead(file: number): { readonly head: NumberFileHead; readonly start: number } | undefined {
  const prefix = Buffer.alloc(prefixBytes);
  if (!fill(file, prefix, 0) || !prefix.subarray(0, magic.length).equals(magic)) return undefined;
  const length = prefix.readUInt32LE(magic.length);
  if (length > longestHead) return undefined;
  const text = Buffer.alloc(length);
  if (!fill(file, text, prefixBytes) || crc32(text) !== prefix.readUInt32LE(magic.length + 4))
    return undefined;
  const head = v.safeParse(NumberFileHead, parsed(text));
  if (!head.success) return undefined;
  const { counts } = head.output;
  const size =
    prefixBytes + length + counts.reduce(sum, 0) * fingerprintBytes + counts.map(blocksOf).reduce(sum, 0) * 4;
  if (fstatSync(file).size !== size) return undefined;
  return { head: head.output, start: prefixBytes + length };
}

function parsed(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw new DialdeskError('internal', 'a head could not be read', { cause: error });
  }
}

/** @returns false where the file ends before */
function fill(file: number, into: Uint8Array, position: number): boolean {
  for (let done = 0; done < into.length;) {
    const read = readSync(file, into, done, into.length - done, position + done);
    if (read === 0) return false;
    done += read;
  }
  return true;
}
