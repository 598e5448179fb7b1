import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DialdeskError } from '../../contract/errors.ts';

const cleanName = 'clean.xlsx';
const voiceName = 'voice.wav';
const manifestName = 'manifest.json';

/**
 * The folder of large files: `outbox/<job>/clean.xlsx` or `voice.wav`, and beside it a manifest from which the job can be
 * found again should the database be lost. Files appear under their names only when they are whole and on
 * the disk. Every failure of the file system is `local_disk`, with the system's code as details.cause.
 */
export class JobFiles {
  readonly #folder: string;

  /** @param folder made when it is first needed */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Where a job's clean workbook is, or will be. */
  cleanPath(jobId: string): string {
    return join(this.#folder, jobId, cleanName);
  }

  /** Makes the job's folder, and clears what a crash in mid-writing left there. */
  async prepare(jobId: string): Promise<void> {
    const folder = join(this.#folder, jobId);
    await onDisk(mkdir(folder, { recursive: true }));
    for (const name of await onDisk(readdir(folder))) {
      if (name.endsWith('.part')) await onDisk(rm(join(folder, name), { force: true }));
    }
  }

  /** Bytes of the clean workbook; null where there is none. */
  async cleanSize(jobId: string): Promise<number | null> {
    return stat(this.cleanPath(jobId)).then(
      ({ size }) => size,
      () => null,
    );
  }

  /** SHA-256 of the clean workbook, lower-case hex. */
  async cleanSha256(jobId: string): Promise<string> {
    const hash = createHash('sha256');
    await onDisk(pipeline(createReadStream(this.cleanPath(jobId)), hash));
    return hash.digest('hex');
  }

  /** Copies a clean workbook for another job, whose folder was prepared: whole under its name, or not at all. */
  async copyClean(from: string, to: string): Promise<void> {
    const target = this.cleanPath(to);
    const temporary = `${target}.part`;
    await onDisk(copyFile(this.cleanPath(from), temporary));
    const file = await onDisk(open(temporary, 'r+'));
    try {
      await onDisk(file.sync());
    } finally {
      await file.close();
    }
    await onDisk(rename(temporary, target));
  }

  /** Keeps a voice file for a job whose folder was prepared: whole under its name, or not at all. */
  async writeVoice(jobId: string, file: Uint8Array): Promise<void> {
    await onDisk(writeWhole(join(this.#folder, jobId, voiceName), file));
  }

  /** A job's voice file, whole. */
  readVoice(jobId: string): Promise<Buffer> {
    return onDisk(readFile(join(this.#folder, jobId, voiceName)));
  }

  /** Keeps what is needed to find the job again without the database. */
  async writeManifest(jobId: string, manifest: object): Promise<void> {
    const path = join(this.#folder, jobId, manifestName);
    await onDisk(writeWhole(path, JSON.stringify(manifest)));
  }

  /** The IDs of all jobs that have a folder here. */
  async list(): Promise<string[]> {
    return readdir(this.#folder).catch(() => []);
  }

  /** A job's manifest; null where there is none yet, and nothing that could be sent either. */
  async manifest(jobId: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(join(this.#folder, jobId, manifestName), 'utf8')) as unknown;
    } catch {
      return null;
    }
  }

  /** Whether a job has a manifest, readable or not. */
  async hasManifest(jobId: string): Promise<boolean> {
    return stat(join(this.#folder, jobId, manifestName)).then(
      () => true,
      (error: unknown) => (error as NodeJS.ErrnoException).code !== 'ENOENT',
    );
  }

  /** Removes all of a job. */
  async remove(jobId: string): Promise<void> {
    await onDisk(rm(join(this.#folder, jobId), { recursive: true, force: true }));
  }
}

/** Temporary name, fsync, rename, fsync of the folder: after a crash the file is the old one or the new one. */
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}.part`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  // Windows cannot open folders, and needs no such thing.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function onDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const cause = error instanceof Error && 'code' in error ? error.code : String(error);
    throw new DialdeskError('local_disk', `The outbox: ${String(cause)}`, {
      details: { cause },
      cause: error,
    });
  }
}
