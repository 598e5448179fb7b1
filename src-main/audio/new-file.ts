import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DialdeskError } from '../contract/errors.ts';

/**
 * Makes a file whole or not at all: `write` fills a file beside it under a temporary name, which is
 * flushed to the disk and then takes the name `path`. On any failure the temporary file is removed, and
 * what stood under the name stays.
 * Throws `local_disk` with details.cause (the system's code, e.g. ENOSPC); what `write` itself throws as
 * a DialdeskError passes unchanged.
 */
export async function writeNewFile<T>(path: string, write: (file: FileHandle) => Promise<T>): Promise<T> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}.part`);
  try {
    const file = await open(temporary, 'wx');
    let result: T;
    try {
      result = await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(folder);
    return result;
  } catch (cause) {
    // What went wrong first is what the user must hear of.
    await rm(temporary, { force: true }).catch(() => undefined);
    if (cause instanceof DialdeskError) throw cause;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
    if (code === undefined) throw cause;
    throw new DialdeskError('local_disk', `cannot write ${path}: ${code}`, {
      details: { cause: code },
      cause,
    });
  }
}

/** Makes the new name durable. Windows cannot open a folder, and needs no such step. */
async function syncFolder(folder: string) {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
