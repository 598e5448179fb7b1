import { DialdeskError } from '../../contract/errors.ts';
import { isRefusal, lookFor, lookOrNull } from '../look.ts';
import type { SftpSession } from '../session.ts';
import { isVague } from '../wire/status-error.ts';
import type { UploadState } from './upload-state.ts';

/**
 * What became of a file that had the name before: there was none; it was replaced in one step; or it was moved
 * aside, replaced and deleted, with a moment between in which the name was missing; or the new one was written
 * straight over it.
 */
export type Replaced = 'nothing' | 'atomically' | 'in_two_steps' | 'in_place';

/** That the final name is taken, and by what. */
export function fileExists(path: string, size: number | null, modifiedMs: number | null): DialdeskError {
  return new DialdeskError('file_exists', `${path} exists`, { details: { path, size, modifiedMs } });
}

/** A refusal with where the old file lies that lost its name, and the new one. */
export function withAside(error: unknown, { partPath, asidePath }: UploadState): unknown {
  if (!(error instanceof DialdeskError)) return error;
  return error.withDetails({ complete: partPath, aside: asidePath });
}

type Paths = Pick<UploadState, 'remotePath' | 'partPath' | 'asidePath'>;

/** What to do on the way, and how to look. */
export interface Steps {
  /** Whether the new file has its final name although the server refused to give it: some report what came after. */
  readonly arrived: () => Promise<boolean>;
  /** Called before the old file loses its name: what is needed to give it back is to be stored. */
  readonly onAside: () => void;
  /** Called when the name has a file again, the old one or the new one. */
  readonly onNamed: () => void;
}

/** Each with the other way of renaming, where there is one: a server may refuse the one and take the other. */
async function renameAnyhow(session: SftpSession, from: string, to: string): Promise<void> {
  const { requests } = session;
  try {
    await requests.rename(from, to);
  } catch (error) {
    if (!isRefusal(session, error) || !session.replacesAtomically) throw error;
    await requests.posixRename(from, to).catch(() => {
      throw error;
    });
  }
}

async function inTwoSteps(
  session: SftpSession,
  { remotePath, partPath, asidePath }: Paths,
  steps: Steps,
): Promise<Replaced> {
  const { requests } = session;
  steps.onAside();
  try {
    await requests.rename(remotePath, asidePath);
  } catch (error) {
    if (!isRefusal(session, error)) throw error;
    if (!(await movedAside(session, { remotePath, asidePath }))) {
      steps.onNamed();
      throw error;
    }
  }
  try {
    await requests.rename(partPath, remotePath).catch(async (error: unknown) => {
      if (!isRefusal(session, error) || !(await steps.arrived())) throw error;
    });
  } catch (error) {
    // With the connection gone this fails too; the next attempt finds the file aside and brings it back.
    if (await nameAgain(session, { remotePath, partPath, asidePath })) steps.onNamed();
    throw error;
  }
  steps.onNamed();
  // The new file is in place; that the server keeps the old one aside is no reason to call that a failure. Where the
  // connection went meanwhile, the next attempt finds all well and removes it.
  await requests.remove(asidePath).catch((error: unknown) => {
    if (!isRefusal(session, error)) throw error;
  });
  return 'in_two_steps';
}

/** Whether the old file is seen aside, and its name is seen to be free, although the server refused that. */
async function movedAside(
  session: SftpSession,
  { remotePath, asidePath }: Omit<Paths, 'partPath'>,
): Promise<boolean> {
  const [there, aside] = [await lookFor(session, remotePath), await lookFor(session, asidePath)];
  return there === null && aside !== null && aside !== 'unseen';
}

/** Gives the name back to the old file; says whether it has one then. */
async function nameAgain(session: SftpSession, { remotePath, asidePath }: Paths): Promise<boolean> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      await renameAnyhow(session, asidePath, remotePath);
      return true;
    } catch (error) {
      if (!isRefusal(session, error)) return false;
      const seen = await lookFor(session, remotePath).catch(() => 'unseen' as const);
      if (seen !== null && seen !== 'unseen') return true;
    }
  }
  return false;
}

/**
 * Gives a complete file its final name.
 *
 * Without `replace` it is the RENAME of version 3, which refuses a name that is taken (OpenSSH does it by
 * link and unlink, so nothing can come between). With it, posix-rename@openssh.com; servers that lack it, or
 * announce and refuse it, get two steps, the old file being brought back if the second fails.
 *
 * Rejects with `file_exists`, or the server's refusal; the part file is then still there. If the connection
 * goes meanwhile, the outcome is open and must be looked up (`publishOutcome`), not tried again.
 */
export async function publish(
  session: SftpSession,
  paths: Paths,
  options: { replace: boolean; taken: boolean } & Steps,
): Promise<Replaced> {
  const { requests } = session;
  const { remotePath, partPath } = paths;
  if (options.replace && session.replacesAtomically) {
    try {
      await requests.posixRename(partPath, remotePath);
      return options.taken ? 'atomically' : 'nothing';
    } catch (error) {
      if (!isRefusal(session, error)) throw error;
      if (await options.arrived()) return options.taken ? 'atomically' : 'nothing';
      // Announced is not carried out. What the path itself forbids, plain RENAME says again.
      if (error.code === 'disk_full') throw error;
    }
  }
  if (options.replace && options.taken) return inTwoSteps(session, paths, options);
  try {
    await requests.rename(partPath, remotePath);
    return 'nothing';
  } catch (error) {
    if (isRefusal(session, error) && (await options.arrived())) return 'nothing';
    if (!isVague(error) && !(error instanceof DialdeskError && error.code === 'file_exists')) throw error;
    const there = await lookOrNull(session, remotePath);
    if (!there) throw error;
    if (!options.replace) throw fileExists(remotePath, there.size, there.modifiedMs);
    return inTwoSteps(session, paths, options);
  }
}
