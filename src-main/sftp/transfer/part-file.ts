import { DialdeskError } from '../../contract/errors.ts';
import { freeSpace } from '../files.ts';
import { isRefusal, lookFor } from '../look.ts';
import { splitRemote } from '../remote-path.ts';
import type { SftpSession } from '../session.ts';
import { Open } from '../wire/codes.ts';
import { isVague } from '../wire/status-error.ts';
import { provenLength, sameButForHoles } from './compare.ts';
import type { LocalFile } from './local-file.ts';
import { isDirect } from './upload-state.ts';
import type { UploadState } from './upload-state.ts';
import { mostUnderWay } from './window-size.ts';

/** An incomplete file on the server, open for writing; everything before `proven` is known to be right. */
export interface PartFile {
  readonly handle: Buffer;
  readonly proven: number;
}

/** What an earlier attempt left, as far as it can be read. */
export interface Left {
  /** Its length; null where the server does not say. */
  readonly size: number | null;
  /** How much of it, from its start, is known to be what is to be sent. */
  readonly proven: number;
  /** Nothing is in it but what we may have sent; asked only of what lies under a final name, with nothing acknowledged. */
  readonly fits: boolean;
}

/** Where an attempt to go on looks, and how. */
export interface Going {
  readonly random: () => number;
  readonly signal: AbortSignal | undefined;
}

/** Reads back what an earlier attempt left; undefined where the server does not let it be read, or nothing is there. */
export async function readLeft(
  session: SftpSession,
  state: UploadState,
  local: LocalFile,
  { random, signal }: Going,
): Promise<Left | undefined> {
  const { requests } = session;
  let reading: Buffer | undefined;
  try {
    reading = await requests.open(state.partPath, Open.read);
    const size = await requests.fstat(reading).then(
      (attributes) => attributes.size ?? null,
      (error: unknown) => {
        if (!isRefusal(session, error)) throw error;
        return null;
      },
    );
    const { acknowledgedBytes } = state;
    const pair = { session, handle: reading, readAt: local.readAt, signal };
    // Without a size, what was acknowledged is read back all the same.
    const length = Math.max(size ?? acknowledgedBytes, acknowledgedBytes);
    const proven = (size ?? 0) > local.size ? 0 : await provenLength(pair, length, acknowledgedBytes, random);
    const mayFit = isDirect(state) && acknowledgedBytes === 0 && size !== null;
    const fits = mayFit && size <= Math.min(local.size, mostUnderWay) && (await sameButForHoles(pair, size));
    await requests.close(reading);
    reading = undefined;
    return { size, proven, fits };
  } catch (error) {
    if (!isRefusal(session, error) || signal?.aborted) throw error;
    return undefined;
  } finally {
    if (reading) requests.close(reading).catch(() => undefined);
  }
}

/** Opens what is there to go on behind what is proved; undefined where the server does not let us. */
export async function openBehind(
  session: SftpSession,
  path: string,
  proven: number,
): Promise<PartFile | undefined> {
  try {
    return { handle: await session.requests.open(path, Open.write), proven };
  } catch (error) {
    if (!isRefusal(session, error)) throw error;
    return undefined;
  }
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
  going: Going,
): Promise<PartFile | undefined> {
  const { proven = 0 } = (await readLeft(session, state, local, going)) ?? {};
  return proven > 0 ? openBehind(session, state.partPath, proven) : undefined;
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
  options: Going & { resume: boolean; rename: () => UploadState },
): Promise<PartFile> {
  let path = state.partPath;
  if (options.resume) {
    const left = await reopen(session, state, local, options);
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
