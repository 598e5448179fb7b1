import { DialdeskError } from '../../contract/errors.ts';
import { lstatRemote } from '../files.ts';
import type { SftpSession } from '../session.ts';
import { isVague } from '../wire/status-error.ts';
import type { UploadState } from './upload-state.ts';

/**
 * What became of a file that had the name before: there was none; it was replaced in one step; or it was moved
 * aside, replaced and deleted, with a moment between in which the name was missing.
 */
export type Replaced = 'nothing' | 'atomically' | 'in_two_steps';

/** That the final name is taken, and by what. */
export function fileExists(path: string, size: number | null, modifiedMs: number | null): DialdeskError {
  return new DialdeskError('file_exists', `${path} exists`, { details: { path, size, modifiedMs } });
}

type Paths = Pick<UploadState, 'remotePath' | 'partPath' | 'asidePath'>;

async function inTwoSteps(
  session: SftpSession,
  { remotePath, partPath, asidePath }: Paths,
): Promise<Replaced> {
  const { requests } = session;
  await requests.rename(remotePath, asidePath);
  try {
    await requests.rename(partPath, remotePath);
  } catch (error) {
    // With the connection gone this fails too; the next attempt finds the file aside and brings it back.
    await requests.rename(asidePath, remotePath).catch(() => undefined);
    throw error;
  }
  // The new file is in place; the old one left aside is no reason to call that a failure.
  await requests.remove(asidePath).catch(() => undefined);
  return 'in_two_steps';
}

/**
 * Gives a complete file its final name.
 *
 * Without `replace` it is the RENAME of version 3, which refuses a name that is taken (OpenSSH does it by
 * link and unlink, so nobody can come between). With it, posix-rename@openssh.com; servers that lack it get two
 * steps, the old file being brought back if the second fails.
 *
 * Rejects with `file_exists`, or the server's refusal; the part file is then still there. If the connection
 * goes meanwhile, the outcome is open and must be looked up (`settle`), not tried again.
 */
export async function publish(
  session: SftpSession,
  paths: Paths,
  options: { replace: boolean; taken: boolean },
): Promise<Replaced> {
  const { requests } = session;
  const { remotePath, partPath } = paths;
  if (options.replace && session.replacesAtomically) {
    await requests.posixRename(partPath, remotePath);
    return options.taken ? 'atomically' : 'nothing';
  }
  if (options.replace && options.taken) return inTwoSteps(session, paths);
  try {
    await requests.rename(partPath, remotePath);
    return 'nothing';
  } catch (error) {
    if (!isVague(error) && !(error instanceof DialdeskError && error.code === 'file_exists')) throw error;
    const there = await lstatRemote(session, remotePath);
    if (!there) throw error;
    if (!options.replace) throw fileExists(remotePath, there.size, there.modifiedMs);
    return inTwoSteps(session, paths);
  }
}
