import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { DialdeskError } from '../../contract/errors.ts';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import type { SftpSession } from '../session.ts';
import { Open } from '../wire/codes.ts';
import { kindOf } from '../wire/attributes.ts';
import type { RawPath } from '../wire/requests.ts';
import { abortError } from './abort.ts';
import type { Pace } from './bandwidth.ts';
import { localError } from './local-file.ts';
import { newToken } from './part-name.ts';
import { ProgressMeter } from './progress.ts';
import type { TransferProgress } from './progress.ts';
import { chunkFor, windowFor } from './window-size.ts';
import { readWindowed } from './windowed-reader.ts';

/** One file to be fetched. */
export interface DownloadJob {
  readonly remotePath: RawPath;
  /** Path of the local file; one that is there is replaced, when all of the new one has come. */
  readonly local: string;
  readonly signal?: AbortSignal | undefined;
  readonly pace?: Pace | undefined;
  readonly onProgress?: (progress: TransferProgress) => void;
  readonly clock?: Clock;
}

/** How a download came out. */
export interface DownloadResult {
  readonly size: number;
  /** Of what was written, in hex. */
  readonly sha256: string;
}

/** Makes a rename last over a power cut. Windows cannot open folders, and keeps renames by itself. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function receive(session: SftpSession, job: DownloadJob, into: FileHandle): Promise<DownloadResult> {
  const { requests } = session;
  const handle = await requests.open(job.remotePath, Open.read);
  try {
    const { size = 0, mode } = await requests.fstat(handle);
    if (kindOf(mode) === 'folder') throw new DialdeskError('no_such_path', 'a folder, not a file');
    const hash = createHash('sha256');
    const meter = new ProgressMeter(size, 0, job.clock ?? systemClock, (progress) =>
      job.onProgress?.(progress),
    );
    let received = 0;
    const whole = {
      requests,
      handle,
      from: 0,
      to: size,
      chunk: chunkFor(session.limits.readLength),
      window: windowFor(session.roundTripMs),
      signal: job.signal,
    };
    for await (const { data } of readWindowed(whole)) {
      await job.pace?.take(data.length, job.signal);
      for (let written = 0; written < data.length;) {
        written += (await into.write(data, written)).bytesWritten;
      }
      hash.update(data);
      received += data.length;
      meter.at(received);
    }
    if (received !== size) {
      throw new DialdeskError('verify_failed', `${received} bytes of ${size} came`, {
        details: { expected: size, found: received },
      });
    }
    return { size, sha256: hash.digest('hex') };
  } finally {
    requests.close(handle).catch(() => undefined);
  }
}

/**
 * Fetches a file: to a temporary name in the local folder, flushed, then renamed, so that a half never has the
 * final name. Nothing is left behind after a failure.
 *
 * Rejects with no_such_path, permission_denied, sftp_failed; verify_failed when the file is shorter than the
 * server said; local_disk; cancelled; connection_lost, timed_out.
 */
export async function download(session: SftpSession, job: DownloadJob): Promise<DownloadResult> {
  const folder = path.dirname(job.local);
  const temporary = path.join(folder, `.${newToken()}.dialdesk-part`);
  try {
    // Not for others to read until it is known who may.
    const into = await open(temporary, 'wx', 0o600);
    let result: DownloadResult;
    try {
      result = await receive(session, job, into);
      await into.sync();
    } finally {
      await into.close();
    }
    await rename(temporary, job.local);
    await flushFolder(folder);
    return result;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw job.signal?.aborted ? abortError(job.signal) : localError(error, job.local);
  }
}
