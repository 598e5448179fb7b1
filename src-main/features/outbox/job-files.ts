import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { removeParts, writeAtomically, writeWhole } from '../../platform/atomic-file.ts';
import { onDisk as onDiskOf, systemCode } from '../../platform/system-error.ts';

const cleanName = 'clean.xlsx';
const numbersName = 'numbers';
const voiceName = 'voice.wav';
const resultLinesName = 'results.jsonl';
const manifestName = 'manifest.json';
const copyChunk = 1 << 20;

/**
 * The folder of large files: `outbox/<job>/clean.xlsx` or `voice.wav`, and beside it a manifest from which the job can be
 * rebuilt if the database is lost. Files appear under their names only when they are complete and flushed to
 * disk. Every failure of the file system is `local_disk`, with the system's code as details.cause.
 */
export class JobFiles {
  readonly #folder: string;

  /** @param folder created when first needed */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Where a job's clean workbook is, or will be. */
  cleanPath(jobId: string): string {
    return join(this.#folder, jobId, cleanName);
  }

  /** Where the fingerprints of its numbers are, or will be. */
  numbersPath(jobId: string): string {
    return join(this.#folder, jobId, numbersName);
  }

  /** Where the results of calls are while they are fetched. */
  resultLinesPath(jobId: string): string {
    return join(this.#folder, jobId, resultLinesName);
  }

  /** Creates the job's folder, and removes what a crash during writing left there, as far as nobody else holds it. */
  async prepare(jobId: string): Promise<void> {
    const folder = join(this.#folder, jobId);
    await onDisk(mkdir(folder, { recursive: true }));
    await removeParts(folder);
  }

  /** Bytes of the clean workbook; null if there is none. */
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

  /** Copies a clean workbook to another job, whose folder was prepared: completely, or not at all. */
  async copyClean(from: string, to: string): Promise<void> {
    await this.saveClean(from, this.cleanPath(to));
  }

  /** Copies a clean workbook to a path: completely, or not at all. */
  async saveClean(jobId: string, path: string): Promise<void> {
    await writeAtomically(path, (copy) =>
      copy.appendAll(createReadStream(this.cleanPath(jobId), { highWaterMark: copyChunk })),
    );
  }

  /** Stores a voice file for a job whose folder was prepared: completely, or not at all. */
  async writeVoice(jobId: string, file: Uint8Array): Promise<void> {
    await writeWhole(join(this.#folder, jobId, voiceName), file);
  }

  /** A job's voice file, whole. */
  readVoice(jobId: string): Promise<Buffer> {
    return onDisk(readFile(join(this.#folder, jobId, voiceName)));
  }

  /** Stores what is needed to rebuild the job without the database. */
  async writeManifest(jobId: string, manifest: object): Promise<void> {
    await writeWhole(join(this.#folder, jobId, manifestName), JSON.stringify(manifest));
  }

  /** The IDs of all jobs that have a folder here. */
  async list(): Promise<string[]> {
    return readdir(this.#folder).catch(() => []);
  }

  /** A job's manifest; null if there is none yet, and so nothing that could be sent. */
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
      (error: unknown) => systemCode(error) !== 'ENOENT',
    );
  }

  /** Removes everything of a job. */
  async remove(jobId: string): Promise<void> {
    await onDisk(rm(join(this.#folder, jobId), { recursive: true, force: true }));
  }
}

const onDisk = <T>(work: Promise<T>): Promise<T> => onDiskOf(work, 'the outbox');
