import { DialdeskError } from '../contract/errors.ts';
import type { SftpSession } from './session.ts';
import type { Attributes } from './wire/attributes.ts';
import { kindOf } from './wire/attributes.ts';
import type { FileSystemSpace, RawPath } from './wire/requests.ts';
import { isVague } from './wire/status-error.ts';

/** What is at a path. Times are ms since 1970; what the server does not tell is null. */
export interface RemoteStatus {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly size: number | null;
  readonly modifiedMs: number | null;
  readonly mode: number | null;
}

/** A server's attributes in our units. */
export function remoteStatus(attributes: Attributes): RemoteStatus {
  return {
    kind: kindOf(attributes.mode),
    size: attributes.size ?? null,
    modifiedMs: attributes.modified === undefined ? null : attributes.modified * 1000,
    mode: attributes.mode ?? null,
  };
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof DialdeskError && error.code === 'no_such_path') return null;
    throw error;
  }
}

/** What is at a path, links followed; null if nothing is. */
export async function statRemote(session: SftpSession, path: RawPath): Promise<RemoteStatus | null> {
  const attributes = await orNull(session.requests.stat(path));
  return attributes && remoteStatus(attributes);
}

/** What is at a path, without following a link; null if nothing is. */
export async function lstatRemote(session: SftpSession, path: RawPath): Promise<RemoteStatus | null> {
  const attributes = await orNull(session.requests.lstat(path));
  return attributes && remoteStatus(attributes);
}

/** The absolute form of a path; of '.', the folder the server starts in. */
export async function realPath(session: SftpSession, path: RawPath): Promise<string> {
  return (await session.requests.realpath(path)).toString('utf8');
}

/** Space where the path is, or null where the server cannot tell. */
export async function freeSpace(session: SftpSession, path: RawPath): Promise<FileSystemSpace | null> {
  if (!session.requests.offers('statvfs@openssh.com')) return null;
  try {
    const space = await session.requests.statvfs(path);
    // Gateways to object stores answer with zeros.
    return space.total === 0 ? null : space;
  } catch (error) {
    if (isVague(error)) return null;
    throw error;
  }
}

/** As `lstatRemote`; null as well where the server will not say. */
async function lstatOrVague(session: SftpSession, path: RawPath): Promise<RemoteStatus | null> {
  try {
    return await lstatRemote(session, path);
  } catch (error) {
    if (session.requests.dispatcher.failure || !(error instanceof DialdeskError)) throw error;
    return null;
  }
}

const taken = (path: RawPath): DialdeskError =>
  new DialdeskError('file_exists', `${String(path)} exists`, { details: { path: String(path) } });

/** Version 3 says only FAILURE when a name is taken; this finds out. */
async function explainTaken(session: SftpSession, path: RawPath, error: unknown): Promise<unknown> {
  return isVague(error) && (await lstatOrVague(session, path)) ? taken(path) : error;
}

/** Makes a folder. Rejects with `file_exists`, `permission_denied`, `no_such_path` and so on. */
export async function makeFolder(session: SftpSession, path: RawPath): Promise<void> {
  try {
    await session.requests.mkdir(path);
  } catch (error) {
    throw await explainTaken(session, path, error);
  }
}

/** Gives a file or folder another name. Never over an existing one: rejects with `file_exists`. */
export async function renameRemote(session: SftpSession, from: RawPath, to: RawPath): Promise<void> {
  // Servers should refuse by themselves, and OpenSSH does for files; not all keep to it.
  if (await lstatOrVague(session, to)) throw taken(to);
  try {
    await session.requests.rename(from, to);
  } catch (error) {
    throw await explainTaken(session, to, error);
  }
}

/** Deletes a file or a link. */
export async function removeFile(session: SftpSession, path: RawPath): Promise<void> {
  await session.requests.remove(path);
}

/** Deletes an empty folder. Rejects with `conflict`, details.reason 'not_empty', when it is not. */
export async function removeFolder(session: SftpSession, path: RawPath): Promise<void> {
  try {
    await session.requests.rmdir(path);
  } catch (error) {
    if (!isVague(error)) throw error;
    const handle = await session.requests.opendir(path);
    try {
      const names = (await session.requests.readdir(handle)) ?? [];
      if (names.every(({ name }) => ['.', '..'].includes(name.toString()))) throw error;
      throw new DialdeskError('conflict', `${String(path)} is not empty`, {
        details: { path: String(path), reason: 'not_empty' },
      });
    } finally {
      await session.requests.close(handle);
    }
  }
}
