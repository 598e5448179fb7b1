import { open } from 'node:fs/promises';
import { DialdeskError } from '../../contract/errors.ts';
import { diskError } from '../../platform/system-error.ts';
import type { ReadAt } from './windowed-writer.ts';
import { SourceTooShort } from './windowed-writer.ts';

/** A local file that is being sent. */
export interface LocalFile {
  readonly size: number;
  readonly modifiedMs: number;
  readonly readAt: ReadAt;
  /** Rejects with `file_changed` if the file is no longer what it was when it was opened. */
  unchanged(): Promise<void>;
  close(): Promise<void>;
}

/** A failure of this machine's disk as an error of the contract: `local_disk`, details.cause and path. */
export function localError(error: unknown, path: string): unknown {
  return error instanceof SourceTooShort ? changed(path) : diskError(error, path, { path });
}

const changed = (path: string): DialdeskError =>
  new DialdeskError('file_changed', `${path} changed while it was sent`, { details: { path } });

/** Opens a file to be sent. Rejects with `local_disk` when it cannot be read or is not a file. */
export async function openLocalFile(path: string): Promise<LocalFile> {
  try {
    const file = await open(path, 'r');
    const start = await file.stat();
    if (!start.isFile()) {
      await file.close();
      throw new DialdeskError('local_disk', `${path} is not a file`, { details: { cause: 'EISDIR', path } });
    }
    return {
      size: start.size,
      modifiedMs: start.mtimeMs,
      readAt: async (into, position) => (await file.read(into, 0, into.length, position)).bytesRead,
      unchanged: async () => {
        const now = await file.stat();
        if (now.size !== start.size || now.mtimeMs !== start.mtimeMs) throw changed(path);
      },
      close: () => file.close(),
    };
  } catch (error) {
    throw localError(error, path);
  }
}
