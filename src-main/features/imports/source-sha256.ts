import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** Small enough that what else main has to do is not held up. */
const chunk = 256 << 10;

/**
 * SHA-256 of a file, lower-case hex; null where it cannot be read, or is no longer the one of that size and time: what
 * was checked is then not what would be compared.
 */
export async function sourceSha256(source: {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
}): Promise<string | null> {
  try {
    await using file = await open(source.path);
    const same = async (): Promise<boolean> => {
      const { size, mtimeMs } = await file.stat();
      return size === source.size && mtimeMs === source.mtimeMs;
    };
    if (!(await same())) return null;
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(chunk);
    // Up to its size, and no further: a file that grows meanwhile is another one anyway.
    for (let at = 0; at < source.size;) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(chunk, source.size - at), at);
      if (bytesRead === 0) return null;
      hash.update(buffer.subarray(0, bytesRead));
      at += bytesRead;
    }
    return (await same()) ? hash.digest('hex') : null;
  } catch {
    return null;
  }
}
