import { DialdeskError } from '../../contract/errors.ts';
import { freeSpace } from '../files.ts';
import { isRefusal, lookFor } from '../look.ts';
import { splitRemote } from '../remote-path.ts';
import type { SftpSession } from '../session.ts';
import { Open } from '../wire/codes.ts';
import { isVague } from '../wire/status-error.ts';
import { provenLength } from './compare.ts';
import type { LocalFile } from './local-file.ts';
import type { UploadState } from './upload-state.ts';

/** An incomplete file on the server, open for writing; everything before `proven` is known to be right. */
export interface PartFile {
  readonly handle: Buffer;
  readonly proven: number;
}

/**
 * Opens a part file that an earlier attempt left, or returns undefined when nothing of it can be used. Whatever
 * the server has against it (it may let us write and not read, not write to what is there, or hold a lock for the
 * connection that was cut) only means that the upload begins anew.
 */
async function reopen(
  session: SftpSession,
  state: UploadState,
  local: LocalFile,
  random: () => number,
  signal: AbortSignal | undefined,
): Promise<PartFile | undefined> {
  const { requests } = session;
  let reading: Buffer | undefined;
  try {
    reading = await requests.open(state.partPath, Open.read);
    const size = await requests.fstat(reading).then(
      (attributes) => attributes.size ?? state.acknowledgedBytes,
      (error: unknown) => {
        if (!isRefusal(session, error)) throw error;
        // What was acknowledged is read back all the same.
        return state.acknowledgedBytes;
      },
    );
    const pair = { session, handle: reading, readAt: local.readAt, signal };
    const proven =
      size > local.size
        ? 0
        : await provenLength(pair, Math.max(size, state.acknowledgedBytes), state.acknowledgedBytes, random);
    await requests.close(reading);
    reading = undefined;
    if (proven > 0) return { handle: await requests.open(state.partPath, Open.write), proven };
  } catch (error) {
    if (!isRefusal(session, error) || signal?.aborted) throw error;
  } finally {
    if (reading) requests.close(reading).catch(() => undefined);
  }
  return undefined;
}

/** Removes a part file of which nothing can be used; says whether it is certainly gone. */
async function removed(session: SftpSession, path: string): Promise<boolean> {
  try {
    await session.requests.remove(path);
    return true;
  } catch (error) {
    if (!isRefusal(session, error)) throw error;
    return error.code === 'no_such_path';
  }
}

/** Makes a new part file. What has its name is not ours to write into: 'taken' then. */
async function create(session: SftpSession, path: string): Promise<Buffer | 'taken'> {
  const { requests } = session;
  try {
    return await requests.open(path, Open.write | Open.create | Open.exclusive);
  } catch (error) {
    if (!isRefusal(session, error)) throw error;
    if (error.code === 'file_exists') return 'taken';
    if (!isVague(error)) throw error;
    // A server may refuse to make files that must not be there yet; the name has 48 random bits, which does too.
    const there = await lookFor(session, path);
    if (there !== null && there !== 'unseen') return 'taken';
    return requests.open(path, Open.write | Open.create | Open.truncate).catch(() => {
      throw error;
    });
  }
}

/**
 * Opens the part file of an upload: the one an earlier attempt left, as far as it is proved, or a new one.
 * @param options.rename gives the state with another part file's name, where the old one is in the way for good
 * Rejects with no_such_path (the folder), permission_denied, disk_full and so on.
 */
export async function openPart(
  session: SftpSession,
  state: UploadState,
  local: LocalFile,
  options: {
    resume: boolean;
    random: () => number;
    signal: AbortSignal | undefined;
    rename: () => UploadState;
  },
): Promise<PartFile> {
  let path = state.partPath;
  if (options.resume) {
    const left = await reopen(session, state, local, options.random, options.signal);
    if (left) return left;
    if (!(await removed(session, path))) path = options.rename().partPath;
  }
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const handle = await create(session, path);
    if (handle !== 'taken') return { handle, proven: 0 };
    path = options.rename().partPath;
  }
  throw new DialdeskError('sftp_failed', 'no temporary name is free', {
    details: { request: 'open', path, text: '' },
  });
}

/** Rejects with `disk_full` (details: available, needed) when the server says that it has less than that. */
export async function checkSpace(session: SftpSession, folder: string, needed: number): Promise<void> {
  const space = await freeSpace(session, folder).catch(() => null);
  // Which of the two counts depends on who we are there.
  const available = space && Math.max(space.available, space.free);
  if (available === null || available >= needed) return;
  throw new DialdeskError('disk_full', `${available} bytes free in ${folder}, ${needed} needed`, {
    details: { available, needed, path: folder },
  });
}

/**
 * Says more of a refused write, which in version 3 is a mere FAILURE: `disk_full` where there is no room for
 * the rest. A quota cannot be seen from here and stays `sftp_failed`, unless the server says it in words.
 */
export async function explainWrite(
  session: SftpSession,
  state: UploadState,
  error: unknown,
): Promise<unknown> {
  if (!isVague(error)) return error;
  const { folder } = splitRemote(state.remotePath);
  return checkSpace(session, folder, Math.max(1, state.localSize - state.acknowledgedBytes)).then(
    () => error,
    (better: unknown) => better,
  );
}
