import { DialdeskError } from '../../contract/errors.ts';
import { freeSpace } from '../files.ts';
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

const isMissing = (error: unknown): boolean =>
  error instanceof DialdeskError && error.code === 'no_such_path';

/** Opens a part file that an earlier attempt left, or returns undefined when nothing of it can be used. */
async function reopen(
  session: SftpSession,
  state: UploadState,
  local: LocalFile,
  random: () => number,
  signal: AbortSignal | undefined,
): Promise<PartFile | undefined> {
  const { requests } = session;
  try {
    const reading = await requests.open(state.partPath, Open.read);
    const { size = 0 } = await requests.fstat(reading);
    const pair = { session, handle: reading, readAt: local.readAt, signal };
    const proven = size > local.size ? 0 : await provenLength(pair, size, state.acknowledgedBytes, random);
    await requests.close(reading);
    if (proven > 0) return { handle: await requests.open(state.partPath, Open.write), proven };
  } catch (error) {
    if (isMissing(error)) return undefined;
    // A drop folder may let us write and not read: then nothing can be proved.
    if (!(error instanceof DialdeskError && error.code === 'permission_denied')) throw error;
  }
  await requests.remove(state.partPath).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
  return undefined;
}

/**
 * Opens the part file of an upload: the one an earlier attempt left, as far as it is proved, or a new one.
 * Rejects with no_such_path (the folder), permission_denied, disk_full and so on.
 */
export async function openPart(
  session: SftpSession,
  state: UploadState,
  local: LocalFile,
  options: { resume: boolean; random: () => number; signal: AbortSignal | undefined },
): Promise<PartFile> {
  const left = options.resume
    ? await reopen(session, state, local, options.random, options.signal)
    : undefined;
  if (left) return left;
  const flags = Open.write | Open.create | Open.exclusive;
  return { handle: await session.requests.open(state.partPath, flags), proven: 0 };
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
