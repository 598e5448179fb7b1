import { createHash, randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { DialdeskError } from '../../contract/errors.ts';

/** A finished file: its size in bytes and the SHA-256 of its content in lower-case hex. */
export interface FileFacts {
  readonly bytes: number;
  readonly sha256: string;
}

/** What of node:fs/promises is used; tests put a full disk in its place. */
export interface Files {
  readonly open: (path: string, flags: string) => Promise<FileHandle>;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
}

export const diskFiles: Files = {
  open,
  rename,
  remove: (file) => rm(file, { force: true }),
};

const hashChunk = 1024 * 1024;

/**
 * A file that appears under its name only when it is complete and on the disk: written beside it under a
 * temporary name, fsynced, renamed, and the folder fsynced. Until then, and after `abandon`, an older file of
 * that name is untouched. Every failure of the file system becomes `local_disk`, with the system's code as
 * `details.cause`.
 */
export class AtomicFile {
  readonly #target: string;
  readonly #temporary: string;
  readonly #handle: FileHandle;
  readonly #files: Files;
  #size = 0;

  private constructor(target: string, temporary: string, handle: FileHandle, files: Files) {
    this.#target = target;
    this.#temporary = temporary;
    this.#handle = handle;
    this.#files = files;
  }

  static async create(target: string, files: Files = diskFiles): Promise<AtomicFile> {
    const unique = randomBytes(6).toString('hex');
    const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${unique}.part`);
    // Read access is for the hash; "x" so that nobody's file or link is written through.
    const handle = await onDisk(files.open(temporary, 'wx+'));
    return new AtomicFile(target, temporary, handle, files);
  }

  /** How much has been appended. */
  get size(): number {
    return this.#size;
  }

  /** Writes at the end. One call at a time. */
  async append(bytes: Uint8Array): Promise<void> {
    const position = this.#size;
    this.#size += bytes.length;
    await this.writeAt(bytes, position);
  }

  /** Overwrites what was appended before. */
  async writeAt(bytes: Uint8Array, position: number): Promise<void> {
    let done = 0;
    while (done < bytes.length) {
      const { bytesWritten } = await onDisk(
        this.#handle.write(bytes, done, bytes.length - done, position + done),
      );
      done += bytesWritten;
    }
  }

  /** Gives the file its name. */
  async commit(): Promise<FileFacts> {
    const sha256 = await this.#hash();
    await onDisk(this.#handle.sync());
    await onDisk(this.#handle.close());
    await onDisk(this.#files.rename(this.#temporary, this.#target));
    await syncFolder(path.dirname(this.#target), this.#files);
    return { bytes: this.#size, sha256 };
  }

  /** Removes what was written. Never throws: it is called because something else already failed. */
  async abandon(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await this.#files.remove(this.#temporary).catch(() => undefined);
  }

  /** Read back, because headers are overwritten after the content is known. From the page cache it's quick. */
  async #hash(): Promise<string> {
    const hash = createHash('sha256');
    const chunk = new Uint8Array(Math.min(hashChunk, this.#size));
    for (let position = 0; position < this.#size;) {
      const { bytesRead } = await onDisk(this.#handle.read(chunk, 0, chunk.length, position));
      if (bytesRead === 0) throw new DialdeskError('local_disk', 'the file is shorter than what was written');
      hash.update(chunk.subarray(0, bytesRead));
      position += bytesRead;
    }
    return hash.digest('hex');
  }
}

/** Without this a power cut may lose the new name. Windows cannot open folders, and does not need it. */
async function syncFolder(folder: string, files: Files): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await onDisk(files.open(folder, 'r'));
  try {
    await onDisk(handle.sync());
  } finally {
    await handle.close();
  }
}

async function onDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const cause = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new DialdeskError('local_disk', `the file system refused: ${cause}`, {
      details: { cause },
      cause: error,
    });
  }
}
