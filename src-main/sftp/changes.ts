import { DialdeskError } from '../contract/errors.ts';
import { isRefusal, lookFor } from './look.ts';
import type { Seen } from './look.ts';
import type { SftpSession } from './session.ts';
import { isVague } from './wire/status-error.ts';

// What people change on a server by hand. What the server refuses is looked after: some carry it out and then fail at what
// comes after, and version 3 has one FAILURE for everything.

const isThere = (seen: Seen): boolean => seen !== null && seen !== 'unseen';

const taken = (path: string): DialdeskError =>
  new DialdeskError('file_exists', `${path} exists`, { details: { path } });

/** Makes a folder. Rejects with `file_exists`, `permission_denied`, `no_such_path` and so on. */
export async function makeFolder(session: SftpSession, path: string): Promise<void> {
  const before = await lookFor(session, path);
  if (isThere(before)) throw taken(path);
  try {
    await session.requests.mkdir(path);
  } catch (error) {
    if (!isRefusal(session, error)) throw error;
    if (!isThere(await lookFor(session, path))) throw error;
    if (before !== null) throw isVague(error) ? taken(path) : error;
  }
}

/** Gives a file or folder another name. Never over an existing one: rejects with `file_exists`. */
export async function renameRemote(session: SftpSession, from: string, to: string): Promise<void> {
  // Servers should refuse by themselves, and OpenSSH does for files; not all keep to it.
  const before = await lookFor(session, to);
  if (isThere(before)) throw taken(to);
  try {
    await session.requests.rename(from, to);
  } catch (error) {
    if (!isRefusal(session, error)) throw error;
    if (!isThere(await lookFor(session, to))) throw error;
    if (before === null && (await lookFor(session, from)) === null) return;
    throw isVague(error) ? taken(to) : error;
  }
}

/** Deletes a file or a link. */
export async function removeFile(session: SftpSession, path: string): Promise<void> {
  try {
    await session.requests.remove(path);
  } catch (error) {
    if (!(await isGone(session, path, error))) throw error;
  }
}

/** Deletes an empty folder. Rejects with `conflict`, details.reason 'not_empty', when it is not. */
export async function removeFolder(session: SftpSession, path: string): Promise<void> {
  try {
    await session.requests.rmdir(path);
  } catch (error) {
    if (await isGone(session, path, error)) return;
    if (isVague(error) && (await holdsSomething(session, path))) {
      throw new DialdeskError('conflict', `${path} is not empty`, { details: { path, reason: 'not_empty' } });
    }
    throw error;
  }
}

/** Whether what the server refused to delete is seen to be gone; one that it says was never there is not. */
async function isGone(session: SftpSession, path: string, error: unknown): Promise<boolean> {
  if (!isRefusal(session, error)) throw error;
  return error.code !== 'no_such_path' && (await lookFor(session, path)) === null;
}

/** Whether a folder is seen to hold something. */
async function holdsSomething(session: SftpSession, path: string): Promise<boolean> {
  const { requests } = session;
  try {
    const handle = await requests.opendir(path);
    const names = await requests.readdir(handle).finally(() => {
      requests.close(handle).catch(() => undefined);
    });
    return (names ?? []).some(({ name }) => !['.', '..'].includes(name.toString()));
  } catch (error) {
    if (!isRefusal(session, error)) throw error;
    return false;
  }
}
