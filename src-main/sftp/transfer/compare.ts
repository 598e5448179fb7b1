import type { Hash } from 'node:crypto';
import type { SftpSession } from '../session.ts';
import type { ReadAt } from './windowed-writer.ts';
import { readWindowed } from './windowed-reader.ts';

const tail = 1024 * 1024;
const sampleCount = 16;
const sampleLength = 32 * 1024;
/** How far behind the acknowledged bytes more is looked for; it is read at the price of sending it. */
const furthestAhead = 64 * 1024 * 1024;

/** Both ends of a comparison. */
export interface Pair {
  readonly session: SftpSession;
  readonly handle: Uint8Array;
  readonly readAt: ReadAt;
  readonly signal?: AbortSignal | undefined;
}

async function readWhole(readAt: ReadAt, into: Buffer, position: number): Promise<number> {
  let filled = 0;
  while (filled < into.length) {
    const count = await readAt(into.subarray(filled), position + filled);
    if (count === 0) break;
    filled += count;
  }
  return filled;
}

/** How many bytes from `from` on are the same on both sides, at most up to `to`. */
export async function sameUpTo(pair: Pair, from: number, to: number): Promise<number> {
  const { session, handle, readAt, signal } = pair;
  const chunk = session.limits.readLength;
  let same = from;
  const parts = readWindowed({
    requests: session.requests,
    handle,
    from,
    to,
    chunk,
    window: 2 * tail,
    signal,
  });
  for await (const { position, data } of parts) {
    const local = Buffer.allocUnsafe(data.length);
    const length = await readWhole(readAt, local, position);
    if (length === data.length && local.equals(data)) {
      same = position + length;
      continue;
    }
    let equal = 0;
    while (equal < length && local[equal] === data[equal]) equal++;
    return position + equal;
  }
  return same;
}

/**
 * Whether a remote file of `size` bytes holds nothing but bytes of the local one, each in its place, or zeros: what
 * is there when writes were cut off that a server had carried out in another order than they came.
 */
export async function sameButForHoles(pair: Pair, size: number): Promise<boolean> {
  const { session, handle, readAt, signal } = pair;
  const chunk = session.limits.readLength;
  const whole = { requests: session.requests, handle, from: 0, to: size, chunk, window: 2 * tail, signal };
  for await (const { position, data } of readWindowed(whole)) {
    const local = Buffer.allocUnsafe(data.length);
    const length = await readWhole(readAt, local, position);
    if (length < data.length) return false;
    if (!local.equals(data) && data.some((byte, at) => byte !== 0 && byte !== local[at])) return false;
  }
  return true;
}

/**
 * How much of an unfinished upload is proved to be on the server: the acknowledged bytes, if the last megabyte
 * of them and sixteen samples of the rest read back the same, and whatever follows that reads back the same
 * too. Zero if anything that was acknowledged is not there: a server that crashed may have lost it.
 *
 * Reading back costs a megabyte or two; size and time alone would prove nothing.
 */
export async function provenLength(
  pair: Pair,
  remoteSize: number,
  acknowledged: number,
  random: () => number,
): Promise<number> {
  if (remoteSize < acknowledged) return 0;
  const start = Math.max(0, acknowledged - tail);
  const samples = Array.from({ length: start > 0 ? sampleCount : 0 }, async () => {
    const from = Math.floor(random() * start);
    const to = Math.min(start, from + sampleLength);
    return (await sameUpTo(pair, from, to)) === to;
  });
  const [end, ...sound] = await Promise.all([
    sameUpTo(pair, start, Math.min(remoteSize, acknowledged + furthestAhead)),
    ...samples,
  ]);
  return end >= acknowledged && sound.every(Boolean) ? end : 0;
}

/** Feeds all of a remote file into a hash; returns its length. */
export async function hashRemote(
  pair: Omit<Pair, 'readAt'>,
  size: number,
  hash: Hash,
  window: number,
): Promise<number> {
  const { session, handle, signal } = pair;
  const chunk = session.limits.readLength;
  let length = 0;
  // One byte more than there should be, so that a file that is too long is noticed.
  const whole = { requests: session.requests, handle, from: 0, to: size + 1, chunk, window, signal };
  for await (const { data } of readWindowed(whole)) {
    hash.update(data);
    length += data.length;
  }
  return length;
}

/** Feeds the local file up to `end` into a hash. */
export async function hashLocal(readAt: ReadAt, end: number, hash: Hash): Promise<void> {
  const buffer = Buffer.allocUnsafe(Math.min(end, tail));
  for (let position = 0; position < end;) {
    const part = buffer.subarray(0, Math.min(buffer.length, end - position));
    const length = await readWhole(readAt, part, position);
    if (length === 0) return;
    hash.update(part.subarray(0, length));
    position += length;
  }
}
