import { open, stat as statOf, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { DialdeskError } from '../contract/errors.ts';
import { readError } from '../platform/system-error.ts';
import { unreadable } from './unreadable.ts';

/** A local file that is read here and there. Sizes and positions are in bytes. */
export interface RandomAccess {
  readonly name: string;
  readonly size: number;
  /** Whether the file has been written to since it was opened. */
  isChanged(): Promise<boolean>;
  /** Refuses to have this very file written to, by whatever path. @throws DialdeskError `conflict` */
  refuseAsTarget(path: string): Promise<void>;
  /** Reads up to `length` bytes, into memory of their own; fewer only at the end of the file. */
  read(position: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

/**
 * Gives a chunk's memory back at once; it must not be touched again. Left to the garbage collector, chunks pile up
 * to 64 MB before it looks, since they are hardly any work for the heap itself. A part of something larger is left.
 */
export function giveBack({ buffer, length }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
}

/**
 * Opens a file for reading.
 *
 * @throws DialdeskError `file_unreadable` with reason `not-found`, `no-permission`, `not-a-file`, `read-failed`
 */
export async function openFile(path: string): Promise<RandomAccess> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (cause) {
    throw readError(cause);
  }
  const stat = await handle.stat();
  if (!stat.isFile()) {
    await handle.close();
    throw unreadable('not-a-file', 'This is a folder or a device, not a file.');
  }
  return {
    name: basename(path),
    size: stat.size,
    isChanged: async () => {
      const now = await handle.stat();
      return now.size !== stat.size || now.mtimeMs !== stat.mtimeMs;
    },
    refuseAsTarget: async (path) => {
      const [here, there] = await Promise.all([
        handle.stat({ bigint: true }),
        statOf(path, { bigint: true }).catch(() => undefined),
      ]);
      if (there?.ino === here.ino && there.dev === here.dev) {
        throw new DialdeskError(
          'conflict',
          'This is the list itself: choose another name for what is written.',
        );
      }
    },
    read: (position, length) => readFully(handle, position, length, stat.size),
    close: () => handle.close(),
  };
}

async function readFully(
  handle: FileHandle,
  position: number,
  wanted: number,
  size: number,
): Promise<Buffer> {
  const length = Math.max(0, Math.min(wanted, size - position));
  const bytes = Buffer.allocUnsafeSlow(length);
  let done = 0;
  try {
    while (done < length) {
      const { bytesRead } = await handle.read(bytes, done, length - done, position + done);
      if (bytesRead === 0) throw unreadable('truncated', 'The file became shorter while it was read.');
      done += bytesRead;
    }
  } catch (cause) {
    throw readError(cause);
  }
  return bytes;
}
