import { open, stat, type FileHandle } from 'node:fs/promises';
import { DialdeskError } from '../contract/errors.ts';
import { readError, systemCode } from '../platform/system-error.ts';

/** Bytes that can be read at any place: a file, or memory in tests. Sizes and positions are in bytes. */
export interface ByteSource {
  readonly size: number;
  /** Fills `into` from `position` on; returns how many bytes there were, fewer only at the end. */
  read(into: Uint8Array, position: number): Promise<number>;
}

/** Bytes in memory as a source. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (into, position) => {
      const part = bytes.subarray(Math.min(position, bytes.length), position + into.length);
      into.set(part);
      return Promise.resolve(part.length);
    },
  };
}

/** An open file as a source. The size is the one at the time of the call. */
export async function handleSource(handle: FileHandle): Promise<ByteSource> {
  const { size } = await handle.stat();
  return {
    size,
    read: async (into, position) => {
      let filled = 0;
      while (filled < into.length) {
        const { bytesRead } = await handle
          .read(into, filled, into.length - filled, position + filled)
          .catch((cause: unknown) => {
            throw unreadable(cause);
          });
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return filled;
    },
  };
}

/** A file that is open for reading, until it is closed. */
export interface OpenFile {
  readonly source: ByteSource;
  close(): Promise<void>;
}

/**
 * Opens a file for reading only.
 * Throws `not_found`, or `file_unreadable` with details.reason `not-a-file`, `no-permission` or `read-failed`.
 */
export async function openFile(path: string): Promise<OpenFile> {
  // Asked before it is opened: opening a named pipe would wait for a writer that may never come.
  const found = await stat(path).catch((cause: unknown) => {
    throw unreadable(cause);
  });
  if (!found.isFile()) {
    throw new DialdeskError('file_unreadable', `${path} is not a file`, {
      details: { reason: 'not-a-file' },
    });
  }
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw unreadable(cause);
  });
  return { source: await handleSource(handle), close: () => handle.close() };
}

/** As `openFile`; hands the file to `use` and closes it whatever happens. */
export async function withFile<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const file = await openFile(path);
  try {
    return await use(file.source);
  } finally {
    await file.close();
  }
}

/** A file that is gone is `not_found`: most are copies of Dialdesk's own, which it may have thrown away. */
function unreadable(cause: unknown): unknown {
  const code = systemCode(cause);
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return readError(cause);
  return new DialdeskError('not_found', 'the sound file is gone', { cause });
}
