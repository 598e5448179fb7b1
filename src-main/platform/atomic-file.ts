import { createHash, randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { DialdeskError } from '../contract/errors.ts';
import { diskError } from './system-error.ts';

/** A finished file: its size in bytes and the SHA-256 of its content in lower-case hex. */
export interface FileFacts {
  readonly bytes: number;
  readonly sha256: string;
}

/** What of node:fs/promises is used; tests put a full disk in its place. */
export interface Files {
  readonly open: (path: string, flags: string, mode?: number) => Promise<FileHandle>;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
}

export const diskFiles: Files = {
  open,
  rename,
  remove: (file) => rm(file, { force: true }),
};

export interface AtomicOptions {
  /** Who may read and write the file, as in `0o600`. Default: what the user's umask leaves. */
  readonly mode?: number;
  readonly files?: Files;
}

const hashChunk = 1024 * 1024;

/**
 * Makes a file that appears under its name only when it is complete and on the disk: `fill` writes beside it under a
 * temporary name, which is fsynced and renamed, and then the folder is fsynced. Whatever goes wrong, nothing is left
 * behind, and an older file of that name is untouched.
 * @throws DialdeskError `local_disk`, with the system's code as details.cause; what `fill` throws
 */
export async function writeAtomically(
  target: string,
  fill: (file: AtomicFile) => Promise<void>,
  { mode, files = diskFiles }: AtomicOptions = {},
): Promise<FileFacts> {
  const folder = path.dirname(target);
  // Not made of the final name, which may be as long as the file system allows.
  const temporary = path.join(folder, `.${randomBytes(6).toString('hex')}.part`);
  try {
    // Read access is for the hash; "x" so that no existing file or link is written through.
    const handle = await files.open(temporary, 'wx+', mode);
    let facts: FileFacts;
    try {
      const file = new AtomicFile(handle);
      await fill(file);
      facts = { bytes: file.size, sha256: await hashOf(handle, file.size) };
      await handle.sync();
    } finally {
      await handle.close();
    }
    await files.rename(temporary, target);
    await syncFolder(folder, files);
    return facts;
  } catch (error) {
    // What went wrong first is what counts.
    await files.remove(temporary).catch(() => undefined);
    throw diskError(error, target);
  }
}

/** Makes a file of content that is there already; see `writeAtomically`. */
export function writeWhole(
  target: string,
  content: string | Uint8Array,
  options?: AtomicOptions,
): Promise<FileFacts> {
  return writeAtomically(target, (file) => file.append(Buffer.from(content)), options);
}

/** A file that is being made by `writeAtomically`. */
export class AtomicFile {
  readonly #handle: FileHandle;
  #size = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
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

  /** Appends all that comes. */
  async appendAll(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of chunks) await this.append(chunk);
  }

  /** Overwrites what was appended before. */
  async writeAt(bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      done += (await this.#handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
    }
  }
}

/** Read back, because headers are overwritten after the content is known. From the page cache it's quick. */
async function hashOf(handle: FileHandle, size: number): Promise<string> {
  const hash = createHash('sha256');
  const chunk = new Uint8Array(Math.min(hashChunk, size));
  for (let position = 0; position < size;) {
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
    if (bytesRead === 0) throw new DialdeskError('local_disk', 'the file is shorter than what was written');
    hash.update(chunk.subarray(0, bytesRead));
    position += bytesRead;
  }
  return hash.digest('hex');
}

/**
 * Removes what a crash left of files that never had their name. One that somebody holds stays for the next time. Not while
 * anything is written into the folder.
 */
export async function removeParts(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (name.endsWith('.part')) await rm(path.join(folder, name), { force: true }).catch(() => undefined);
  }
}

/** Without this a power cut may lose a new name. Windows cannot open folders, and does not need it. */
export async function syncFolder(folder: string, files: Pick<Files, 'open'> = diskFiles): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await files.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
