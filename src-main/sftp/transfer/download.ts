import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { DialdeskError } from '../../contract/errors.ts';
import { syncFolder } from '../../platform/atomic-file.ts';
import { systemClock, type Clock } from '../../platform/clock.ts';
import type { SftpSession } from '../session.ts';
import { Open } from '../wire/codes.ts';
import { isRefusal } from '../look.ts';
import { kindOf, type Attributes } from '../wire/attributes.ts';
import type { RawPath } from '../wire/requests.ts';
import { abortError, isPaused, orAbort, throwIfAborted } from './abort.ts';
import type { Pace } from './bandwidth.ts';
import { hashLocal, hashRemote, provenLength } from './compare.ts';
import { localError } from './local-file.ts';
import { newToken } from './part-name.ts';
import { ProgressMeter } from './progress.ts';
import type { TransferProgress } from './progress.ts';
import { chunkFor, windowFor } from './window-size.ts';
import { readWindowed } from './windowed-reader.ts';

/** What has to be kept of a download, by whoever wants to go on with it after a cut or a pause. */
export interface DownloadState {
  /** The incomplete file, in the folder of the local one. Written in order, so that its size says how far it is. */
  readonly partPath: string;
  /** The remote file as it was when the download began; another size or time means it is another file. */
  readonly size: number | null;
  readonly modified: number | null;
}

/** One file to be fetched. */
export interface DownloadJob {
  readonly remotePath: RawPath;
  /** Path of the local file; one that is there is replaced, when all of the new one has come. */
  readonly local: string;
  /** `size`, or `sha256`: the whole file is read a second time and compared. */
  readonly verify?: 'size' | 'sha256';
  /** What an earlier attempt last gave to `onState`. */
  readonly resume?: DownloadState | undefined;
  /** Given: a cut or a pause leaves the incomplete file, and gives this what it takes to go on; null when nothing is left. */
  readonly onState?: (state: DownloadState | null) => void;
  /** Cancels and removes what came; with `uploadPaused` as reason, what came stays if `onState` is given. */
  readonly signal?: AbortSignal | undefined;
  readonly pace?: Pace | undefined;
  readonly onProgress?: (progress: TransferProgress) => void;
  readonly clock?: Clock;
  /** Numbers from 0 up to 1, for the choice of samples. */
  readonly random?: () => number;
}

/** How a download came out. */
export interface DownloadResult {
  readonly size: number;
  /** Of what was written, in hex. */
  readonly sha256: string;
  /** Where this attempt began. */
  readonly resumedFrom: number;
}

interface Source {
  readonly handle: Buffer;
  /** Null where the server does not tell: it is read to its end. */
  readonly size: number | null;
  readonly modified: number | null;
}

/** One attempt; see `download`. */
class Attempt {
  readonly #session: SftpSession;
  readonly #job: DownloadJob;
  #state: DownloadState | null = null;

  constructor(session: SftpSession, job: DownloadJob) {
    this.#session = session;
    this.#job = job;
  }

  async run(): Promise<DownloadResult> {
    try {
      return await this.#fetch();
    } catch (error) {
      const { signal } = this.#job;
      const lost = this.#session.requests.dispatcher.failure;
      if (this.#job.onState === undefined || !(lost || isPaused(signal))) await this.#discard();
      throw signal?.aborted ? abortError(signal) : (lost ?? localError(error, this.#job.local));
    }
  }

  async #fetch(): Promise<DownloadResult> {
    const { requests } = this.#session;
    const handle = await requests.open(this.#job.remotePath, Open.read);
    try {
      const { size, modified = null, mode } = await this.#attributes(handle);
      if (kindOf(mode) === 'folder') throw new DialdeskError('no_such_path', 'a folder, not a file');
      // some servers say 0 of a file that is open
      const source = { handle, size: size === undefined || size === 0 ? null : size, modified };
      const { into, proven } = await this.#openPart(source);
      const hash = createHash('sha256');
      let received: number;
      try {
        if (proven > 0) await hashLocal(readerOf(into), proven, hash);
        received = await this.#receive(source, into, proven, hash);
        await into.sync();
      } finally {
        await into.close();
      }
      const sha256 = hash.digest('hex');
      if (this.#job.verify === 'sha256') await this.#readAgain(source, received, sha256);
      throwIfAborted(this.#job.signal);
      await this.#publish();
      return { size: received, sha256, resumedFrom: proven };
    } finally {
      requests.close(handle).catch(() => undefined);
    }
  }

  /** What the server says of the open file; a server that refuses that may still send it. */
  #attributes(handle: Buffer): Promise<Attributes> {
    const { requests } = this.#session;
    return requests.fstat(handle).catch((error: unknown) => {
      if (isRefusal(this.#session, error)) return {};
      throw error;
    });
  }

  /** The incomplete file of an earlier attempt, as far as it is proved, or a new one. */
  async #openPart(source: Source): Promise<{ into: FileHandle; proven: number }> {
    const { resume, local, random = Math.random } = this.#job;
    if (resume) {
      this.#state = resume;
      const into = await open(resume.partPath, 'r+').catch(() => null);
      if (into) {
        const { size: there } = await into.stat();
        const same = resume.size === source.size && resume.modified === source.modified;
        const pair = {
          session: this.#session,
          handle: source.handle,
          readAt: readerOf(into),
          signal: this.#job.signal,
        };
        const proven =
          same && source.size !== null && there <= source.size
            ? await provenLength(pair, there, there, random)
            : 0;
        await into.truncate(proven);
        this.#keep({ ...resume, size: source.size, modified: source.modified });
        return { into, proven };
      }
    }
    const partPath = path.join(path.dirname(local), `.${newToken()}.dialdesk-part`);
    // Not for others to read until it is known who may.
    const into = await open(partPath, 'wx+', 0o600);
    this.#keep({ partPath, size: source.size, modified: source.modified });
    return { into, proven: 0 };
  }

  #keep(state: DownloadState): void {
    this.#state = state;
    this.#job.onState?.(state);
  }

  async #receive(source: Source, into: FileHandle, from: number, hash: Hash): Promise<number> {
    const job = this.#job;
    const { size } = source;
    const meter = new ProgressMeter(size, from, job.clock ?? systemClock, (progress) =>
      job.onProgress?.(progress),
    );
    let received = from;
    for await (const data of this.#bytes(source, from)) {
      await job.pace?.take(data.length, job.signal);
      for (let written = 0; written < data.length;) {
        const { bytesWritten } = await into.write(data, written, data.length - written, received + written);
        written += bytesWritten;
      }
      hash.update(data);
      received += data.length;
      meter.at(received);
    }
    if (size === null || received >= size) return received;
    throw new DialdeskError('verify_failed', `${received} bytes of ${size} came`, {
      details: { expected: size, found: received },
    });
  }

  /** The bytes of the file from a place on, to where it ends, which is not always where the server said. */
  async *#bytes({ handle, size }: Source, from: number): AsyncGenerator<Buffer> {
    const { requests, limits, roundTripMs } = this.#session;
    const chunk = chunkFor(limits.readLength);
    const read = { requests, handle, chunk, window: windowFor(roundTripMs), signal: this.#job.signal };
    let at = from;
    for await (const { data } of readWindowed({ ...read, from, to: size ?? Number.MAX_SAFE_INTEGER })) {
      yield data;
      at += data.length;
    }
    if (size === null || at < size) return;
    const next = requests.read(handle, at, chunk).catch((error: unknown) => {
      // refused there: nothing says that there is more
      if (isRefusal(this.#session, error)) return null;
      throw error;
    });
    const beyond = await orAbort(next, this.#job.signal);
    if (beyond === null || beyond.length === 0) return;
    yield beyond;
    const rest = { ...read, from: at + beyond.length, to: Number.MAX_SAFE_INTEGER };
    for await (const { data } of readWindowed(rest)) yield data;
  }

  /** Reads the remote file a second time: it must be what was written. */
  async #readAgain({ handle }: Source, size: number, expected: string): Promise<void> {
    const hash = createHash('sha256');
    const pair = { session: this.#session, handle, signal: this.#job.signal };
    await hashRemote(pair, size, hash, windowFor(this.#session.roundTripMs));
    const found = hash.digest('hex');
    if (found === expected) return;
    throw new DialdeskError('verify_failed', 'a second reading brought other content', {
      details: { expected, found },
    });
  }

  async #publish(): Promise<void> {
    const { local, onState } = this.#job;
    if (this.#state) await rename(this.#state.partPath, local);
    onState?.(null);
    await syncFolder(path.dirname(local));
  }

  async #discard(): Promise<void> {
    if (this.#state) await removeDownloadPart(this.#state);
    this.#job.onState?.(null);
  }
}

const readerOf =
  (file: FileHandle) =>
  async (into: Buffer, position: number): Promise<number> =>
    (await file.read(into, 0, into.length, position)).bytesRead;

/** Removes what a download that is given up left in the local folder. Never rejects. */
export async function removeDownloadPart({ partPath }: DownloadState): Promise<void> {
  await rm(partPath, { force: true }).catch(() => undefined);
}

/**
 * Fetches a file: to a temporary name in the local folder, flushed, then renamed, so that a half never has the
 * final name. Without `onState` nothing is left behind after a failure; with it, a cut or a pause leaves what
 * came, and another call with the state goes on from what is proved to be the same.
 *
 * A file ends where the server has no more of it: it is read on where no size is told, or too small a one.
 *
 * Rejects with no_such_path, permission_denied, sftp_failed; verify_failed when the file is shorter than the
 * server said, or reads differently the second time; local_disk; cancelled; connection_lost, timed_out.
 */
export async function download(session: SftpSession, job: DownloadJob): Promise<DownloadResult> {
  return new Attempt(session, job).run();
}
